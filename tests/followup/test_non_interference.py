"""Rule 5: nothing that a candidate can fetch or receive tells of what the client said or decided before a person does.

Two agencies do the same; one of them hides something besides. Whatever its candidate fetches stays byte for byte as it
was before, and whatever comes later, in answers and in mails with their times, is as in the other agency.
"""

import difflib
from collections.abc import Callable
from typing import Any

import hypothesis
import pytest
from hypothesis import HealthCheck, Phase
from hypothesis import strategies as st

from app.followup.rules.outcomes import KINDS
from tests.campaigns.conftest import Size
from tests.make import debriefs, heard, letters, loop
from tests.make.twins import NOBODY, Twin, comparable, twins, wait
from tests.office import Office, Premises

Step = Callable[[Twin], object]


@pytest.fixture
def size(request: pytest.FixtureRequest) -> Size:
    return Size(bool(request.config.getoption("--release")), request.config.getoption("--cases"))


def said(twin: Twin) -> None:
    """The client says something; a consultant takes it down."""
    day = {"on": "2026-11-25", "precision": "exact", "by": "Tom Achterberg", "quotable": True}
    found = heard.feedback(twin.office, twin.interview, decision=day)
    twin.known.setdefault("said", []).append([found, 1])


def said_drafted(twin: Twin) -> None:
    for one in twin.known.get("said", []):
        answer = heard.on_feedback(
            twin.office.priya, twin.interview, one[0], "draft", one[1], words=f"Words {one[1]} in secret."
        )
        one[1] += answer.is_success


def decided_drafted(twin: Twin) -> None:
    heard.on_outcome(twin.office.priya, twin.interview, "draft", words="Nobody reads this yet.")


def deciding(kind: str) -> Step:
    def decided(twin: Twin) -> None:
        heard.decided(twin.office.priya, twin.interview, kind)

    decided.__name__ = kind
    return decided


def tells_of_debrief(twin: Twin) -> None:
    if not twin.known.get("told"):
        twin.known["told"] = debriefs.submit(twin.candidate, twin.interview["id"], **debriefs.confidences())


def accepts(twin: Twin) -> None:
    debriefs.decide(twin.office.priya, twin.interview["id"], "accept")


def adds(twin: Twin) -> None:
    debriefs.add(twin.candidate, twin.interview["id"])


def writes_letter(twin: Twin) -> None:
    if "letter" not in twin.known:
        twin.known["letter"] = letters.submitted(twin.candidate, twin.interview)
        letters.consent(twin.candidate, twin.known["letter"])


def approves(twin: Twin) -> None:
    if "letter" in twin.known:
        loop.approve(twin.office.priya, loop.Loop(twin.interview, twin.candidate, twin.known["letter"]))


def is_told(twin: Twin) -> None:
    """Both are told the same of the same; what was hidden before is superseded by it."""
    if not twin.known.get("relayed"):
        twin.known["relayed"] = heard.told(twin.office.priya, twin.interview, "on_hold")


def reads_it(twin: Twin) -> None:
    twin.candidate.post(heard.path(twin.interview, "/acknowledge"))


HIDDEN: tuple[Step, ...] = (said, said_drafted, decided_drafted, *(deciding(kind) for kind in KINDS))
SEEN: tuple[Step, ...] = (tells_of_debrief, accepts, adds, writes_letter, approves, is_told, reads_it)
HOURS = (0.1, 3, 26, 75)
BLOCKS = st.lists(
    st.tuples(
        st.lists(st.sampled_from(HIDDEN), min_size=1, max_size=4),
        st.lists(st.sampled_from(SEEN), min_size=1, max_size=4),
        st.sampled_from(HOURS),
    ),
    min_size=1,
    max_size=3,
)
Blocks = list[tuple[list[Step], list[Step], float]]
FIRST: Blocks = [
    ([said, said_drafted, deciding("offer")], [tells_of_debrief, accepts, writes_letter, approves, is_told], 0.1),
    ([deciding("client_rejected"), decided_drafted, said], [reads_it, adds], 26),
]
"""A sequence that is always among them: told of one outcome, while another stands and waits."""


def live(premises: Premises, blocks: Blocks, *, deep: bool) -> None:
    """Go through it: the same steps in both, the hidden ones in the first alone; then that one tells its candidate.

    Not ``deep``: with fewer looks.
    """
    with twins(premises) as (hiding, plain):
        for number, (hidden, seen, hours) in enumerate(blocks, 1):
            looks = deep or number == len(blocks)
            before = hiding.everything() if looks else {}
            for step in hidden:
                step(hiding)
            hiding.office.run_tasks()
            assert_same(before, hiding.everything() if looks else {})
            for step in seen:
                step(hiding)
                step(plain)
            wait((hiding, plain), hours=hours)
        assert hiding.mails() == plain.mails()
        known = comparable(plain, plain.everything(deep=deep))
        assert_same(comparable(hiding, hiding.everything(deep=deep)), known)
        assert_that_telling_does_make_a_difference(hiding, known)


def assert_that_telling_does_make_a_difference(twin: Twin, known: dict[str, Any]) -> None:
    """Else this could not fail: their page, its JSON and where they ask for news change; there is one mail more."""
    before = _told_by_mail(twin)
    heard.outcome(twin.office.priya, twin.interview, "client_rejected")
    assert heard.on_outcome(twin.office.priya, twin.interview, "relay", how="page", words=heard.WORDS).is_success
    found = comparable(twin, twin.everything(deep=False))
    assert {path for path in found if found[path] != known[path]} == {
        "sent /my/int_*",
        "sent /my/int_*/ask",
        "sent /v1/interviews/int_*/outcome",
        "sent /v1/interviews/int_*/status",
    }
    wait([twin], hours=12)
    assert _told_by_mail(twin) == before + 1


def _told_by_mail(twin: Twin) -> int:
    """How many mails said that somebody wrote to them: reminders go on their way meanwhile."""
    return sum(headers.endswith("Subject: Priya Nair wrote to you") for headers, _ in twin.mails())


def assert_same(found: dict[str, Any], other: dict[str, Any]) -> None:
    """As `==`, but naming the addresses that tell, and how, instead of everything."""
    differ = [path for path in found.keys() | other.keys() if found.get(path) != other.get(path)]
    assert not differ, (differ, [_apart(found.get(path), other.get(path)) for path in differ[:2]])


def _apart(one: Any, other: Any) -> list[str]:
    before, after = ([line for part in held or () for line in str(part).splitlines()] for held in (one, other))
    return list(difflib.unified_diff(before, after, lineterm="", n=0))[:12]


def test_what_nobody_told_them_changes_nothing_that_a_candidate_can_fetch_or_receive(
    premises: Premises, size: Size
) -> None:
    """One sequence that goes through everything on every commit, and as many others as a campaign asks for."""
    cases = size.of(commit=0, release=400)
    settings = hypothesis.settings(
        max_examples=max(cases, 1),
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate, Phase.shrink] if cases else [Phase.explicit],
        suppress_health_check=list(HealthCheck),
    )

    def case(blocks: Blocks) -> None:
        live(premises, blocks, deep=cases > 0)

    settings(hypothesis.example(FIRST)(hypothesis.given(BLOCKS)(case)))()


def test_whoever_guesses_what_is_hidden_learns_nothing_and_changes_nothing(office: Office) -> None:
    interview = office.held()
    candidate = office.candidate(interview["id"])
    feedback = heard.feedback(office, interview)
    outcome = heard.outcome(office.priya, interview)["id"]
    where = f"/v1/interviews/{interview['id']}"
    answers = []
    for ids in ((feedback, outcome), (f"fbk_{NOBODY}", f"out_{NOBODY}")):
        found = [
            candidate.post(f"{where}/client-feedback/{ids[0]}/acknowledge"),
            candidate.post(f"{where}/outcome/acknowledge"),
            candidate.get(f"{where}/outcome"),
            candidate.post(f"/my/{interview['id']}/read", data={"told": list(ids)}),
        ]
        answers.append([(one.status_code, one.text.replace(one.headers["x-request-id"], "")) for one in found])
    assert answers[0] == answers[1]
    assert [status for status, _ in answers[0]] == [404, 404, 404, 303]
    assert office.trail(feedback) == ["client_feedback.received"]
    assert office.trail(outcome) == ["outcome.recorded"]
