"""What an agency decides for itself, in groups, with words that say what follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from app.desk.rendering.clients import CONTACT
from app.desk.rendering.clients import LETTERS as POLICIES

Kind = Literal["number", "time", "choice", "yes_no", "many", "line", "text"]
YES_NO: Final = (("yes", "Yes"), ("no", "No"))
ROLES: Final = (
    ("consultant", "Consultants"),
    ("manager", "Managers"),
    ("compliance", "Compliance"),
    ("admin", "Administrators"),
)


@dataclass(frozen=True)
class Asked:
    """One setting as a form asks for it; ``unit`` follows a number, ``options`` are value and words."""

    name: str
    kind: Kind
    label: str
    hint: str = ""
    unit: str = ""
    options: tuple[tuple[str, str], ...] = ()
    empty: str = "Nothing"


@dataclass(frozen=True)
class Group:
    """Settings that are decided together, on a page of their own."""

    key: str
    title: str
    lead: str
    asks: tuple[Asked, ...]


CANDIDATES: Final = Group(
    "candidates",
    "When candidates are asked",
    "From the end of an interview until the debrief is in. Times of day are by each candidate’s own clock.",
    (
        Asked(
            "debrief_request_minutes",
            "number",
            "Ask for the debrief",
            "Minutes after the interview’s end. The sooner, the more is remembered.",
            "minutes after the interview’s end",
        ),
        Asked(
            "first_reminder_minutes",
            "number",
            "First reminder",
            "Minutes after the request, where nothing came in.",
            "minutes after the request",
        ),
        Asked("morning_reminder_at", "time", "Second reminder, the next morning"),
        Asked("quiet_from", "time", "No mail to candidates from", "What would come at night waits for the morning."),
        Asked("quiet_until", "time", "No mail to candidates until"),
        Asked(
            "prepare_mail",
            "yes_no",
            "A mail the evening before",
            "With what to notice and what to ask, and an entry for the calendar.",
            options=YES_NO,
        ),
        Asked(
            "update_within_days",
            "number",
            "A candidate who waits hears from you within",
            "Working days, even if nothing is new. Where a day for the decision is known, the working day after it.",
            "working days",
        ),
        Asked(
            "link_days",
            "number",
            "A candidate’s link opens for",
            "Days. Whoever comes later asks for a new one, which goes to the address that you hold.",
            "days",
        ),
    ),
)
LETTERS: Final = Group(
    "letters",
    "Letters and clients",
    "What holds for a client that is added, and how a letter leaves.",
    (
        Asked(
            "default_letter_policy",
            "choice",
            "Letters to a client that is added",
            "Ask first: approving notes whom you asked. Not accepted: you pass the points on by telephone.",
            options=tuple((name, words) for name, words, _ in POLICIES),
        ),
        Asked(
            "default_contact_policy",
            "choice",
            "Candidates writing to a client that is added",
            "Candidates read it before they write, and confirm that they read it.",
            options=tuple((name, words) for name, words, _ in CONTACT),
        ),
        Asked(
            "send_lead_minutes",
            "number",
            "A letter arrives",
            "Minutes before the reader’s working day begins. Letters that wait already move with it.",
            "minutes before the reader’s day begins",
        ),
        Asked(
            "undo_seconds",
            "number",
            "An approval can be undone for",
            "Seconds in which nothing leaves yet. With 0 a letter that is due goes at once.",
            "seconds",
        ),
        Asked("copy_to_consultant", "yes_no", "The consultant gets a copy of what was sent", options=YES_NO),
        Asked(
            "candidate_phone_in_letter",
            "yes_no",
            "A letter may give the candidate’s own telephone number",
            "With No, the check before sending warns of it. It never stops a letter.",
            options=YES_NO,
        ),
        Asked(
            "read_back_by_telephone",
            "yes_no",
            "A consultant may note a yes given by telephone",
            "For a candidate without mail: the whole letter is read out to them, and the number rung is kept.",
            options=YES_NO,
        ),
    ),
)
DESK: Final = Group(
    "desk",
    "When your people are mailed",
    "Outside these hours, at weekends and on public holidays, mails to your people wait for the next working morning, "
    "unless the client’s cut-off comes first.",
    (
        Asked("desk_opens", "time", "The desk opens"),
        Asked("desk_closes", "time", "The desk closes"),
        Asked(
            "relay_within_hours",
            "number",
            "A candidate is told what the client said within",
            "Hours in which the desk is open. Then their consultant gets a mail, a working day later the manager.",
            "hours in which the desk is open",
        ),
        Asked(
            "keep_warm_days",
            "number",
            "An application counts as quiet after",
            "Working days without news of it. Then it stands under “Keep warm”, where there is a reason to write.",
            "working days",
        ),
    ),
)
ACCESS: Final = Group(
    "access",
    "Who sees what, and how they sign in",
    "A change holds from the next page that somebody opens.",
    (
        Asked(
            "consultants_see",
            "choice",
            "Consultants see",
            "Managers and compliance see all of it in either case; administrators see nothing that candidates write.",
            options=(("agency", "All that waits at the agency"), ("team", "Their own team’s")),
        ),
        Asked(
            "totp_required",
            "many",
            "A code app is needed by",
            "Whoever has none sets it up before they can go on. You, too, where administrators are ticked.",
            options=ROLES,
            empty="Nobody",
        ),
    ),
)
KEEPING: Final = Group(
    "keeping",
    "How long things are kept",
    "What is older is erased by itself every night, unless it is held. The privacy notice names these times: a change "
    "makes its next version.",
    (
        Asked("draft_days", "number", "What was never sent", "Days after it was last saved.", "days"),
        Asked(
            "retention_months",
            "number",
            "Debriefs and letters",
            "Months after the last thing that happened to the application.",
            "months",
        ),
        Asked(
            "identity_months",
            "number",
            "A name and one way to reach it, after an erasure",
            "Months after you last worked for the person, locked away.",
            "months",
        ),
    ),
)
COLOUR: Final = Group(
    "look",
    "Your colour and logo",
    "They stand on candidates’ pages and in every mail.",
    (
        Asked(
            "accent_colour",
            "line",
            "Colour",
            "# and six digits or letters from a to f, for example #0b5a5e. Leave it empty for ours.",
            empty="Ours",
        ),
    ),
)
NOTICE: Final = Group(
    "notice",
    "Privacy notice",
    "Candidates read it before they tell you anything. Each wording is kept, with the time from which it held.",
    (
        Asked(
            "data_protection_contact",
            "line",
            "Where candidates ask about their data",
            "An address or a telephone number. Leave it empty, and they are sent to their consultant.",
            empty="Their consultant",
        ),
        Asked(
            "privacy_notice_text",
            "text",
            "Your own wording",
            "Leave it empty for ours, which is made from your settings and claims no more than the program does.",
            empty="Ours",
        ),
        Asked(
            "privacy_notice_url",
            "line",
            "A page of your own",
            "Where mails and pages link to it instead. The whole address, beginning with https://",
            empty="None",
        ),
    ),
)
GROUPS: Final[Mapping[str, Group]] = {group.key: group for group in (CANDIDATES, LETTERS, DESK, KEEPING)}
"""Those that have nothing else on their page."""
