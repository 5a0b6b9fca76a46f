"""What would go, to whom, and the yes to it; what was said about a letter; what was taken back."""

from collections.abc import Iterator

from app.core.clock import utc_now
from tests.browser.scenes.coming import Came, Scene, agreed, at_client, begun, came, decided, submitted, told
from tests.browser.scenes.doing import filling, long, pressing, sending, unticked
from tests.make import letters, loop, summaries, threads
from tests.office import Office


def to_agree(office: Office) -> Iterator[Scene]:
    """It is with the consultant, and waits for a yes."""
    found = submitted(office, "G-1")
    yield found.of_letter("letter-sent-for-review", "/sent")
    yield found.of_letter("letter-waits-for-yes")
    yield found.of_letter("agree", "/agree")
    yield found.of_letter("agree-nobody", "/agree", unticked("I agree"))
    stale = {"people": list(letters.people_of(found.interview).values()), "sha256": "0" * 64}
    yield found.of_letter("agree-newer", "/agree", sending(found.letter_path("/agree"), stale))
    yield found.scene("status-to-agree")
    yield found.scene("letters-to-agree", "/letters")
    yield found.of_letter("withdraw-nothing-on-its-way", "/withdraw")
    handed = Came(found.interview, came(office, found.interview, link="returned").web, found.letter)
    yield handed.of_letter("letter-sent-handed-over", "/sent")
    yield handed.of_letter("letter-read-handed-over")
    yield handed.of_letter("agree-own-link", "/agree")
    yield begun(office, "G-2").of_letter("agree-not-yet", "/agree")


def yes_said(office: Office) -> Iterator[Scene]:
    """It was agreed to, by everybody, by some, or by telephone."""
    found = agreed(office, "G-3")
    yield found.of_letter("agree-agreed", "/agree")
    yield found.of_letter("agreed", "/agreed")
    yield found.of_letter("letter-agreed")
    yield found.of_letter("withdraw", "/withdraw")
    yield found.of_letter("withdraw-error", "/withdraw", unticked("Stop it for"))
    changed = sending(found.letter_path("/withdraw"), {"what": "all", "seen": "1"})
    yield found.of_letter("withdraw-changed-elsewhere", "/withdraw", changed)
    yield found.scene("status-agreed")
    yield found.of_letter("letter-versions", "/versions")
    yield found.of_letter("letter-version-first", "/versions/1")
    some = submitted(office, "G-4")
    letters.consent(some.web, some.letter, to=[letters.people_of(some.interview)["Dana"]])
    yield some.of_letter("agree-some", "/agree")
    yield some.of_letter("agreed-some", "/agreed")
    yield some.scene("status-agreed-some")
    policy = agreed(office, "G-5", to=("Dana",), **at_client(office, "Quarry Press", letter_policy="ask_first"))
    yield policy.of_letter("agree-ask-first", "/agree")
    yield policy.of_letter("agreed-one", "/agreed")


def by_telephone(office: Office) -> Iterator[Scene]:
    """The consultant noted a yes on the telephone."""
    answer = office.admin.patch("/v1/agency", json={"settings": {"read_back_by_telephone": True}})
    assert answer.status_code == 200, answer.text
    found = submitted(office, "G-6")
    noted = {
        "people": [letters.people_of(found.interview)["Dana"]],
        "sha256": found.letter["document"]["sha256"],
        "number_rung": "+44 20 7946 0991",
        "rung_at": utc_now().isoformat(),
    }
    taken = office.priya.post(f"/v1/documents/{found.letter['document']['id']}/consents/read-back", json=noted)
    assert taken.status_code == 200, taken.text
    yield found.of_letter("agree-by-telephone", "/agree")
    yield found.scene("status-agreed-by-telephone")


def taken_back(office: Office) -> Iterator[Scene]:
    """The agreement, or all of it, was taken back."""
    whole = agreed(office, "G-7")
    seen = whole.web.get(whole.letter_path("/withdraw")).text.partition('name="seen" value="')[2].partition('"')[0]
    whole.sends(f"/letters/{whole.letter['id']}/withdraw", what="all", seen=seen)
    yield whole.of_letter("withdrawn", "/withdrawn")
    yield whole.of_letter("letter-withdrawn")
    yield whole.of_letter("agree-not-yet-withdrawn", "/agree")
    yield whole.scene("status-withdrawn")
    yield whole.scene("letters-withdrawn", "/letters")
    some = agreed(office, "G-8")
    dana = letters.people_of(some.interview)["Dana"]
    some.sends(f"/letters/{some.letter['id']}/withdraw", what="people", people=dana)
    yield some.of_letter("withdrawn-some", "/withdrawn")
    yield some.of_letter("agree-taken-back", "/agree")
    yield some.scene("status-taken-back-some")


def suggested(office: Office) -> Iterator[Scene]:
    """The consultant's wording, taken or not."""
    found = _suggested(office, "G-9")
    yield found.of_letter("suggestion", "/suggestion")
    yield found.of_letter("suggestion-error", "/suggestion", filling("Keep my own words", reason=long(2_100)))
    stale = {
        "do": "accept",
        "seen": "1",
        "sha256": "0" * 64,
        "people": list(letters.people_of(found.interview).values()),
    }
    changed = sending(found.letter_path("/suggestion"), stale)
    yield found.of_letter("suggestion-changed", "/suggestion", changed)
    yield found.of_letter("agree-not-yet-suggested", "/agree")
    yield found.scene("status-suggested")
    yield found.scene("letters-suggested", "/letters")
    took = _suggested(office, "G-10")
    assert letters.answer(took.web, took.letter, "accept").is_success
    yield took.of_letter("letter-sent-agreed", "/sent")
    yield took.of_letter("letter-versions-suggested", "/versions")
    yield took.of_letter("letter-version-changed", "/versions/2")
    yield took.scene("status-suggestion-accepted")
    kept = _suggested(office, "G-11")
    assert letters.answer(kept.web, kept.letter, "decline", reason="Not my words.").is_success
    yield kept.of_letter("letter-words-kept")


def discussed(office: Office) -> Iterator[Scene]:
    """What was said about it, and what the consultant decided."""
    found = submitted(office, "G-12")
    say = {"visibility": "shared"}
    first = threads.said(office.priya, found.letter["id"], "Which year was that?", version=1, paragraph=3, **say)
    threads.said(found.web, found.letter["id"], "2021 to 2024.", in_reply_to=first["id"])
    settled = threads.said(office.priya, found.letter["id"], "A good opening.", **say)
    assert threads.settle(office.priya, {**settled, "subject": found.letter["id"]}, "resolve").is_success
    yield found.of_letter("letter-discussed")
    yield found.of_letter("letter-nothing-said-error", act=pressing("Send to Priya"))
    declined = agreed(office, "G-13")
    because = {"reason": "They filled the job this morning."}
    decided(office, declined, "not-forwarded", because)
    yield declined.of_letter("letter-not-forwarded")
    yield declined.of_letter("agree-not-yet-not-forwarded", "/agree")
    yield declined.scene("status-not-forwarded")
    direct = submitted(office, "G-14", introduced_by="direct")
    yield direct.of_letter("agree-not-yet-direct", "/agree")
    decided(office, direct, "approve", {"when": "window"})
    yield direct.of_letter("letter-released")
    yield direct.scene("status-released")
    yield direct.scene("letters-released", "/letters")


def summary_sent(office: Office) -> Iterator[Scene]:
    """A summary of the debrief on the same way."""
    at = summaries.submitted(office, "G-15")
    found = Came(at.interview, at.candidate, at.letter)
    yield found.scene("summary-sent", "/summary")
    yield found.of_letter("summary-sent-for-review", "/sent")
    yield found.of_letter("agree-summary", "/agree")
    yield found.scene("letters-summary", "/letters")
    back = told(office, "G-16")
    other = summaries.Summed(back.interview, back.web)
    assert summaries.mark(other).status_code == 200
    assert summaries.submit(other).status_code == 200
    letters.send_back(office.priya, other.letter, "Leave the difficult part to me.")
    yield back.scene("summary-returned", "/summary")
    both = agreed(office, "G-17")
    beside = summaries.Summed(both.interview, both.web)
    assert summaries.mark(beside).status_code == 200
    assert summaries.submit(beside).status_code == 200
    assert letters.consent(both.web, beside.letter).is_success
    decided(office, both, "approve", {**loop.NOW, "enclosed_document_id": beside.summary["document"]["id"]})
    yield both.scene("status-letter-with-summary")


def _suggested(office: Office, ref: str) -> Came:
    found = submitted(office, ref)
    wording = letters.reworded(found.letter, 2, "I want this role: what your team ships, people eat.")
    assert letters.suggest(office.priya, found.letter, wording).is_success
    return found
