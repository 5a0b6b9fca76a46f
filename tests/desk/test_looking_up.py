"""Interviews and candidates are found by who they are with and where they stand; the address is the view."""

import psycopg

from app.adapters.postgres.cluster import SUPERUSER
from app.core.ids import Prefixed
from tests.make import people, queue
from tests.make.desk import says
from tests.make.visitor import AtDesk
from tests.office import Office

MANY_MORE = """
INSERT INTO interview (agency_id, id, application_id, consultant_id, round, starts_at, ends_at, time_zone,
                       introduced_by, debrief_profile, state, audit_seq, audit_hash)
SELECT agency_id, gen_random_uuid(), application_id, consultant_id, n, starts_at + n * interval '1 day',
       ends_at + n * interval '1 day', time_zone, introduced_by, debrief_profile, state, audit_seq, audit_hash
FROM interview, generate_series(2, 20) n WHERE agency_id = %(agency)s
"""
ANOTHER_TEAM = "UPDATE consultant SET team_id = %(team)s WHERE agency_id = %(agency)s AND id = %(who)s"


def change_rows(office: Office, statement: str, **values: object) -> None:
    """Change rows as nobody can, past the trail that the database asks for."""
    url = office.premises.cluster.url_for(SUPERUSER, "afterword_shared")
    with psycopg.connect(url) as everything:
        everything.execute("SET session_replication_role = replica")
        everything.execute(statement.encode(), {"agency": office.agency_id, **values})


def next_of(user: AtDesk) -> str:
    """Where the next page is."""
    return user.page.text.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")


def test_interviews_are_found_and_paged(office: Office) -> None:
    priya, ada = AtDesk(office, "priya"), AtDesk(office, "admin")
    priya.open("/interviews")
    says(priya, "No interview yet", "Enter the first one")
    office.announce()
    lea = {"name": "Lea Paul", "email": office.address("lea")}
    tokyo = office.announce("I-2", candidate=lea, time_zone="Asia/Tokyo", job={"title": "Controller"})
    priya.open("/interviews?q=paul+contr")
    says(priya, "Lea Paul Controller · Meridian Foods · round 1", "Tue 00:00 Tokyo (Mon 15:00 your time)", "To come")
    assert "Alex" not in priya.text.partition("Where it stands")[2]
    priya.open("/interviews?q=100%25")
    says(priya, "Nothing found", "“100%”")
    priya.open("/interviews?state=closed")
    says(priya, "No interview is in this view.")
    for asked, many in (("q=paul+contr", 1), ("state=closed", 0), (f"candidate_id={tokyo['candidate']['id']}", 1)):
        assert len(office.crm.get(f"/v1/interviews?{asked}").json()["data"]) == many
    change_rows(office, MANY_MORE)
    for view, first in (("?state=scheduled", "Mon 10:00 New York"), ("", "Sun 13 Dec 00:00 Tokyo")):
        priya.open(f"/interviews{view}")
        rows = priya.text.partition("Where it stands Consultant")[2]
        assert min(rows.find(first), 200) >= 0
        assert priya.page.text.count("data-row") == 25
        priya.open(next_of(priya))
        assert priya.page.text.count("data-row") == 15
    assert ada.web.get("/desk/interviews").status_code == 403
    priya.open(f"/candidates/{tokyo['candidate']['id']}")
    assert priya.page.text.count("data-row") == 20


def test_by_a_setting_consultants_find_their_teams_interviews_and_candidates_alone(office: Office) -> None:
    interview = office.announce()
    known = "/desk/interviews/known?kind=candidate&q=Alex"
    office.admin.patch("/v1/agency", json={"settings": {"consultants_see": "team"}})
    sam, priya = AtDesk(office, "colleague"), AtDesk(office, "priya")
    for path in ("/interviews", "/candidates", f"/candidates/{interview['candidate']['id']}"):
        sam.open(path)
        says(sam, "Alex Moreau")
    assert "Alex Moreau" in sam.web.get(known).text
    assert [one["name"] for one in office.colleague.get("/v1/candidates").json()["data"]] == ["Alex Moreau"]
    who = Prefixed("con").parse(office.consultant_ids["colleague"])
    change_rows(office, ANOTHER_TEAM, team=queue.another_team(office), who=who)
    sam.open("/interviews")
    says(sam, "No interview yet")
    sam.open("/candidates")
    says(sam, "No candidate yet")
    alone = (f"/desk/interviews/{interview['id']}", f"/v1/interviews/{interview['id']}")
    for path in (*alone, f"/desk/candidates/{interview['candidate']['id']}"):
        assert sam.web.get(path).status_code == 404
    assert "Alex Moreau" not in sam.web.get(known).text
    assert office.colleague.get("/v1/candidates").json()["data"] == []
    for who_else in (office.manager, office.crm):
        assert len(who_else.get("/v1/candidates").json()["data"]) == 1
    for path in ("/interviews?whose=me", "/candidates?q=alex"):
        priya.open(path)
        says(priya, "Alex Moreau")


def test_candidates_are_found_by_name_address_and_number(office: Office) -> None:
    priya, cleo = AtDesk(office, "priya"), AtDesk(office, "compliance")
    priya.open("/candidates")
    says(priya, "No candidate yet")
    alex = office.announce()
    lea = office.announce("I-2", candidate={"name": "Lea Paul", "phone": "+44 20 7946 0992"})
    for words, name in (("more", "Alex Moreau"), ("alex@cand", "Alex Moreau"), ("7946 0992", "Lea Paul")):
        priya.open(f"/candidates?q={words.replace('+', '%2B')}")
        says(priya, name)
        assert priya.page.text.count("data-row") == 1
    priya.open("/candidates?q=zeppelin")
    says(priya, "Nobody found")
    priya.open(f"/candidates/{lea['candidate']['id']}")
    says(priya, "None: they are rung", "+44 20 7946 0992", "Product Manager · Meridian Foods")
    assert "What is held" not in priya.text
    assert people.erase(office, people.of(lea)).status_code == 200
    cleo.open(f"/candidates/{lea['candidate']['id']}")
    says(cleo, "A candidate who was erased", "Nothing of who they were is left")
    cleo.open("/candidates")
    assert cleo.page.text.count("data-row") == 1
    assert alex["candidate"]["id"] in cleo.page.text
