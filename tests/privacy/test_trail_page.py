"""The trail at the console: sentences, by subject, person and day, for whoever answers for it."""

from app.desk.rendering.trail import SUBJECTS, identifier_in, in_words
from app.privacy.queries.rows import PREFIXES
from tests.make.desk import says
from tests.make.loop import letter_agreed
from tests.make.visitor import AtDesk
from tests.office import Office


def test_who_did_what_is_read_as_sentences_by_subject_person_and_day(office: Office) -> None:
    loop = letter_agreed(office)
    cleo = AtDesk(office, "compliance")
    cleo.open("/audit")
    says(cleo, "Monday 23 November 2026", "The candidate agreed that exactly this document goes")
    following = cleo.page.text.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
    cleo.open(following.replace("&amp;", "&"))
    assert cleo.page.status_code == 200

    cleo.open(f"/audit?subject=https://a.example/desk/interviews/{loop.interview['id']}/brief")

    says(
        cleo, "announced the interview for Monday 23 November 2026, 15:00 in London", "About one subject: an interview"
    )
    assert "letter" not in cleo.text.partition("About one subject")[2]
    cleo.open(f"/audit?who={office.consultant_ids['admin']}&day=2026-11-23")
    says(cleo, "Ada Admin created an API key")
    assert "The candidate" not in cleo.text
    cleo.open(f"/audit?who={office.consultant_ids['admin']}&day=2026-11-22")
    says(cleo, "Nothing found")
    cleo.open(f"/audit?who={office.consultant_ids['admin']}")
    says(cleo, "The last 90 days", "Ada Admin created an API key")


def test_what_cannot_be_looked_for_is_said_beside_its_field_and_other_roles_read_none_of_it(office: Office) -> None:
    cleo = AtDesk(office, "compliance")
    cleo.open("/audit?subject=Alex&who=con_x&day=yesterday")
    assert cleo.page.status_code == 422
    says(cleo, "Paste the address of its page", "Choose one of the people", "Write the date")
    cleo.open(f"/audit?subject=xyz_{'0' * 26}")
    says(cleo, "Nothing that is recorded has this identifier")
    for who in ("priya", "admin"):
        user = AtDesk(office, who)
        assert user.open("/audit").status_code == 403
        assert "/desk/audit" not in user.open("").text


def test_every_audited_table_has_a_word_for_people() -> None:
    assert set(SUBJECTS) == set(PREFIXES)


def test_identifiers_and_instants_become_names_and_the_agencys_clock() -> None:
    sam = "con_" + "0" * 26
    said = in_words(f"Mira gave the interview from the user {sam} to con_{'1' * 26}", names={sam: "Sam"}, zone="UTC")
    assert said == "Mira gave the interview from Sam to a former user"
    moved = in_words("moved to 2026-11-23T20:00:00Z", names={}, zone="America/New_York")
    assert moved == "moved to Monday 23 November 2026, 15:00 in New York"
    days = in_words("from 2026-11-23 to 2026-02-30", names={}, zone="UTC")
    assert days == "from Monday 23 November 2026 to 2026-02-30"
    assert identifier_in(f"/desk/x/INT_{'0' * 26}/brief") == f"int_{'0' * 26}"
    assert identifier_in("Alex Moreau") is None
