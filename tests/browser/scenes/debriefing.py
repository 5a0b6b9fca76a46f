"""The debrief's form: its list, its topics, what is wrong in them, two windows that met."""

from collections.abc import Iterator

from app.core.clock import utc_now
from tests.browser.scenes.coming import Came, Scene, after, told
from tests.browser.scenes.doing import LONG, filling, long, pressing, sending, unfold
from tests.make import debriefs
from tests.office import Json, Office

TOPICS = ("people", "went", "concerns", "next")
TYPED = "They came back to the recall three times, and wrote something down."
WENT_BEFORE = {"on": "2026-11-02", "precision": "exact", "source": "Dana Whitfield"}


def debrief_empty(office: Office) -> Iterator[Scene]:
    """Nothing is written yet."""
    found = after(office, "C-1")
    yield found.scene("status-asked")
    yield found.scene("task-list-empty", "/debrief")
    yield from (found.scene(f"topic-{topic}-empty", f"/debrief/{topic}") for topic in TOPICS)
    yield found.scene("check-nothing-written", "/debrief/check", sending(found.path("/debrief/check"), {"seen": "0"}))
    yield found.scene("decline", "/debrief/decline")
    yield found.scene("decline-error", "/debrief/decline", filling("I do not say", reason=long(2_100)))
    stale = sending(found.path("/debrief/decline"), {"seen": "999999999"})
    yield found.scene("decline-changed", "/debrief/decline", stale)


def debrief_begun(office: Office) -> Iterator[Scene]:
    """Half of it is written."""
    half = {**debriefs.full_answers(next_step=None, interest=None), "went_well": "Fine", "role_as_described": None}
    found = _drafted(office, "C-2", half, {"notice": "Three months"})
    yield found.scene("status-begun")
    yield found.scene("task-list-begun", "/debrief")
    yield from (found.scene(f"topic-{topic}", f"/debrief/{topic}") for topic in TOPICS)
    yield found.scene("topic-went-unfolded", "/debrief/went", unfold)
    yield found.scene("topic-next-unfolded", "/debrief/next", unfold)
    yield found.scene("topic-concerns-unfolded", "/debrief/concerns", unfold)
    yield found.scene("topic-concerns-added", "/debrief/concerns", pressing("Add another concern"))
    yield found.scene("check-with-gaps", "/debrief/check")
    changed = sending(found.path("/debrief/check"), {"seen": "0"})
    yield found.scene("check-changed-elsewhere", "/debrief/check", changed)


def debrief_errors(office: Office) -> Iterator[Scene]:
    """What is wrong is said, and what was typed stays."""
    found = after(office, "C-3")
    yield found.scene("topic-error", "/debrief/went", filling("Save and continue", difficult=LONG))
    people = {"people_met.0.name": "x" * 300, "people_met.1.title": "No name", "role_as_described": LONG}
    yield found.scene("topic-people-error", "/debrief/people", sending(found.path("/debrief/people"), people))
    concern = {"concerns.0.text": LONG, "concerns.1.stated_or_sensed": "stated"}
    yield found.scene("topic-concerns-error", "/debrief/concerns", sending(found.path("/debrief/concerns"), concern))
    coming = {"decision_expected.on": "soon", "interest.why": "Because", "agency_only.other_offer_by": "never"}
    yield found.scene("topic-next-error", "/debrief/next", sending(found.path("/debrief/next"), coming))


def debrief_done(office: Office) -> Iterator[Scene]:
    """Every answer is there; or one cannot be."""
    found = _drafted(office, "C-4", debriefs.full_answers(), debriefs.confidences())
    yield found.scene("task-list-done", "/debrief")
    yield found.scene("check-complete", "/debrief/check")
    none = debriefs.full_answers(concerns="none_noticed", decision_expected=WENT_BEFORE, next_step="not_discussed")
    wrong = _drafted(office, "C-5", none, {"other_offer_by": "2026-11-03"})
    yield wrong.scene("topic-concerns-none", "/debrief/concerns")
    yield wrong.scene("check-look-again", "/debrief/check")
    yield wrong.scene("check-error", "/debrief/check", pressing("Send it to Priya Nair"))


def two_windows(office: Office) -> Iterator[Scene]:
    """Two windows wrote different texts."""
    found = _drafted(office, "C-6", debriefs.full_answers(), {})
    went = {"was": "", "went_well": TYPED, "difficult": "Whom I managed, and where.", "do": "continue"}
    yield found.scene("debrief-conflict", "/debrief/went", sending(found.path("/debrief/went"), went))
    coming = {"was": "", "interest.after": "2", "decision_expected.on": "2026-12-18", "do": "continue"}
    yield found.scene("debrief-conflict-choices", "/debrief/next", sending(found.path("/debrief/next"), coming))


def debrief_short(office: Office) -> Iterator[Scene]:
    """The one page of a short debrief."""
    found = after(office, "C-7", debrief_profile="short")
    yield found.scene("short", "/debrief")
    yield found.scene("short-error", "/debrief", filling("Send it to Priya", next_step=LONG))
    filled = _drafted(office, "C-8", debriefs.short_answers(decision_expected=WENT_BEFORE), {}, debrief_profile="short")
    yield filled.scene("short-filled", "/debrief")
    yield filled.scene("short-date-error", "/debrief/short", pressing("Send it to Priya"))
    back = after(office, "C-9", debrief_profile="short")
    debriefs.submit(back.web, back.interview["id"], debriefs.short_answers())
    _returned(office, back)
    yield back.scene("short-returned", "/debrief")


def debrief_returned(office: Office) -> Iterator[Scene]:
    """It came back with a question."""
    found = told(office, "C-10")
    _returned(office, found)
    yield found.scene("debrief-returned", "/debrief")
    yield found.scene("topic-returned", "/debrief/people")
    yield found.scene("status-returned")


def debrief_sent(office: Office) -> Iterator[Scene]:
    """It is with the consultant."""
    found = told(office, "C-11")
    yield found.scene("debrief-sent", "/debrief/sent")
    yield found.scene("status-told")
    yield found.scene("new-information-too-early", "/new")
    typed = sending(found.path("/new"), {"text": "My notice is a month. They rang me."})
    yield found.scene("new-information-typed-too-early", "/new", typed)
    by_phone = after(office, "C-12")
    taken = debriefs.take(office.priya, by_phone.interview["id"], taken_at=utc_now().isoformat())
    assert taken.status_code in {200, 201}, taken.text
    yield by_phone.scene("debrief-taken-by-telephone", "/debrief/sent")
    yield by_phone.scene("status-taken-by-telephone")


def debrief_closed(office: Office) -> Iterator[Scene]:
    """Nothing is to be written any more."""
    done = told(office, "C-13")
    assert debriefs.decide(office.priya, done.interview["id"], "accept").status_code == 200
    yield done.scene("debrief-accepted", "/debrief")
    late = sending(done.path("/debrief/went"), {"went_well": TYPED, "do": "continue"})
    yield done.scene("debrief-too-late", "/debrief", late)
    declined = after(office, "C-14")
    declined.sends("/debrief/decline", seen=_seen(declined), reason="It is my own affair.")
    yield declined.scene("debrief-declined", "/debrief")
    yield declined.scene("status-declined")
    waived = after(office, "C-15")
    because = {"reason": "The job was withdrawn."}
    assert debriefs.decide(office.priya, waived.interview["id"], "waive", because).status_code == 200
    yield waived.scene("debrief-waived", "/debrief")
    yield waived.scene("status-waived")
    yield waived.scene("new-information-waived", "/new")


def _drafted(office: Office, ref: str, answers: Json, agency_only: Json, **announced: str) -> Came:
    found = after(office, ref, **announced)
    body = {"answers": answers, "agency_only": agency_only}
    answer = found.web.put(debriefs.path(found.interview["id"]), json=body, headers=debriefs.CREATE)
    assert answer.is_success, answer.text
    return found


def _returned(office: Office, found: Came) -> None:
    reason = {"reason": "Who asked about Porto, and what did you say?"}
    assert debriefs.decide(office.priya, found.interview["id"], "return", reason).status_code == 200


def _seen(found: Came) -> str:
    page = found.web.get(found.path("/debrief/decline"))
    return page.text.partition('name="seen" value="')[2].partition('"')[0]
