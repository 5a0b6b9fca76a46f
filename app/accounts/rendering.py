"""The words of the mails about users."""

from app.web.mails import Button, Mail


def invitation_mail(*, agency: str, name: str, link: str) -> Mail:
    """Invite a new user to set a passphrase."""
    return Mail(
        agency=agency,
        subject=f"Your access to Afterword at {agency}",
        paragraphs=(
            f"Dear {name},",
            f"{agency} has set up an account for you. Choose a passphrase of at least 15 characters to begin.",
        ),
        button=Button("Choose a passphrase", link),
        after_button=("The link works once, for three days. Ask your administrator if you need a new one.",),
        signed=(agency,),
    )
