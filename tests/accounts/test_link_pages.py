"""A candidate's link in a browser: one button lets in, an expired one mails the next, a stray one is ended."""

import re
from datetime import timedelta

import httpx
import pytest

from app.core.clock import utc_now
from tests.accounts.test_links import invite, mailed
from tests.make.accounts import wait
from tests.make.visitor import SAME_ORIGIN, Visitor, forms_of, text_of_page
from tests.office import Office, text_of


class Arriving:
    """Somebody at a browser without a session, who has a link."""

    def __init__(self, office: Office) -> None:
        """Open a browser with no cookie."""
        self.web = office.stack.enter_context(httpx.Client(base_url=office.premises.url, timeout=30))

    def press(self, page: httpx.Response, which: int = 0) -> httpx.Response:
        """Press the button of a form."""
        form = forms_of(page)[which]
        return self.web.post(form.action or page.url.path, data=form.fields, headers=SAME_ORIGIN)


@pytest.fixture
def browser(office: Office) -> Arriving:
    return Arriving(office)


def test_the_button_of_the_links_page_lets_in_and_pressed_twice_it_lets_in_again(
    office: Office, browser: Arriving
) -> None:
    interview = office.held()
    page = browser.web.get(f"/c/{mailed(office)[-1]}")
    first, second = browser.press(page), browser.press(page)
    assert page.status_code == 200
    assert "Alex" not in page.text
    assert "Meridian" not in page.text
    assert [answer.status_code for answer in (first, second)] == [303, 303]
    assert first.headers["location"] == f"/my/{interview['id']}"
    assert browser.web.get(first.headers["location"]).status_code == 200
    assert "samesite=strict" in page.headers["set-cookie"].lower()


def test_without_the_pages_cookie_nothing_is_opened_and_the_button_is_shown_again(
    office: Office, browser: Arriving
) -> None:
    office.held()
    page = browser.web.get(f"/c/{mailed(office)[-1]}")
    browser.web.cookies.clear()
    refused = browser.press(page)
    assert (refused.status_code, "set-cookie" in refused.headers) == (403, True)
    assert "afterword=" not in refused.headers["set-cookie"]
    assert "nothing was opened" in text_of_page(refused)
    assert browser.press(refused).status_code == 303


def test_an_expired_link_mails_a_new_one_to_the_stored_address_once(office: Office, browser: Arriving) -> None:
    office.held()
    link = mailed(office)[-1]
    wait(office, timedelta(days=15))
    before = len(mailed(office))
    expired = browser.press(browser.web.get(f"/c/{link}"))
    assert expired.status_code == 410
    asked = [browser.press(expired) for _ in range(2)]
    assert [answer.status_code for answer in asked] == [303, 303]
    assert "a new one is on its way" in text_of_page(browser.web.get(asked[0].headers["location"]))
    office.run_tasks()
    assert len(mailed(office)) == before + 1
    assert browser.press(browser.web.get(f"/c/{mailed(office)[-1]}")).status_code == 303


def test_a_revoked_or_unknown_link_answers_the_same_and_mails_nothing(office: Office, browser: Arriving) -> None:
    interview = office.held()
    link = mailed(office)[-1]
    visitor = Visitor(office, interview["id"])
    given = office.announcement()["candidate"]
    office.announce(candidate={**given, "email": office.address("alexandra")})
    office.run_tasks()
    sent = len(office.premises.smtp.messages)
    answers = []
    for one in (link, "awl_nonsense", link[:-3]):
        expired = browser.press(browser.web.get(f"/c/{one}"))
        asked = browser.press(expired)
        answers.append((expired.status_code, asked.status_code, text_of_page(browser.web.get(f"/c/{one}/new"))))
    office.run_tasks()
    assert len(set(answers)) == 1
    assert answers[0][:2] == (410, 303)
    assert len(office.premises.smtp.messages) == sent
    assert visitor.open().status_code == 401


def test_whoever_the_link_reached_by_mistake_ends_it_and_the_consultant_is_told(office: Office) -> None:
    interview = office.held()
    stray = Visitor(office, interview["id"])
    other = office.candidate(interview["id"])
    stray.open("/not-me")
    assert stray.heading == "Is this link yours?"
    assert stray.send({"leave": ""}, form="/not-me").status_code == 422
    ended = stray.send(form="/not-me", follow=False)
    assert (ended.status_code, "max-age=0" in ended.headers["set-cookie"].lower()) == (303, True)
    assert "opens nothing any more" in text_of_page(stray.web.get(ended.headers["location"]))
    assert stray.open().status_code == 401
    office.run_tasks()
    told = office.mails(f"priya@{office.name}.example")[-1]
    assert told["subject"] == "Alex Moreau's link reached somebody else"
    assert "not Alex Moreau" in text_of(told)
    assert other.get(f"/v1/interviews/{interview['id']}").status_code == 200


def test_done_on_this_device_ends_the_visit_and_leaves_the_link(office: Office, browser: Arriving) -> None:
    office.held()
    page = browser.web.get(f"/c/{mailed(office)[-1]}")
    home = browser.press(page).headers["location"]
    leaving = browser.web.get(f"{home}/not-me")
    form = next(one for one in forms_of(leaving) if one.action.endswith("/sign-out"))
    answer = browser.web.post(form.action, data=form.fields, headers=SAME_ORIGIN)
    assert (answer.status_code, answer.headers["location"]) == (303, "/goodbye")
    assert browser.web.get(home).status_code == 401
    assert browser.press(page).status_code == 303


def test_a_handed_over_link_has_the_candidates_own_mailed_once_and_shows_no_address(office: Office) -> None:
    interview = office.held()
    token = invite(office, interview)
    before = len(mailed(office))
    holder = Visitor(office, interview["id"], link="returned")
    holder.open()
    for _ in range(2):
        holder.send(form="/own-link")
        assert holder.heading == "We have mailed it to al…@c…"
        holder.open("/own-link")
    office.run_tasks()
    assert len(mailed(office)) == before + 1
    assert office.address("alex") not in holder.page.text
    assert token not in mailed(office)


def test_a_candidate_without_an_address_is_told_whom_to_ask(office: Office) -> None:
    interview = office.held(candidate={"name": "Alex Moreau", "phone": "+44 20 7946 0991"})
    holder = Visitor(office, interview["id"], link="returned")
    holder.open("/own-link")
    assert holder.heading == "We have no address to mail to"


def test_staying_stretches_the_visit_up_to_the_links_end_and_says_until_when(office: Office) -> None:
    interview = office.held()
    visitor = Visitor(office, interview["id"])
    came_in = utc_now()
    wait(office, timedelta(hours=11, minutes=50))
    visitor.open()
    csrf = re.findall(r'data-csrf="([^"]+)"', visitor.page.text)[0]
    headers = {**SAME_ORIGIN, "Accept": "application/json"}
    answer = visitor.web.post(f"{visitor.home}/stay", data={"csrf": csrf}, headers=headers)
    assert answer.status_code == 204
    assert answer.headers["session-ends"] > (came_in + timedelta(hours=23)).isoformat()
    wait(office, timedelta(hours=8))
    assert visitor.open().status_code == 200
    assert visitor.web.post(f"{visitor.home}/stay", data={"csrf": csrf}, headers=SAME_ORIGIN).status_code == 303
    wait(office, timedelta(hours=13))
    assert visitor.web.post(f"{visitor.home}/stay", data={"csrf": csrf}, headers=headers).status_code == 401
