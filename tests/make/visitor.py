"""Somebody at a browser without JavaScript: one cookie jar, forms sent as they stand on the page."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

import httpx

from tests.office import TLS, Office

Values = Mapping[str, str | Sequence[str]]
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


@dataclass(frozen=True)
class PageForm:
    """One form of a page as a browser would send it untouched."""

    action: str
    fields: dict[str, list[str]]
    buttons: list[tuple[str, str]]


class Browser:
    """Somebody who goes from page to page; ``page`` is the last answer. Paths are below ``home``."""

    def __init__(self, office: Office, home: str, *, cookie: str = "", token: str = "") -> None:
        """Sit down, with a session's cookie or without."""
        self.web = office.stack.enter_context(httpx.Client(base_url=office.premises.url, timeout=30, verify=TLS))
        if cookie:
            self.web.cookies.set(cookie, token)
        self.home = home
        self.page: httpx.Response

    def open(self, path: str = "") -> httpx.Response:
        """Open a page, going on where it sends us; ``path`` begins with / or is empty."""
        within = path == self.home or path.startswith(f"{self.home}/")
        self.page = self._followed(self.web.get(path if within else self.home + path))
        return self.page

    def send(self, changes: Values | None = None, *, form: int | str = 0, follow: bool = True) -> httpx.Response:
        """Send a form of the page: the n-th, or the one whose action ends so; changed as a person would."""
        sent = self.form(form)
        fields: dict[str, Any] = {**sent.fields}
        for name, value in (changes or {}).items():
            fields[name] = value if isinstance(value, str) else list(value)
        answer = self.web.post(sent.action, data=fields, headers=SAME_ORIGIN)
        self.page = self._followed(answer) if follow else answer
        return self.page

    def form(self, which: int | str = 0) -> PageForm:
        """A form of the page; raises LookupError."""
        found = forms_of(self.page)
        if isinstance(which, int):
            return found[which]
        return next(one for one in found if one.action.partition("?")[0].endswith(which))

    @property
    def text(self) -> str:
        """What the page says, without markup, in one line."""
        return text_of_page(self.page)

    @property
    def heading(self) -> str:
        """The page's one h1."""
        (found,) = re.findall(r"<h1[^>]*>(.*?)</h1>", self.page.text, re.DOTALL)
        return " ".join(re.sub(r"<[^>]+>", "", found).split())

    def _followed(self, answer: httpx.Response) -> httpx.Response:
        while answer.is_redirect:
            answer = self.web.get(answer.headers["location"])
        return answer


class Visitor(Browser):
    """A candidate who came in by a link, at the pages of their interview."""

    def __init__(self, office: Office, interview_id: str, *, link: str = "sent") -> None:
        """Come in with a session cookie of this link."""
        token = office.candidate(interview_id, link=link).headers["authorization"].removeprefix("Bearer ")
        super().__init__(office, f"/my/{interview_id}", cookie="afterword", token=token)


class AtDesk(Browser):
    """One of the agency's people at the console, already signed in: ``AtDesk(office, "priya")``."""

    def __init__(self, office: Office, who: str) -> None:
        """Come in with the session of somebody of the office's cast."""
        client: httpx.Client = getattr(office, who)
        token = client.headers["authorization"].removeprefix("Bearer ")
        super().__init__(office, "/desk", cookie="afterword-desk", token=token)


def text_of_page(answer: httpx.Response) -> str:
    """What a page says in its main part, without markup."""
    reader = _Words()
    reader.feed(answer.text)
    return " ".join(" ".join(reader.words).split())


def forms_of(answer: httpx.Response) -> list[PageForm]:
    """The forms of a page, as a browser would send them untouched."""
    reader = _Forms(str(answer.url.path))
    reader.feed(answer.text)
    return reader.forms


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.unread += tag in {"script", "style", "title"}

    def handle_endtag(self, tag: str) -> None:
        self.unread -= tag in {"script", "style", "title"}

    def handle_data(self, data: str) -> None:
        if not self.unread:
            self.words.append(data)


class _Forms(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.forms = path, list[PageForm]()
        self.form: PageForm | None = None
        self.area: tuple[str, list[str]] | None = None
        self.select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = PageForm(given.get("action") or self.path, {}, [])
            self.forms.append(self.form)
        if self.form is None or ("name" not in given and tag != "option"):
            return
        name = given.get("name", "")
        if tag == "input" and given.get("type", "text") not in {"submit", "file"}:
            if given.get("type") not in {"radio", "checkbox"} or "checked" in given:
                self.form.fields.setdefault(name, []).append(given.get("value", "on"))
        elif tag == "textarea":
            self.area = (name, [])
        elif tag == "select":
            self.select = name
        elif tag == "button":
            self.form.buttons.append((name, given.get("value", "")))
        elif tag == "option" and self.select and "selected" in given:
            self.form.fields[self.select] = [given.get("value", "")]

    def handle_data(self, data: str) -> None:
        if self.area:
            self.area[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area and self.form:
            name, text = self.area
            self.form.fields.setdefault(name, []).append("".join(text).removeprefix("\n"))
            self.area = None
        if tag == "form":
            self.form = None
        if tag == "select":
            self.select = None
