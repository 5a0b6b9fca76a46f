"""A table of interviews: what each row would do is said first, then those that can be are brought, once."""

from datetime import date, time

import pytest

from app.desk.rendering.imported import sheet_of
from app.desk.rules.checked import entries_in
from app.desk.rules.columns import EXAMPLE, columns_in
from app.desk.rules.entries import Around
from app.desk.rules.found import Planned
from app.desk.rules.moments import day_in, minutes_in, time_in
from app.desk.rules.places import country_of, zone_named
from app.desk.rules.tables import TableNotReadable, decoded, table_in, written
from tests.make.desk import says
from tests.make.visitor import SAME_ORIGIN, AtDesk
from tests.office import Office

HEADER = "Company;Vacancy;Name;E-mail;Date;Time;Place;Consultant;Met;Met e-mail;Salary"
GOOD = (
    "Aldgate Partners;Controller;Ines Carvalho;ines@one.example;24/11/2026;10:00;New York;;Omar Haddad;omar@a.example;"
)
SECOND = "Aldgate Partners;Controller;Mei Tanaka;mei@one.example;25 Nov 2026;3 pm;Tokyo;Sam Idowu;;;90000"
WRONG = "Northwind;=HYPERLINK(1);Jonas Keller;jonas;31/02/2026;25:00;Atlantis;nobody@x.example;;omar@b.example;"


def pasted(office: Office, *rows: str) -> AtDesk:
    priya = AtDesk(office, "priya")
    priya.open("/interviews/import")
    priya.send({"text": "\n".join((HEADER, *rows))}, form="/import")
    return priya


def brought(office: Office) -> list[str]:
    rows = office.priya.get("/v1/interviews").json()["data"]
    return sorted(f"{one['candidate']['name']} {one['starts_at']}" for one in rows)


def test_each_row_says_what_it_would_do_and_the_good_ones_alone_are_brought(office: Office) -> None:
    priya = pasted(office, GOOD, SECOND, WRONG)
    says(priya, "Nothing is added yet", "+ 2 new", "✕ 1 to mend", "Not read: Salary", "Import the 2 good rows")
    says(priya, "Adds the candidate, the client and the job too", "Tuesday 24 November 2026, 10:00 in New York, 15:00")
    says(priya, "Vacancy begins with = as a formula does", "Place is no place that we know", "Date write the day like")
    says(priya, "Time write the time like 15:30", "Consultant is nobody of your agency", "without a name")
    says(priya, "E-mail write an e-mail address")
    assert brought(office) == []

    left = priya.web.post(priya.form("left.csv").action, data=priya.form("left.csv").fields, headers=SAME_ORIGIN)
    assert left.headers["content-type"].startswith("text/csv")
    assert left.text.startswith("\ufeffCompany,Vacancy")
    assert "Northwind,'=HYPERLINK(1),Jonas Keller" in left.text

    priya.send(form="/rows")
    says(priya, "2 interviews added", "1 row left to mend", "Jonas Keller")
    assert brought(office) == ["Ines Carvalho 2026-11-24T15:00:00Z", "Mei Tanaka 2026-11-25T06:00:00Z"]
    rows = office.priya.get("/v1/interviews").json()["data"]
    assert {one["consultant_id"] for one in rows} == {
        office.consultant_ids["priya"],
        office.consultant_ids["colleague"],
    }
    assert office.trail(rows[0]["id"]) == ["interview.announced"]


def test_a_table_pasted_again_adds_nothing_and_another_time_moves_its_interview(office: Office) -> None:
    pasted(office, GOOD, SECOND).send(form="/rows")
    again = pasted(office, GOOD.replace("Aldgate Partners", "ALDGATE  partners"), GOOD, SECOND)
    says(again, "Nothing is to be done", "✓ 3 known", "The same as row 2")
    office.announce()
    crm = f"Meridian Foods;Product Manager;Alex;{office.address('alex')};2026-11-23;10:00;New York;;;;"
    moved = pasted(office, GOOD.replace("10:00", "11:30"), SECOND.replace("3 pm", "4 pm"), crm)
    says(moved, "▲ 2 moved", "Until now Tuesday 24 November 2026, 10:00 in New York", "✓ 1 known")
    twice = moved.form("/rows")
    moved.send(form="/rows")
    says(moved, "0 interviews added, 2 moved. 1 known already")
    repeated = moved.web.post(twice.action, data=twice.fields, headers=SAME_ORIGIN)
    assert "Nothing was to be added" in repeated.text
    assert [one for one in brought(office) if "Alex" not in one] == [
        "Ines Carvalho 2026-11-24T16:30:00Z",
        "Mei Tanaka 2026-11-25T07:00:00Z",
    ]
    clash = pasted(office, GOOD.replace("10:00", "12:00"), GOOD.replace("10:00", "13:00"))
    says(clash, "Round is that of row 2: give each its own round")


def test_a_long_table_comes_in_parts_with_its_progress(office: Office) -> None:
    priya = pasted(office, *[GOOD] * 25, SECOND)
    says(priya, "+ 2 new", "✓ 24 known")
    priya.send(form="/rows")
    assert priya.heading == "25 of 26 rows"
    assert 'value="25" max="26"' in priya.page.text
    assert len(brought(office)) == 1
    priya.send(form="/rows")
    says(priya, "2 interviews added. 24 known already", "All of it is in Afterword")
    priya.open("/interviews/import")
    priya.send({"text": "\n".join((HEADER, *[GOOD] * 501))}, form="/import")
    assert priya.page.status_code == 422
    says(priya, "There are 501 rows; 500 fit at once")


def test_a_file_is_read_and_what_is_no_table_is_said_in_words(office: Office) -> None:
    priya = AtDesk(office, "priya")
    priya.open("/interviews/import")
    example = priya.web.get("/desk/interviews/import/example.csv")
    form = priya.form("/import")
    for content in (example.content, example.text.replace(",", ";").encode("utf-16")):
        files = {"file": ("interviews.csv", content, "text/csv")}
        answer = priya.web.post(form.action, data={"csrf": form.fields["csrf"]}, files=files, headers=SAME_ORIGIN)
        assert "+ 1 new" in answer.text
        assert "Alex Example" in answer.text
    for text, words in (
        ("", "Nothing is there yet"),
        ("Name;E-mail\nAlex;a@b.example", "no column for Client, Job and Start"),
        (HEADER, "no row below it"),
        (f'{HEADER}\n"Aldgate;;', "A quotation mark opens a cell"),
    ):
        priya.open("/interviews/import")
        priya.send({"text": text}, form="/import")
        assert priya.page.status_code == 422
        says(priya, words)
        assert priya.form("/import").fields["text"] == [text]
    cleo = AtDesk(office, "compliance")
    assert cleo.open("/interviews/import").status_code == 403


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_is_read_as_programs_write_it(encoding: str, separator: str) -> None:
    text = f'Name{separator}Client\r\n"Zoë {separator} Müller\nof Köln"{separator}‘Søn’\r\n{separator}\r\n'
    read = table_in(decoded(text.encode(encoding)))
    assert read.header == ["Name", "Client"]
    assert read.lines == [(2, [f"Zoë {separator} Müller\nof Köln", "‘Søn’"])]


def test_no_cell_that_is_written_is_a_formula_and_each_is_read_back_as_it_was() -> None:
    cells = ["=1+1", "+44 20 7946 0991", "-2", "@sum", "it's"]
    text = written([["Name"] * 5, cells])
    assert not [one for one in text.splitlines()[1].split(",") if one[0] in "=+-@"]
    assert table_in(text).lines == [(2, cells)]
    with pytest.raises(TableNotReadable):
        table_in("PK\x03\x04\x00\x00")


def test_columns_are_known_by_the_names_that_lists_give_them() -> None:
    found = columns_in(
        ["First Name", "SURNAME", "e-mail", "Company Name?", "Client", "Role", "Start Time", "Panel 2 mail"]
    )
    assert set(found.at) == {"first_name", "last_name", "candidate_email", "client", "job", "starts"}
    assert (found.people, found.unread, found.missing) == ({2: {"email": 7}}, ["Company Name?"], [])
    assert columns_in(EXAMPLE[0]).unread == []


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("2026-11-24", date(2026, 11, 24)),
        ("24.11.26", date(2026, 11, 24)),
        ("Tue 24 November 2026", date(2026, 11, 24)),
        ("3/4/2026", date(2026, 4, 3)),
        ("31/02/2026", None),
        ("tomorrow", None),
    ],
)
def test_a_day_is_read_as_people_write_it(said: str, read: date | None) -> None:
    assert day_in(said, month_first=False) == read
    if said == "3/4/2026":
        assert day_in(said, month_first=True) == date(2026, 3, 4)


def test_times_lengths_and_places_are_read_as_people_write_them() -> None:
    assert [time_in(one) for one in ("15.30", "3:30 PM", "12 am", "9:05:00", "15", "25:00", "13 pm")] == [
        *(time(15, 30), time(15, 30), time(0), time(9, 5)),
        *(None, None, None),
    ]
    assert [minutes_in(one) for one in ("45", "1.5 h", "1:30", "2 hours", "0", "a while")] == [
        45,
        90,
        90,
        120,
        None,
        None,
    ]
    named = [zone_named(one) for one in ("new york", "America/New_York", "UK", "São Paulo", "Japan", "GMT+2", "")]
    assert named[:2] == ["America/New_York"] * 2
    assert named[2:] == ["Europe/London", "America/Sao_Paulo", "Asia/Tokyo", None, None]
    assert (country_of("America/New_York"), country_of("UTC")) == ("US", None)


def test_a_row_that_was_refused_on_the_way_is_left_to_mend_with_its_reason() -> None:
    table = table_in(f"{HEADER}\n{GOOD}\n{SECOND}")
    _, entries = entries_in(table, Around("priya@agency.example", "Europe/London", month_first=False))
    rows = [Planned(one, "new") for one in entries]
    sheet = sheet_of(rows, {3: "This interview is cancelled."}, here="Europe/London", me="priya@agency.example")
    assert [one.number for one in sheet.new] == [2]
    assert [(one.number, one.wrong[0].words) for one in sheet.wrong] == [(3, "This interview is cancelled.")]
