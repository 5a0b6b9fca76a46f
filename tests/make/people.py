"""One person of whom something is held in every place, and the calls by which compliance answers for them."""

import io
import json
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import httpx
import psycopg

from app.adapters.postgres.cluster import SUPERUSER
from tests.make import debriefs, letters, loop, uploads, word_files
from tests.office import Office

Json = dict[str, Any]
REASON = {"reason": "They asked for it by e-mail, our ticket 4411."}
HOLD = {"reason": "A claim before the tribunal, our file 26-118."}
FIRST_NAME = "Quentina"
EVERY_COLUMN = """
SELECT c.table_name, c.column_name, c.data_type, EXISTS (
    SELECT 1 FROM information_schema.columns a WHERE a.table_name = c.table_name AND a.column_name = 'agency_id'
) FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
    AND data_type IN ('text', 'jsonb', 'bytea', 'ARRAY', 'character varying', 'USER-DEFINED')
"""


@dataclass
class Person:
    """A candidate after three interviews; ``sent`` is a letter of theirs.

    ``planted`` are the words that stand in one place each, by the place.
    """

    id: str
    interviews: list[Json]
    sent: loop.Loop | None = None
    planted: dict[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        return f"/v1/persons/{self.id}"


def full_of_words(office: Office) -> Person:
    """Let a person write, be written about and be written to wherever that is possible."""
    planted = _Words(office)
    person: Json = {
        "external_id": planted("name in the CRM"),
        "name": f"{FIRST_NAME} {planted('name').capitalize()}",
        "email": office.address(planted("address")),
        "phone": "+44 20 7946 0417",
    }
    first = office.held("I-1", candidate=person)
    second = office.held("I-2", candidate=person, round=2)
    third = office.held("I-3", candidate=person, round=3)
    candidate = office.candidate(first["id"])
    _miss(office, third, planted)
    _tell(office, first, candidate, planted)
    _add(office, second, planted)
    letter = _write(office, first, candidate, planted)
    return Person(first["candidate"]["id"], [first, second, third], letter, planted.said)


def of(interview: Json) -> Person:
    """The person of an interview."""
    return Person(interview["candidate"]["id"], [interview])


def erase(office: Office, person: Person, **changes: Any) -> httpx.Response:
    """Erase a person as they now are."""
    seen = office.compliance.get(f"{person.path}/erasure").headers["ETag"]
    return office.compliance.post(f"{person.path}/erasure", json={**REASON, **changes}, headers={"If-Match": seen})


def export(office: Office, person: Person, **body: Any) -> dict[str, bytes]:
    """Ask for an export, let the worker make it, and fetch its files."""
    office.confirm("compliance")
    asked = office.compliance.post(f"{person.path}/export", json=body)
    assert asked.status_code == 202, asked.text
    office.run_tasks()
    ready = office.compliance.get(asked.headers["Location"]).json()
    answer = office.compliance.get(ready["path"])
    assert answer.status_code == 200, answer.text
    return unpacked(answer.content)


def unpacked(archive: bytes) -> dict[str, bytes]:
    """The files of an archive by their names."""
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        return {name: file.read(name) for name in file.namelist()}


def told(files: dict[str, bytes]) -> Json:
    """What person.json says."""
    found: Json = json.loads(files["person.json"])
    return found


def places_of(office: Office, words: Iterable[str]) -> dict[str, set[str]]:
    """Where any of these words stands among all that the database holds of an agency: word to table.column."""
    found: dict[str, set[str]] = {}
    url = office.premises.cluster.url_for(SUPERUSER, "afterword_shared")
    with psycopg.connect(url, autocommit=True) as everything:
        for table, column, kind, of_agency in everything.execute(EVERY_COLUMN).fetchall():
            shown = f"encode({column}, 'escape')" if kind == "bytea" else f"{column}::text"
            rows = "WHERE agency_id = %(agency)s" if of_agency else ""
            query = (
                f"WITH held AS MATERIALIZED (SELECT lower({shown}) AS told FROM {table} {rows}) "
                "SELECT word FROM unnest(%(words)s::text[]) AS word "
                "WHERE EXISTS (SELECT 1 FROM held WHERE position(lower(word) IN told) > 0)"
            )
            values = {"words": list(words), "agency": office.agency_id}
            for (word,) in everything.execute(query.encode(), values).fetchall():
                found.setdefault(word, set()).add(f"{table}.{column}")
    return found


@dataclass
class _Words:
    """Makes words that are found nowhere else, and remembers for which place each was made."""

    office: Office
    said: dict[str, str] = field(default_factory=dict)

    def __call__(self, place: str) -> str:
        self.said[place] = f"plant{len(self.said)}{self.office.name}"
        return self.said[place]


def _miss(office: Office, interview: Json, planted: _Words) -> None:
    told = {"answer": "did_not_go", "reason": planted("attendance")}
    answer = office.candidate(interview["id"]).post(f"/v1/interviews/{interview['id']}/attendance", json=told)
    assert answer.is_success, answer.text


def _tell(office: Office, interview: Json, candidate: httpx.Client, planted: _Words) -> None:
    """A debrief that was sent, returned, and is written on."""
    met = {"name": planted("person met"), "role_in_decision": planted("part in the decision")}
    answers = debriefs.full_answers(went_well=planted("answer"), people_met=[met])
    debriefs.submit(candidate, interview["id"], answers, salary_or_rate=planted("answer for the agency only"))
    back = debriefs.decide(office.priya, interview["id"], "return", {"reason": planted("reason of a return")})
    assert back.status_code == 200, back.text
    draft = {
        "answers": debriefs.full_answers(difficult=planted("draft")),
        "agency_only": {"notice": planted("draft for the agency only")},
    }
    seen = candidate.get(debriefs.path(interview["id"])).json()["draft"]["etag"]
    saved = candidate.put(debriefs.path(interview["id"]), json=draft, headers={"If-Match": seen})
    assert saved.is_success, saved.text


def _add(office: Office, interview: Json, planted: _Words) -> None:
    """A debrief that was taken by telephone, accepted and added to."""
    number = "+44 20 7946 0733"
    planted.said["number rung"] = number
    taken = debriefs.take(office.priya, interview["id"], number_rung=number)
    assert taken.status_code == 200, taken.text
    assert debriefs.decide(office.manager, interview["id"], "accept").status_code == 200
    candidate = office.candidate(interview["id"])
    for place, apart in (("addendum", False), ("addendum for the agency only", True)):
        added = debriefs.add(candidate, interview["id"], planted(place), agency_only=apart)
        assert added.status_code == 201, added.text


def _write(office: Office, interview: Json, candidate: httpx.Client, planted: _Words) -> loop.Loop:
    """A letter that was talked about, agreed to and sent; a draft; and a Word file."""
    content = letters.strategic(paragraphs=[letters.paragraph(planted("letter"))])
    letter = letters.submitted(candidate, interview, content)
    for place, who, visibility in (
        ("shared comment", candidate, None),
        ("private note", office.priya, "private"),
    ):
        said = {"text": planted(place), "visibility": visibility}
        answer = who.post(f"/v1/threads/{letter['id']}/comments", json=said)
        assert answer.status_code == 201, answer.text
    assert letters.consent(candidate, letter).status_code == 200
    at = loop.Loop(interview, candidate, letter)
    words = {"reason": planted("why at once"), "covering_line": planted("covering line")}
    approved = loop.approve(office.priya, at, when="now", **words)
    assert approved.status_code == 200, approved.text
    at.deliveries = loop.by_name(at, approved.json()["deliveries"])
    assert loop.let_it_go(office, at)["state"] == "sent"
    draft = letters.begin(candidate, interview, kind="thank_you")
    letters.save(candidate, draft, letters.thank_you(paragraphs=[letters.paragraph(planted("letter not sent"))]))
    from_word = letters.begin(candidate, interview, kind="thank_you")
    uploads.read(office, candidate, from_word, word_files.letter(planted("Word file")))
    return at
