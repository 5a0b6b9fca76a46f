"""By when a candidate hears: promised, warned of, kept, moved or broken, and what they read of it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from app.core.clock import utc_now
from app.core.ids import public_id
from tests.make import debriefs, heard, rounds
from tests.make.visitor import AtDesk, Visitor
from tests.office import Office, text_of
from tests.web.test_problems import problem

Json = dict[str, Any]
UNKNOWN = {"on": None, "precision": "unknown", "source": None}


def told(office: Office, **changes: Any) -> Json:
    """An interview of Monday whose debrief came in, without a day for the decision."""
    interview = office.held()
    given = debriefs.full_answers(**{"decision_expected": UNKNOWN, **changes})
    debriefs.submit(office.candidate(interview["id"]), interview["id"], given)
    office.run_tasks()
    return interview


def travel(office: Office, to: str) -> None:
    """Move on to an instant, at which the consultant signs in again."""
    office.travel(datetime.fromisoformat(f"{to}:00+00:00"))
    office.opened_at = utc_now()
    office.__dict__.pop("priya", None)


def promises(office: Office) -> list[tuple[str, str, list[str]]]:
    """Each promise, oldest first: its state, by when, and its trail."""
    with office.rows() as session:
        rows = session.execute(text("SELECT id, state, next_update_by FROM promise ORDER BY id")).all()
    return [
        (row[1], f"{row[2]:%a %H:%M}", [one.partition(".")[2] for one in office.trail(public_id("prm", row[0]))])
        for row in rows
    ]


def write(office: Office, interview: Json, words: str = "Nothing is new.", **more: Any) -> Any:
    return office.priya.post(f"/v1/interviews/{interview['id']}/updates", json={"words": words, **more})


def desk(office: Office, interview: Json, who: str = "priya") -> AtDesk:
    there = AtDesk(office, who)
    there.open(f"/interviews/{interview['id']}/promise")
    return there


def interview_page(office: Office, interview: Json) -> str:
    there = AtDesk(office, "priya")
    there.open(f"/interviews/{interview['id']}")
    return there.text


def warnings(office: Office, who: str = "priya") -> list[str]:
    mails = office.mails(f"{who}@{office.name}.example")
    return [str(mail["Subject"]) for mail in mails if "write by" in str(mail["Subject"])]


@pytest.mark.practice("P16")
def test_the_page_says_by_when_they_hear_even_if_nothing_is_new_and_each_word_of_ours_renews_it(office: Office) -> None:
    """Where it stands, on the candidate's page: the day and hour by which their consultant writes, in the desk's time
    and theirs; it moves on with everything that they hear."""
    interview = told(office)
    page = Visitor(office, interview["id"])
    page.open()
    assert "You hear from Priya by Thursday 17:30 in London, even if there is nothing new." in page.text
    assert "No news for a day or two is not bad news." in page.text

    travel(office, "2026-11-24T10:00")
    assert debriefs.decide(office.priya, interview["id"], "accept").status_code == 200
    office.run_tasks()
    page = Visitor(office, interview["id"])
    page.open()
    assert "You hear from Priya by Friday 17:30 in London" in page.text

    written = write(office, interview, "They meet on Wednesday. I ring them on Thursday.", next_update_on="2026-11-30")
    assert written.json()["next_update_by"] == "2026-11-30T17:30:00Z"
    write(office, interview, "They meet on Wednesday. I ring them on Thursday.")
    page.open()
    assert "by Monday 30 November 2026, 17:30 in London" in page.text
    assert "Priya wrote: “They meet on Wednesday. I ring them on Thursday.”" in page.text
    status = office.candidate(interview["id"]).get(f"/v1/interviews/{interview['id']}/status").json()
    assert status["next_update_by"] == "2026-11-30T17:30:00Z"
    assert [one["quoted"] for one in status["timeline"] if one["quoted"]] == [
        "They meet on Wednesday. I ring them on Thursday."
    ]
    assert promises(office) == [
        ("kept", "Thu 17:30", ["made", "kept"]),
        ("kept", "Fri 17:30", ["made", "kept"]),
        ("open", "Mon 17:30", ["made"]),
    ]
    office.run_due()
    mail = office.mails(office.address("alex"))[-1]
    assert mail["Subject"] == "Priya Nair wrote to you about your interview at Meridian Foods"
    assert "They meet" not in text_of(mail)


def test_a_decision_that_is_near_is_waited_for_and_then_they_hear(office: Office) -> None:
    told(office, decision_expected={"on": "2026-12-01", "precision": "exact", "source": "Dana Whitfield"})
    assert promises(office) == [("open", "Wed 17:30", ["made"])]


def test_the_consultant_is_warned_in_time_and_a_promise_that_is_not_kept_is_broken_and_made_good(
    office: Office,
) -> None:
    interview = told(office)
    travel(office, "2026-11-26T13:29")
    assert warnings(office) == []
    travel(office, "2026-11-26T13:31")
    assert warnings(office) == ["Alex Moreau at Meridian Foods: write by Thursday 17:30"]
    travel(office, "2026-11-27T09:00")
    assert len(warnings(office)) == 1
    assert promises(office) == [("broken", "Thu 17:30", ["made", "broken"])]
    page = Visitor(office, interview["id"])
    page.open()
    assert "You were to hear from Priya by Thursday 17:30 in London" in page.text
    late = "Alex was to hear from you by Thursday 17:30 in London, and has heard nothing."
    assert late in desk(office, interview).text
    assert "Late: they were to hear by Thursday 17:30" in interview_page(office, interview)
    assert write(office, interview).status_code == 201
    assert promises(office)[0] == ("broken", "Thu 17:30", ["made", "broken", "made_good"])
    assert promises(office)[1][0] == "open"


def test_a_worker_that_was_down_warns_when_the_desk_opens_and_says_that_it_is_late(office: Office) -> None:
    told(office)
    office.clock.move_to(datetime.fromisoformat("2026-11-26T22:00:00+00:00"))
    office.run_due()
    assert warnings(office) == []
    travel(office, "2026-11-27T08:01")
    assert warnings(office) == ["Alex Moreau at Meridian Foods: you were to write by Thursday 17:30"]


def test_on_the_page_a_promise_moves_for_a_reason_that_the_candidate_reads(office: Office) -> None:
    interview = told(office)
    page = desk(office, interview)
    assert page.heading == "Write to Alex"
    answer = page.send({"move.next_update_on": "2026-11-28", "move.reason": "Dana is away."}, form="/move")
    assert answer.status_code == 422
    assert "The day is no working day of your desk" in page.text
    assert "Dana is away." in answer.text
    page.send({"move.next_update_on": "2026-11-26"}, form="/move")
    assert "The day is no later than what was promised" in page.text
    overtaken = page.page
    page.send({"move.next_update_on": "2026-11-27"}, form="/move")
    page.page = overtaken
    page.send({"move.next_update_on": "2026-11-27"}, form="/move")
    assert "Priya Nair needs longer, until Friday 17:30, said on Monday" in page.text
    assert promises(office)[0] == ("moved", "Thu 17:30", ["made", "moved"])
    candidate = Visitor(office, interview["id"])
    candidate.open()
    assert "Priya needs longer, until Friday 27 November 2026, 17:30 in London" in candidate.text
    assert "Priya wrote: “Dana is away.”" in candidate.text


def test_a_program_reads_the_promise_and_moves_it_as_the_page_does(office: Office) -> None:
    interview = told(office)
    path = f"/v1/interviews/{interview['id']}/promise"
    read = office.compliance.get(path)
    assert (read.json()["next_update_by"], read.headers["ETag"]) == ("2026-11-26T17:30:00Z", '"1"')
    given, first = {"reason": "Dana is away.", "next_update_on": "2026-11-27"}, {"If-Match": '"1"'}
    problem(office.priya.post(f"{path}/move", json=given), 428, "if_match_required")
    problem(office.colleague.post(f"{path}/move", json=given, headers=first), 403, "forbidden")
    early = {**given, "next_update_on": "2026-11-26"}
    amiss = problem(office.priya.post(f"{path}/move", json=early, headers=first), 422, "promise_impossible")
    assert amiss["errors"] == [{"pointer": "#/next_update_on", "message": "is no later than what was promised"}]

    moved = office.priya.post(f"{path}/move", json=given, headers=first)

    assert (moved.status_code, moved.json()["next_update_by"]) == (200, "2026-11-27T17:30:00Z")
    again = office.priya.post(f"{path}/move", json=given, headers=first)
    assert (again.status_code, again.json(), again.headers["ETag"]) == (200, moved.json(), moved.headers["ETag"])
    later = {**given, "next_update_on": "2026-11-30"}
    problem(office.manager.post(f"{path}/move", json=later, headers=first), 412, "heard_meanwhile")
    assert promises(office)[0] == ("moved", "Thu 17:30", ["made", "moved"])
    heard.told(office.priya, interview)
    over = office.priya.get(path)
    assert (over.json()["id"], over.json()["next_update_by"]) == (None, None)
    problem(
        office.priya.post(f"{path}/move", json=later, headers={"If-Match": over.headers["ETag"]}),
        409,
        "no_promise_open",
    )


def test_a_form_that_somebody_overtook_is_refused_with_who_wrote_and_the_words_stay(office: Office) -> None:
    interview = told(office)
    page = desk(office, interview)
    office.travel(utc_now() + timedelta(minutes=15))
    assert (
        office.manager.post(f"/v1/interviews/{interview['id']}/updates", json={"words": "We wait for Tom."}).status_code
        == 201
    )
    answer = page.send({"words": "Nothing is new yet."}, form="/promise")
    assert answer.status_code == 409
    assert "Mira Manager wrote on Monday" in page.text
    assert "Nothing is new yet." in answer.text
    page.send(form="/promise")
    page.send({"words": "Nothing is new yet."}, form="/promise")
    written = [one for one in promises(office) if one[0] == "kept"]
    assert len(written) == 2


def test_what_is_written_at_night_is_mailed_in_the_morning_and_all_of_it_once(office: Office) -> None:
    interview = told(office)
    alex = office.address("alex")
    travel(office, "2026-11-23T22:00")
    before = len(office.mails(alex))
    for words in ("Nothing is new.", "They meet on Wednesday."):
        assert write(office, interview, words).status_code == 201
    office.travel(datetime.fromisoformat("2026-11-24T07:59:00+00:00"))
    assert len(office.mails(alex)) == before
    office.travel(datetime.fromisoformat("2026-11-24T08:01:00+00:00"))
    (mail,) = office.mails(alex)[before:]
    assert mail["Subject"] == "Priya Nair wrote to you about your interview at Meridian Foods"
    assert mail["Reply-To"] == f"priya@{office.name}.example"
    assert "You wrote to Alex" in interview_page(office, interview)


def test_news_that_waited_in_the_queue_leaves_the_day_that_was_promised_since(office: Office) -> None:
    interview = told(office)
    travel(office, "2026-11-24T10:00")
    assert debriefs.decide(office.priya, interview["id"], "accept").status_code == 200
    office.clock.move_to(utc_now() + timedelta(hours=1))
    assert write(office, interview, next_update_on="2026-12-01").status_code == 201
    office.clock.move_to(utc_now() + timedelta(hours=3))
    office.run_tasks()
    assert promises(office) == [("kept", "Thu 17:30", ["made", "kept"]), ("open", "Tue 17:30", ["made"])]

    added = debriefs.add(office.candidate(interview["id"]), interview["id"], "They rang me.").json()["reference"]
    at = debriefs.path(interview["id"], f"/addenda/{added}")
    seen = {"If-Match": office.priya.get(at).headers["ETag"]}
    assert office.priya.post(f"{at}/accept", headers=seen).status_code == 200
    office.run_tasks()
    assert [one[:2] for one in promises(office)][1:] == [("kept", "Tue 17:30"), ("open", "Fri 17:30")]


def test_after_an_ending_that_was_told_nothing_promises_any_more_and_one_that_was_not_told_counts_nowhere(
    office: Office,
) -> None:
    interview = office.held()
    heard.outcome(office.priya, interview)
    debriefs.submit(office.candidate(interview["id"]), interview["id"], debriefs.full_answers())
    office.run_tasks()
    assert write(office, interview, "They have met.").json()["next_update_by"] is not None
    assert heard.on_outcome(office.priya, interview, "relay", how="page", words=heard.WORDS).is_success
    ended = promises(office)
    assert [one[0] for one in ended] == ["kept", "kept"]

    travel(office, "2026-11-24T10:00")
    assert debriefs.decide(office.priya, interview["id"], "accept").status_code == 200
    office.run_tasks()
    amiss = problem(write(office, interview, "Stay well.", next_update_on="2026-11-30"), 422, "promise_impossible")
    assert amiss["errors"] == [{"pointer": "#/next_update_on", "message": "is not needed: nothing more is owed here"}]
    assert write(office, interview, "Stay well.").json()["next_update_by"] is None
    heard.told_feedback(office.priya, interview, heard.feedback(office, interview))
    page = desk(office, interview)
    assert "Nothing more is owed to Alex here: it is over, or goes on in another round." in page.text
    assert "By which day do they hear next?" not in page.text
    late = office.held("I-2", candidate={"name": "Bea Lund", "email": office.address("bea")})
    heard.told(office.priya, late, "job_closed")
    debriefs.submit(office.candidate(late["id"]), late["id"], debriefs.full_answers())
    office.run_tasks()
    assert promises(office) == ended


def test_once_another_round_is_announced_nothing_is_owed_about_the_one_before(office: Office) -> None:
    interview = told(office)
    travel(office, "2026-11-24T10:00")
    rounds.next_round(office)
    office.run_tasks()
    assert promises(office) == [("dropped", "Thu 17:30", ["made", "dropped"])]
    assert debriefs.decide(office.priya, interview["id"], "accept").status_code == 200
    travel(office, "2026-11-27T10:00")
    assert [one[0] for one in promises(office)] == ["dropped"]
    assert "Nothing more is owed to Alex here" in desk(office, interview).text


def test_who_may_not_decide_writes_nothing_and_a_day_that_cannot_be_is_refused(office: Office) -> None:
    interview = told(office)
    path = f"/v1/interviews/{interview['id']}/updates"
    problem(office.colleague.post(path, json={"words": "Hello."}), 403, "forbidden")
    amiss = problem(write(office, interview, next_update_on="2026-11-20"), 422, "promise_impossible")
    assert amiss["errors"] == [{"pointer": "#/next_update_on", "message": "has passed"}]
    assert "Where it stands" not in desk(office, interview, "compliance").text


def test_where_the_interview_is_off_nothing_is_owed(office: Office) -> None:
    interview = told(office)
    etag = office.priya.get(f"/v1/interviews/{interview['id']}").headers["ETag"]
    cancelled = office.priya.post(
        f"/v1/interviews/{interview['id']}/cancel", json={"reason": "Withdrawn."}, headers={"If-Match": etag}
    )
    assert cancelled.status_code == 200, cancelled.text
    travel(office, "2026-11-27T09:00")
    assert warnings(office) == []
    assert promises(office) == [("dropped", "Thu 17:30", ["made", "dropped"])]
