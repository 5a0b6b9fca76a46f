"""Quiet applications are listed with a true reason to write, and nobody who withdrew or was erased (P22, P24)."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from app.core.clock import utc_now
from app.core.ids import Prefixed
from app.directory.rules import WorkingTime
from app.followup.models.warm import KeepInTouch
from app.followup.rules.warm import quiet_before
from tests.make import debriefs, people, rounds
from tests.make.visitor import AtDesk
from tests.office import Office
from tests.web.test_problems import problem

LONDON = WorkingTime("Europe/London", time(8), time(19), "GB")


@pytest.mark.parametrize(
    ("now", "days", "expected"),
    [
        (datetime(2026, 11, 27, 12, tzinfo=UTC), 4, date(2026, 11, 23)),
        (datetime(2026, 11, 23, 12, tzinfo=UTC), 1, date(2026, 11, 20)),
        (datetime(2026, 12, 29, 12, tzinfo=UTC), 1, date(2026, 12, 24)),
        (datetime(2027, 1, 4, 0, 30, tzinfo=UTC), 5, date(2026, 12, 23)),
    ],
    ids=["a week", "over a weekend", "over Christmas", "over the new year"],
)
def test_quiet_counts_working_days_of_the_desk(now: datetime, days: int, expected: date) -> None:
    assert quiet_before(now, LONDON, days) == datetime.combine(expected, time(8), tzinfo=UTC)


@pytest.mark.practice("P22")
def test_a_quiet_application_is_listed_with_its_reason_until_somebody_wrote(office: Office) -> None:
    """At the desk under "Keep warm": what was put on hold, what they spoke of besides, news that nobody answered."""
    hold = rounds.long_ago(office, "HOLD", 70)
    rounds.ended_as(office, hold, "on_hold", days=50)
    openings = rounds.long_ago(office, "OPEN", 71)
    then = utc_now() - timedelta(days=45)
    said = {"other_openings": {"words": "A second team in Leeds."}}
    rounds.client_said(office, openings, words="They liked you.", relayed=then, at=then, **said)
    untold = rounds.long_ago(office, "UNTOLD", 72)
    rounds.ended_as(office, untold, "on_hold", days=50, relayed=False)
    lately = rounds.long_ago(office, "LATELY", 73)
    rounds.ended_as(office, lately, "on_hold", days=5)
    news = rounds.long_ago(office, "NEWS", 74)
    office.run_due()
    debriefs.addendum_row(office, news["id"], at=utc_now() - timedelta(days=40))
    desk = AtDesk(office, "priya")

    desk.open("/keep-warm")

    assert "Kim told you something new on Wednesday 14 October 2026, and nobody has answered it." in desk.text
    assert "Keep warm" in desk.page.text.partition("<main")[0], "in the menu"
    told = "Kim heard on Sunday 4 October 2026 that Meridian Foods has it on hold."
    assert told in desk.text
    assert "Meridian Foods spoke of other openings on Friday 9 October 2026." in desk.text
    assert desk.text.index("Kim OPEN") < desk.text.index("Kim HOLD"), "the latest to go quiet first"
    assert "Kim UNTOLD" not in desk.text
    assert "Kim LATELY" not in desk.text
    listed = office.compliance.get("/v1/keep-warm?limit=2")
    first, second = listed.json()["data"]
    assert [one["reason"] for one in (first, second)] == ["news", "openings"], "the latest to go quiet first"
    assert second["words"].startswith("Meridian Foods spoke of other openings on Friday 9 October 2026.")
    rest = office.priya.get("/v1/keep-warm", params={"limit": "2", "cursor": listed.json()["next_cursor"]}).json()
    assert [(one["candidate"], one["reason"]) for one in rest["data"]] == [("Kim HOLD", "on_hold")]
    assert rest["next_cursor"] is None
    assert "button" not in AtDesk(office, "compliance").open("/keep-warm").text.partition("<main")[2]
    sent = desk.form(rounds.application_of(office, hold))
    desk.send(form=sent.action)
    assert "Noted. It comes back here when it has been quiet for as long again." in desk.text
    assert "Kim HOLD" not in desk.text
    assert office.priya.get("/desk/keep-warm?after=nonsense").status_code == 422


@pytest.mark.practice("P24")
def test_a_year_later_there_is_a_reason_again_but_for_whoever_withdrew_or_was_erased(office: Office) -> None:
    """At the desk under "Keep warm": what was between candidate and agency survives the application."""
    year = rounds.long_ago(office, "YEAR", 363)
    left = rounds.long_ago(office, "LEFT", 364)
    rounds.ended_as(office, left, "candidate_withdrew", days=360)
    gone = rounds.long_ago(office, "GONE", 365)
    office.confirm()
    assert people.erase(office, people.of(gone)).status_code == 200
    desk = AtDesk(office, "priya")

    desk.open("/keep-warm")

    assert "It is a year since the interview of Tuesday 25 November 2025." in desk.text
    assert "Kim LEFT" not in desk.text
    assert desk.page.text.count("I wrote to them") == 1
    application = rounds.application_of(office, left)
    refused = office.priya.post(f"/desk/keep-warm/{application}", data={"reason": "year"}, follow_redirects=True)
    assert "Nothing was noted." in refused.text
    noted = office.priya.post(f"/desk/keep-warm/{rounds.application_of(office, year)}", data={"reason": "year"})
    assert noted.headers["location"] == "/desk/keep-warm?done=noted"
    again = office.priya.post(f"/desk/keep-warm/{rounds.application_of(office, year)}", data={"reason": "year"})
    assert again.status_code == 303
    with office.rows() as session:
        (touch,) = session.scalars(select(KeepInTouch)).all()
        kept = Prefixed("kit").show(touch.id)
    assert office.trail(kept) == ["keep_in_touch.noted"]
    desk.open("/keep-warm")
    assert "Nobody to write to" in desk.text
    assert office.priya.get("/v1/keep-warm").json() == {"data": [], "next_cursor": None}
    by_api = f"/v1/applications/{rounds.application_of(office, year)}/kept-in-touch"
    twice = office.colleague.post(by_api, json={"reason": "year"})
    assert (twice.status_code, twice.json()["id"]) == (201, kept), "within minutes it is noted once"
    problem(
        office.priya.post(f"/v1/applications/{application}/kept-in-touch", json={"reason": "year"}),
        409,
        "left_in_peace",
    )
    problem(office.priya.post(by_api, json={"reason": "bored"}), 422, "invalid")
