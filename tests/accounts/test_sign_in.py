"""Consultants are invited, set a passphrase, sign in, and are out again when they or an admin say so."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import httpx
from sqlalchemy import text

from app.core.clock import utc_now
from app.core.ids import new_id
from app.core.tokens import TokenKind, new_token, read_token
from tests.make.accounts import PASSPHRASE, bearer, invitation, invited, joined, sign_in, wait
from tests.office import Office, link_in, text_of

Json = dict[str, Any]
FROM_OUR_PAGES = {"Sec-Fetch-Site": "same-origin"}


def said(answer: httpx.Response) -> Json:
    """The answer but for what differs from request to request."""
    return {name: value for name, value in answer.json().items() if name != "request_id"}


def sessions_of(office: Office) -> list[str]:
    with office.rows() as session:
        query = text("SELECT action FROM audit_event WHERE subject_kind = 'web_session' ORDER BY id")
        return list(session.scalars(query))


def test_an_invited_user_gets_a_mail_whose_link_sets_the_passphrase_and_signs_in(office: Office) -> None:
    user = invited(office)
    office.run_tasks()
    (mail,) = office.mails(user["email"])
    token = next(word for word in text_of(mail).split() if "/join/" in word).rpartition("/")[2]

    taken = office.anybody.post("/v1/invitations/accept", json={"token": token, "passphrase": PASSPHRASE})
    came_in = sign_in(office)

    assert (taken.status_code, taken.json()["id"]) == (200, user["id"])
    assert came_in.status_code == 200
    assert (came_in.json()["kind"], came_in.json()["interview_id"]) == ("consultant", None)
    assert office.anybody.get("/v1/agency", headers=bearer(came_in.json()["token"])).status_code == 200
    assert office.trail(user["id"]) == ["consultant.invited", "consultant.joined"]


def test_an_invitation_is_used_once(office: Office) -> None:
    body = {"token": invitation(office, invited(office)), "passphrase": PASSPHRASE}
    assert office.anybody.post("/v1/invitations/accept", json=body).status_code == 200
    again = office.anybody.post("/v1/invitations/accept", json={**body, "passphrase": "another long passphrase"})
    assert (again.status_code, again.json()["code"]) == (401, "link_not_valid")
    assert sign_in(office).status_code == 200


def test_an_invitation_expires_after_three_days(office: Office) -> None:
    token = invitation(office, invited(office))
    wait(office, timedelta(days=3))
    answer = office.anybody.post("/v1/invitations/accept", json={"token": token, "passphrase": PASSPHRASE})
    assert (answer.status_code, answer.json()["code"]) == (401, "link_not_valid")


def test_a_second_invitation_ends_the_first(office: Office) -> None:
    user = invited(office)
    first, second = invitation(office, user), invitation(office, user)
    codes = [
        office.anybody.post("/v1/invitations/accept", json={"token": token, "passphrase": PASSPHRASE}).status_code
        for token in (first, second)
    ]
    assert codes == [401, 200]


def test_a_passphrase_has_at_least_fifteen_characters(office: Office) -> None:
    token = invitation(office, invited(office))
    for passphrase in ("", "fourteen chars", "x" * 1025):
        answer = office.anybody.post("/v1/invitations/accept", json={"token": token, "passphrase": passphrase})
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"] == "#/passphrase"


def test_whatever_part_is_wrong_the_answer_is_the_same(office: Office) -> None:
    joined(office)
    wrong: list[Json] = [
        {"agency": "nowhere"},
        {"email": "nobody@nowhere.example"},
        {"email": "not an address"},
        {"passphrase": "correct horse battery stable"},
        {"passphrase": ""},
    ]
    answers = [sign_in(office, **part) for part in wrong]
    assert [said(answer) for answer in answers] == [said(answers[0])] * len(wrong)
    assert {answer.status_code for answer in answers} == {401}
    assert {answer.headers["WWW-Authenticate"] for answer in answers} == {"Bearer"}
    assert not any("set-cookie" in answer.headers for answer in answers)


def test_a_user_without_a_passphrase_is_answered_like_a_stranger(office: Office) -> None:
    invited(office)
    assert said(sign_in(office)) == said(sign_in(office, email="nobody@nowhere.example"))


def test_agency_and_address_are_taken_in_any_case_and_with_spaces(office: Office) -> None:
    joined(office)
    answer = sign_in(office, agency=f" {office.name.upper()} ", email=f" NINA@{office.name.upper()}.EXAMPLE ")
    assert answer.status_code == 200


def test_the_same_address_in_another_agency_is_another_user(office: Office) -> None:
    joined(office)
    with Office.open(office.premises) as other:
        assert sign_in(office, agency=other.name).status_code == 401


def test_a_session_lasts_twelve_hours_and_not_longer(office: Office) -> None:
    joined(office)
    came_in = sign_in(office).json()
    assert datetime.fromisoformat(came_in["expires_at"]) - utc_now() <= timedelta(hours=12)
    wait(office, timedelta(hours=11, minutes=59))
    assert office.anybody.get("/v1/agency", headers=bearer(came_in["token"])).status_code == 200
    wait(office, timedelta(minutes=1))
    assert office.anybody.get("/v1/agency", headers=bearer(came_in["token"])).status_code == 401


def test_signing_out_ends_the_session_at_once_and_twice_is_harmless(office: Office) -> None:
    joined(office)
    token = sign_in(office).json()["token"]
    outs = [office.anybody.post("/v1/sign-out", headers=bearer(token)).status_code for _ in range(2)]
    assert outs == [204, 204]
    assert office.anybody.get("/v1/agency", headers=bearer(token)).status_code == 401
    assert sessions_of(office)[-2:] == ["session.opened", "session.closed"]


def test_signing_out_without_a_session_is_harmless(office: Office) -> None:
    for token in ("aws_x", "awl_x", "awk_live_x", "Basic"):
        assert office.anybody.post("/v1/sign-out", headers=bearer(token)).status_code == 204
    assert office.anybody.post("/v1/sign-out").status_code == 204


def test_a_deactivated_users_session_and_sign_in_end_at_once(office: Office) -> None:
    user = joined(office)
    token = sign_in(office).json()["token"]
    assert office.anybody.get("/v1/agency", headers=bearer(token)).status_code == 200

    ended = office.admin.post(f"/v1/consultants/{user['id']}/deactivate")

    assert (ended.status_code, ended.json()["active"]) == (200, False)
    assert office.anybody.get("/v1/agency", headers=bearer(token)).status_code == 401
    assert said(sign_in(office)) == said(sign_in(office, passphrase="wrong"))
    assert office.admin.post(f"/v1/consultants/{user['id']}/deactivate").status_code == 200
    assert office.trail(user["id"])[-1] == "consultant.deactivated"
    assert office.trail(user["id"]).count("consultant.deactivated") == 1


def test_a_deactivated_user_does_not_join_by_an_invitation_and_no_key_acts_for_them(office: Office) -> None:
    user = invited(office)
    token = invitation(office, user)
    office.admin.post(f"/v1/consultants/{user['id']}/deactivate")
    body = {"token": token, "passphrase": PASSPHRASE}
    assert office.anybody.post("/v1/invitations/accept", json=body).status_code == 401
    path = f"/v1/interviews/{office.held()['id']}/debrief/accept"
    answer = office.crm.post(path, headers={"On-Behalf-Of": user["id"], "If-Match": '"1"'})
    assert (answer.status_code, answer.json()["code"]) == (404, "consultant_not_found")
    assert (
        office.crm.put("/v1/external/crm/interviews/9", json=office.announcement(consultant=user["id"])).json()["code"]
        == "consultant_unknown"
    )


def test_nobody_ends_their_own_access(office: Office) -> None:
    answer = office.admin.post(f"/v1/consultants/{office.consultant_ids['admin']}/deactivate")
    assert (answer.status_code, answer.json()["code"]) == (409, "own_access")
    assert office.admin.get("/v1/agency").status_code == 200


def test_an_address_is_invited_once_whether_its_user_is_active_or_not(office: Office) -> None:
    user = invited(office)
    body = {"name": "Nina Again", "email": user["email"].upper(), "role": "manager"}
    assert office.admin.post("/v1/consultants", json=body).json()["code"] == "email_taken"
    office.admin.post(f"/v1/consultants/{user['id']}/deactivate")
    assert office.admin.post("/v1/consultants", json=body).json()["code"] == "email_taken"


def test_the_cookie_of_a_session_opens_what_its_token_opens(office: Office) -> None:
    joined(office)
    body = {"agency": office.name, "email": f"nina@{office.name}.example", "passphrase": PASSPHRASE}
    came_in = office.anybody.post("/v1/sign-in", json=body)
    attributes = came_in.headers["set-cookie"].lower()
    assert came_in.cookies["afterword-desk"] == came_in.json()["token"]
    assert "httponly" in attributes
    assert "samesite=lax" in attributes
    assert "path=/" in attributes
    assert office.anybody.get("/v1/agency").status_code == 200

    out = office.anybody.post("/v1/sign-out", headers=FROM_OUR_PAGES)

    assert (out.status_code, out.cookies.get("afterword-desk")) == (204, None)
    assert "max-age=0" in out.headers["set-cookie"].lower()
    assert office.anybody.get("/v1/agency").status_code == 401


CSRF_REFUSED = [
    {},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "https://afterword.example"},
    {"Origin": "http://afterword.example:8080"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
]
CSRF_ALLOWED = [
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "http://afterword.example"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "http://afterword.example"},
]


def test_a_cookie_writes_only_from_our_own_pages(office: Office) -> None:
    cookie = {"Cookie": f"afterword={office.admin.headers['Authorization'].removeprefix('Bearer ')}"}
    cases = [(headers, 403) for headers in CSRF_REFUSED] + [(headers, 200) for headers in CSRF_ALLOWED]
    for seconds, (headers, status) in enumerate(cases):
        body = {"settings": {"undo_seconds": seconds}}
        answer = office.anybody.patch("/v1/agency", json=body, headers=cookie | headers)
        assert answer.status_code == status, headers
        assert answer.is_success or answer.json()["code"] == "cross_site"
        set_now = office.admin.get("/v1/agency").json()["settings"]["undo_seconds"]
        assert (set_now == seconds) is (status == 200)


def test_a_cookie_reads_from_anywhere_and_a_token_writes_from_anywhere(office: Office) -> None:
    token = office.admin.headers["Authorization"]
    cookie = {"Cookie": f"afterword={token.removeprefix('Bearer ')}"}
    body = {"settings": {"undo_seconds": 30}}
    for headers in CSRF_REFUSED:
        assert office.anybody.get("/v1/agency", headers=cookie | headers).status_code == 200
        with_token = headers | {"Authorization": token}
        assert office.anybody.patch("/v1/agency", json=body, headers=with_token).status_code == 200


def test_a_token_that_was_made_up_or_cut_or_is_of_another_kind_opens_nothing(office: Office) -> None:
    real = office.priya.headers["Authorization"].removeprefix("Bearer ")
    made_up = new_token("aws", agency_id=office.agency_id, row_id=new_id())
    swapped = real.replace("aws_", "awk_live_", 1)
    for token in (made_up.text, real[:-1], real + "x", real.upper(), swapped, "é" * 20, "awk_", "Bearer"):
        answer = office.anybody.get("/v1/clients", headers=[(b"Authorization", f"Bearer {token}".encode())])
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated"), token
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def forged(token: str, kind: TokenKind, **changes: Any) -> str:
    """A token that names the same row, well formed, with another secret or another agency."""
    return replace(read_token(token, kind), **{"secret": "x" * 43, **changes}).text


def test_the_identifiers_of_a_token_open_nothing_without_its_secret(office: Office) -> None:
    user = invited(office)
    key = office.admin.post("/v1/keys", json={"name": "Probe", "scopes": ["audit:read"]}).json()["key"]
    interview = office.held()
    link = link_in(office.mails(office.address("alex"))[0])
    session = office.priya.headers["Authorization"].partition(" ")[2]
    invite = invitation(office, user)
    for token, path in ((forged(session, "aws"), "/v1/clients"), (forged(key, "awk_live"), "/v1/audit")):
        assert office.anybody.get(path, headers=bearer(token)).status_code == 401
    by_link = office.anybody.post("/v1/candidate-sessions", json={"token": forged(link, "awl")})
    body = {"token": forged(invite, "awi"), "passphrase": PASSPHRASE}
    by_invitation = office.anybody.post("/v1/invitations/accept", json=body)
    assert [by_link.json()["code"], by_invitation.json()["code"]] == ["link_not_valid"] * 2
    assert office.by_link(link).get(f"/v1/interviews/{interview['id']}").status_code == 200


def test_a_secret_is_good_in_its_own_agency_only(office: Office) -> None:
    """The agency that a token names is set first; then the secret must match within it."""
    token = office.priya.headers["Authorization"].partition(" ")[2]
    with Office.open(office.premises) as other:
        elsewhere = forged(token, "aws", secret=read_token(token, "aws").secret, agency_id=other.agency_id)
        assert other.anybody.get("/v1/clients", headers=bearer(elsewhere)).status_code == 401
    assert office.anybody.get("/v1/clients", headers=bearer(token)).status_code == 200
