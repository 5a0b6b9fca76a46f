"""The words of the mails about users, and what candidates are told about their data."""

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

import segno

from app.accounts.models import Agency
from app.accounts.rules.colours import shades_of
from app.accounts.rules.lifetimes import kept_months
from app.accounts.schemas.accounts import AgencySettings
from app.accounts.schemas.mail import RelayStep, TxtRecord
from app.web.mails import OURS, Button, Mail, MailLogo, MailLook

LOGO_WIDTH, LOGO_HEIGHT = 200, 48
"""How large a logo is in a mail at the most, in CSS pixels: its picture has more, for sharp screens."""


def mail_look(agency: Agency, *, public_url: str) -> MailLook:
    """The agency's colour and logo in its mails; ours where it set none."""
    accent, logo = agency.settings.get("accent_colour"), agency.logo
    scale = min(1.0, LOGO_WIDTH / logo["width"], LOGO_HEIGHT / logo["height"]) if logo else 1.0
    picture = (
        MailLogo(public_url + logo["path"], round(logo["width"] * scale), max(1, round(logo["height"] * scale)))
        if logo
        else None
    )
    if accent is None:
        return replace(OURS, logo=picture)
    shades = shades_of(accent)
    return MailLook(
        accent=shades.accent,
        on_accent=shades.on_accent,
        accent_dark=shades.accent_dark,
        on_accent_dark=shades.on_accent_dark,
        logo=picture,
    )


def invitation_mail(*, agency: str, sign_in_name: str, name: str, link: str) -> Mail:
    """Invite a new user to set a passphrase, and say what they sign in with afterwards."""
    return Mail(
        agency=agency,
        subject=f"Your access to Afterword at {agency}",
        paragraphs=(
            f"Dear {name},",
            f"{agency} has set up an account for you. Choose a passphrase of at least 15 characters to begin.",
        ),
        button=Button("Choose a passphrase", link),
        after_button=(
            "The link works once, for three days. Ask your administrator if you need a new one.",
            f"Later you sign in with the agency “{sign_in_name}”, this e-mail address and your passphrase.",
        ),
        signed=(agency,),
    )


def recovery_code_mail(*, agency: str, name: str, link: str) -> Mail:
    """Tell a user that a recovery code of theirs was used."""
    return Mail(
        agency=agency,
        subject="A recovery code was used for your account",
        paragraphs=(
            f"Dear {name},",
            f"Somebody signed in to your account at {agency}, or proved to be you there, with one of your recovery "
            "codes. If it was you, nothing is to be done; the code does not work again.",
            "If it was not you, sign out everywhere, make new recovery codes, and tell your administrator.",
        ),
        button=Button("Look at your security", link),
        signed=("Afterword",),
    )


def factor_reset_mail(*, agency: str, name: str, link: str) -> Mail:
    """Tell a user that their code app was taken away."""
    return Mail(
        agency=agency,
        subject="Your code app was removed",
        paragraphs=(
            f"Dear {name},",
            f"An administrator of {agency} removed the code app and the recovery codes from your account. You sign in "
            "with your passphrase alone until you set it up again.",
            "If you did not ask for this, tell your administrator.",
        ),
        button=Button("Set it up again", link),
        signed=("Afterword",),
    )


def notice_text(*, agency: str, country: str, settings: AgencySettings) -> str:
    """Tell candidates what becomes of what they say: the agency's own words, else ours made from its settings.

    Source: GDPR Articles 13 and 14. Ours claims no more than the program does.
    """
    if settings.privacy_notice_text is not None:
        return settings.privacy_notice_text
    months = kept_months(settings.retention_months, country)
    identity = kept_months(settings.identity_months, country)
    asking = settings.data_protection_contact or "your consultant"
    rests = (
        f" Your name and one way to reach you are kept for {identity} months after we last worked for you, locked away "
        "and for nothing else than what the law asks."
        if identity
        else ""
    )
    return "\n\n".join(
        (
            f"{agency} decides what is done with what you write here, and answers for it.",
            "What is held: your name, e-mail address and telephone number; the interviews we arranged for you; your "
            "account of them; the letters you write; to whom you agreed that a letter is sent, and when it was; and a "
            "record of who did what.",
            "Why: to represent you to the client after the interview, as you asked us to. Agreeing that a letter is "
            "sent is only that: leave to send that letter to that person. You may refuse or take it back, and nothing "
            "else follows from it.",
            f"Who reads it: your consultant and their colleagues at {agency}. The client gets a letter, or what you "
            "marked of your account, only after you agreed to exactly that. What is for the agency only never leaves "
            "it.",
            f"How long: what you did not send goes {settings.draft_days} days after you last saved it; accounts and "
            f"letters {months} months after the last thing that happened to the application.{rests}",
            "What you may ask: a copy of everything held about you, that something wrong is put right, that it is "
            f"erased, or that it is no longer used. Ask {asking}. You may also complain to your country's data "
            "protection authority.",
        )
    )


def relay_words(step: RelayStep, *, code: int | None, reply: str) -> str:
    """Say where a conversation with a mail server ended, and what it said; ``reply`` holds no address."""
    said = f"{code} {reply}" if code else reply
    match step:
        case "connect":
            return f"The server could not be reached: {said}."
        case "tls":
            return f"No safe connection came about: {said}."
        case "sign in":
            return f"The server did not let us in with this user and password: {said}."
        case "sender":
            return f"The server does not take mail from the address that it was to come from: {said}."
        case "recipient":
            return f"The server does not take mail to the recipient: {said}."
        case _:
            return f"The server did not take the mail: {said}."


def relay_test_mail(*, agency: str, name: str, host: str) -> Mail:
    """Show an administrator that mail gets through the agency's own server."""
    return Mail(
        agency=agency,
        subject=f"Mail gets through {host}",
        paragraphs=(
            f"Dear {name},",
            f"This mail came to you through {host}, which you asked Afterword to try. Nothing else is needed.",
        ),
        signed=("Afterword",),
    )


def relay_trouble_mail(*, agency: str, name: str, host: str, words: str) -> Mail:
    """Tell an administrator that the agency's own server does not take mail."""
    return Mail(
        agency=agency,
        subject=f"Your mail server {host} does not take our mail",
        paragraphs=(
            f"Dear {name},",
            f"{words}",
            "Letters to clients wait and are tried again for about three days. Mails to candidates leave under the "
            "service's own address meanwhile.",
            "Look at the mail server in the console (Settings, Mail), set it anew, and have a test mail sent. You are "
            "told once, until it works again.",
        ),
        signed=("Afterword",),
    )


def mail_domain_lost_mail(*, agency: str, name: str, domain: str, record: TxtRecord, found: str) -> Mail:
    """Tell an administrator that a domain no longer proves itself."""
    return Mail(
        agency=agency,
        subject=f"{domain} is no longer verified",
        paragraphs=(
            f"Dear {name},",
            f"{found}",
            f"So mail of your consultants under {domain} leaves under the service's own address again, with their "
            "names and with Reply-To their own. Nothing is lost or late because of it.",
            "To send under your own addresses again, publish this record; it is looked for every day:",
            f"{record.name} TXT {record.value}",
        ),
        signed=("Afterword",),
    )


def domain_effect(*, state: str, relay_set: bool, service_signs: bool) -> str:
    """Say under which address mail leaves because of a domain, and what is missing for the consultants' own."""
    if state != "verified":
        return "Mail of consultants under this domain leaves under the service's address, with Reply-To their own."
    if relay_set:
        return "Mail of consultants under this domain leaves from their own addresses, through your mail server."
    if service_signs:
        return "Mail of consultants under this domain leaves from their own addresses, through the service's server."
    return (
        "The domain is yours, but the service's mail server may not send for it: set a mail server of your own. "
        "Until then mail leaves under the service's address, with Reply-To the consultant."
    )


def relay_effect(domains: Sequence[str]) -> str:
    """Say whose mail goes through the agency's own server."""
    if not domains:
        return "Nothing goes through it yet: verify the domain of your consultants' addresses first."
    return f"Mail of consultants under {', '.join(domains)} goes through it, from their own addresses."


def qr_picture(text: str) -> bytes:
    """Draw a QR code as SVG, dark on light in both schemes, so that every camera reads it."""
    held = BytesIO()
    segno.make(text, error="m").save(held, kind="svg", scale=6, border=4, dark="#000", light="#fff", xmldecl=False)
    return held.getvalue()
