"""From an interview to the next one in two windows: the candidate's phone, and the desk of their consultant."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property

import pytest
import time_machine
from playwright.sync_api import Page, expect

from app.core.clock import utc_now
from tests.browser import journey
from tests.browser.hand import Hand
from tests.browser.scenes.at_desk import token_of
from tests.browser.scenes.coming import at_client
from tests.browser.window import DESK, Windows, come_in
from tests.make import debriefs, heard, loop, rounds
from tests.make.deciding import signs_in_again
from tests.make.twins import Twin
from tests.office import Json, Office, link_in, text_of

MONDAY_IN_NEW_YORK = datetime(2026, 12, 14, 14, 0, tzinfo=UTC)
"""The candidate said that they decide about Saturday 12 December."""
LESSON = "Say where and how often first, then the story."
WORDS = "They liked the case on recalls. They go on with somebody who has run a team abroad for longer."
ELSEWHERE = {
    "concerns": rounds.TWO_DOUBTS,
    "questions_asked": rounds.ASKED,
    "decision_expected": {"precision": "unknown"},
}


@dataclass
class Pair:
    """The two of them, each before a window of their own."""

    windows: Windows
    office: Office
    interview: Json

    @property
    def desk(self) -> str:
        return f"/desk/interviews/{self.interview['id']}"

    @property
    def mine(self) -> str:
        return f"/my/{self.interview['id']}"

    @cached_property
    def alex(self) -> Hand:
        """The candidate, who came in by the newest mail that has a link."""
        page = self.windows.open()
        come_in(page, self.windows.mailed_link(self.office.address("alex")))
        return Hand(page)

    @cached_property
    def priya(self) -> Hand:
        """The consultant, signed in."""
        page = self.windows.open(size=DESK)
        url = self.office.premises.settings.public_url
        cookie = {"name": "afterword-desk", "value": token_of(self.office, "priya"), "url": url, "httpOnly": True}
        page.context.add_cookies([cookie])  # type: ignore[list-item]
        return Hand(page)

    def later(self, to: datetime) -> None:
        """Let time pass; both have left meanwhile, and come back when they are next needed."""
        self.office.travel(to)
        self.office.opened_at = utc_now()
        signs_in_again(self.office, "priya")
        for who in ("alex", "priya"):
            self.__dict__.pop(who, None)


@pytest.mark.whole_browser
def test_from_the_interview_to_a_no_that_a_person_tells_and_on_to_the_next(windows: Windows, office: Office) -> None:
    people = [office.interviewer("Dana Whitfield", phone="+1 212 555 0142"), office.interviewer("Tom Achterberg")]
    pair = Pair(windows, office, office.held(interviewers=people))
    tells_how_it_went(pair)
    rings_the_client(pair)
    journey.write_a_letter_and_agree(pair.alex)
    lets_the_letter_go(pair)
    pair.later(MONDAY_IN_NEW_YORK)
    asks_when_they_decide(pair)
    with nothing_shown(pair):
        records_a_no(pair)
    tells_them(pair)
    reads_and_notes_a_lesson(pair)
    prepares_elsewhere(pair)


def tells_how_it_went(pair: Pair) -> None:
    """The candidate answers everything, on the phone."""
    journey.say_it_went_ahead(pair.alex, pair.mine)
    journey.tell_how_it_went(pair.alex)
    journey.send_the_account(pair.alex)
    pair.office.run_tasks()


def rings_the_client(pair: Pair) -> None:
    """From where the interview stands: the brief, the call, and what was passed on in it."""
    hand = pair.priya
    hand.page.goto(pair.desk)
    hand.press("Read it and decide")
    hand.press("Accept it")
    hand.page.goto(pair.desk)
    hand.press("Call brief")
    expect(hand.page.get_by_text(journey.CONCERN).first).to_be_visible()
    hand.choose("With whom did you speak?", "Dana Whitfield")
    hand.page.get_by_role("group", name="What did you pass on?").get_by_role("checkbox").first.check(force=True)
    hand.write("What did you hear?", "They compare two candidates.")
    hand.press("I have rung them")
    expect(hand.page.get_by_text("You rang Dana Whitfield on Monday")).to_be_visible()


def lets_the_letter_go(pair: Pair) -> None:
    """Approve it from the queue; the client has it in the morning."""
    hand = pair.priya
    hand.page.goto("/desk/queue")
    hand.page.get_by_role("row").filter(has_text="Letter v1").get_by_role("link").click()
    hand.press("Approve and send")
    expect(hand.page.get_by_text("Priya Nair approved it at")).to_be_visible()
    pair.later(utc_now() + timedelta(days=1))
    assert len(loop.received(pair.office)) == 1


def asks_when_they_decide(pair: Pair) -> None:
    """The day has passed: it stands in the one list until the client was asked."""
    hand = pair.priya
    hand.page.goto("/desk/follow-up")
    chase = hand.page.get_by_role("row").filter(has_text="Ask Meridian Foods when they decide")
    hand.page.goto(pair.desk)
    hand.press("Words to ask with")
    hand.page.goto("/desk/follow-up")
    chase.get_by_role("link").click()
    expect(hand.page.get_by_role("heading", name="Words to ask with")).to_be_visible()
    hand.choose("How?", "By telephone")
    hand.choose("Whom?", "Dana Whitfield")
    hand.write("What did they say?", "They tell us today.")
    hand.press("I asked them")
    expect(hand.page.get_by_text("They tell us today.")).to_be_visible()
    expect(hand.page.get_by_role("link", name="Record what became of it")).to_be_visible()
    hand.page.goto("/desk/follow-up")
    expect(chase).to_have_count(0)


@contextmanager
def nothing_shown(pair: Pair) -> Iterator[None]:
    """Hold the clock, and compare all that the candidate can fetch or has in the mail with what it was before."""
    with time_machine.travel(utc_now(), tick=False):
        twin = Twin(pair.office, pair.interview)
        twin.candidate, twin.returned = (
            pair.office.candidate(pair.interview["id"], link=link) for link in ("sent", "returned")
        )
        page = pair.windows.candidate(pair.interview["id"])
        before, shown = (twin.everything(), twin.mails()), shown_on(page, pair.mine)
        yield
        pair.office.run_tasks()
        assert (twin.everything(), twin.mails()) == before
        assert shown_on(page, pair.mine) == shown
        assert f"/v1/interviews/{pair.interview['id']}/status" in " ".join(before[0])
        assert heard.REASON not in shown


def shown_on(page: Page, path: str) -> str:
    page.goto(path)
    return page.content()


def records_a_no(pair: Pair) -> None:
    """The client said no, and why; for the agency."""
    hand = pair.priya
    hand.page.goto(pair.desk)
    hand.press("Outcome")
    hand.page.get_by_role("radio", name="The client said no").check(force=True)
    hand.write("Why", heard.REASON)
    hand.press("Record it")
    expect(hand.page.get_by_text("The outcome is recorded. Alex does not know of it")).to_be_visible()
    hand.page.goto(pair.desk)
    expect(hand.page.get_by_text("Tell Alex what became of it.")).to_be_visible()
    hand.press("Tell Alex")


def tells_them(pair: Pair) -> None:
    """In her own words; the mail says only that she wrote."""
    hand, alex = pair.priya, pair.office.address("alex")
    mails = len(pair.office.mails(alex))
    hand.write("What Alex reads", WORDS)
    hand.choose("How do you tell them?", "On their page, with a mail that you wrote")
    hand.press("Tell Alex")
    expect(hand.page.get_by_text("Alex is told.")).to_be_visible()
    hand.page.goto(pair.desk)
    expect(hand.page.get_by_text("The client said no: Alex was told.")).to_be_visible()
    pair.later(utc_now() + timedelta(hours=1))
    (mail,) = pair.office.mails(alex)[mails:]
    assert mail["Subject"] == "Priya Nair wrote to you"
    assert mail["Reply-To"] == f"priya@{pair.office.name}.example"
    for secret in (WORDS, heard.REASON, "decided", "outcome", "no further"):
        assert secret not in text_of(mail)


def reads_and_notes_a_lesson(pair: Pair) -> None:
    """By the link of that mail: her words first, then what they mean; and a lesson for themselves."""
    hand = pair.alex
    main = hand.page.get_by_role("main")
    expect(hand.page.get_by_role("heading", level=1)).to_have_text("This one goes no further.")
    for words in (WORDS, "A no is about the criteria of Meridian Foods for this job."):
        expect(main).to_contain_text(words)
    expect(hand.page.get_by_role("link", name="Ask Priya for news")).to_have_count(0)
    assert heard.REASON not in hand.page.content()
    hand.press("I have read it")
    expect(main).to_contain_text("You read it on Monday")
    assert [row["state"] for row in [pair.office.priya.get(heard.path(pair.interview)).json()]] == ["acknowledged"]
    hand.press("Note for yourself")
    hand.write("What you learned", LESSON)
    hand.press("Keep it for me")
    expect(main).to_contain_text("Kept. Only you can read it.")


def prepares_elsewhere(pair: Pair) -> None:
    """Before the second round of another application: what was told of its first, and the lesson of this one."""
    office, there = pair.office, at_client(pair.office, "Harbour Steel")
    first = office.announce("I-2", **there, **_at(utc_now() + timedelta(days=1)))
    pair.later(utc_now() + timedelta(days=1, hours=3))
    debriefs.submit(office.candidate(first["id"]), first["id"], debriefs.full_answers(**ELSEWHERE))
    second = office.announce("I-3", **{**there, "round": 2, **_at(utc_now() + timedelta(days=3))})
    pair.later(utc_now() + timedelta(days=2, hours=6))
    pair.interview = second
    (mail,) = [one for one in office.preparations(office.address("alex")) if "round 2" in text_of(one)]
    page = pair.windows.open()
    come_in(page, f"/c/{link_in(mail)}")
    hand = Hand(page)
    hand.press("Prepare for round 2")
    main = page.get_by_role("main")
    for words in (LESSON, "Whether I stay in Leeds.", "How would you run a team abroad?"):
        expect(main).to_contain_text(words)
    assert WORDS not in page.content()


def _at(starts: datetime) -> Json:
    starts = starts.replace(hour=15, minute=0, second=0, microsecond=0)
    return {"starts_at": starts.isoformat(), "ends_at": (starts + timedelta(hours=1)).isoformat()}
