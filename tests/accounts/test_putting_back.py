"""What was kept when a visit had ended goes back into every page that it can come from, and waits until it is sent."""

from datetime import timedelta

import pytest

from tests.accounts.test_kept_posts import kept_rows
from tests.make import debriefs, letters
from tests.make.accounts import wait
from tests.make.visitor import Values, Visitor
from tests.office import Office

NEWS = "I was given the award on Friday."


def back_in(office: Office, visitor: Visitor) -> Visitor:
    return Visitor(office, visitor.home.removeprefix("/my/"))


def too_late(office: Office, interview_id: str, page: str, form: str, typed: Values) -> Visitor:
    """Somebody who typed into a page and sent it when their visit had ended, and is in again."""
    visitor = Visitor(office, interview_id)
    visitor.open(page)
    wait(office, timedelta(hours=13))
    visitor.send(typed, form=form)
    assert visitor.heading == "What you typed is kept"
    return back_in(office, visitor)


@pytest.mark.parametrize(
    ("page", "form", "name"),
    [
        ("/new", "/new", "text"),
        ("/data", "/data/ask", "words"),
        ("/debrief/went", "/went", "went_well"),
    ],
)
def test_it_stands_in_its_page_again_and_waits_until_that_is_sent(
    office: Office, page: str, form: str, name: str
) -> None:
    interview = office.held()
    if page == "/new":
        debriefs.accepted(office, interview["id"])
    visitor = too_late(office, interview["id"], page, form, {name: NEWS, "kind": "correction"})
    visitor.open("/kept")
    visitor.send(form=0)
    assert visitor.form(form).fields[name] == [NEWS]
    assert "Something you sent is kept" not in visitor.text

    closed_without_sending = back_in(office, visitor)
    closed_without_sending.open()
    assert "Something you sent is kept for you." in closed_without_sending.text

    visitor.send(form=form)
    visitor.open()
    assert "Something you sent is kept" not in visitor.text


def test_what_does_not_pass_goes_on_waiting(office: Office) -> None:
    visitor = too_late(office, office.held()["id"], "/debrief/went", "/went", {"went_well": NEWS})
    visitor.open("/kept")
    visitor.send(form=0)
    assert visitor.send({"went_well": "x" * 4_001}, form="/went").status_code == 422
    visitor.open()
    assert "Something you sent is kept for you." in visitor.text


def test_why_somebody_would_rather_not_say_stands_there_again(office: Office) -> None:
    visitor = too_late(office, office.held()["id"], "/debrief/decline", "/decline", {"reason": NEWS})
    visitor.open("/kept")
    visitor.send(form=0)
    assert visitor.form("/decline").fields["reason"] == [NEWS]


@pytest.mark.parametrize("came_back", [False, True])
def test_what_was_said_about_a_letter_stands_beside_it_again(office: Office, came_back: bool) -> None:
    """Beside the letter itself, not in its place, where the letter came back to be written on meanwhile."""
    interview = office.held()
    letter = letters.submitted(office.candidate(interview["id"]), interview)
    visitor = Visitor(office, interview["id"])
    visitor.open(f"/letters/{letter['id']}")
    if came_back:
        letters.send_back(office.priya, letter, "Which year was that?")
    wait(office, timedelta(hours=13))
    visitor.send({"say": "Certainly."}, form="/comments")

    visitor = back_in(office, visitor)
    visitor.open("/kept")
    visitor.send(form=0)
    fields = visitor.form(letter["id"] if came_back else "/comments").fields
    assert "Certainly." in visitor.text
    if came_back:
        assert fields["content.paragraphs.0.text"] == [letters.THANKS]
        assert sorted(fields["addressees"]) == sorted(one["id"] for one in letter["addressees"])


def test_what_was_ticked_for_the_client_and_the_kind_of_letter_stand_there_again(office: Office) -> None:
    interview = office.held()
    debriefs.submit(office.candidate(interview["id"]), interview["id"])
    given = {"marked": "went_well", "words.went_well": "I have run a recall."}
    visitor = too_late(office, interview["id"], "/summary", "/summary", given)
    visitor.open("/kept")
    visitor.send(form=0)
    fields = visitor.form("/summary").fields
    assert (fields["marked"], fields["words.went_well"]) == (["went_well"], ["I have run a recall."])

    visitor = too_late(office, interview["id"], "/letters/new", "/new", {"kind": "thank_you"})
    visitor.open("/kept")
    visitor.send(form=0)
    assert visitor.form("/new").fields["kind"] == ["thank_you"]


def test_other_words_within_minutes_stand_beside_the_first_and_do_not_replace_them(office: Office) -> None:
    interview = office.held()
    debriefs.accepted(office, interview["id"])
    visitor = Visitor(office, interview["id"])
    form = visitor.open("/new")
    wait(office, timedelta(hours=13))
    for typed in ("I was given", NEWS, "My notice is a month."):
        visitor.page = form
        visitor.send({"text": typed}, form="/new")
    assert kept_rows(office) == 2


def test_it_is_shown_in_the_words_that_were_typed_and_nothing_else(office: Office) -> None:
    typed = {"role_as_described": "日本語の会社です。", "organisation_facts": "Growing"}
    visitor = too_late(office, office.held()["id"], "/debrief/people", "/people", typed)
    visitor.open("/kept")
    assert "日本語の会社です。" in visitor.text
    assert "Growing" in visitor.text
    assert "people_met:" not in visitor.text


def test_words_that_a_refused_form_gives_back_are_those_that_were_typed(office: Office) -> None:
    visitor = Visitor(office, office.held()["id"])
    visitor.open("/debrief/people")
    visitor.send({"csrf": "not ours", "role_as_described": "Growing"}, form="/people")
    assert visitor.page.status_code == 403
    assert "Growing" in visitor.text
    assert "people_met:" not in visitor.text
    assert f'href="{visitor.home}"' in visitor.page.text


def test_a_row_far_away_is_put_back_as_the_next(office: Office) -> None:
    typed = {"people_met.99999999999.name": "Rosa Lind"}
    visitor = too_late(office, office.held()["id"], "/debrief/people", "/people", typed)
    visitor.open("/kept")
    visitor.send(form=0)
    assert visitor.form("/people").fields["people_met.2.name"] == ["Rosa Lind"]


def test_what_another_site_wrote_is_not_shown_as_what_was_typed(office: Office) -> None:
    visitor = Visitor(office, office.held()["id"])
    for status in (403, 401):
        answers = [
            visitor.web.post(f"{visitor.home}/new", data={"text": NEWS}, headers={"Sec-Fetch-Site": site})
            for site in ("same-origin", "cross-site")
        ]
        assert [(one.status_code, NEWS in one.text) for one in answers] == [(status, True), (status, False)]
        visitor.web.cookies.clear()
