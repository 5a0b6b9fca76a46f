"""Cover at the console: arranged, read by candidates, ended (P21)."""

import pytest

from tests.make.desk import says
from tests.make.visitor import SAME_ORIGIN, AtDesk, Visitor
from tests.office import Office

DAYS = {"from_on": "2026-11-23", "until_on": "2026-12-03"}


@pytest.mark.practice("P21")
def test_an_absence_is_arranged_with_who_covers_and_the_words_that_candidates_read(office: Office) -> None:
    """In the console, under Cover: who is away, who covers, and what the candidates read of it."""
    visitor = Visitor(office, office.held()["id"])
    priya, sam = AtDesk(office, "priya"), office.consultant_ids["colleague"]
    priya.open("/cover")
    says(priya, "Nobody is away")
    priya.send({"covered_by": "", **DAYS, "until_on": ""}, form="/cover")
    assert priya.page.status_code == 422
    says(priya, "Choose who covers", "Write the last day away")
    priya.send({"covered_by": sam, **DAYS, "until_on": "2026-11-01"}, form="/cover")
    says(priya, "Choose the first day or a later one")
    assert priya.form("/cover").fields["from_on"] == ["2026-11-23"]

    priya.send({"covered_by": sam, **DAYS}, form="/cover")

    words = "Away until Thursday 3 December; Sam Idowu covers"
    says(priya, "Arranged.", "Away now Monday 23 November to Thursday 3 December", "Candidates read: “" + words)
    assert words in visitor.open().text
    form = {**priya.form("/cover").fields, "covered_by": [sam], **DAYS}
    again = priya.web.post("/desk/cover", data=form, headers=SAME_ORIGIN)
    assert again.status_code == 303
    priya.open("/cover")
    assert priya.page.text.count("/end") == 1
    priya.send({"covered_by": sam, **DAYS, "until_on": "2026-12-04"}, form="/cover")
    assert priya.page.status_code == 409
    says(priya, "Somebody covers for them from Monday 23 November")
    priya.send(form="/end")
    says(priya, "The cover has ended", "Nobody is away")
    assert words not in visitor.open().text


def test_who_arranges_whose_absence_follows_the_role(office: Office) -> None:
    people = office.consultant_ids
    mira, sam, cleo = (AtDesk(office, who) for who in ("manager", "colleague", "compliance"))
    mira.open("/cover")
    mira.send({"consultant_id": people["priya"], "covered_by": people["colleague"], **DAYS}, form="/cover")
    says(mira, "Priya Nair Away now Monday 23 November")
    sam.open("/cover")
    says(sam, "Sam Idowu covers.", "When you are away")
    assert "/end" not in sam.page.text
    form = {"csrf": sam.form("/cover").fields["csrf"]}
    ending = mira.form("/end").action
    assert sam.web.post(ending, data=form, headers=SAME_ORIGIN).status_code == 403
    others = {**form, "consultant_id": people["manager"], "covered_by": people["colleague"], **DAYS}
    assert sam.web.post("/desk/cover", data=others, headers=SAME_ORIGIN).status_code == 403
    cleo.open("/cover")
    says(cleo, "Sam Idowu covers.")
    assert "Arrange the cover" not in cleo.text
    posted = cleo.web.post("/desk/cover", data={"csrf": cleo.form(0).fields["csrf"]}, headers=SAME_ORIGIN)
    assert posted.status_code == 403
    mira.open("/users")
    assert mira.page.status_code == 403
    ada = AtDesk(office, "admin")
    ada.open(f"/users/{people['colleague']}")
    ada.send(form="/end")
    mira.open("/cover")
    says(mira, "Sam Idowu was to cover, and has left.")
