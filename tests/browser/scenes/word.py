"""A Word file in place of typing: being read, read well, with warnings, refused."""

from collections.abc import Iterator
from datetime import timedelta

from playwright.sync_api import Page

from tests.browser.scenes.coming import Act, Came, Scene, begun, submitted
from tests.browser.scenes.doing import pressing, sending, uploading
from tests.make import letters, uploads, word_files
from tests.office import Office


def word(office: Office) -> Iterator[Scene]:
    """The chooser, and every answer to a file."""
    found = begun(office, "F-1")
    yield found.of_letter("letter-word", "/word")
    yield found.of_letter("letter-word-none-chosen", "/word", pressing("Upload it"))
    yield found.of_letter("letter-word-waiting", "/word", uploading(word_files.letter()))
    yield found.of_letter("letter-word-late", "/word", _late(office))
    for name, file in (("read", _whole()), ("warned", _warned()), ("refused", b"%PDF-1.7"), ("locked", _locked())):
        other = begun(office, f"F-{name}")
        yield _shown(office, other, f"letter-word-{name}", file)
    yield other.of_letter("letter-word-sent-before", "/word")


def word_over_typing(office: Office) -> Iterator[Scene]:
    """A file over a letter that was typed, and one that was taken."""
    found = begun(office, "F-2")
    found.letter = letters.save(found.web, found.letter, letters.strategic("c1"))
    read = uploads.read(office, found.web, found.letter, _whole())
    at = f"/word/{read['id']}"
    letters.save(found.web, letters.read(found.web, found.letter), letters.thank_you())
    yield found.of_letter("letter-word-over-typing", at)
    stale = sending(found.letter_path(at), {"revision": "0"})
    yield found.of_letter("letter-word-changed-elsewhere", at, stale)
    taken = begun(office, "F-3")
    first = uploads.sent(taken.web, taken.letter, _whole())
    second = uploads.read(office, taken.web, taken.letter, _whole())
    yield taken.of_letter("letter-word-superseded", f"/word/{first['id']}")
    taken.web.post(taken.letter_path(f"/word/{second['id']}"), data={"revision": "0"})
    yield taken.of_letter("letter-word-taken", f"/word/{second['id']}")
    sent = submitted(office, "F-4")
    yield sent.of_letter("letter-word-not-writable", "/word")


def _shown(office: Office, found: Came, name: str, file: bytes) -> Scene:
    upload = uploads.read(office, found.web, found.letter, file)
    return found.of_letter(name, f"/word/{upload['id']}")


def _late(office: Office) -> Act:
    send = uploading(word_files.letter())

    def act(page: Page) -> None:
        send(page)
        at = page.url
        page.unroute_all()
        office.clock.shift(timedelta(seconds=20))
        page.goto(at)
        page.route("**/word/upl_*", lambda route: route.fulfill(status=204))

    return act


def _whole() -> bytes:
    return word_files.letter(*(one["text"] for one in letters.strategic()["paragraphs"]))


def _warned() -> bytes:
    inserted = f'<w:ins w:author="A" w:id="1">{word_files.run("and more")}</w:ins>'
    rows = word_files.table(("Porto", "nine people"), ("Dublin", "four"))
    return word_files.built(word_files.said(word_files.THANKS) + rows + word_files.paragraph(inserted))


def _locked() -> bytes:
    return word_files.encrypted()
