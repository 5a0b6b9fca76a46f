"""At the console compliance answers for one candidate: copies, holds, erasure."""

from tests.make import people
from tests.make.desk import says
from tests.make.visitor import SAME_ORIGIN, AtDesk
from tests.office import Office


def test_compliance_holds_copies_and_erases_on_one_page(office: Office) -> None:
    candidate = office.announce()["candidate"]["id"]
    office.confirm("compliance")
    cleo = AtDesk(office, "compliance")
    cleo.open(f"/candidates/{candidate}")
    says(cleo, "What is held about them")
    cleo.open(f"/candidates/{candidate}/held")
    says(cleo, "None stands.", "Erase them for good")
    erase = cleo.form("/erase")
    cleo.send(form="/hold")
    assert cleo.page.status_code == 422
    says(cleo, "Write why it is held")
    for _ in range(2):
        cleo.send({"hold_reason": "Our file 26-118."}, form="/hold")
        says(cleo, "The hold stands.", "so nothing can be erased")
    (hold,) = office.compliance.get(f"/v1/persons/{candidate}/holds").json()["data"]
    sure = {**erase.fields, "erase_reason": "They asked.", "sure": "yes"}
    refused = cleo.web.post(erase.action, data=sure, headers=SAME_ORIGIN)
    assert refused.status_code == 409
    assert "A legal hold stands on this person" in refused.text
    cleo.send({f"release.{hold['id']}": "Settled."}, form="/release")
    says(cleo, "The hold is released.", "Released: Settled.")
    for _ in range(2):
        cleo.send(form="/copy")
        says(cleo, "A copy is being put together.", "Being put together")
    office.run_tasks()
    (copy,) = office.compliance.get(f"/v1/persons/{candidate}/exports").json()["data"]
    cleo.open(f"/candidates/{candidate}/held")
    archive = cleo.web.get(f"/desk/candidates/{candidate}/held/copies/{copy['id']}")
    assert "person.json" in people.unpacked(archive.content)
    cleo.send({"erase_reason": "Alex Moreau asked.", "sure": "yes"}, form="/erase")
    assert cleo.page.status_code == 422
    cleo.send({"erase_reason": "They asked, ticket 4411.", "sure": []}, form="/erase")
    says(cleo, "Tick that you know it cannot be taken back", "They asked, ticket 4411.")
    cleo.send({"erase_reason": "They asked, ticket 4411.", "sure": "yes"}, form="/erase")
    says(cleo, "They were erased.", "They were erased on Monday 23 November 2026")
    assert cleo.web.post(erase.action, data=sure, headers=SAME_ORIGIN).status_code == 303
    assert office.trail(candidate).count("candidate.erased") == 1
    mira = AtDesk(office, "manager")
    assert mira.web.get(f"/desk/candidates/{candidate}/held").status_code == 403
