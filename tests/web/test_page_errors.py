"""What goes wrong with a page is said on a page, with what was typed; a form without its token does nothing."""

from app.core.ids import new_id, public_id
from tests.make.visitor import SAME_ORIGIN, AtDesk, Visitor
from tests.office import Office

BROWSER = {"Accept": "text/html,application/xhtml+xml"}


def test_a_form_without_its_token_is_refused_and_gives_back_what_was_typed(office: Office) -> None:
    visitor = Visitor(office, office.held()["id"])
    typed = {"went_well": "The case about supplier recalls.", "csrf": "another"}
    answer = visitor.web.post(f"{visitor.home}/debrief/went", data=typed, headers=SAME_ORIGIN)
    assert answer.status_code == 403
    assert "The case about supplier recalls." in answer.text
    assert "It was not saved" in answer.text
    assert f'<a href="{visitor.home}">Where it stands</a>' in answer.text


def test_a_form_from_another_site_is_refused(office: Office) -> None:
    visitor = Visitor(office, office.held()["id"])
    visitor.open("/debrief/went")
    sent = visitor.form("/went")
    headers = {"Sec-Fetch-Site": "cross-site"}
    answer = visitor.web.post(sent.action, data=sent.fields, headers=headers)
    assert answer.status_code == 403


def test_a_page_that_does_not_exist_is_a_page_for_a_browser_and_a_problem_for_a_program(office: Office) -> None:
    assert office.anybody.get("/nowhere", headers=BROWSER).headers["content-type"].startswith("text/html")
    assert office.anybody.get("/nowhere").headers["content-type"] == "application/problem+json"
    assert office.anybody.get("/v1/nowhere", headers=BROWSER).headers["content-type"] == "application/problem+json"


def test_trouble_at_the_desk_leads_back_to_the_desk(office: Office) -> None:
    priya = AtDesk(office, "priya")
    for path in ("/desk/nothing", "/desk/review/nothing"):
        answer = priya.web.get(path, headers=BROWSER)
        assert answer.status_code == 404
        assert "begin at My day" in answer.text
        assert '<a href="/desk">Back to My day</a>' in answer.text


def test_a_refused_page_of_the_console_stands_in_its_frame_with_the_way_back(office: Office) -> None:
    priya, ada, interview = AtDesk(office, "priya"), AtDesk(office, "admin"), office.held()
    missing = priya.web.get(f"/desk/clients/{public_id('cli', new_id())}", headers=BROWSER)
    assert (missing.status_code, "There is no such client in your agency." in missing.text) == (404, True)
    assert '<a href="/desk/clients" aria-current="page">' in missing.text
    assert '<p><a href="/desk/clients">Back to Clients</a></p>' in missing.text
    refused = ada.web.get("/desk/queue", headers=BROWSER)
    assert (refused.status_code, "Your role at the agency does not include this." in refused.text) == (403, True)
    assert '<p><a href="/desk">Back to My day</a></p>' in refused.text
    assert "/desk/settings" in refused.text.partition("<main")[0], "the menu is that of their role"
    assert "/desk/queue" not in refused.text
    path = f"/desk/interviews/{interview['id']}"
    priya.open(path)
    sent = {"csrf": priya.form("/cancel").fields["csrf"], "cancel_reason": "The panel is away."}
    lost = priya.web.post(f"{path}/cancel", data=sent, headers=SAME_ORIGIN)
    assert (lost.status_code, "The page lost its place on the way." in lost.text) == (412, True)
    assert f'<p><a href="{path}">Back to the page</a></p>' in lost.text
    assert "The panel is away." in lost.text.partition("<main")[2]


def test_whoever_is_not_signed_in_sees_no_frame_of_the_console(office: Office) -> None:
    answer = office.anybody.get("/desk/nothing", headers=BROWSER)
    assert (answer.status_code, "desk-menu" in answer.text) == (404, False)
    assert '<a href="/desk">My day</a>' in answer.text


def test_another_interviews_page_does_not_exist(office: Office) -> None:
    visitor = Visitor(office, office.held()["id"])
    other = office.held("I-2")
    answer = visitor.web.get(f"/my/{other['id']}")
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")


def test_who_may_not_see_an_interview_is_led_to_no_page_of_it(office: Office) -> None:
    home = f"/my/{office.held()['id']}"
    answer = office.priya.get(f"{home}/debrief", headers=BROWSER)
    assert answer.status_code == 403
    assert home not in answer.text


def test_a_form_that_breaks_off_is_refused_on_a_page(office: Office) -> None:
    visitor = Visitor(office, office.held()["id"])
    headers = {**SAME_ORIGIN, "Content-Type": "multipart/form-data; boundary=b"}
    answer = visitor.web.post(f"{visitor.home}/debrief/went", content=b"--b\r\nbroken", headers=headers)
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("text/html")


def test_an_address_that_is_mistyped_is_no_page_and_is_said_in_words(office: Office) -> None:
    visitor = Visitor(office, office.held()["id"])
    answer = visitor.web.get("/my/nothing")
    assert answer.status_code == 404
    assert "There is no such page" in answer.text
    assert "int_" not in answer.text
