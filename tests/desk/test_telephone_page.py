"""A debrief told by telephone is typed on one page, marked as such, and nothing typed is lost on the way."""

from tests.make import debriefs
from tests.make.desk import says
from tests.make.visitor import AtDesk
from tests.office import Office

CALLED = {"taken_day": "2026-11-23", "taken_time": "16:15"}
SAID = {
    "interest.after": "4",
    "concerns.0.text": "No budget of their own",
    "concerns.0.stated_or_sensed": "stated",
    "next_step": "They ring us tomorrow.",
    "decision_expected.precision": "unknown",
    "availability": "From Monday",
    "went_well": "The case about recalls.",
    "agency_only.notice": "Thirteen weeks",
}


def test_what_the_candidate_says_is_typed_on_one_page_and_entered_as_taken_by_telephone(office: Office) -> None:
    interview = office.announce()
    path = f"/interviews/{interview['id']}"
    priya, sam, cleo = (AtDesk(office, who) for who in ("priya", "colleague", "compliance"))
    priya.open(path)
    assert "by telephone" not in priya.text
    assert priya.open(f"{path}/by-telephone").url.path.endswith(interview["id"])
    interview = office.held()
    for nobody in (sam, cleo):
        assert nobody.open(f"{path}/by-telephone").status_code == 403
    priya.open(path)
    says(priya, "Enter the debrief by telephone")
    priya.open(f"{path}/by-telephone")
    stale = priya.page
    assert priya.form("/by-telephone").fields["number_rung"] == ["+44 20 7946 0991"]
    assert '<a href="tel:+442079460991">Ring ' in stale.text

    priya.send({**SAID, **CALLED, "taken_time": "08:00"}, form="/by-telephone")
    assert priya.page.status_code == 422
    says(priya, "There is a problem")
    kept = priya.form("/by-telephone").fields
    assert {name: kept[name] for name in SAID} == {name: [said] for name, said in SAID.items()}
    priya.send({"do": "add-concerns"}, form="/by-telephone")
    assert "concerns.1.text" in priya.form("/by-telephone").fields

    priya.send(CALLED, form="/by-telephone")
    says(priya, "The debrief is entered, as taken by telephone", "Debrief Waits for a decision")
    read = office.priya.get(debriefs.path(interview["id"])).json()
    assert (read["channel"], read["telephone"]["taken_by"], read["version"]) == ("phone", "Priya Nair", 1)
    assert (read["answers"]["went_well"], read["agency_only"]["notice"]) == (
        "The case about recalls.",
        "Thirteen weeks",
    )
    assert office.trail(read["id"])[-1] == "debrief.submitted"

    priya.page = stale
    again = priya.send({**SAID, **CALLED}, form="/by-telephone")
    assert (again.status_code, again.url.path.rpartition("/")[2]) == (200, interview["id"])
    for answer in ("went_well", "concerns.0.text"):
        priya.page = stale
        priya.send({**SAID, **CALLED, answer: "Another account."}, form="/by-telephone")
        assert priya.page.status_code in {409, 412}, answer
        says(priya, "What you typed is still here.", "Another account.")
    assert office.priya.get(debriefs.path(interview["id"])).json()["version"] == 1


def test_after_a_return_the_second_call_begins_with_what_was_told_and_may_be_short(office: Office) -> None:
    interview = office.held()
    debriefs.take(office.priya, interview["id"], agency_only=debriefs.confidences())
    debriefs.decide(office.priya, interview["id"], "return", {"reason": "When can they begin?"})
    priya = AtDesk(office, "priya")
    priya.open(f"/interviews/{interview['id']}/by-telephone")
    says(priya, "When can they begin?")
    fields = priya.form("/by-telephone").fields
    assert (fields["next_step"], fields["agency_only.notice"]) == (
        ["They ring the agency tomorrow."],
        ["Thirteen weeks"],
    )
    priya.send({"availability": "From May", "short": "yes", "do": "take"}, form="/by-telephone")
    says(priya, "The debrief is entered")
    read = office.priya.get(debriefs.path(interview["id"])).json()
    assert (read["version"], read["profile"], read["answers"]["availability"]) == (2, "short", "From May")
    assert (read["completeness"]["complete"], read["agency_only"]) == (True, debriefs.confidences())
