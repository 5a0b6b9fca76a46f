"""A manager gives somebody's work to a colleague: everything is shown first, and each is one audited action."""

from tests.make.desk import reviewing, says, waiting
from tests.make.loop import letter_agreed
from tests.make.visitor import SAME_ORIGIN, AtDesk
from tests.office import Office
from tests.web.test_problems import problem


def choose(mira: AtDesk, office: Office, former: str = "priya", to: str = "colleague", what: str = "all") -> None:
    ids = office.consultant_ids
    mira.open(f"/reassign?former={ids[former]}&to={ids[to]}&what={what}")


def test_everything_is_shown_before_it_is_given_and_what_waits_goes_along(office: Office) -> None:
    loop = letter_agreed(office)
    spare = office.announce("I-2", round=2, starts_at="2026-12-01T10:00:00Z", ends_at="2026-12-01T11:00:00Z")
    mira, sam = AtDesk(office, "manager"), AtDesk(office, "colleague")
    mira.open("/reassign")
    choose(mira, office, to="priya")
    assert mira.page.status_code == 422
    says(mira, "it is theirs already")
    choose(mira, office)
    says(mira, "From Priya Nair to Sam Idowu", "Debrief not accepted yet, 1 thing waits", "To come", "your CRM")

    mira.send(form=-1)

    says(mira, "Given: 2.", "Nothing to give")
    for one in (loop.interview["id"], spare["id"]):
        assert office.priya.get(f"/v1/interviews/{one}").json()["consultant_id"] == office.consultant_ids["colleague"]
        assert office.trail(one)[-1] == "interview.reassigned"
    office.run_tasks()
    item = waiting(office)
    assert item["consultant_id"] == office.consultant_ids["colleague"]
    sam.open(f"/review/{item['id']}")
    says(sam, "Approve and send")
    assert AtDesk(office, "priya").open("/reassign").status_code == 403


def test_what_changed_meanwhile_is_left_and_named_and_a_second_press_changes_nothing(office: Office) -> None:
    one = office.announce("I-1")
    two = office.announce("I-2", round=2, starts_at="2026-12-01T10:00:00Z", ends_at="2026-12-01T11:00:00Z")
    mira = AtDesk(office, "manager")
    choose(mira, office, what="to_come")
    form = mira.form(-1)
    office.announce("I-1", starts_at="2026-11-24T15:00:00Z", ends_at="2026-11-24T16:00:00Z")

    mira.send({"give": [one["id"], two["id"]]}, form=-1)

    assert mira.page.status_code == 409
    says(mira, "Alex Moreau: An integration moved the interview", "Given: 1.")
    again = mira.web.post(form.action, data={**form.fields, "give": [two["id"]]}, headers=SAME_ORIGIN)
    assert again.status_code == 303
    assert office.trail(two["id"]).count("interview.reassigned") == 1
    mira.send({"give": []}, form=-1)
    says(mira, "Tick at least one of them")
    assert "give" not in mira.form(-1).fields
    mira.send({"give": "int_of_nobody"}, form=-1)
    says(mira, "It is none of those that were shown")


def test_what_was_handed_to_somebody_alone_is_given_alone(office: Office) -> None:
    letter_agreed(office)
    priya = reviewing(office)
    priya.send({"colleague": office.consultant_ids["colleague"]}, form="/assign")
    mira = AtDesk(office, "manager")
    choose(mira, office, former="colleague", to="manager", what="handed")
    says(mira, "Letter v1, handed to them alone", "Alex Moreau")
    mira.send(form=-1)
    says(mira, "Given: 1.", "Nothing to give")
    assert waiting(office)["consultant_id"] == office.consultant_ids["manager"]


def test_over_the_api_an_interview_is_given_to_whoever_decides(office: Office) -> None:
    interview = office.announce()
    path = f"/v1/interviews/{interview['id']}"
    seen = {"If-Match": office.manager.get(path).headers["ETag"]}
    to = {"consultant_id": office.consultant_ids["compliance"]}
    problem(office.manager.post(f"{path}/reassign", json=to, headers=seen), 422, "invalid")
    to = {"consultant_id": office.consultant_ids["colleague"]}
    problem(office.priya.post(f"{path}/reassign", json=to, headers=seen), 403, "forbidden")
    given = office.manager.post(f"{path}/reassign", json=to, headers=seen)
    assert (given.status_code, given.json()["consultant_id"]) == (200, to["consultant_id"])
    assert given.headers["ETag"] != seen["If-Match"]
    back = {"consultant_id": office.consultant_ids["priya"]}
    stale = problem(office.manager.post(f"{path}/reassign", json=back, headers=seen), 412, "changed_meanwhile")
    assert "Mira Manager gave the interview" in stale["detail"]
