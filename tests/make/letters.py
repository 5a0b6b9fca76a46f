"""Letters as a candidate would write them, and the calls that bring one to a desk."""

from typing import Any

import httpx

Json = dict[str, Any]

THANKS = "Dear Dana, dear Tom,\nThank you for the hour on Monday, and for showing me the meal-planning roadmap."
INTEREST = "I want this role: a product that people eat every day, and a team that ships every week."
ANSWER = (
    "You asked how I would run a team that I see twice a year. At Corvid I led nine people across Porto and Dublin "
    "for three years: a written plan every Monday, a visit every quarter, and nobody left."
)
MORE = "Should anything else help you to decide, please ask through Priya Nair at Harcourt & Lane.\nAlex Moreau"


def paragraph(text: str, part: str | None = None, *answers: str) -> Json:
    return {"text": text, "part": part, "answers": list(answers)}


def strategic(*answers: str, **changes: Any) -> Json:
    """A strategic letter whose third paragraph answers these concerns."""
    content: Json = {
        "paragraphs": [
            paragraph(THANKS, "thanks"),
            paragraph(INTEREST, "interest"),
            paragraph(ANSWER, "concern", *answers),
            paragraph(MORE, "more"),
        ],
        "left_out": [],
    }
    return {**content, **changes}


def thank_you(**changes: Any) -> Json:
    """A note of thanks."""
    return {"paragraphs": [paragraph(THANKS, "thanks"), paragraph(MORE, "more")], "left_out": [], **changes}


def words_of(content: Json) -> str:
    """The letter as one text."""
    return "\n\n".join(one["text"] for one in content["paragraphs"])


def people_of(interview: Json) -> dict[str, str]:
    """The people met by their first names."""
    return {person["name"].split()[0]: person["id"] for person in interview["people"]}


def begin(
    candidate: httpx.Client, interview: Json, *, kind: str = "strategic", to: tuple[str, ...] = ("Dana", "Tom")
) -> Json:
    """Begin a letter to these people, by their first names."""
    people = people_of(interview)
    body = {"kind": kind, "addressees": [people[name] for name in to]}
    answer = candidate.post(f"/v1/interviews/{interview['id']}/letters", json=body)
    assert answer.status_code == 201, answer.text
    letter: Json = answer.json()
    return letter


def save(candidate: httpx.Client, letter: Json, content: Json, **changes: Any) -> Json:
    """Save a text over the draft as it was last seen; return the letter as it then is."""
    body = {"addressees": [one["id"] for one in letter["addressees"]], "content": content, **changes}
    headers = {"If-Match": letter["draft"]["etag"]}
    answer = candidate.put(f"/v1/letters/{letter['id']}", json=body, headers=headers)
    assert answer.status_code == 200, answer.text
    return read(candidate, letter)


def read(reader: httpx.Client, letter: Json) -> Json:
    answer = reader.get(f"/v1/letters/{letter['id']}")
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


def submit(candidate: httpx.Client, letter: Json, **body: Any) -> httpx.Response:
    """Submit the draft as it was last seen, the contact policy acknowledged unless ``body`` says otherwise."""
    whole = {"contact_policy_acknowledged": True, **body}
    headers = {"If-Match": letter["draft"]["etag"]}
    return candidate.post(f"/v1/letters/{letter['id']}/submit", json=whole, headers=headers)


def submitted(candidate: httpx.Client, interview: Json, content: Json | None = None, **begun: Any) -> Json:
    """Begin, save and submit a letter; return it as its candidate then sees it."""
    letter = save(candidate, begin(candidate, interview, **begun), strategic() if content is None else content)
    answer = submit(candidate, letter)
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


def consent(candidate: httpx.Client, letter: Json, *, to: list[str] | None = None, **body: Any) -> httpx.Response:
    """Agree to the newest version of a letter for all its addressees, or for these people."""
    people = [one["id"] for one in letter["addressees"]] if to is None else to
    whole = {"people": people, "sha256": letter["document"]["sha256"], **body}
    return candidate.post(f"/v1/documents/{letter['document']['id']}/consents", json=whole)


def send_back(consultant: httpx.Client, letter: Json, reason: str) -> httpx.Response:
    """Return a letter as it now is."""
    seen = consultant.get(f"/v1/letters/{letter['id']}").headers["ETag"]
    return consultant.post(f"/v1/letters/{letter['id']}/return", json={"reason": reason}, headers={"If-Match": seen})


def reworded(letter: Json, number: int, text: str, *, plain: bool = False) -> Json:
    """The letter's content with one paragraph, counted from 1, in other words; ``plain``: as text alone."""
    paragraphs = [dict(one) for one in letter["content"]["paragraphs"]]
    paragraphs[number - 1]["text"] = text
    if plain:
        return {"text": "\n\n".join(one["text"] for one in paragraphs)}
    return {**letter["content"], "paragraphs": paragraphs}


def suggest(consultant: httpx.Client, letter: Json, content: Json, note: str = "Say what you did.") -> httpx.Response:
    """Suggest wording for a letter as it now is."""
    seen = consultant.get(f"/v1/letters/{letter['id']}").headers.get("ETag", '"1"')
    body = {"content": content, "note": note}
    return consultant.post(f"/v1/letters/{letter['id']}/suggest", json=body, headers={"If-Match": seen})


def answer(candidate: httpx.Client, letter: Json, said: str, **body: Any) -> httpx.Response:
    """Accept the suggestion as it now stands for all its addressees, or decline it."""
    now = candidate.get(f"/v1/letters/{letter['id']}")
    if said == "accept" and now.is_success:
        document = now.json()["document"] or {"sha256": "0" * 64}
        body = {"people": [one["id"] for one in letter["addressees"]], "sha256": document["sha256"], **body}
    headers = {"If-Match": now.headers.get("ETag", '"1"')}
    return candidate.post(f"/v1/letters/{letter['id']}/suggestion/{said}", json=body, headers=headers)
