"""The queue as a page: the most urgent first, the address is the view, one press claims (P12)."""

import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from app.core.clock import utc_now
from app.desk.rendering.clock import at_both_ends, cut_off_tag, span
from tests.make import debriefs, letters
from tests.make.desk import reviewing, says, waiting
from tests.make.loop import letter_agreed, letter_submitted
from tests.make.visitor import SAME_ORIGIN, AtDesk
from tests.office import MONDAY, Office, Premises

THIRTY_MORE = """
INSERT INTO review_item (agency_id, id, interview_id, kind, subject_id, version, consultant_id, team_id, client_id,
                         due_at, cut_off_zone, due_why, created_at, waits_for)
SELECT agency_id, gen_random_uuid(), interview_id, kind, subject_id, n, consultant_id, team_id, client_id,
       due_at + n * interval '1 minute', cut_off_zone, due_why, created_at, 'us'
FROM review_item, generate_series(2, 31) n WHERE kind = 'letter'
"""


def two_waiting(office: Office) -> None:
    """Alex's debrief with gaps, and a letter that leaves one concern open."""
    loop = letter_submitted(office)
    debriefs.submit(loop.candidate, loop.interview["id"], debriefs.full_answers(went_well=None))


def assert_the_address_is_the_view(priya: AtDesk) -> None:
    priya.open("/queue?kind=letter")
    assert "Debrief," not in priya.text.replace("Debriefs", "")
    says(priya, "Letter v1")
    priya.open("/queue?q=Moreau")
    says(priya, "Letter v1", "Debrief, 1 of 9")
    priya.open("/queue?q=Zeppelin")
    says(priya, "Nothing found", "says “Zeppelin”", "Clear the search")
    priya.open("/queue?state=with_candidate")
    says(priya, "Nothing is in this view.", "Everything that waits")


@pytest.mark.practice("P12")
def test_the_queue_says_what_waits_how_long_is_left_and_what_the_clients_clocks_show(office: Office) -> None:
    """In the queue: the time left until the client's cut-off, by the client's clock."""
    two_waiting(office)
    office.run_due()
    priya = AtDesk(office, "priya")

    priya.open("/queue")

    says(priya, "Alex Moreau Product Manager · Meridian Foods", "Debrief, 1 of 9 items missing")
    says(priya, "Letter v1", "11:20 New York", "unclaimed", "Letters 1", "Debriefs 1")
    assert re.search(r"◷ \d+ (h \d\d|min|h) left", priya.text)
    assert_the_address_is_the_view(priya)


def test_an_empty_queue_says_what_comes_next(office: Office) -> None:
    priya = AtDesk(office, "priya")
    priya.open("/queue")
    says(priya, "Nothing waits", "it is here at once")
    priya.open("")
    says(priya, "Nothing waits for you", "No candidate has anything of yours to do")


def test_an_item_is_claimed_from_the_queue_and_a_colleague_is_told_who_has_it(office: Office) -> None:
    letter_agreed(office)
    priya, sam = AtDesk(office, "priya"), AtDesk(office, "colleague")
    priya.open("/queue?kind=letter")
    sam.open("/queue?kind=letter")

    priya.send(form="/claim")
    assert str(priya.page.url).endswith("/queue?kind=letter")
    assert " you " in priya.text
    sam.send(form="/claim")

    assert sam.page.status_code == 409
    says(sam, "Priya Nair is at this until 16:40", "Priya Nair has it until 16:40")
    sam.open("/queue?kind=letter")
    says(sam, "Priya has it until 16:40")
    priya.open(f"/review/{waiting(office)['id']}")
    priya.send(form="/release")
    says(priya, "Nobody has claimed it; it is yours.")


def test_an_item_is_handed_on_to_a_colleague_who_then_decides(office: Office) -> None:
    letter_agreed(office)
    sam = reviewing(office, who="colleague")
    says(sam, "You can read this. Priya Nair decides on it", "claim it, and you can, too")
    priya = reviewing(office)

    priya.send({"colleague": "nobody"}, form="/assign")
    assert priya.page.status_code == 422
    priya.send({"colleague": office.consultant_ids["colleague"]}, form="/assign")

    says(priya, "it is Sam Idowu’s")
    sam.open(sam.page.url.path)
    says(sam, "it is yours", "Approve and send")
    sam.send(form="/approve")
    says(sam, "Sam Idowu approved it")


def test_the_rows_are_sent_again_only_when_they_changed(office: Office) -> None:
    """And the next page begins where this one ends."""
    letter_agreed(office)
    priya = AtDesk(office, "priya")
    first = priya.open("/queue/now")
    same = priya.web.get("/desk/queue/now", headers={"If-None-Match": first.headers["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    reviewing(office, who="colleague")
    changed = priya.web.get("/desk/queue/now", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert "Sam is reading" in changed.text

    with office.rows() as session:
        session.execute(text(THIRTY_MORE))
    priya.open("/queue")
    assert priya.page.text.count("data-row") == 25
    following = priya.page.text.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
    priya.open(following.replace("&amp;", "&"))
    assert priya.page.text.count("data-row") == 6


def test_my_day_shows_what_is_urgent_for_me_and_what_waits_on_candidates(office: Office) -> None:
    loop = letter_agreed(office)
    priya = AtDesk(office, "priya")
    priya.open("")
    says(priya, "Monday 23 November, Priya Nair", "Most urgent for you", "Letter v1")
    letters.send_back(office.priya, loop.letter, "Name Porto.")
    priya.open("")
    says(priya, "Nothing waits for you", "With them Alex Moreau")
    ada = AtDesk(office, "admin")
    ada.open("")
    assert "Alex" not in ada.text
    assert ada.web.get("/desk/queue").status_code == 403


def test_another_agencys_items_do_not_exist_and_compliance_reads_without_a_button(
    office: Office, premises: Premises
) -> None:
    letter_agreed(office)
    item = waiting(office)["id"]
    with Office.open(premises) as elsewhere:
        stranger = AtDesk(elsewhere, "priya")
        for path in (f"/review/{item}", f"/review/{item}/now"):
            assert stranger.open(path).status_code == 404
    cleo = reviewing(office, who="compliance")
    says(cleo, "Letter, version 1", "You can read this. Priya Nair decides on it")
    assert not any(f'action="/desk/review/{item}/{name}"' in cleo.page.text for name in ("approve", "return", "claim"))
    form = {"csrf": cleo.form(0).fields["csrf"], "seen": "1"}
    refused = cleo.web.post(f"/desk/review/{item}/approve", data=form, headers=SAME_ORIGIN)
    assert refused.status_code == 403


@pytest.mark.parametrize(
    ("minutes", "sign", "words"),
    [
        (-40, "▲", "Overdue 40 min"),
        (-60 * 50, "▲", "Overdue 2 days"),
        (80, "◷", "1 h 20 left"),
        (180, "◷", "3 h left"),
        (0.5, "◷", "1 min left"),
        (60 * 14, "", "Tue 08:00 Tokyo"),
        (60 * 24 * 14, "", "Mon 7 Dec 18:00 Tokyo"),
    ],
)
def test_how_urgent_something_is_has_a_sign_and_words(minutes: float, sign: str, words: str) -> None:
    tag = cut_off_tag(MONDAY + timedelta(minutes=minutes), "Asia/Tokyo", now=MONDAY)
    assert (tag.sign, tag.words) == (sign, words)


def test_a_time_is_said_at_both_ends_unless_the_clocks_agree() -> None:
    at = datetime.fromisoformat("2026-11-24T13:30:00+00:00")
    assert at_both_ends(at, "America/New_York", "Europe/London", now=MONDAY) == "Tue 08:30 New York (13:30 your time)"
    assert at_both_ends(at, "Europe/London", "Europe/London", now=MONDAY) == "Tue 13:30 London"
    assert at_both_ends(at, "Australia/Sydney", "Europe/London", now=MONDAY) == "Wed 00:30 Sydney (Tue 13:30 your time)"
    assert span(timedelta(hours=2)) == "2 h"
    assert utc_now().tzinfo is not None
