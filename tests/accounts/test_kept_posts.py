"""A form that is sent when the visit has ended is kept, and goes back into its page for whoever wrote it (rule 8)."""

from datetime import timedelta

from sqlalchemy import text

from app.accounts.queries.kept import form_of
from app.core.actor import CandidateActor
from app.core.clock import utc_now
from app.core.ids import Prefixed, new_id
from tests.accounts.test_links import mailed
from tests.make import people
from tests.make.accounts import wait
from tests.make.visitor import SAME_ORIGIN, Visitor, text_of_page
from tests.office import Office
from tests.privacy.test_retaining import after

WHY = "The panel was on the late train."
GONE = {"answer": "did_not_go", "reason": WHY}


def too_late(office: Office) -> Visitor:
    """Somebody who opened the first page, typed, and sent it when their visit had ended."""
    interview = office.held()
    visitor = Visitor(office, interview["id"])
    visitor.open("/interview")
    wait(office, timedelta(hours=13))
    visitor.send(GONE, form="/interview")
    return visitor


def back_in(office: Office, visitor: Visitor, link: str = "sent") -> Visitor:
    return Visitor(office, visitor.home.removeprefix("/my/"), link=link)


def kept_rows(office: Office) -> int:
    with office.rows() as session:
        return int(session.scalar(text("SELECT count(*) FROM kept_post")) or 0)


def test_what_was_typed_is_kept_and_a_link_is_mailed_to_the_stored_address(office: Office) -> None:
    visitor = too_late(office)
    assert (visitor.page.status_code, visitor.heading) == (401, "What you typed is kept")
    assert "We have mailed a link to al…@c…" in visitor.text
    assert WHY not in visitor.page.text
    before = len(mailed(office))
    office.run_tasks()
    assert len(mailed(office)) == before + 1


def test_sent_again_within_minutes_it_is_kept_once_and_mailed_once(office: Office) -> None:
    interview = office.held()
    visitor = Visitor(office, interview["id"])
    form = visitor.open("/interview")
    wait(office, timedelta(hours=13))
    for _ in range(3):
        visitor.page = form
        visitor.send(GONE, form="/interview")
    before = len(mailed(office))
    office.run_tasks()
    assert (kept_rows(office), len(mailed(office))) == (1, before + 1)


def test_it_is_offered_inside_and_put_back_into_its_page_and_sent(office: Office) -> None:
    visitor = back_in(office, too_late(office))
    visitor.open()
    assert "Something you sent is kept for you." in visitor.text
    visitor.open("/kept")
    assert WHY in visitor.text
    assert "Whether the interview went ahead" in visitor.text
    listed = visitor.page
    visitor.send(form=0)
    form = visitor.form("/interview")
    assert (form.fields["reason"], form.fields["answer"]) == ([WHY], ["did_not_go"])
    visitor.send(form="/interview")
    assert visitor.heading == "You told us that you did not go"
    assert "Something you sent" not in visitor.text
    visitor.page = listed
    assert visitor.send(form=0).status_code == 200


def test_it_is_thrown_away_by_one_press(office: Office) -> None:
    visitor = back_in(office, too_late(office))
    visitor.open("/kept")
    visitor.send(form="/throw-away")
    assert "Nothing waits here" in visitor.text
    assert kept_rows(office) == 0


def test_a_handed_over_link_is_shown_nothing_of_it(office: Office) -> None:
    holder = back_in(office, too_late(office), link="returned")
    holder.open()
    assert "kept for you" not in holder.text
    assert holder.open("/kept").status_code == 403
    assert WHY not in holder.page.text


def test_without_a_session_that_is_known_the_words_are_given_back(office: Office) -> None:
    interview = office.held()
    visitor = Visitor(office, interview["id"])
    form = visitor.open("/interview")
    visitor.web.cookies.clear()
    visitor.page = form
    visitor.send(GONE, form="/interview")
    assert (visitor.page.status_code, visitor.heading) == (401, "Come in again by your link")
    assert WHY in text_of_page(visitor.page)
    assert kept_rows(office) == 0


def test_a_form_from_another_site_is_neither_kept_nor_answered_by_a_mail(office: Office) -> None:
    interview = office.held()
    visitor = Visitor(office, interview["id"])
    visitor.open("/interview")
    fields = {**visitor.form("/interview").fields, **GONE}
    wait(office, timedelta(hours=13))
    answer = visitor.web.post(f"{visitor.home}/interview", data=fields, headers={"Origin": "https://evil.example"})
    before = len(mailed(office))
    office.run_tasks()
    assert (answer.status_code, kept_rows(office), len(mailed(office))) == (403, 0, before)


def test_a_page_that_is_opened_too_late_offers_a_link_and_its_button_mails_it(office: Office) -> None:
    interview = office.held()
    visitor = Visitor(office, interview["id"])
    wait(office, timedelta(hours=13))
    visitor.open()
    assert visitor.page.status_code == 401
    visitor.send(form="/own-link")
    assert "We have mailed a link" in visitor.text
    before = len(mailed(office))
    office.run_tasks()
    assert (kept_rows(office), len(mailed(office))) == (0, before + 1)


def test_a_browser_says_that_the_origin_is_null_where_our_pages_send_no_referrer(office: Office) -> None:
    interview = office.held()
    visitor = Visitor(office, interview["id"])
    visitor.open("/interview")
    fields = {**visitor.form("/interview").fields, **GONE}
    for headers, status in (
        ({"Origin": "null", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, 303),
    ):
        answer = visitor.web.post(f"{visitor.home}/interview", data=fields, headers=headers)
        assert answer.status_code == status


def test_it_goes_like_a_draft(office: Office) -> None:
    too_late(office)
    after(office, 29)
    assert kept_rows(office) == 1
    after(office, 2)
    assert kept_rows(office) == 0


def test_what_was_sent_after_leaving_the_device_goes_with_the_person(office: Office) -> None:
    interview = office.held()
    visitor = Visitor(office, interview["id"])
    form = visitor.open("/interview")
    visitor.web.post("/v1/sign-out", headers=SAME_ORIGIN)
    visitor.web.cookies.set("afterword", form.request.headers["cookie"].removeprefix("afterword="))
    for kept in (1, 0):
        visitor.page = form
        assert visitor.send(GONE, form="/interview").status_code == 401
        assert kept_rows(office) == kept
        assert people.erase(office, people.of(interview)).status_code in {200, 409}


def test_what_no_kept_post_is_named_by_fills_no_form(office: Office) -> None:
    actor = CandidateActor(office.agency_id, new_id(), new_id(), new_id(), "sent")
    nothing = [None, "", "nonsense", "kpt_nonsense", "int_01h455vb4pex5vsknk084sn02q", Prefixed("kpt").show(new_id())]
    with office.rows() as session:
        assert [kept for kept in nothing if form_of(session, actor=actor, kept=kept) is not None] == []


def test_of_two_days_typing_both_are_kept(office: Office) -> None:
    interview = office.held()
    visitor = Visitor(office, interview["id"])
    form = visitor.open("/interview")
    wait(office, timedelta(hours=13))
    visitor.send(GONE, form="/interview")
    wait(office, timedelta(hours=11))
    visitor.page = form
    visitor.send({**GONE, "reason": "Another reason."}, form="/interview")
    assert (utc_now().day, kept_rows(office)) == (24, 2)
