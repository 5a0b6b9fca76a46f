"""Nothing typed into a letter is lost: it saves itself, two windows meet, a session ends in the middle (rule 8)."""

import pytest

from app.accounts.models import KeptPost
from app.core.actor import CandidateActor, SystemActor
from app.core.clock import utc_now
from app.core.ids import Prefixed, new_id
from app.interviews.actions.drafts import DraftChanged
from app.interviews.queries import meeting_for
from app.letters.actions.writing import save_draft
from app.letters.queries import reading
from app.letters.schemas.requests import LetterDraftIn
from tests.make import letters as make
from tests.make.letter_pages import THANKS, WISH, letter_path, said_in, writing
from tests.office import Office


def keep_post(office: Office, interview_id: str, path: str, fields: dict[str, list[str]]) -> str:
    """Keep what was sent when the session had ended, as tests/accounts shows it; return its identifier."""
    actor, kept_id = SystemActor(office.agency_id), new_id()
    with office.rows() as session:
        meeting = meeting_for(session, interview_id=Prefixed("int").parse(interview_id), actor=actor)
        session.add(
            KeptPost(
                agency_id=office.agency_id,
                id=kept_id,
                interview_id=meeting.interview.id,
                candidate_id=meeting.candidate.id,
                path=path,
                fields=fields,
                kept_at=utc_now(),
            )
        )
    return Prefixed("kpt").show(kept_id)


def test_what_is_typed_is_saved_as_it_is_typed_and_told_in_the_candidates_own_time(office: Office) -> None:
    candidate = {"name": "Alex Moreau", "email": office.address("alex"), "time_zone": "Asia/Kolkata"}
    visitor = writing(office, candidate=candidate)
    path = letter_path(visitor)

    saved = visitor.send({"content.paragraphs.0.text": THANKS, "autosave": "1"})

    assert (saved.status_code, saved.headers["X-Saved-At"], saved.headers["X-Revision"]) == (204, "21:50", "2")
    visitor.open(path)
    assert visitor.form().fields["content.paragraphs.0.text"] == [THANKS]
    said_in(visitor, "Saved 21:50", "15 words so far")
    met = visitor.send({"was": "1", "content.paragraphs.0.text": WISH, "autosave": "1"})
    assert (met.status_code, met.json()["button"]) == (409, "Show both texts")
    visitor.open(path)
    refused = visitor.send({"content.paragraphs.0.text": "A bell \x07 rang", "autosave": "1"})
    assert refused.status_code == 422
    assert "control character" in refused.json()["words"]


def test_what_cannot_be_read_is_said_beside_its_own_paragraph_and_nothing_typed_is_lost(office: Office) -> None:
    visitor = writing(office)

    answer = visitor.send({"content.paragraphs.0.text": THANKS, "content.paragraphs.2.text": "A bell \x07 rang"})

    assert answer.status_code == 422
    assert 'href="#content-paragraphs-2-text"' in answer.text
    assert visitor.form().fields["content.paragraphs.0.text"] == [THANKS]


def test_two_windows_in_conflict_show_both_texts_and_keep_either_or_both(office: Office) -> None:
    visitor = writing(office)
    window = visitor.page
    visitor.send({"content.paragraphs.0.text": THANKS, "do": "stay"})
    visitor.page = window
    assert visitor.send({"content.paragraphs.0.text": THANKS, "do": "stay"}).status_code == 200, "the same form twice"
    visitor.page = window

    met = visitor.send({"content.paragraphs.0.text": WISH, "do": "stay"})

    assert (met.status_code, visitor.heading) == (409, "This letter was changed in another window")
    said_in(visitor, THANKS, WISH)
    both = visitor.page
    visitor.send({"do": "both"})
    said_in(visitor, THANKS, WISH)
    assert visitor.heading == "Your letter as it will be sent"
    visitor.page = both
    assert visitor.send({"do": "stay"}).status_code == 409, "the choice was made on what is no more"


def test_a_page_that_read_the_draft_before_another_window_saved_it_does_not_write_over_it(office: Office) -> None:
    """A page looks before it writes, in one session: what it saw is not what it may rely on."""
    interview = office.held()
    candidate = office.candidate(interview["id"])
    letter = make.begin(candidate, interview)
    letter_id = Prefixed("ltr").parse(letter["id"])
    with office.rows() as session:
        meeting = meeting_for(
            session, interview_id=Prefixed("int").parse(interview["id"]), actor=SystemActor(office.agency_id)
        )
        actor = CandidateActor(
            agency_id=office.agency_id,
            candidate_id=meeting.candidate.id,
            interview_id=meeting.interview.id,
            session_id=new_id(),
            link="sent",
        )
        assert reading.standing_for(session, letter_id=letter_id, actor=actor).draft is not None
        make.save(candidate, letter, make.strategic())

        mine = LetterDraftIn.model_validate({"addressees": [], "content": {"text": THANKS}})
        with pytest.raises(DraftChanged):
            save_draft(session, letter_id=letter_id, draft=mine, seen=1, actor=actor, now=utc_now())

    assert make.words_of(make.read(candidate, letter)["content"]) == make.words_of(make.strategic())


def test_a_letter_from_a_session_that_was_kept_is_put_back_into_the_form(office: Office) -> None:
    visitor = writing(office)
    path = letter_path(visitor)
    fields = {"was": ["1"], "content.paragraphs.0.text": [WISH], "content.paragraphs.0.part": ["interest"]}
    kept = keep_post(office, visitor.home.rpartition("/")[2], visitor.home + path, fields)
    visitor.send({"content.paragraphs.0.text": THANKS, "do": "stay"})

    visitor.open(f"{path}?kept={kept}")

    assert visitor.form().fields["content.paragraphs.0.text"] == [WISH]
    assert visitor.send().status_code == 409, "what was saved since is not written over"
    said_in(visitor, THANKS, WISH)
