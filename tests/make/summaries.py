"""Client summaries of a debrief as a candidate would mark them, and the calls that bring one to a desk."""

from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.make import debriefs, letters
from tests.make.loop import Loop, approve, by_name, decide
from tests.office import Office

Json = dict[str, Any]
CREATE = {"If-None-Match": "*"}
MARKED: list[Json] = [
    {"field": "went_well", "words": None},
    {"field": "interest", "words": None},
    {"field": "difficult", "words": "Managing people in another country: I did it for three years at Corvid."},
]
"""Two answers as they stand, and one in words for the client."""


@dataclass
class Summed:
    """An interview with its candidate, a submitted debrief and the summary as its candidate last saw it."""

    interview: Json
    candidate: httpx.Client
    summary: Json = field(default_factory=dict)

    @property
    def people(self) -> dict[str, str]:
        """The people met by their first names."""
        return letters.people_of(self.interview)

    @property
    def letter(self) -> Json:
        """The summary where a letter is asked for: what is decided on it is decided as on a letter."""
        return {**self.summary, "id": self.summary["letter_id"]}

    @property
    def loop(self) -> Loop:
        """The summary as a letter on its way through the loop."""
        return Loop(self.interview, self.candidate, self.letter)


def path(interview_id: str, rest: str = "") -> str:
    return debriefs.path(interview_id, f"/summary{rest}")


def sections(summary: Json) -> dict[str, str]:
    """The words of each shared answer, as they would be sent."""
    return {one["field"]: one["text"] for one in (summary["as_sent"] or {"sections": []})["sections"]}


def told(office: Office, ref: str = "I-1", *, answers: Json | None = None, **announced: Any) -> Summed:
    """Let an interview be held, and its candidate submit a debrief with confidences in it."""
    interview = office.held(ref, **announced)
    candidate = office.candidate(interview["id"])
    debriefs.submit(candidate, interview["id"], answers, **debriefs.confidences())
    return Summed(office.priya.get(f"/v1/interviews/{interview['id']}").json(), candidate)


def read(reader: httpx.Client, interview_id: str) -> Json:
    answer = reader.get(path(interview_id))
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


def mark(
    at: Summed,
    marked: list[Json] | None = None,
    *,
    to: tuple[str, ...] = ("Dana", "Tom"),
    seen: dict[str, str] | None = None,
) -> httpx.Response:
    """Mark answers for these people, over what was marked when it was last seen."""
    draft = at.summary.get("draft")
    headers = seen or ({"If-Match": draft["etag"]} if draft else CREATE)
    body = {"marked": MARKED if marked is None else marked, "addressees": [at.people[name] for name in to]}
    answer = at.candidate.put(path(at.interview["id"]), json=body, headers=headers)
    if answer.status_code == 200:
        at.summary = answer.json()
    return answer


def submit(at: Summed, **body: Any) -> httpx.Response:
    """Submit what is marked as it was last seen, the contact policy acknowledged unless ``body`` says otherwise."""
    whole = {"contact_policy_acknowledged": True, **body}
    headers = {"If-Match": at.summary["draft"]["etag"]}
    answer = at.candidate.post(path(at.interview["id"], "/submit"), json=whole, headers=headers)
    if answer.status_code == 200:
        at.summary = answer.json()
    return answer


def submitted(office: Office, ref: str = "I-1", *, to: tuple[str, ...] = ("Dana", "Tom"), **told_with: Any) -> Summed:
    """As `told`; the candidate marks three answers for these people and submits the summary."""
    at = told(office, ref, **told_with)
    assert mark(at, to=to).status_code == 200
    answer = submit(at)
    assert answer.status_code == 200, answer.text
    return at


def agreed(office: Office, ref: str = "I-1", **submitted_with: Any) -> Summed:
    """As `submitted`; the candidate agrees to it for all its addressees."""
    at = submitted(office, ref, **submitted_with)
    answer = letters.consent(at.candidate, at.letter)
    assert answer.status_code == 200, answer.text
    return at


def beside(at: Summed, *, to: tuple[str, ...] = ("Dana", "Tom")) -> Loop:
    """A letter after the same interview, submitted and agreed to."""
    letter = letters.submitted(at.candidate, at.interview, letters.strategic(), to=to)
    assert letters.consent(at.candidate, letter).status_code == 200
    return Loop(at.interview, at.candidate, letter)


def forwarded(office: Office, at: Summed, **approval: Any) -> Loop:
    """Let Priya forward the summary by itself."""
    loop = at.loop
    answer = approve(office.priya, loop, **approval)
    assert answer.status_code == 200, answer.text
    loop.deliveries = by_name(loop, answer.json()["deliveries"])
    return loop


def forwarded_with(office: Office, at: Summed, loop: Loop, **approval: Any) -> Loop:
    """Let Priya forward a letter with the summary enclosed."""
    answer = approve(office.priya, loop, enclosed_document_id=at.summary["document"]["id"], **approval)
    assert answer.status_code == 200, answer.text
    loop.deliveries = by_name(loop, answer.json()["deliveries"])
    return loop


def withdraw(at: Summed) -> httpx.Response:
    """Withdraw the summary as it now is."""
    return decide(at.candidate, f"/v1/letters/{at.letter['id']}", "withdraw")
