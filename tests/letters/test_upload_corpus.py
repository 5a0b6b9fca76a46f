"""Word documents that nobody here made, each through the API: shown back, or refused in plain words, in seconds.

Files of others are not in this repository. Name a folder of them in AFTERWORD_WORD_CORPUS and all its files are tried;
`pytest -rP` shows what became of each.
"""

import os
import time
from pathlib import Path

import pytest
import structlog

from tests.make import letters as make
from tests.make import uploads
from tests.office import Office

FOLDER = os.environ.get("AFTERWORD_WORD_CORPUS")
FILES = sorted(path for path in Path(FOLDER).iterdir() if path.suffix != ".md") if FOLDER else []
LONGEST_SECONDS = 12.0
log = structlog.get_logger(__name__)


@pytest.mark.skipif(not FOLDER, reason="AFTERWORD_WORD_CORPUS names no folder of Word files")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_word_document_of_others_is_shown_back_or_refused_in_plain_words(office: Office, path: Path) -> None:
    interview = office.announce()
    candidate = office.candidate(interview["id"])
    letter = make.begin(candidate, interview)
    began = time.monotonic()

    shown = uploads.read(office, candidate, letter, path.read_bytes())

    seconds = time.monotonic() - began
    said = shown["words"] if shown["state"] == "refused" else make.words_of(shown["content"])
    warned = [one["words"] for one in shown["warnings"]]
    log.info("corpus.file", file=path.name, state=shown["state"], took=round(seconds, 2), said=said, warned=warned)
    assert shown["state"] in {"read", "refused"}
    assert (shown["state"] == "read") == (shown["content"] is not None) == (shown["refusal"] is None)
    assert said
    assert seconds < LONGEST_SECONDS
    assert candidate.get(f"/v1/letters/{letter['id']}").status_code == 200
