"""The worker reads an uploaded file once: one it cannot read is refused, one it dies of is given up, none is kept."""

from datetime import timedelta
from uuid import UUID

from app.core.clock import utc_now
from app.core.ids import Prefixed
from app.core.queue import Work
from app.letters import tasks
from app.letters.actions import uploading
from app.letters.rules.uploaded import MOST_ATTEMPTS
from tests.make import letters as make
from tests.make import uploads, word_files
from tests.make.loop import lose_tasks
from tests.make.uploads import begun, stored
from tests.office import Office


def test_the_file_is_gone_as_soon_as_it_was_read_or_refused(office: Office) -> None:
    candidate, letter = begun(office)
    for file in (word_files.letter(), word_files.old_doc()):
        upload = uploads.sent(candidate, letter, file)
        assert stored(office, upload, "file") == file
        office.run_tasks()
        assert stored(office, upload, "file") is None


UNREADABLE = [
    (word_files.old_doc(), "old_word", "choose Save As, then Word document (.docx)"),
    (word_files.macro_enabled(), "macros", "choose Save As, then Word document (.docx)"),
    (word_files.encrypted(), "encrypted", "clear the password"),
    (b"%PDF-1.7\n", "pdf", "Upload the Word document (.docx) that it was made from"),
    (b"{\\rtf1 x}", "rtf", "choose Save As"),
    (word_files.spreadsheet(), "other_office", "paste the text here"),
    (word_files.letter()[:5_000], "damaged", "paste the text here"),
    (word_files.with_entities(), "doctype", "Copy the text into a new Word document"),
    (word_files.built("<w:p/>" * 300_000), "too_complex", "Copy the text into a new Word document"),
    (word_files.built(""), "no_text", "type the letter here"),
    (word_files.built(word_files.said("x" * 20_001)), "too_long", "It has 20,001 characters."),
    (word_files.built(word_files.said("x") * 201), "too_many_paragraphs", "It has 201 paragraphs."),
]


def test_a_file_that_is_not_read_is_refused_with_the_way_out(office: Office) -> None:
    candidate, letter = begun(office)

    for file, code, way_out in UNREADABLE:
        shown = uploads.read(office, candidate, letter, file)

        assert (shown["state"], shown["refusal"]["code"], shown["content"]) == ("refused", code, None)
        assert way_out in shown["refusal"]["words"]
        assert shown["words"] == shown["refusal"]["words"]
        etag = make.read(candidate, letter)["draft"]["etag"]
        assert uploads.take(candidate, shown, etag).status_code == 409
    assert make.read(candidate, letter)["content"] == letter["content"]


def test_a_file_that_is_read_after_the_letter_was_sent_on_changes_nothing(office: Office) -> None:
    candidate, letter = begun(office)
    typed = make.save(candidate, letter, make.thank_you())
    upload = uploads.sent(candidate, typed)
    submitted = make.submit(candidate, typed).json()
    office.run_tasks()

    shown = uploads.looked_at(candidate, upload)

    assert (shown["state"], shown["taken"], shown["draft"]) == ("read", False, None)
    assert "nothing of the file is in it" in shown["words"]
    assert make.read(candidate, letter)["content"] == submitted["content"]
    refused = uploads.take(candidate, upload, '"1"')
    assert (refused.status_code, refused.json()["code"]) == (409, "letter_not_writable")


def test_a_file_that_nobody_comes_to_read_is_given_up_and_says_so(office: Office) -> None:
    candidate, letter = begun(office)
    upload = uploads.sent(candidate, letter)
    lose_tasks(office, "letters.read_upload")

    office.clock.move_to(utc_now() + timedelta(seconds=16))
    late = uploads.looked_at(candidate, upload)
    office.travel(utc_now() + timedelta(minutes=10))
    given_up = uploads.looked_at(candidate, upload)

    assert (late["state"], "longer than it should" in late["words"]) == ("waiting", True)
    assert (given_up["state"], given_up["refusal"]["code"]) == ("refused", "not_read_in_time")
    assert "the mistake is ours" in given_up["words"]
    assert stored(office, upload, "file") is None


def test_a_file_that_the_worker_dies_of_is_not_tried_for_ever(office: Office) -> None:
    candidate, letter = begun(office)
    upload = uploads.sent(candidate, letter)
    ids = {"upload_id": Prefixed("upl").parse(upload["id"]), "agency_id": office.agency_id}
    for _ in range(MOST_ATTEMPTS):
        with office.rows() as session:
            assert uploading.begin_reading(session, **ids, now=utc_now()) is not None

    office.run_tasks()

    shown = uploads.looked_at(candidate, upload)
    assert (shown["state"], shown["refusal"]["code"]) == ("refused", "kills_the_reader")


def test_reading_an_upload_twice_changes_nothing_the_second_time(office: Office) -> None:
    candidate, letter = begun(office)
    upload = uploads.read(office, candidate, letter)
    work = Work(office.premises.db, office.premises.settings)
    before = make.read(candidate, letter)

    for task in (tasks.read_upload, tasks.give_up_upload):
        task.run(work, agency_id=office.agency_id, subject_id=UUID(int=Prefixed("upl").parse(upload["id"]).int))

    assert make.read(candidate, letter) == before
    assert uploads.looked_at(candidate, upload) == upload
