"""The agency's own people come in and leave by their browser."""

from tests.make.accounts import PASSPHRASE, joined
from tests.make.visitor import SAME_ORIGIN, AtDesk, Browser, Visitor
from tests.office import Office


def at_the_door(office: Office) -> Browser:
    joined(office)
    return Browser(office, "")


def details(office: Office, **changes: str) -> dict[str, str]:
    return {"agency": office.name, "email": f"nina@{office.name}.example", "passphrase": PASSPHRASE, **changes}


def test_who_asks_for_a_page_signs_in_and_lands_on_it(office: Office) -> None:
    nina = at_the_door(office)

    asked = nina.open("/desk?from=mail")
    assert (asked.status_code, nina.heading) == (401, "Sign in")
    nina.send(details(office))

    assert (nina.page.status_code, nina.page.url.path, nina.page.url.query) == (200, "/desk", b"from=mail")
    assert nina.heading == "My day"


def test_what_is_wrong_is_not_told_apart_and_the_passphrase_is_never_shown(office: Office) -> None:
    nina = at_the_door(office)
    for name, value in (("agency", "nowhere"), ("email", "nobody@agency.example"), ("passphrase", "not Nina's own")):
        nina.open("/sign-in")
        wrong = details(office, **{name: value})

        nina.send(wrong)

        assert nina.page.status_code == 401, name
        assert "Agency, e-mail address or passphrase is not right. Check all three" in nina.text
        assert nina.form().fields["agency"] == [wrong["agency"]]
        assert nina.form().fields["passphrase"] == [""]
        assert "afterword-desk" not in nina.web.cookies


def test_an_empty_form_names_what_is_missing(office: Office) -> None:
    nina = Browser(office, "")
    nina.open("/sign-in")
    nina.send({})
    assert nina.page.status_code == 422
    for words in (
        "Write the name that your agency signs in with",
        "Write your e-mail address",
        "Write your passphrase",
    ):
        assert nina.page.text.count(words) == 2
    nina.send({"agency": office.name, "email": f"nina@{office.name}.example"})
    assert nina.page.status_code == 422
    assert "Write your passphrase" in nina.text


def test_signing_in_leads_to_the_console_only(office: Office) -> None:
    nina = at_the_door(office)
    elsewhere = (
        "https://elsewhere.example/desk",
        "//elsewhere.example",
        "/desk/../my/x",
        "/desk\\elsewhere",
        "/c/awl_x",
    )
    for onward in elsewhere:
        nina.open("/sign-in")
        answer = nina.send({**details(office), "next": onward}, follow=False)
        assert (onward, answer.status_code, answer.headers["location"]) == (onward, 303, "/desk")
        nina.web.cookies.clear()


def test_a_form_from_another_site_signs_nobody_in(office: Office) -> None:
    nina = at_the_door(office)
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {}):
        answer = nina.web.post("/sign-in", data=details(office), headers=headers)
        assert answer.status_code == 403
    assert "afterword-desk" not in nina.web.cookies


def test_signing_out_ends_the_session_and_a_form_without_our_token_does_not(office: Office) -> None:
    priya = AtDesk(office, "priya")
    priya.open()
    forged = priya.web.post("/desk/sign-out", data={"leave": "yes"}, headers=SAME_ORIGIN)
    assert forged.status_code == 403
    assert office.priya.get("/v1/agency").status_code == 200

    priya.send(form="/sign-out")

    assert (priya.page.url.path, priya.heading) == ("/sign-in", "Sign in")
    assert office.priya.get("/v1/agency").status_code == 401


def test_what_was_typed_after_the_session_ended_is_given_back(office: Office) -> None:
    priya = AtDesk(office, "priya")
    priya.open()
    office.priya.post("/v1/sign-out")

    priya.send({"reason": "Ask Dana about Porto first."}, form="/sign-out")

    assert priya.page.status_code == 401
    assert "Ask Dana about Porto first." in priya.text
    assert priya.form().fields["next"] == ["/desk"]


def test_a_consultant_and_a_candidate_in_one_browser_do_not_end_each_others_visit(office: Office) -> None:
    both = Visitor(office, office.held()["id"])
    desk = AtDesk(office, "priya")
    both.web.cookies.set("afterword-desk", desk.web.cookies["afterword-desk"])

    both.open()
    assert both.page.status_code == 200
    assert both.web.get("/desk").status_code == 200
    desk.open()
    desk.send(form="/sign-out")
    assert both.web.get("/desk").status_code == 401
    assert both.open().status_code == 200
