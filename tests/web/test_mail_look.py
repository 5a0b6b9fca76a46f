"""Mails look like the agency's pages, as they are received: in light and dark, with pictures off, as plain text."""

import re
from email.message import EmailMessage
from html.parser import HTMLParser

import pytest

from app.accounts.rules.colours import ENOUGH, contrast, shades_of
from app.web.mails import Button, Mail, mail_html, mail_text
from tests.make import pictures
from tests.office import Office, text_of

OURS = {"light": "#0b5a5e", "dark": "#7fc7c4"}
THEIRS = "#7a1fa2"


def html_of(message: EmailMessage) -> str:
    part = message.get_body(("html",))
    assert part is not None
    content: str = part.get_content()
    return content


class Reader(HTMLParser):
    """What a person reads: no style, no picture but its words, nothing hidden; and where the links lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.pictures: list[dict[str, str | None]] = []
        self.unread = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if self.unread or tag in {"style", "title"} or given.get("class") == "first":
            self.unread += tag not in {"br", "img", "meta"}
        elif tag == "img":
            self.pictures.append(given)
            self.words.append(given.get("alt") or "")
        elif tag == "a":
            self.links.append(given.get("href") or "")

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        self.unread = max(0, self.unread - 1)

    def handle_data(self, data: str) -> None:
        if not self.unread:
            self.words.append(data)


def said(words: str) -> list[str]:
    return words.replace(":", " ").split()


def first_mail(office: Office) -> EmailMessage:
    """The request for the debrief, as the candidate received it."""
    office.held()
    return office.mails(office.address("alex"))[0]


def button_of(html: str) -> tuple[str, str]:
    """The ground and the colour of the words of the one button."""
    (style,) = re.findall(r'<a href="[^"]+" style="([^"]+)"', html)
    found = dict(one.strip().split(": ", 1) for one in style.split(";") if ": " in one)
    return found["background"], found["color"]


def dark_rules(html: str) -> str:
    return html.partition("@media (prefers-color-scheme: dark)")[2].partition("</style>")[0]


def test_html_and_text_say_the_same_and_the_button_leads_where_the_text_does(office: Office) -> None:
    received = first_mail(office)
    read, text = Reader(html_of(received)), text_of(received)
    (link,) = [one for one in read.links if "/c/" in one]
    assert link in text
    assert not re.search(r"<[a-z/]|&amp;|&#", text)
    without_link = said(text.replace(link, ""))
    assert said(" ".join(read.words)) == said("Harcourt & Lane") + without_link


def test_an_agency_without_a_look_of_its_own_has_ours_and_no_picture(office: Office) -> None:
    html = html_of(first_mail(office))
    assert button_of(html) == (OURS["light"], "#ffffff")
    assert OURS["dark"] in dark_rules(html)
    assert Reader(html).pictures == []
    assert len(html.encode()) < 20_000


def test_the_agencys_colour_and_logo_are_on_the_mail_which_says_as_much_with_pictures_off(office: Office) -> None:
    colour = office.admin.patch("/v1/agency", json={"settings": {"accent_colour": THEIRS}})
    assert colour.status_code == 200, colour.text
    logo = pictures.set_logo(office, pictures.logo(size=(600, 100))).json()
    html = html_of(first_mail(office))

    ground, words = button_of(html)
    assert (ground, words) == (THEIRS, "#ffffff")
    assert contrast(ground, words) >= ENOUGH
    dark = shades_of(THEIRS)
    assert dark.accent_dark in dark_rules(html)
    assert contrast(dark.accent_dark, dark.on_accent_dark) >= ENOUGH

    (picture,) = Reader(html).pictures
    assert picture["src"] == logo["address"]
    assert (picture["alt"], picture["width"], picture["height"]) == ("Harcourt & Lane", "200", "33")
    assert office.anybody.get(logo["address"].removeprefix("http://afterword.example")).status_code == 200
    assert len(html.encode()) < 20_000


def test_dark_rules_survive_and_every_one_of_them_beats_what_was_inlined(office: Office) -> None:
    html = html_of(first_mail(office))
    rules = re.findall(r"[\w-]+: [^;{}]+;", dark_rules(html))
    assert len(rules) >= 10
    assert [rule for rule in rules if "!important" not in rule] == []
    assert '<meta name="color-scheme" content="light dark">' in html
    assert "<link" not in html
    assert "http" not in html.partition("<body")[0]


@pytest.mark.parametrize(
    ("paragraphs", "shown"),
    [
        (("Dear Alex,", "Tell us how it went. " * 20), "Tell us how it went. Tell us"),
        (("Your mail server fails.",), "Your mail server fails."),
        ((), "A subject"),
    ],
)
def test_an_inbox_shows_what_the_mail_says_first_beside_the_subject(paragraphs: tuple[str, ...], shown: str) -> None:
    html = mail_html(Mail("Harcourt & Lane", "A subject", paragraphs, ("Priya",)))
    first = html.partition('<div class="first"')[2].partition("</div>")[0]
    assert "display: none" in first
    assert first.partition(">")[2].startswith(shown)
    assert len(first.partition(">")[2]) <= 140


def test_what_a_person_typed_stays_words_in_html_and_a_long_address_stays_whole() -> None:
    url = "https://afterword.example/c/" + "x" * 120
    mail = Mail("A <b>", "S", ("<script>alert(1)</script>",), ("Priya",), Button("Open", url))
    assert "<script>" not in mail_html(mail)
    assert "A &lt;b&gt;" in mail_html(mail)
    assert f"\n{url}\n" in mail_text(mail)
