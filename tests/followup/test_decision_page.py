"""The page on which a client is asked when it decides, and the desk's one list."""

from typing import Any

from app.accounts.models import Consultant
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.ids import Prefixed
from tests.make import queue
from tests.make.deciding import known, make_overdue, passed, says
from tests.make.plans import statements
from tests.make.visitor import AtDesk
from tests.office import Office

STATE = "Was expected Friday 4 December: ask by Monday 17:30 in New York, 22:30 your time"


def test_asking_is_one_press_from_the_list_and_what_came_of_it_is_noted_there(office: Office) -> None:
    interview = passed(office, interviewers=[office.interviewer("Dana Whitfield", phone="+1 212 555 0142")])
    priya = AtDesk(office, "priya")
    for path, words in (
        ("", "Ask Meridian Foods when they decide"),
        ("/follow-up", "Mon 17:30 New York (22:30 your time)"),
        (f"/interviews/{interview['id']}", f"Decision {STATE}"),
    ):
        priya.open(path)
        assert words in priya.text, (path, priya.text)
    priya.open(f"/interviews/{interview['id']}/decision")
    for words in (
        STATE,
        "About Friday 4 December, as Dana Whitfield said. From the debrief.",
        "Ring Dana Whitfield +1 212 555 0142",
        "Has anything changed? When may Alex expect to hear now?",
        "Do you have an updated time frame?",
    ):
        assert words in priya.text, words
    other = AtDesk(office, "colleague")
    other.open(f"/interviews/{interview['id']}/decision")

    priya.send({"heard": "Tom is away."}, form="/chased")
    assert priya.page.status_code == 422
    assert "Say how you asked them" in priya.text
    assert "Tom is away." in priya.page.text
    dana = known_contact(priya)
    priya.send({"how": "call", "contact_id": dana, "heard": "Tom is away."}, form="/chased")
    assert "It is noted that you asked. Alex does not see it." in priya.text
    assert "Was expected Friday 4 December: they were asked on Monday." in priya.text
    assert "Asked Dana Whitfield by telephone on Monday 14:00 in London. Tom is away." in priya.text

    other.send({"on": "2026-12-11", "reason": "Typed in vain?"}, form="/extend")
    assert other.page.status_code == 409
    assert "Priya Nair changed this on Mon 14:00 in London" in other.text
    assert "Typed in vain?" in other.page.text
    other.send({"on": "2026-12-01"}, form="/extend")
    assert "Has passed; name a day that is still to come" in other.text
    other.send({"on": "2026-12-11"}, form="/extend")
    assert "The new day is noted. Alex reads it, and that you asked; never why." in other.text
    assert "Expected Friday 11 December." in other.text
    assert known(office.priya, interview)["reason"] == "Typed in vain?"
    assert "Ask Meridian Foods" not in page(office, "/follow-up").text
    assert "They decide Friday 11 December 2026" in page(office, f"/interviews/{interview['id']}/brief").text
    history = page(office, f"/interviews/{interview['id']}").text
    assert "You asked Meridian Foods when they decide" in history
    assert "Sam Idowu noted another day on which Meridian Foods decides" in history
    read = page(office, f"/interviews/{interview['id']}/decision", "compliance")
    assert ("Why does it take longer?" in read.text, "Why it takes longer Typed in vain?" in read.text) == (False, True)


def test_the_list_is_filtered_pages_by_key_and_shows_what_the_queue_would(office: Office) -> None:
    to_ask(office, 2)
    priya = page(office, "")
    with statements() as few:
        priya.open("/follow-up")
    assert (priya.page.text.count("data-row"), "Everything Mine 2 To ask clients 2" in priya.text) == (2, True)
    to_ask(office, 25, consultant=f"colleague@{office.name}.example")
    with statements() as many:
        priya.open("/follow-up")
    assert (priya.page.text.count("data-row"), len(many)) == (25, len(few))
    assert "27 waiting" in priya.page.text.replace('<span class="unseen">', "").replace("</span>", "")
    following = priya.page.text.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
    priya.open(following.replace("&amp;", "&"))
    assert priya.page.text.count("data-row") == 2
    for path, rows in (("?whose=me", 2), ("?kind=chase&whose=me", 2), ("?kind=nudge", 0)):
        priya.open(f"/follow-up{path}")
        assert priya.page.text.count("data-row") == rows, path
    assert priya.open("/follow-up?after=nonsense").status_code == 422
    elsewhere(office, "colleague")
    assert page(office, "/follow-up").page.text.count("data-row") == 2, "of another team, where the agency says so"


def to_ask(office: Office, number: int, **announced: Any) -> None:
    """So many clients that are to be asked by this evening."""
    for n in range(number):
        interview = office.announce(f"ASK-{number}-{n}", round=n % 20 + 1, **announced)
        assert says(office.priya, interview, {"on": "2026-11-23"}).status_code == 200
    make_overdue(office)


def elsewhere(office: Office, who: str) -> None:
    """Somebody joins another team, and consultants see their own team's."""
    assert office.admin.patch("/v1/agency", json={"settings": {"consultants_see": "team"}}).status_code == 200
    team_id = queue.another_team(office)
    with office.rows() as session:
        user = session.get_one(Consultant, (office.agency_id, Prefixed("con").parse(office.consultant_ids[who])))
        user.team_id = team_id
        actor = SystemActor(office.agency_id)
        noted = {"notify": user.notify}
        record(session, AuditAction.CONSULTANT_NOTIFIED, subject=user, actor=actor, now=utc_now(), details=noted)


def known_contact(user: AtDesk) -> str:
    """The first of whom to ring, as the form offers them."""
    return user.page.text.split('name="contact_id" value="')[1].partition('"')[0]


def page(office: Office, path: str, who: str = "priya") -> AtDesk:
    user = AtDesk(office, who)
    user.open(path)
    assert user.page.status_code == 200, user.page.text
    return user
