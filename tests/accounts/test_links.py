"""A candidate's link: who handed it over decides what it opens, and a changed address ends what was mailed before."""

from datetime import datetime, timedelta
from typing import Any

import httpx

from app.core.clock import utc_now
from tests.make import debriefs, letters
from tests.make.accounts import wait
from tests.office import Office, link_in

Json = dict[str, Any]


def come_in(office: Office, token: str) -> httpx.Response:
    answer = office.anybody.post("/v1/candidate-sessions", json={"token": token})
    office.anybody.cookies.clear()
    return answer


def invite(office: Office, interview: Json) -> str:
    """Have a link mailed, and return the weaker one that is handed over."""
    answer = office.priya.post(f"/v1/interviews/{interview['id']}/invitation")
    assert answer.status_code == 200, answer.text
    office.run_tasks()
    return str(answer.json()["url"].rpartition("/")[2])


def mailed(office: Office, who: str = "alex") -> list[str]:
    """The tokens of the links in this candidate's mails, oldest first."""
    return [link_in(mail) for mail in office.mails(office.address(who)) if "/c/" in mail.as_string()]


def change_address(office: Office, who: str) -> None:
    given = office.announcement()["candidate"]
    office.announce(candidate={**given, "email": office.address(who)})


def test_the_mailed_link_consents_and_the_handed_over_one_fills_and_submits_only(office: Office) -> None:
    interview = office.held()
    handed_over = office.by_link(invite(office, interview))
    debriefs.submit(handed_over, interview["id"])
    letter = letters.read(office.priya, letters.submitted(handed_over, interview))

    refused = letters.consent(handed_over, letter)
    given = letters.consent(office.by_link(mailed(office)[-1]), letter)

    assert (refused.status_code, refused.json()["code"]) == (403, "consent_needs_own_link")
    assert given.status_code == 200


def test_a_handed_over_link_shows_nothing_that_the_candidate_stored(office: Office) -> None:
    interview = office.held()
    candidate = office.candidate(interview["id"])
    debriefs.submit(candidate, interview["id"], **debriefs.confidences())
    stranger = office.by_link(invite(office, interview))
    answer = stranger.get(debriefs.path(interview["id"], "/versions/1"))
    assert (answer.status_code, answer.json()["code"]) == (403, "nothing_stored_shown")
    for path in ("", "/completeness", "/versions"):
        shown = stranger.get(debriefs.path(interview["id"], path)).text
        assert not [word for word in ("91,234", "Zephyrine", "supplier recalls") if word in shown]


def test_a_link_stays_usable_until_it_expires_and_its_sessions_end_with_it(office: Office) -> None:
    interview = office.held()
    token = mailed(office)[-1]
    assert [come_in(office, token).status_code for _ in range(2)] == [200, 200]
    wait(office, timedelta(days=13, hours=20))
    answer = come_in(office, token)
    expires_at = datetime.fromisoformat(answer.json()["expires_at"])
    assert expires_at - utc_now() < timedelta(hours=4)
    wait(office, timedelta(hours=5))
    refused = come_in(office, token)
    assert (refused.status_code, refused.json()["code"]) == (401, "link_not_valid")
    headers = {"Authorization": f"Bearer {answer.json()['token']}"}
    assert office.anybody.get(f"/v1/interviews/{interview['id']}", headers=headers).status_code == 401


def test_how_long_a_link_lives_is_the_agencys_to_say(office: Office) -> None:
    office.admin.patch("/v1/agency", json={"settings": {"link_days": 1}})
    office.held()
    wait(office, timedelta(days=1))
    assert come_in(office, mailed(office)[-1]).status_code == 401


def test_whatever_is_wrong_with_a_link_the_answer_is_the_same(office: Office) -> None:
    office.held()
    real = mailed(office)[-1]
    answers = [come_in(office, token) for token in ("", "awl_", real[:-1], real[:-1] + "x", real.upper(), "x" * 300)]
    said = [{**answer.json(), "request_id": ""} for answer in answers]
    assert said == [said[0]] * len(said)
    assert {answer.status_code for answer in answers} == {401}


def test_links_to_a_former_address_end_and_new_ones_go_to_the_new_address(office: Office) -> None:
    """Who reads the former address may be a stranger; a link from there could agree to a letter."""
    interview = office.held()
    former = office.by_link(mailed(office)[-1])
    assert former.get(f"/v1/interviews/{interview['id']}").status_code == 200

    change_address(office, "alexandra")
    office.run_tasks()

    assert come_in(office, mailed(office)[-1]).status_code == 401
    assert former.get(f"/v1/interviews/{interview['id']}").status_code == 401
    (fresh,) = mailed(office, "alexandra")
    assert office.by_link(fresh).get(f"/v1/interviews/{interview['id']}").status_code == 200


def test_a_link_in_a_consultants_hand_outlives_the_change_of_address(office: Office) -> None:
    interview = office.held()
    handed_over = invite(office, interview)
    change_address(office, "alexandra")
    assert come_in(office, handed_over).status_code == 200


def test_an_announcement_with_the_same_address_ends_no_link(office: Office) -> None:
    interview = office.held()
    change_address(office, "ALEX")
    office.announce(round=2)
    assert come_in(office, mailed(office)[-1]).status_code == 200
    assert len(mailed(office)) == 1
    assert office.trail(interview["candidate"]["id"]) == ["candidate.created"]


def test_a_candidate_without_an_address_is_invited_by_hand_only(office: Office) -> None:
    interview = office.announce(candidate={"name": "Sam Byphone", "phone": "+44 20 7946 0991"})
    answer = office.priya.post(f"/v1/interviews/{interview['id']}/invitation").json()
    assert answer["mailed"] is False
    assert come_in(office, answer["url"].rpartition("/")[2]).status_code == 200


def test_nobody_is_invited_to_what_does_not_take_place(office: Office) -> None:
    interview = office.announce()
    office.crm.delete("/v1/external/bullhorn/interviews/I-1")
    answer = office.priya.post(f"/v1/interviews/{interview['id']}/invitation")
    assert (answer.status_code, answer.json()["code"]) == (409, "interview_is_off")
