"""The page of one interview: where it stands, what happened, and what may be done with it."""

from datetime import timedelta

from app.core.clock import utc_now
from tests.make import debriefs, loop
from tests.make.desk import says
from tests.make.visitor import SAME_ORIGIN, AtDesk
from tests.office import Json, Office


def at_interview(office: Office, interview: Json, who: str = "priya") -> AtDesk:
    """Somebody with the page of this interview open."""
    user = AtDesk(office, who)
    assert user.open(f"/interviews/{interview['id']}").status_code == 200, user.page.text
    return user


def read(office: Office, interview: Json) -> Json:
    found: Json = office.priya.get(f"/v1/interviews/{interview['id']}").json()
    return found


def test_the_page_says_whose_turn_it_is_what_happened_and_where_everything_went(
    office: Office,
) -> None:
    made = loop.letter_agreed(office)
    priya = at_interview(office, made.interview)
    says(priya, "Your turn To decide on, ", "Letter v1, ", "Read it and decide", "Mon 10:00 New York (15:00 your")
    says(priya, "The debrief was asked for: a mail to the candidate", "Alex sent the letter to Dana Whitfield and Tom")
    says(priya, "Alex agreed that the letter goes to Dana Whitfield and Tom Achterberg Mon 16:20")
    says(at_interview(office, made.interview, "colleague"), "Priya Nair’s turn")
    assert loop.approve(office.priya, made).status_code == 200
    says(priya, "Awaits the debrief")
    debriefs.submit(made.candidate, made.interview["id"])
    for path in (priya.page.url.path.removeprefix("/desk"), "/interviews"):
        priya.open(path)
        says(priya, "Debrief to decide on")
        assert "Awaits the debrief" not in priya.text
    assert debriefs.decide(office.priya, made.interview["id"], "accept").status_code == 200
    priya.open(f"/interviews/{made.interview['id']}")
    says(priya, "Nobody’s turn The letter goes to Dana Whitfield and Tom Achterberg by itself: Tue 08:30 New York")
    says(priya, "You approved the letter", "You accepted the debrief", "Still to come: They decide", "Debrief Accepted")
    says(priya, "To Dana Whitfield : Sends Tue 08:30 New York (13:30 your time)", "Known at Meridian Foods.")
    cleo = at_interview(office, made.interview, "compliance")
    says(cleo, "You can read this. Consultants and managers change it.", "Priya Nair approved the letter")
    assert f'action="/desk/interviews/{made.interview["id"]}' not in cleo.page.text
    ada = AtDesk(office, "admin")
    assert ada.web.get(f"/desk/interviews/{made.interview['id']}").status_code == 403


def test_it_is_moved_by_the_clock_of_its_place_and_a_stale_change_is_refused_with_who_did_what(office: Office) -> None:
    interview = office.announce()
    priya, sam = at_interview(office, interview), at_interview(office, interview, "colleague")
    says(priya, "Nobody’s turn It is to come.", "Whom they meet")
    priya.send({"day": "", "starts_at": "09:00"}, form="/move")
    assert priya.page.status_code == 422
    says(priya, "There is a problem", "Choose the new date")
    assert 'value="09:00"' in priya.page.text
    moved = {"day": "2026-11-25", "starts_at": "09:00", "ends_at": "10:00", "zone": "America/New_York"}
    form = priya.form("/move")
    priya.send(moved, form="/move")
    says(priya, "The interview has its new time", "Wed 09:00 New York (14:00 your time)")
    again = priya.web.post(form.action, data={**form.fields, **moved}, headers=SAME_ORIGIN)
    assert again.status_code == 303
    assert read(office, interview)["starts_at"] == "2026-11-25T14:00:00Z"
    assert office.trail(interview["id"]).count("interview.moved") == 1
    sam.send({"cancel_reason": "The panel is away."}, form="/cancel")
    assert sam.page.status_code == 412
    says(sam, "Priya Nair moved the interview to Wed 09:00 New York (14:00 your time)")
    assert sam.page.text.count("The panel is away.") == 1
    sam.send(form="/cancel")
    says(sam, "The interview is cancelled.", "The interview is off", "“The panel is away.”", "You cancelled")
    assert 'action="/desk' not in sam.page.text.partition("<main")[2]
    priya.send({"cancel_reason": "Theirs."}, form="/cancel")
    assert priya.page.status_code == 412
    says(priya, "Sam Idowu cancelled the interview", "It was not sent", "Theirs.")


def test_the_link_is_mailed_again_once_for_two_presses_and_a_no_show_is_recorded(office: Office) -> None:
    interview = office.held()
    priya, mira = at_interview(office, interview), at_interview(office, interview, "manager")
    before = len(office.mails(office.address("alex")))
    for user in (priya, mira):
        user.send(form="/mail-link")
        says(user, "goes to the candidate by mail now")
    office.run_tasks()
    assert len(office.mails(office.address("alex"))) == before + 1
    mira.send(form="/no-show")
    says(mira, "It is recorded that the candidate did not attend.", "Alex did not attend. Nothing is asked")
    assert read(office, interview)["state"] == "no_show"
    priya.send(form="/mail-link")
    assert priya.page.status_code == 409
    by_telephone = office.announce("I-2", candidate={"name": "Lea Paul", "phone": "+44 20 7946 0992"})
    assert "Mail the link again" not in at_interview(office, by_telephone).text


def test_the_debrief_is_asked_for_in_short_done_without_and_opened_again(office: Office) -> None:
    interview = office.held()
    priya = at_interview(office, interview)
    says(priya, "Alex Moreau’s turn To say how it went. Asked")
    stale = at_interview(office, interview, "manager")
    priya.send({"profile": "short"}, form="/profile")
    says(priya, "The debrief is asked for like that", "You asked for the short debrief")
    priya.send({"profile": "short"}, form="/profile")
    stale.send({"waive_reason": "They have decided."}, form="/waive")
    assert stale.page.status_code == 412
    says(stale, "Priya Nair asked for the short debrief")
    priya.send(form="/waive")
    assert priya.page.status_code == 422
    form = priya.form("/waive")
    priya.send({"waive_reason": "They have decided."}, form="/waive")
    says(priya, "It goes on without a debrief", "It was closed without a debrief.", "“They have decided.”")
    again = {**form.fields, "waive_reason": "They have decided."}
    assert priya.web.post(form.action, data=again, headers=SAME_ORIGIN).status_code == 303
    priya.send(form="/reopen")
    says(priya, "The debrief is open again.", "You opened the debrief again")
    told = office.priya.get(f"/v1/interviews/{interview['id']}/debrief").json()
    assert (told["state"], told["profile"]) == ("requested", "short")
    assert office.trail(told["id"]).count("debrief.waived") == 1
    sam = at_interview(office, interview, "colleague")
    assert "Do without the debrief" not in sam.text
    form = priya.form("/waive")
    sam_csrf = {**form.fields, "csrf": sam.form(0).fields["csrf"], "waive_reason": "No."}
    assert sam.web.post(form.action, data=sam_csrf, headers=SAME_ORIGIN).status_code == 403


def test_a_consultant_says_who_was_met(office: Office) -> None:
    interview = office.held(interviewers=[office.interviewer("Dana Whitfield")])
    met = [{"name": "Dana Whitfeld"}, {"name": "Ines Duarte", "title": "Controller"}, {"name": "The receptionist"}]
    debriefs.submit(office.candidate(interview["id"]), interview["id"], debriefs.full_answers(people_met=met))
    people = {one["name"]: one["id"] for one in read(office, interview)["people"]}
    priya = at_interview(office, interview)
    says(priya, "Not known yet who this is at Meridian Foods; Alex Moreau named them", "(likely)")
    priya.send(form=f"{people['Dana Whitfeld']}/match")
    says(priya, "It is noted who they are.", "Is Dana Whitfield, Head of Product", "You said who Dana Whitfeld is")
    ines = f"new.{people['Ines Duarte']}"
    priya.send({f"{ines}.email": "ines", f"{ines}.country": "gb"}, form=f"{people['Ines Duarte']}/contact")
    assert priya.page.status_code == 422
    says(priya, "Write an address such as dana@example.com")
    priya.send({f"{ines}.email": "ines@meridian.example"}, form=f"{people['Ines Duarte']}/contact")
    says(priya, "ines@meridian.example")
    desk = people["The receptionist"]
    priya.send(form=f"{desk}/leave")
    assert priya.page.status_code == 422
    form = priya.form(f"{desk}/leave")
    left = {**form.fields, f"leave.{desk}.reason": "Let them in."}
    priya.send({f"leave.{desk}.reason": "Let them in."}, form=f"{desk}/leave")
    says(priya, "Left without a contact: Let them in.", "You left The receptionist without a contact")
    assert priya.web.post(form.action, data=left, headers=SAME_ORIGIN).status_code == 303
    priya.send(
        {f"unmatch.{people['Dana Whitfeld']}.reason": "Somebody else."}, form=f"{people['Dana Whitfeld']}/unmatch"
    )
    says(priya, "You took back who Dana Whitfeld is", "“Somebody else.”")
    assert office.trail(interview["id"]).count("person.left") == 1


def test_what_the_candidate_says_of_it_is_for_the_consultant_to_settle(office: Office) -> None:
    interview = office.held()
    told = {"answer": "cancelled", "reason": "The panel was away."}
    said = office.candidate(interview["id"]).post(f"/v1/interviews/{interview['id']}/attendance", json=told)
    assert said.is_success, said.text
    priya = at_interview(office, interview)
    says(priya, "Your turn Alex said that it was cancelled. Ask the client, then cancel the interview or move it.")
    says(priya, "Alex said that the interview was cancelled", "“The panel was away.”")
    away = {"consultant_id": office.consultant_ids["priya"], "covered_by": office.consultant_ids["colleague"]}
    today = utc_now().date()
    days = {"from_on": today.isoformat(), "until_on": (today + timedelta(days=2)).isoformat()}
    assert office.admin.post("/v1/cover-rules", json={**away, **days}).status_code == 201
    says(at_interview(office, interview, "colleague"), "Your turn", "away today: Sam Idowu covers")
    says(at_interview(office, interview, "manager"), "Priya Nair’s turn", "Sam Idowu covers for them.")
