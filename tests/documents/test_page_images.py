"""A page of a frozen document as a picture: of exactly this document, for its candidate alone."""

import io

from PIL import Image

from tests.make import letters, summaries
from tests.make.loop import Loop, letter_submitted
from tests.make.visitor import Visitor
from tests.office import Office


def image_of(loop: Loop, number: int = 1) -> str:
    return f"/documents/{loop.letter['document']['id']}/page-{number}.png"


def test_a_page_is_shown_as_it_will_be_sent_small_and_kept_by_the_browser(office: Office) -> None:
    loop = letter_submitted(office, to=("Dana",))
    visitor = Visitor(office, loop.interview["id"])

    found = visitor.open(image_of(loop))

    assert (found.status_code, found.headers["content-type"]) == (200, "image/png")
    assert len(found.content) <= 60 * 1024
    with Image.open(io.BytesIO(found.content)) as image:
        assert image.size == (909, 1286)
        assert min(image.convert("L").tobytes()) < 80
    assert found.headers["cache-control"].startswith("private")
    again = visitor.web.get(visitor.home + image_of(loop), headers={"If-None-Match": found.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert visitor.web.get(visitor.home + image_of(loop)).content == found.content


def test_a_page_that_there_is_not_and_a_document_of_somebody_else_are_not_found(office: Office) -> None:
    loop = letter_submitted(office, to=("Dana",))
    other = letter_submitted(office, "I-2", to=("Dana",), candidate={"name": "Kim Lee", "email": office.address("kim")})
    visitor = Visitor(office, loop.interview["id"])

    assert visitor.open(image_of(loop, 2)).status_code == 404
    assert visitor.open(image_of(other)).status_code == 404
    assert Visitor(office, loop.interview["id"], link="returned").open(image_of(loop)).status_code == 403


def test_a_long_letter_has_a_picture_a_page_and_the_agreement_shows_each(office: Office) -> None:
    long = letters.strategic(paragraphs=[letters.paragraph("I want this role, and say why at length. " * 12)] * 8)
    loop = letter_submitted(office, to=("Dana",), content=long)
    visitor = Visitor(office, loop.interview["id"])

    visitor.open(f"/letters/{loop.letter['id']}/agree")

    for number in (1, 2):
        assert f'src="{visitor.home}{image_of(loop, number)}"' in visitor.page.text
    assert 'loading="lazy"' in visitor.page.text
    assert visitor.open(image_of(loop, 2)).status_code == 200


def test_a_summary_is_drawn_too(office: Office) -> None:
    at = summaries.submitted(office, to=("Dana",))

    assert Visitor(office, at.interview["id"]).open(image_of(at.loop)).status_code == 200


def test_what_no_longer_makes_the_frozen_file_is_not_shown_as_it(office: Office) -> None:
    loop = letter_submitted(office, to=("Dana",))
    visitor = Visitor(office, loop.interview["id"])
    office.announce("I-2", job={"external_id": "JOB-1", "title": "Head of Products"})

    assert visitor.open(image_of(loop)).status_code == 404
    visitor.open(f"/letters/{loop.letter['id']}/agree")

    assert "How the page looks" not in visitor.text
    assert f"/v1/documents/{loop.letter['document']['id']}.pdf" in visitor.page.text
    assert visitor.web.get(f"/v1/documents/{loop.letter['document']['id']}.pdf").status_code == 200
