"""The trail speaks in words: every key that a sentence tells is said as people say it, or stands as it is."""

import pytest

from app.accounts.schemas.accounts import AgencySettings
from app.accounts.schemas.mail import RelayRequest
from app.audit.catalogue import AuditAction
from app.audit.words import AS_IT_STANDS, FIELDS, WORDS, worded
from app.directory.schemas import CandidateIn, ClientChange, ContactChange, JobIn

TOLD = {key for action in AuditAction for key in action.described.told - action.described.personal}
OF_AN_INTERVIEW = ("application_id", "consultant_id", "round", "introduced_by", "debrief_profile")
CHANGED = {
    name
    for schema in (AgencySettings, RelayRequest, CandidateIn, ClientChange, ContactChange, JobIn)
    for name in schema.model_fields
} | {*OF_AN_INTERVIEW}


def test_every_key_that_a_sentence_tells_has_words_or_stands_as_it_is() -> None:
    assert set(WORDS) | AS_IT_STANDS == TOLD
    assert set(WORDS) & AS_IT_STANDS == set()


def test_every_field_that_can_be_changed_is_a_word_of_the_language() -> None:
    assert {name for name in CHANGED if "_" in name} - set(FIELDS) == set()
    assert set(FIELDS) - CHANGED == set(), "what can be changed no longer"


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("fields", ["email", "work_starts"], "the e-mail address, the beginning of the working day"),
        ("kind", "thank_you", "thank you"),
        ("how", "page", "on their page"),
        ("entered_by", "con_01h2xcejqtf2nbrexx3vqjhp41", "con_01h2xcejqtf2nbrexx3vqjhp41"),
        ("scopes", ["interviews:write"], "interviews:write"),
        ("starts_at", "2026-11-23T15:00:00+00:00", "2026-11-23T15:00:00+00:00"),
        ("cause", "a calendar was corrected", "a calendar was corrected"),
        ("version", 2, "2"),
    ],
)
def test_a_detail_is_said_in_words(key: str, value: str | int | list[str], said: str) -> None:
    assert worded(key, value) == said
