"""What each table holds of a person, and what becomes of it: the one place to extend when a table comes.

The tables that lead to nobody stand in `not_held`. `tests/privacy/test_held.py` fails for a table that stands in none
of the three lists, and for a column of words about which nothing was decided (ADR 0020).
"""

from collections.abc import Mapping
from typing import Any, Final

from app.privacy.rules.holding import ERASED, Held
from app.privacy.rules.holding import words as _words

IDENTITY: Final = Held(
    "candidate",
    via="id",
    parents=(),
    fate="changed",
    section="who you are",
    erased={"name": ERASED, "email": None, "phone": None},
    stays=_words("time_zone"),
    always=True,
)

HELD: Final[tuple[Held, ...]] = (
    IDENTITY,
    Held("application", "candidate_id", ("candidate",), "stays", "applications"),
    Held(
        "interview",
        via="application_id",
        parents=("application",),
        fate="changed",
        section="interviews",
        stays=_words("time_zone introduced_by debrief_profile state"),
        always=True,
    ),
    Held(
        "person_met",
        via="interview_id",
        parents=("interview",),
        fate="changed",
        section="people you met",
        erased={"name": ERASED, "title": ERASED, "role_in_decision": ERASED, "left_reason": ERASED},
        stays=_words("source"),
    ),
    Held("person_match", "person_id", ("person_met",), "stays", None),
    Held("kept_post", "interview_id", ("interview",), "deleted", "what you sent when a visit had ended"),
    Held("calendar_entry", "interview_id", ("interview",), "stays", "calendar entries that were mailed"),
    Held("debrief_begun", "interview_id", ("interview",), "stays", "debriefs begun"),
    Held(
        "review_item",
        via="interview_id",
        parents=("interview",),
        fate="changed",
        section="reviews",
        erased={"search": "", "due_why": ERASED},
        stays=_words("kind decision waits_for facts cut_off_zone"),
        hidden=_words("search"),
    ),
    Held("review_handover", "id", ("review_item",), "stays", None, stays=_words("step")),
    Held("looking", "item_id", ("review_item",), "deleted", None),
    Held(
        "debrief",
        via="interview_id",
        parents=("interview",),
        fate="changed",
        section="debriefs",
        erased={"return_reason": ERASED, "close_reason": ERASED},
        stays=_words("profile state"),
        always=True,
    ),
    Held("debrief_wanted", "interview_id", ("interview",), "deleted", None),
    Held("debrief_draft", "debrief_id", ("debrief",), "deleted", "debriefs not yet sent"),
    Held(
        "debrief_version",
        via="debrief_id",
        parents=("debrief",),
        fate="sealed",
        section="debriefs as sent",
        stays=_words("submitted_by channel"),
    ),
    Held("debrief_confidence", "debrief_id", ("debrief",), "sealed", "answers for the agency only"),
    Held(
        "debrief_addendum",
        via="debrief_id",
        parents=("debrief",),
        fate="changed",
        section="what was added to debriefs",
        erased={"text": ERASED, "number_rung": ERASED, "return_reason": ERASED},
        stays=_words("state channel added_by"),
        always=True,
    ),
    Held(
        "debrief_addendum_confidence", "addendum_id", ("debrief_addendum",), "sealed", "additions for the agency only"
    ),
    Held(
        "attendance_answer",
        via="interview_id",
        parents=("interview",),
        fate="sealed",
        section="whether interviews went ahead",
        stays=_words("answer time_zone told_by"),
    ),
    Held(
        "letter",
        via="interview_id",
        parents=("interview",),
        fate="changed",
        section="letters",
        erased={"return_reason": ERASED},
        stays=_words("kind state"),
        always=True,
    ),
    Held("letter_draft", "letter_id", ("letter",), "deleted", "letters not yet sent"),
    Held(
        "letter_version",
        via="letter_id",
        parents=("letter",),
        fate="sealed",
        section="letters as submitted",
        stays=_words("submitted_by"),
    ),
    Held("last_look", "letter_id", ("letter",), "stays", None),
    Held("letter_upload", "letter_id", ("letter",), "deleted", "Word files", hidden=_words("file")),
    Held(
        "suggestion_answer", "letter_id", ("letter",), "sealed", "answers to suggested wording", stays=_words("answer")
    ),
    Held(
        "comment",
        via="interview_id",
        parents=("interview",),
        fate="changed",
        section="comments",
        erased={"body": ERASED},
        stays=_words("visibility author_kind state resolved_by_kind"),
    ),
    Held("comment_told", "comment_id", ("comment",), "stays", None),
    Held(
        "document",
        via="interview_id",
        parents=("interview",),
        fate="stays",
        section="documents",
        stays=_words("kind sha256 manifest"),
        hidden=_words("manifest"),
    ),
    Held("document_file", "document_id", ("document",), "sealed", None, stays=_words("format")),
    Held(
        "consent",
        via="document_id",
        parents=("document",),
        fate="changed",
        section="agreements",
        erased={"number_rung": ERASED},
        stays=_words("sha256 state given_by"),
    ),
    Held(
        "delivery",
        via="interview_id",
        parents=("interview",),
        fate="changed",
        section="deliveries",
        erased={"covering_line": ERASED},
        stays=_words("sha256 enclosed_sha256 address state planned_by why_then notes message_id reply cause"),
        hidden=_words("address message_id claim reply"),
    ),
    Held(
        "client_call",
        via="interview_id",
        parents=("interview",),
        fate="changed",
        section="calls about you",
        erased={"spoke_with": ERASED, "passed_on": [], "said": ERASED, "heard": ERASED, "skip_reason": ERASED},
        stays=_words("state"),
        hidden=_words("spoke_with heard"),
    ),
    Held(
        "client_feedback",
        via="interview_id",
        parents=("interview",),
        fate="changed",
        section="what a client said of you",
        erased={"spoke_with": ERASED, "answers": {}, "words": ERASED},
        stays=_words("state relayed_how"),
        hidden=_words("spoke_with"),
    ),
    Held(
        "outcome",
        via="interview_id",
        parents=("interview",),
        fate="changed",
        section="what became of your interviews",
        erased={"reason": ERASED, "words": ERASED},
        stays=_words("state kind side relayed_how"),
    ),
    Held(
        "keep_in_touch",
        "application_id",
        ("application",),
        "stays",
        "when we wrote to keep in touch",
        stays=_words("reason"),
    ),
    Held("lesson", "interview_id", ("interview",), "deleted", "what you noted for yourself", own=True),
    Held(
        "promise",
        via="interview_id",
        parents=("interview",),
        fate="changed",
        section="by when you were to hear something",
        erased={"reason": ERASED},
        stays=_words("state kept_by"),
    ),
    Held(
        "status_update",
        via="interview_id",
        parents=("interview",),
        fate="changed",
        section="what was written to you",
        erased={"words": ERASED},
    ),
    Held(
        "nudge",
        via="interview_id",
        parents=("interview",),
        fate="changed",
        section="when you asked for news",
        erased={"words": ERASED},
        stays=_words("state kind"),
    ),
    Held(
        "decision",
        via="interview_id",
        parents=("interview",),
        fate="changed",
        section="when a client decides on you",
        erased={"said_by": ERASED, "chased_whom": ERASED, "heard": ERASED, "reason": ERASED},
        stays=_words("state precision source time_zone chased_how told_precision"),
        hidden=_words(
            "state expected_on precision source said_by set_by set_at ask_by wanted_by chases last_chased_at chased_by "
            "chased_how chased_whom heard reason settled_at"
        ),
    ),
    Held("delivery_copy", "delivery_id", ("delivery",), "stays", None, stays=_words("message_id")),
    Held(
        "candidate_link",
        via="candidate_id",
        parents=("candidate",),
        fate="stays",
        section="links",
        stays=_words("strength digest"),
        hidden=_words("digest"),
    ),
    Held(
        "web_session",
        via="link_id",
        parents=("candidate_link",),
        fate="stays",
        section="visits",
        stays=_words("digest"),
        hidden=_words("digest confirmed_at awaits_factor"),
    ),
    Held("external_ref", "subject_id", ("candidate", "application", "interview"), "deleted", "names in other systems"),
    Held(
        "legal_hold",
        via="candidate_id",
        parents=("candidate",),
        fate="changed",
        section=None,
        erased={"reason": ERASED, "release_reason": ERASED},
    ),
    Held("person_export", "candidate_id", ("candidate",), "deleted", None),
    Held(
        "erasure",
        via="candidate_id",
        parents=("candidate",),
        fate="stays",
        section="erasures",
        stays=_words("ground kept_name kept_contact confirm_to confirmation"),
    ),
)
"""Parents stand before what hangs on them."""


def for_them_alone(held: Held, row: Mapping[str, Any]) -> bool:
    """Whether a row is what a candidate noted for themselves, kept or still on its way in."""
    return held.own or (held.table == "kept_post" and "/lessons" in row["path"])


def content_tables() -> frozenset[str]:
    """Name the tables that hang on an interview: what is erased when an application's content expires."""
    found = {"interview"}
    for held in HELD:
        if held.table != "external_ref" and found & set(held.parents):
            found.add(held.table)
    return frozenset(found)
