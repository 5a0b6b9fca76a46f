"""A well-formed request for every operation, so that what answers is about who asks and not about how."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from app.core.clock import utc_now
from app.core.ids import new_id, public_id
from tests.architecture.routes import Route
from tests.make import debriefs, letters, people
from tests.make.agency import Busy
from tests.make.pictures import logo

Json = dict[str, Any]
STALE = {"If-Match": '"0"'}
"""The ETag of nothing: whoever may decide gets 412 for it, and nothing changes."""


@dataclass(frozen=True)
class Call:
    """One request, without who asks."""

    method: str
    path: str
    json: Json | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    files: Json | None = None

    def asked_by(self, headers: Mapping[str, str]) -> "Call":
        return replace(self, headers={**self.headers, **headers})


def call(route: Route, busy: Busy) -> Call:
    """The request for this route about the rows of this agency."""
    ids = names_of(route, busy)
    (method,) = route.methods - {"HEAD"}
    headers = STALE if "If-Match" in route.headers and route.name != "setRelay" else {}  # it sets what others test
    if route.audience and route.audience.for_consultant:
        headers = {**headers, "On-Behalf-Of": f"priya@{busy.office.name}.example"}
    path, files = route.api.path.format(**ids), FILES.get(route.name)
    return Call(method, path, BODIES.get(route.name, _nothing)(busy), headers, files)


def call_for_nothing(route: Route, busy: Busy) -> Call:
    """The same request about rows that nobody has."""
    return replace(call(route, busy), path=route.api.path.format(**names_of_nothing(route)))


def names_of(route: Route, busy: Busy) -> dict[str, str]:
    """What stands in the path, each by the row that the operation is best tried on."""
    ids = {f"{name}_id": value for name, value in busy.ids.items()}
    ids |= {
        "system": "bullhorn",
        "ref": "I-1",
        "version": "1",
        "number": "1",
        "token": "awl_x",
        "code": "invalid",
        "file": "no.css",
        "topic": "people",
        "group": "candidates",
    }
    ids["name"] = busy.office.name
    if route.name in {"saveLetterDraft", "submitLetter", "reopenLetter"} | OF_UPLOADS:
        ids["letter_id"] = busy.ids["draft_letter"]
    if route.name == "throwKeptAway":
        ids["kept_id"] = busy.ids["spare_kept"]
    if route.name in {"removeClientDay", "removeContactDay"}:
        ids["calendar_day_id"] = busy.ids["client_day" if route.name == "removeClientDay" else "contact_day"]
    if route.name in {"removeMailDomain", "removeMailDomainOnPage"}:
        ids["mail_domain_id"] = busy.ids["spare_mail_domain"]
    if route.name in {"removeLesson", "deleteLesson"}:
        ids["lesson_id"] = busy.ids["spare_lesson"]
    if route.name == "cancelInterviewByRef":
        ids["ref"] = "I-3"
    if route.name == "inviteCandidate":
        ids["interview_id"] = busy.ids["spare_interview"]
    return ids


def names_of_nothing(route: Route) -> dict[str, str]:
    prefixes = {
        "interview": "int",
        "person": "prs",
        "contact": "ctc",
        "client": "cli",
        "consultant": "con",
        "key": "key",
        "mail_domain": "mdm",
        "cover_rule": "cov",
        "letter": "ltr",
        "subject": "ltr",
        "comment": "cmt",
        "document": "doc",
        "delivery": "dlv",
        "upload": "upl",
        "calendar_day": "cal",
        "addendum": "adm",
        "candidate": "cnd",
        "export": "exp",
        "hold": "hld",
        "kept": "kpt",
        "feedback": "fbk",
        "review_item": "rvw",
        "lesson": "lsn",
        "application": "app",
    }
    made = {f"{name}_id": public_id(prefix, new_id()) for name, prefix in prefixes.items()}
    made["name"] = "nobody-here"
    return made | {
        "system": "bullhorn",
        "ref": "I-9",
        "version": "1",
        "number": "1",
        "token": "awl_x",
        "code": "no",
        "file": "no.css",
        "topic": "people",
        "group": "candidates",
    }


def _nothing(_busy: Busy) -> Json | None:
    return None


def _announcement(busy: Busy) -> Json:
    return busy.office.announcement(round=3)


OF_UPLOADS = frozenset({"uploadLetter", "listLetterUploads", "getLetterUpload", "takeLetterUpload"}) | {
    *("chooseWordFile", "sendWordFile", "seeWordFile", "useWordText", "composeLetter", "keepLetter", "checkLetter")
}
FILES: dict[str, Json] = {
    "uploadLetter": {"file": ("letter.docx", b"PK", "application/octet-stream")},
    "setLogo": {"file": ("logo.png", logo(), "image/png")},
}
BODIES: dict[str, Any] = {
    "signIn": lambda busy: {"agency": busy.office.name, "email": "a@b.example", "passphrase": "wrong"},
    "openCandidateSession": lambda _: {"token": "awl_wrong"},
    "acceptInvitation": lambda _: {"token": "awi_wrong", "passphrase": "correct horse battery staple"},
    "changeAgency": lambda _: {"settings": {"undo_seconds": 60}},
    "inviteConsultant": lambda busy: {
        "name": "New Colleague",
        "email": f"{new_id().hex}@{busy.office.name}.example",
        "role": "consultant",
    },
    "addCoverRule": lambda busy: {
        "consultant_id": busy.office.consultant_ids["priya"],
        "covered_by": busy.office.consultant_ids["colleague"],
        "from_on": "2027-04-05",
        "until_on": "2027-04-09",
    },
    "addMailDomain": lambda busy: {"domain": f"d{new_id().hex}.{busy.office.name}.example"},
    "setRelay": lambda _: {"host": "127.0.0.1", "port": 2525, "tls": "none"},
    "confirmSession": lambda _: {"passphrase": "not it"},
    "confirmSecondFactor": lambda _: {"code": "000000"},
    "createKey": lambda _: {"name": "Another", "scopes": ["audit:read"]},
    "changeClient": lambda _: {"contact_policy": "permitted"},
    "changeClientContact": lambda _: {"title": "Chair"},
    "addCalendarDay": lambda _: {"kind": "off", "day": "2026-12-24", "name": "Christmas Eve", "country": "US"},
    "putInterview": _announcement,
    "createInterview": _announcement,
    "moveInterview": lambda _: {"starts_at": "2026-12-01T10:00:00Z", "ends_at": "2026-12-01T11:00:00Z"},
    "reassignInterview": lambda busy: {"consultant_id": busy.office.consultant_ids["colleague"]},
    "cancelInterview": lambda _: {"reason": "The panel is away."},
    "matchPerson": lambda busy: {"contact_id": busy.ids["contact"]},
    "addContactOfPerson": lambda _: {"time_zone": "America/New_York", "country": "US"},
    "unmatchPerson": lambda _: {"reason": "It is somebody else."},
    "leavePerson": lambda _: {"reason": "The receptionist."},
    "saveDebriefDraft": lambda _: {"answers": debriefs.full_answers()},
    "submitDebrief": lambda _: {"answers": debriefs.full_answers()},
    "returnDebrief": lambda _: {"reason": "More about the case, please."},
    "tellAttendance": lambda _: {"answer": "yes"},
    "noteClientCall": lambda _: {"state": "done", "spoke_with": "Dana Reyes", "heard": "They are keen."},
    "takeClientFeedback": lambda _: {"spoke_with": "Dana Reyes", "answers": {"interest": {"words": "They are keen."}}},
    "writeUpdate": lambda _: {"words": "Nothing is new. I ring them on Thursday."},
    "movePromise": lambda _: {"reason": "Dana is away.", "next_update_on": "2026-12-01"},
    "askForNews": lambda _: {"kind": "new_deadline", "deadline_on": "2026-12-11"},
    "nameDecisionDay": lambda _: {"on": "2026-12-04"},
    "extendDecision": lambda _: {"on": "2026-12-11", "reason": "The panel is away."},
    "noteDecisionChased": lambda _: {"how": "call", "spoke_with": "Dana Reyes"},
    "recordOutcome": lambda _: {"kind": "offer"},
    "draftOutcomeWords": lambda _: {"words": "They would like you to join."},
    "relayOutcome": lambda _: {"how": "page"},
    "draftFeedbackWords": lambda _: {"words": "They liked the case."},
    "relayFeedback": lambda _: {"how": "page", "words": "They liked the case."},
    "noteKeptInTouch": lambda _: {"reason": "year"},
    "addLesson": lambda _: {"text": f"Say the number first ({new_id().hex})."},
    "putLesson": lambda _: {"text": "Say the number first."},
    "changeOwnUser": lambda _: {"notify": "at_once"},
    "takeDebriefByTelephone": lambda _: debriefs.told(taken_at="2026-11-23T16:10:00Z"),
    "setDebriefProfile": lambda _: {"profile": "short"},
    "waiveDebrief": lambda _: {"reason": "They have decided."},
    "declineDebrief": lambda _: {},
    "addAddendum": lambda _: {"text": "My notice period is one month."},
    "addAddendumByTelephone": lambda _: {
        "text": "One month.",
        "taken_at": "2026-11-23T16:10:00Z",
        "number_rung": "+44 20 7946 0991",
    },
    "returnAddendum": lambda _: {"reason": "Since when?"},
    "saveClientSummary": lambda busy: {"marked": [{"field": "went_well"}], "addressees": [busy.ids["person"]]},
    "submitClientSummary": lambda _: {"contact_policy_acknowledged": True},
    "beginLetter": lambda busy: {"kind": "thank_you", "addressees": [busy.ids["person"]]},
    "saveLetterDraft": lambda busy: {"addressees": [busy.ids["person"]], "content": letters.thank_you()},
    "submitLetter": lambda _: {"contact_policy_acknowledged": True},
    "returnLetter": lambda _: {"reason": "Shorter, please."},
    "suggestWording": lambda _: {"content": letters.thank_you(), "note": "Say what you did."},
    "acceptSuggestion": lambda busy: {"people": [busy.ids["person"]], "sha256": busy.letter_sha256},
    "declineSuggestion": lambda _: {},
    "assignReviewItem": lambda busy: {"consultant_id": busy.office.consultant_ids["colleague"]},
    "addComment": lambda _: {"text": "Which project was it?", "visibility": "shared"},
    "doNotForwardLetter": lambda _: {"reason": "They have decided."},
    "approveLetter": lambda _: {"when": "window"},
    "noteReadBack": lambda busy: {
        "people": [busy.ids["person"]],
        "sha256": busy.letter_sha256,
        "number_rung": "+44 20 7946 0991",
        "rung_at": utc_now().isoformat(),
    },
    "giveConsent": lambda busy: {"people": [busy.ids["person"]], "sha256": busy.letter_sha256},
    "withdrawConsent": lambda busy: {"people": [busy.ids["person"]]},
    "sendDeliveryNow": lambda _: {"reason": "The panel meets tonight."},
    "rescheduleDelivery": lambda _: {"when": "window"},
    "exportPerson": lambda _: {},
    "erasePerson": lambda _: people.REASON,
    "placeHold": lambda _: people.HOLD,
    "releaseHold": lambda _: {"reason": "Settled."},
    "resolveDelivery": lambda _: {"resolution": "delivered", "reason": "Dana said so."},
}
