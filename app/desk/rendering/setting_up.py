"""The list by which a new agency is set up, and the mail by which it sees that mail gets through."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from app.desk.rules.setting_up import Standing, Trial
from app.web.mails import Button, Mail

State = Literal["done", "waits", "to_do"]
TRIAL_ID: Final = "mail"
POLICIES: Final = frozenset({"default_letter_policy", "default_contact_policy"})
NOTICE: Final = frozenset({"privacy_notice_text", "privacy_notice_url", "data_protection_contact"})
_STEPS: Final = {
    "connect": "The service’s mail server could not be reached",
    "tls": "No safe connection to the service’s mail server came about",
    "sign in": "The service’s mail server did not let us in",
    "sender": "The service’s mail server does not take mail from the service’s address",
    "recipient": "The service’s mail server does not take mail to your address",
}


@dataclass(frozen=True)
class Step:
    """One thing to do: ``href`` leads to where it is done, None where it is done on this page or by others."""

    key: str
    title: str
    words: str
    state: State
    href: str | None = None
    go: str = ""

    @property
    def done(self) -> bool:
        """Whether nothing is left of it."""
        return self.state == "done"


def steps_of(at: Standing, *, now: datetime) -> list[Step]:
    """Every step with how it stands, in the order in which they help each other."""
    return [_mail(at.trial, now=now), _look(at), _notice(at), _policies(at), _people(at), _interview(at)]


def failure_words(trial: Trial) -> str:
    """Say where a trial ended."""
    words = _STEPS.get(trial.step or "", "The service’s mail server did not take the mail")
    return f"{words}: it answered {trial.code}." if trial.code else f"{words}."


def trial_mail(*, agency: str, name: str, link: str) -> Mail:
    """Show an administrator that mail gets through, and how mails of the agency look."""
    return Mail(
        agency=agency,
        subject=f"Mail from {agency} gets through",
        paragraphs=(
            f"Dear {name},",
            "You asked for this mail to see whether mail arrives. It has, so your candidates’ mails can.",
            "This is how they look: your name or logo above, your colour on the button, one thing to do.",
        ),
        button=Button("Go on with setting up", link),
        after_button=("If it was among the spam, tell whoever looks after your mail before you ask a candidate.",),
        signed=("Afterword",),
    )


def _mail(trial: Trial | None, *, now: datetime) -> Step:
    title = "See that mail arrives"
    if trial is None:
        words = "Candidates come in by links in mails. Have one sent to yourself first."
        return Step(TRIAL_ID, title, words, "to_do", go="Send me one")
    if trial.waits(now):
        return Step(TRIAL_ID, title, "A mail is on its way; this takes seconds. Look again.", "waits")
    if trial.state == "taken":
        words = "The mail server took one. Where it lies among the spam, candidates’ mails do, too."
        return Step(TRIAL_ID, title, words, "done", go="Send me another")
    if trial.state == "asked":
        return Step(TRIAL_ID, title, "The last one was never sent: no worker runs.", "to_do", go="Try again")
    words = f"{failure_words(trial)} Whoever runs this service can mend it; then try again."
    return Step(TRIAL_ID, title, words, "to_do", go="Try again")


def _look(at: Standing) -> Step:
    title, href = "Your logo and colour", "/desk/settings/look"
    if at.agency.logo:
        return Step("look", title, "Your logo stands on candidates’ pages and in mails.", "done", href, "Change")
    if "accent_colour" in at.decided:
        return Step("look", title, "Your name stands where a logo would.", "done", href, "Change")
    words = "Candidates see whom they write to. Without a logo your name stands there."
    return Step("look", title, words, "to_do", href, "Choose them")


def _notice(at: Standing) -> Step:
    title, href = "Privacy notice", "/desk/settings/notice"
    if NOTICE & at.decided:
        return Step("notice", title, "You decided what candidates read about their data.", "done", href, "Change")
    words = "One stands already, made from your settings. Read it, and say whom candidates ask."
    return Step("notice", title, words, "to_do", href, "Read it")


def _policies(at: Standing) -> Step:
    title, href = "What clients accept", "/desk/settings/letters"
    if at.decided >= POLICIES:
        return Step("letters", title, "You decided what holds for a client that is added.", "done", href, "Change")
    words = "Whether letters are welcome at a client that is added, and who may write to whom."
    return Step("letters", title, words, "to_do", href, "Decide")


def _people(at: Standing) -> Step:
    title, href = "Your people", "/desk/users"
    if at.joined:
        return Step("people", title, "Somebody who works with candidates has joined.", "done", href, "Invite more")
    if at.invited:
        words = "Invited; nobody has chosen a passphrase yet. The link works for three days."
        return Step("people", title, words, "waits", href, "See them")
    words = "Invite the consultants who work with candidates. An administrator sees nothing that candidates write."
    return Step("people", title, words, "to_do", "/desk/users/invite", "Invite them")


def _interview(at: Standing) -> Step:
    title = "The first interview"
    if at.interviews:
        return Step("interview", title, "It is there. From here on the queue says what is to do.", "done")
    words = "A consultant or manager adds it under New interview, or pastes a list. Its candidate is mailed by itself."
    return Step("interview", title, words, "to_do")
