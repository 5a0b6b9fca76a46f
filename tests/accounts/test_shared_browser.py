"""One browser, more than one visit: nothing stays for the next person, and another interview's page says so."""

from datetime import timedelta

import pytest

from tests.make.accounts import wait
from tests.make.visitor import SAME_ORIGIN, AtDesk, Visitor, text_of_page
from tests.office import Office

TYPED = "The case about supplier recalls went well."
NOBODYS = "int_0000000000000000000000000a"


def token_of(office: Office, interview_id: str) -> str:
    return office.candidate(interview_id).headers["authorization"].removeprefix("Bearer ")


@pytest.fixture
def taken_over(office: Office) -> Visitor:
    """A page of the first interview stands open when the second's link is opened in the same browser."""
    visitor = Visitor(office, office.held()["id"])
    visitor.open("/debrief/went")
    second = office.held("I-2", candidate={"name": "Kim Lee", "email": office.address("kim")})
    visitor.web.cookies.set("afterword", token_of(office, second["id"]))
    return visitor


@pytest.mark.parametrize("leave", ["sign-out", "not-me"])
def test_whoever_leaves_the_device_leaves_no_page_and_no_draft_on_it(office: Office, leave: str) -> None:
    visitor = Visitor(office, office.held()["id"])
    desk = AtDesk(office, "priya")
    (consultants,) = desk.web.cookies.jar
    visitor.web.cookies.set(consultants.name, consultants.value or "")
    visitor.open("/not-me")

    answer = visitor.send({"leave": "yes"}, form=f"/{leave}", follow=False)

    assert answer.status_code == 303
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert [line.split("=")[0] for line in answer.headers.get_list("set-cookie")] == ["afterword"]
    assert visitor.web.get("/desk").status_code == 200
    assert "clear-site-data" not in visitor.web.get(answer.headers["location"]).headers


def test_a_button_that_was_not_confirmed_clears_nothing(office: Office) -> None:
    visitor = Visitor(office, office.held()["id"])
    visitor.open("/not-me")
    assert "clear-site-data" not in visitor.send({"leave": ""}, form="/not-me", follow=False).headers


def test_a_page_of_another_interview_says_which_link_to_open_and_what_was_typed(taken_over: Visitor) -> None:
    form = taken_over.form("/went")
    sent = taken_over.web.post(form.action, data={**form.fields, "went_well": TYPED}, headers=SAME_ORIGIN)

    assert sent.status_code == 404
    assert "You came in for another interview on this device. Open this one’s link again." in text_of_page(sent)
    assert TYPED in sent.text
    opened = taken_over.web.get(taken_over.home)
    assert opened.status_code == 404
    assert "You came in for another interview on this device." in text_of_page(opened)
    assert "What you typed" not in opened.text


def test_a_page_that_saves_by_itself_is_refused_as_before(taken_over: Visitor) -> None:
    form = taken_over.form("/went")
    headers = {**SAME_ORIGIN, "Accept": "application/json"}
    assert taken_over.web.post(form.action, data=form.fields, headers=headers).status_code == 403


def test_another_interview_and_one_that_does_not_exist_answer_the_same_and_another_site_is_told_nothing(
    taken_over: Visitor,
) -> None:
    for page in ("", "/debrief", "/debrief/went", "/letters", "/letters/new", "/data", "/not-me"):
        theirs = taken_over.web.get(taken_over.home + page)
        nobodys = taken_over.web.get(f"/my/{NOBODYS}{page}")
        assert (page, theirs.status_code, theirs.content) == (page, nobodys.status_code, nobodys.content)
        assert theirs.status_code == 404

    headers = {"Sec-Fetch-Site": "cross-site"}
    sent = taken_over.web.post(f"{taken_over.home}/debrief/went", data={"went_well": TYPED}, headers=headers)
    assert sent.status_code == 403
    assert TYPED not in sent.text


def test_when_the_visit_has_ended_the_consultant_stands_there_with_their_number(office: Office) -> None:
    visitor = Visitor(office, office.held()["id"])
    assert visitor.open("/letters/ltr_0000000000000000000000000a").status_code == 404
    assert "Priya Nair</strong>, your consultant" in visitor.page.text
    wait(office, timedelta(hours=13))
    assert visitor.open("/debrief").status_code == 401
    assert "Priya Nair</strong>, your consultant" in visitor.page.text
    assert 'href="tel:' in visitor.page.text


def test_whoever_never_came_in_is_shown_no_consultant(office: Office) -> None:
    home = f"/my/{office.held()['id']}"
    answer = office.anybody.get(home)
    assert answer.status_code == 401
    assert "Priya" not in answer.text
