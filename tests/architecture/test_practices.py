"""docs/practices.md is what the marked tests say, and the generator notices what would make it say something else."""

import textwrap
from pathlib import Path

import pytest

from tools import practices
from tools.practices import Practice, Quote, Refused, Shown

TEXTS = {"000": "How to follow up"}
TWO = [
    Practice("P1", "Debrief at once", (Quote("000", "Be quick in debriefing."),)),
    Practice("P2", "Write down the names", (Quote("000", "Include the names."),)),
]
SHOWN_FROM_THE_START = ("P1", "P2", "P3", "P4", "P6", "P7", "P9", "P11", "P13")


def put(folder: Path, text: str, name: str = "letters/test_letters.py") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("import pytest\n" + textwrap.dedent(text))
    return folder


MARKED = '''
    @pytest.mark.practice("P1")
    @pytest.mark.parametrize("hours", [1, 2])
    def test_the_request_comes_at_once(hours):
        """In the candidate's mail,
        when the interview has ended.

        Not to be read by users.
        """
'''


def test_the_document_is_what_the_tests_say() -> None:
    assert practices.main(["--check"]) == 0


def test_a_document_that_drifted_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    drifted = tmp_path / "practices.md"
    monkeypatch.setattr(practices, "DOCUMENT", drifted)
    monkeypatch.setattr(practices, "TESTS", practices.TESTS / "letters")  # fewer files to read each time
    assert practices.main(["--check"]) == 1
    assert practices.main(["--write"]) == 0
    assert practices.main(["--check"]) == 0

    drifted.write_text(drifted.read_text().replace("## P7", "## P77"))

    capsys.readouterr()
    assert practices.main(["--check"]) == 1
    said = capsys.readouterr().out
    assert "-## P77\n+## P7\n" in said
    assert "Run ./dev docs" in said


def test_a_practice_stands_with_its_words_where_it_is_met_and_its_test(tmp_path: Path) -> None:
    found = practices.shown_in(put(tmp_path, MARKED))
    assert found == [
        Shown(
            "P1",
            "In the candidate's mail, when the interview has ended.",
            "letters/test_letters.py",
            "test_the_request_comes_at_once",
        )
    ]

    shown, _, missing = practices.document(TEXTS, TWO, found).partition("## Not yet shown")

    assert "> Be quick in debriefing. (000)" in shown
    assert (
        "| In the candidate's mail, when the interview has ended. "
        "| [test_the_request_comes_at_once](../tests/letters/test_letters.py) |" in shown
    )
    assert "| [P1](#p1) | Debrief at once | 000 | 1 |" in shown
    assert "| P2 | Write down the names | 000 | not yet |" in shown
    assert "**P2 · Write down the names**" in missing
    assert "P1" not in missing


def test_a_test_may_show_two_practices(tmp_path: Path) -> None:
    both = MARKED.replace('"P1")\n', '"P1")\n    @pytest.mark.practice("P2")\n')
    assert [one.number for one in practices.shown_in(put(tmp_path, both))] == ["P1", "P2"]
    assert "Not yet shown" not in practices.document(TEXTS, TWO, practices.shown_in(tmp_path))


def test_an_unknown_number_is_refused(tmp_path: Path) -> None:
    found = practices.shown_in(put(tmp_path, MARKED.replace("P1", "P26")))
    with pytest.raises(Refused, match=r"test_the_request_comes_at_once is marked P26, which is no practice"):
        practices.document(TEXTS, TWO, found)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('@pytest.mark.practice("P1")\ndef test_a(): ...\n', "needs a docstring"),
        ('@pytest.mark.practice("P" "1", 2)\ndef test_a():\n    """In the mail."""\n', "write the mark as"),
        ('@pytest.mark.practice(NUMBER)\ndef test_a():\n    """In the mail."""\n', "write the mark as"),
        ('pytestmark = pytest.mark.practice("P1")\n', "marked on line 2, but not on a test"),
        ('@pytest.mark.practice("P1")\ndef make_a():\n    """In the mail."""\n', "marked on line 2, but not on a test"),
    ],
)
def test_a_mark_that_tells_nothing_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        practices.shown_in(put(tmp_path, text))


def test_a_quote_of_an_unknown_text_is_refused(tmp_path: Path) -> None:
    listed = tmp_path / "practices.toml"
    quote = (
        '[texts]\n000 = "a"\n[[practices]]\nnumber = "P1"\npractice = "b"\nquotes = [{ text = "%s", words = "c" }]\n'
    )
    listed.write_text(quote % "000")
    assert practices.practices_in(listed) == (
        {"000": "a"},
        [Practice("P1", "b", (Quote("000", "c"),))],
    )
    listed.write_text(quote % "005")
    with pytest.raises(Refused, match="P1 quotes 005"):
        practices.practices_in(listed)


def test_all_practices_are_listed_and_the_first_ones_are_shown() -> None:
    _, listed = practices.practices_in(practices.PRACTICES)
    assert [practice.number for practice in listed] == [f"P{number}" for number in range(1, 26)]
    shown = {one.number for one in practices.shown_in(practices.TESTS)}
    assert set(SHOWN_FROM_THE_START) - shown == set()
