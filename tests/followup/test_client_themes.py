"""What a client asks and worries about: counts across candidates, nobody's words, closed while some compete (P19)."""

from typing import Any
from uuid import UUID

import pytest

from app.debriefs.schemas.content import DebriefAnswers
from app.followup.rules.themes import Account, Theme, themes, themes_of
from tests.make import debriefs
from tests.make.visitor import AtDesk
from tests.office import Json, Office


def told(number: int, **answers: Any) -> Account:
    return Account(UUID(int=number), DebriefAnswers.model_validate(answers))


def doubts(*kinds: str) -> list[Json]:
    return [{"key": f"c{number}", "text": f"Doubt {number}", "kind": kind} for number, kind in enumerate(kinds, 1)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How would you lead a team abroad?", ["Leading people", "How they would do the work"]),
        ("Why this role, and why now?", ["Why this role"]),
        ("Tell us of a project that failed.", ["Something that went wrong"]),
        ("Which TOOLS do you use?", ["Tools and methods"]),
        ("Wie geht es Ihnen?", []),
        ("", []),
    ],
)
def test_a_question_is_of_the_themes_that_its_words_touch(question: str, expected: list[str]) -> None:
    assert themes_of(question) == expected


def test_people_are_counted_and_not_mentions_and_two_people_are_too_few() -> None:
    asked = [{"question": "How large a budget?"}, {"question": "And the cost of it?"}]
    accounts = [
        told(1, concerns=doubts("experience", "experience", "fit"), questions_asked=asked),
        told(1, concerns=doubts("experience")),
        told(2, concerns=doubts("experience", "fit"), questions_asked=asked),
        told(3, concerns=doubts("experience"), questions_asked=asked),
        told(4, concerns="none_noticed"),
    ]
    found = themes(accounts)
    assert (found.candidates, found.enough) == (4, True)
    assert found.worries == [Theme("Experience", 3)]
    assert found.questions == [Theme("Money and numbers", 3)]
    assert themes(accounts[:3]).enough is False


@pytest.mark.practice("P19")
def test_the_page_of_a_client_counts_what_is_asked_and_doubted_there_and_closes_while_two_compete(
    office: Office,
) -> None:
    """For the agency, on the page of a client: once three candidates have told, without a word of theirs."""
    for number in range(3):
        who = {"external_id": f"CAND-T{number}", "name": f"Kim {number}", "email": office.address(f"kim{number}")}
        job = {"external_id": f"JOB-T{number}", "title": f"Role {number}"}
        interview = office.announce(f"T-{number}", candidate=who, job=job)
        if number == 2:
            desk = AtDesk(office, "priya")
            desk.open(f"/clients/{interview['client']['id']}")
            assert "once three of them have. Two have so far." in desk.text
            few = office.priya.get(f"/v1/clients/{interview['client']['id']}/themes").json()
            assert (few["state"], few["candidates"], few["worries"]) == ("too_few", 2, [])
        asked = [{"question": f"How would you run a budget of {number} million?"}]
        words = [{"text": f"Whether Kim {number} stays", "kind": "motivation"}]
        answers = debriefs.full_answers(concerns=words, questions_asked=asked)
        if number == 0:
            office.travel(office.opened_at.replace(hour=16, minute=5))
        debriefs.submit(office.candidate(interview["id"]), interview["id"], answers)
    desk.open(f"/clients/{interview['client']['id']}")
    section = desk.page.text.partition('id="themes"')[2].partition("</section>")[0]
    assert "Motivation: 3 of 3 candidates" in section
    assert "Money and numbers: 3 of 3 candidates" in section
    assert "Kim" not in section
    at = f"/v1/clients/{interview['client']['id']}/themes"
    counted = office.compliance.get(at)
    assert (counted.json()["state"], counted.json()["candidates"], counted.json()["fewest"]) == ("shown", 3, 3)
    assert counted.json()["worries"] == [{"name": "Motivation", "candidates": 3}]
    assert {"name": "Money and numbers", "candidates": 3} in counted.json()["questions"]
    assert "Kim" not in counted.text

    rival = {"external_id": "CAND-R", "name": "Rae Rival", "email": office.address("rae")}
    office.announce("T-9", candidate=rival, job={"external_id": "JOB-T1", "title": "Role 1"})
    desk.open(f"/clients/{interview['client']['id']}")
    assert "Closed for now: two candidates are under way for the same job here." in desk.text
    assert "of 3 candidates" not in desk.text
    closed = office.priya.get(at).json()
    assert (closed["state"], closed["candidates"]) == ("candidates_compete", None)
    assert closed["worries"] == closed["questions"] == []
