"""Settings are changed by whoever read them last, and somebody who never came is invited again."""

from tests.office import Office, text_of
from tests.web.test_problems import problem


def test_settings_that_somebody_changed_meanwhile_are_not_changed_over_them(office: Office) -> None:
    seen = {"If-Match": office.admin.get("/v1/agency").headers["ETag"]}
    first = office.admin.patch("/v1/agency", json={"settings": {"undo_seconds": 30}}, headers=seen)
    assert first.status_code == 200, first.text
    stale = office.admin.patch("/v1/agency", json={"settings": {"undo_seconds": 90}}, headers=seen)
    problem(stale, 412, "changed_meanwhile")
    nonsense = {"If-Match": "yesterday"}
    problem(office.admin.patch("/v1/agency", json={"settings": {}}, headers=nonsense), 412, "changed_meanwhile")
    assert office.admin.get("/v1/agency").json()["settings"]["undo_seconds"] == 30
    again = {"If-Match": first.headers["ETag"]}
    for headers in (again, {}):
        answer = office.admin.patch("/v1/agency", json={"settings": {"undo_seconds": 90}}, headers=headers)
        assert (answer.status_code, answer.json()["settings"]["undo_seconds"]) == (200, 90)


def test_who_never_joined_is_invited_again_by_the_api_and_nobody_else_is(office: Office) -> None:
    noa = f"noa@{office.name}.example"
    user = office.admin.post("/v1/consultants", json={"name": "Noa Late", "email": noa, "role": "consultant"}).json()
    path = f"/v1/consultants/{user['id']}/invite"
    office.run_tasks()
    problem(office.manager.post(path), 403, "forbidden")
    again = office.admin.post(path)
    assert (again.status_code, again.json()["id"]) == (200, user["id"])
    office.run_tasks()
    first, second = office.mails(noa)
    assert text_of(first) != text_of(second)
    assert office.trail(user["id"]).count("consultant.invited") == 2
    joined = office.admin.post(f"/v1/consultants/{office.consultant_ids['priya']}/deactivate")
    assert joined.status_code == 200
    problem(office.admin.post(f"/v1/consultants/{office.consultant_ids['priya']}/invite"), 409, "joined_already")
    assert len(office.mails(noa)) == 2
