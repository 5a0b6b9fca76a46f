"""A debrief, and what is added to one, is read and decided on at the desk."""

from tests.make import debriefs
from tests.make.desk import reviewing, says
from tests.make.visitor import SAME_ORIGIN
from tests.office import Office


def told(office: Office, **changes: object) -> dict[str, object]:
    interview = office.held()
    candidate = office.candidate(interview["id"])
    debriefs.submit(candidate, interview["id"], debriefs.full_answers(**changes), **debriefs.confidences())
    return {**interview, "web": candidate}


def test_a_debrief_shows_its_answers_what_is_missing_and_apart_what_only_the_agency_reads(office: Office) -> None:
    told(office, went_well=None)
    priya = reviewing(office, "debrief")
    says(priya, "Debrief, version 1", "1 of 9 items missing", "what went well", "My answer was thin.", "Agency only")
    says(priya, "Zephyrine Robotics", "Never leaves the agency.", "Version 1: Monday 23 November 2026, 16:20")


def test_a_debrief_is_accepted_and_pressed_twice_stays_accepted_once(office: Office) -> None:
    interview = told(office)
    priya = reviewing(office, "debrief")
    form = priya.form("/accept")
    priya.send(form="/accept")
    says(priya, "Priya Nair accepted it at 16:20")
    again = priya.web.post(form.action, data=form.fields, headers=SAME_ORIGIN)
    assert again.status_code == 303
    seen = office.priya.get(f"/v1/interviews/{interview['id']}/debrief").json()
    assert (seen["state"], office.trail(seen["id"]).count("debrief.accepted")) == ("accepted", 1)


def test_a_debrief_is_returned_with_a_question_and_an_empty_one_is_refused(office: Office) -> None:
    interview = told(office)
    mira, priya = reviewing(office, "debrief", who="manager"), reviewing(office, "debrief")
    priya.send(form="/return")
    assert priya.page.status_code == 422
    priya.send({"return_reason": "What did Dana say about the finance director?"}, form="/return")
    says(priya, "Priya Nair returned it")
    mira.send(form="/accept")
    assert mira.page.status_code == 412
    says(mira, "Priya Nair")
    assert office.priya.get(f"/v1/interviews/{interview['id']}/debrief").json()["state"] == "changes_requested"


def test_what_is_added_later_is_marked_where_only_the_agency_reads_it(office: Office) -> None:
    interview = told(office)
    reviewing(office, "debrief").send(form="/accept")
    path = f"/v1/interviews/{interview['id']}/debrief/addenda"
    body = {"text": "Another offer came: Friday.", "agency_only": True}
    assert interview["web"].post(path, json=body).status_code == 201  # type: ignore[attr-defined]
    priya = reviewing(office, "addendum")
    says(priya, "Told after the debrief", "Agency only. Never leaves the agency.", "Another offer came: Friday.")
    priya.send(form="/accept")
    says(priya, "Priya Nair accepted it")


def test_who_else_looks_and_what_was_decided_meanwhile_is_told_to_a_window_that_asks(office: Office) -> None:
    told(office)
    priya, mira = reviewing(office, "debrief"), reviewing(office, "debrief", who="manager")
    path = f"{mira.page.url.path}/now"
    first = mira.open(path)
    assert "Priya Nair is looking." in first.text
    same = mira.web.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    priya.send(form="/accept")
    later = mira.web.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert "Priya Nair accepted it at 16:20." in later.text
