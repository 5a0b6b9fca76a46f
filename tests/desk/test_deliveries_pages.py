"""Deliveries are looked at and decided on in the console: where each is, the evidence, and the way on (P7, P11)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import psycopg

from app.adapters.postgres.cluster import SUPERUSER
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.ids import Prefixed
from app.deliveries.queries.rows import delivery_for
from tests.adapters.smtp_ledger import Mode
from tests.make.desk import says
from tests.make.loop import NOW, Loop, decide, let_it_go, letter_approved, mail_server, path_to, received
from tests.make.plans import statements
from tests.make.visitor import SAME_ORIGIN, AtDesk
from tests.office import Office

Json = dict[str, Any]
MORE = """
INSERT INTO delivery SELECT (jsonb_populate_record(delivery, jsonb_build_object(
    'id', gen_random_uuid(), 'created_at', created_at - n * interval '1 minute'))).*
FROM delivery, generate_series(1, 29) n WHERE agency_id = %s
"""
NO_MORE = "DELETE FROM delivery WHERE agency_id = %s AND NOT id = %s"


@contextmanager
def copies(office: Office, delivery_id: str) -> Iterator[None]:
    """Put 29 copies of the agency's one delivery beside it, behind the back of the database's guards."""
    url, one = office.premises.cluster.url_for(SUPERUSER, "afterword_shared"), Prefixed("dlv").parse(delivery_id)
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute(MORE, [office.agency_id])
        try:
            yield
        finally:
            owner.execute(NO_MORE, [office.agency_id, one])


def went_wrong(office: Office, mode: Mode, ref: str = "I-1", **approved: Any) -> Loop:
    loop = letter_approved(office, ref, approval=NOW, **{"to": ("Dana",), **approved})
    with mail_server(office, mode):
        let_it_go(office, loop)
    return loop


def before(office: Office, loop: Loop, name: str = "Dana", *, who: str = "priya") -> AtDesk:
    """Somebody with the page of the delivery to this person open."""
    user = AtDesk(office, who)
    user.open(f"/deliveries/{loop.deliveries[name]['id']}")
    assert user.page.status_code == 200, user.page.text
    return user


def again(user: AtDesk, form: str) -> tuple[str, Json]:
    sent = user.form(form)
    return sent.action, dict(sent.fields)


def menu(user: AtDesk, place: str) -> str:
    """What the menu says beside a place."""
    return user.page.text.partition(f'/desk/{place}"')[2].partition("</a>")[0]


def test_the_list_says_where_each_is_what_needs_a_person_first_and_the_menu_counts_it(office: Office) -> None:
    priya = AtDesk(office, "priya")
    priya.open("/deliveries")
    says(priya, "Nothing is on its way", "it is here until their mail server has taken it")
    assert "count" not in menu(priya, "deliveries")
    letter_approved(office, "I-1", to=("Tom",))
    went_wrong(office, "drop_before_answer", "I-2")

    priya.open("/deliveries")

    says(priya, "In doubt 1", "Waiting 1", "Alex Moreau · Product Manager · Meridian Foods", "Priya Nair")
    says(priya, "Sends Tue 08:30 New York (13:30 your time)")
    assert priya.text.index("Letter to Dana") < priya.text.index("Letter to Tom")
    assert ">1<" in menu(priya, "deliveries")
    priya.open("/deliveries?show=in_doubt&q=dana+meridian")
    assert "Letter to Tom" not in priya.text
    says(priya, "Letter to Dana", "whether it arrived is for you to find out")
    priya.open("/deliveries?q=zeppelin%25")
    says(priya, "Nothing found", "about “zeppelin%”")
    sam = AtDesk(office, "colleague")
    sam.open("/deliveries?whose=me")
    says(sam, "Nothing is in this view.")
    admin = AtDesk(office, "admin")
    assert admin.open("/deliveries").status_code == 403
    assert "Deliveries" not in menu(admin, "deliveries")


def test_the_next_page_begins_where_this_one_ends_and_many_rows_cost_no_more_queries(office: Office) -> None:
    loop = letter_approved(office, to=("Dana",))
    decide(office.priya, path_to(loop.deliveries["Dana"]), "cancel")
    priya = AtDesk(office, "priya")
    with statements() as few:
        priya.open("/deliveries?show=stopped")
    with copies(office, loop.deliveries["Dana"]["id"]):
        with statements() as many:
            priya.open("/deliveries?show=stopped")
        assert (priya.page.text.count("data-row"), len(many)) == (25, len(few))
        following = priya.page.text.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
        priya.open(following.replace("&amp;", "&"))
        assert priya.page.text.count("data-row") == 5


def test_a_doubt_is_ended_with_how_one_knows_and_pressed_twice_it_is_ended_once(office: Office) -> None:
    loop = went_wrong(office, "drop_before_answer")
    priya, mira = before(office, loop), before(office, loop, who="manager")
    says(priya, "In doubt", "Mon 11:2", "no answer came", "Message-ID", loop.deliveries["Dana"]["message_id"])
    says(priya, "Attempt 1: going to the mail server for", "Approved by Priya Nair")

    priya.send({"reason": "Dana has it, she says."}, form="/resolve")
    assert priya.page.status_code == 422
    says(priya, "Choose what you found out")
    assert priya.form("/resolve").fields["reason"] == ["Dana has it, she says."]
    action, fields = again(priya, "/resolve")
    priya.send({"resolution": "delivered"}, form="/resolve")
    says(priya, "Kept: it arrived.", "Priya Nair found out that it arrived", "Whether it was read is not known.")
    twice = priya.web.post(action, data={**fields, "resolution": "delivered"}, headers=SAME_ORIGIN)
    mira.send({"resolution": "send_again", "reason": "It is not in their logs."}, form="/resolve")

    assert twice.status_code == 303
    assert mira.page.status_code == 412
    says(mira, "Priya Nair found out that it arrived: Dana has it, she says.", "What you typed", "not in their logs.")
    office.travel(utc_now() + timedelta(minutes=1))
    assert received(office) == []
    assert office.trail(loop.deliveries["Dana"]["id"]).count("delivery.resolved") == 1


def test_what_was_not_taken_goes_again_or_to_an_address_that_was_corrected(office: Office) -> None:
    loop = letter_approved(office)
    assert decide(office.priya, path_to(loop.deliveries["Dana"]), "send-now", {"reason": "She asked."}).is_success
    with mail_server(office, "refuse_rcpt"):
        office.run_due()
    priya = before(office, loop)
    says(priya, "Not taken", "It did not arrive", "If the address is wrong", "Their mail server said:")
    dana = office.crm.get(path_to(loop.deliveries["Dana"])).json()
    there = f"/v1/client-contacts/{dana['contact_id']}"
    seen = office.priya.get(there).headers.get("ETag", '"1"')
    changed = office.priya.patch(there, json={"email": office.address("dana2", "meridian")}, headers={"If-Match": seen})
    assert changed.is_success, changed.text
    office.run_tasks()

    priya.send({"reason": "Their postmaster let us in."}, form="/resolve")
    assert priya.page.status_code == 409
    says(priya, "It is not sent again: the contact's address changed.", "Now:")
    assert priya.form("/resolve").fields["reason"] == ["Their postmaster let us in."]
    review = priya.page.text.partition('href="/desk/review/')[2].partition('"')[0]
    priya.open(f"/review/{review}")
    says(priya, "Their mail server did not take it", "it goes to them already", "Approve and send")
    priya.send(form="/approve")

    priya = before(office, loop)
    says(priya, "Another delivery to Dana Whitfield took its place.")
    assert "count" not in menu(priya, "deliveries")
    office.travel(utc_now() + timedelta(days=1))
    assert (len(received(office, "dana2")), len(received(office, "tom"))) == (1, 1)


def test_what_waits_is_moved_sent_at_once_or_stopped_and_a_stale_press_is_told_what_happened(office: Office) -> None:
    loop = letter_approved(office)
    priya, mira, sam = before(office, loop), before(office, loop, who="manager"), before(office, loop, who="colleague")
    says(priya, "Sends Tue 08:30 New York (13:30 your time)", "Half an hour before Dana’s day begins", "Stop it")
    says(sam, "Priya Nair decides on it, whoever covers for them, or a manager.")
    assert "Stop it" not in sam.text
    forged = {**priya.form("/cancel").fields, "csrf": sam.form("/sign-out").fields["csrf"]}
    assert sam.web.post(priya.form("/cancel").action, data=forged, headers=SAME_ORIGIN).status_code == 403

    priya.send({"when": "at", "at": ""}, form="/reschedule")
    assert priya.page.status_code == 422
    priya.send({"when": "at", "at": "2026-11-20T09:00"}, form="/reschedule")
    says(priya, "is in the past")
    priya.send({"when": "at", "at": "2026-11-25T10:15"}, form="/reschedule")
    says(priya, "The new time is kept.", "Sends Wed 10:15 New York (15:15 your time)")
    mira.send({"send_reason": "Dana decides tonight."}, form="/send-now")
    assert mira.page.status_code == 412
    says(mira, "Priya Nair moved it to Wed 10:15 New York (15:15 your time). Decide on the letter as it stands now.")
    assert mira.form("/send-now").fields["send_reason"] == ["Dana decides tonight."]
    priya.send(form="/send-now")
    says(priya, "Write why it does not wait")
    priya.send({"send_reason": "Dana decides tonight."}, form="/send-now")
    says(priya, "It goes now.")

    tom = before(office, loop, "Tom")
    stop = again(tom, "/cancel")
    tom.send(form="/cancel")
    says(tom, "Stopped: nothing of it goes.", "Stopped: a consultant cancelled it")
    assert tom.web.post(stop[0], data=stop[1], headers=SAME_ORIGIN).status_code == 303
    office.run_due()
    assert (len(received(office)), len(received(office, "tom"))) == (1, 0)


def test_what_waits_for_an_address_says_so_and_stopped_alone_its_letter_is_in_the_queue_again(office: Office) -> None:
    panel = [office.interviewer("Dana Whitfield", email=None)]
    loop = letter_approved(office, interviewers=panel, to=("Dana",))
    priya = before(office, loop)
    says(priya, "Needs an address", "Give Dana Whitfield an address at Meridian Foods", "No address yet")

    priya.send(form="/cancel")

    says(priya, "Stopped: nothing of it goes. The letter waits in the queue again.", "Decide on the letter again")
    assert ">1<" in menu(priya, "queue")


def test_what_was_read_before_is_read_anew_when_it_is_locked(office: Office) -> None:
    """A page reads a delivery and then decides: in between a worker, or a colleague, may have taken it."""
    loop = letter_approved(office, to=("Dana",))
    delivery_id, actor = Prefixed("dlv").parse(loop.deliveries["Dana"]["id"]), SystemActor(office.agency_id)
    with office.rows() as reading:
        before_it = delivery_for(reading, delivery_id=delivery_id, actor=actor)
        assert before_it.state == "scheduled"
        decide(office.priya, path_to(loop.deliveries["Dana"]), "cancel")
        assert delivery_for(reading, delivery_id=delivery_id, actor=actor, lock=True).state == "cancelled"
