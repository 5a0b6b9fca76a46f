"""What is done on a page before it is looked at; each waits for the page that comes of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from playwright.sync_api import FilePayload, Page

from tests.browser.scenes.coming import Act

SENTENCE = "They asked twice about managing people abroad. "


def long(characters: int) -> str:
    """A text of so many characters."""
    return (SENTENCE * (characters // len(SENTENCE) + 1))[:characters]


LONG = long(4_100)
"""More than an answer may hold."""
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SEND = """([path, fields]) => {
  const form = document.createElement("form");
  const shown = document.querySelector("#session")?.dataset.csrf ?? document.querySelector("[name=csrf]")?.value;
  for (const [name, value] of [["csrf", shown ?? ""], ...fields]) {
    const field = document.createElement("textarea");
    field.name = name;
    field.value = value;
    form.append(field);
  }
  Object.assign(form, { method: "post", action: path, hidden: true });
  document.body.append(form);
  form.submit();
}"""


def press_first(page: Page) -> None:
    """Press the first button of the page."""
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button").first.click()


def pressing(name: str) -> Act:
    """Press the button of this name."""

    def act(page: Page) -> None:
        with page.expect_navigation():
            page.get_by_role("main").get_by_role("button", name=name).first.click()

    return act


def filling(button: str, **texts: str) -> Act:
    """Write into the fields of these names, and press."""

    def act(page: Page) -> None:
        unfold(page)
        for name, text in texts.items():
            page.locator(f'main [name="{name.replace("__", ".")}"]').first.fill(text)
        pressing(button)(page)

    return act


def sending(path: str, fields: Mapping[str, str | Sequence[str]]) -> Act:
    """Send a form that another window, or an earlier page, would have sent."""
    pairs = [(name, one) for name, value in fields.items() for one in ([value] if isinstance(value, str) else value)]

    def act(page: Page) -> None:
        with page.expect_navigation():
            page.evaluate(SEND, [path, pairs])

    return act


def unfold(page: Page) -> None:
    """Open everything that is folded."""
    page.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")


def unticked(button: str) -> Act:
    """Take every tick away, and press."""

    def act(page: Page) -> None:
        for box in page.locator("main input[type=checkbox]").all():
            box.uncheck()
        pressing(button)(page)

    return act


def noting(button: str) -> Act:
    """Say that the client's policy was read, and press."""

    def act(page: Page) -> None:
        page.locator("main [name=contact_policy_acknowledged]").check()
        pressing(button)(page)

    return act


def without_cookies(page: Page) -> None:
    """Press in a browser that keeps no cookies."""
    page.context.clear_cookies()
    press_first(page)


def uploading(content: bytes) -> Act:
    """Choose a Word file and send it; the page that waits stays as it came."""

    def act(page: Page) -> None:
        file: Any = FilePayload(name="letter.docx", mimeType=WORD, buffer=content)
        page.get_by_label("Word file").set_input_files(file)
        with page.expect_navigation(url="**/word/upl_*"):
            page.get_by_role("button", name="Upload it").click()
        page.route("**/word/upl_*", lambda route: route.fulfill(status=204))

    return act
