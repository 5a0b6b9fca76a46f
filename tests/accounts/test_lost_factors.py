"""A code app that was lost is taken away by who may; its secret is kept sealed, or not at all."""

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from app.accounts.actions import factors
from app.accounts.models import Consultant
from app.accounts.queries.factors import factor_of
from app.accounts.queries.rows import consultant_actor
from app.cli.__main__ import command_line
from app.core.clock import utc_now
from app.core.ids import Prefixed
from app.core.secret_box import NoSecretKey, SecretBox
from tests.make.accounts import joined, sign_in
from tests.make.factors import set_up, signed_in
from tests.office import Office


def test_an_administrator_takes_a_lost_app_away_and_its_user_hears_of_it(office: Office) -> None:
    joined(office)
    set_up(office, signed_in(office))
    user = next(one for one in office.admin.get("/v1/consultants").json()["data"] if one["email"].startswith("nina@"))
    path = f"/v1/consultants/{user['id']}/second-factor/reset"
    assert office.manager.post(path).status_code == 403
    assert office.admin.post(path).status_code == 200
    assert sign_in(office).status_code == 200
    office.run_tasks()
    assert office.mails(user["email"])[-1]["Subject"] == "Your code app was removed"
    assert office.admin.post(path).status_code == 200
    assert office.trail(user["id"]).count("consultant.totp_removed") == 1


def test_the_operator_takes_a_lost_app_away(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    joined(office)
    set_up(office, signed_in(office))
    monkeypatch.setenv("DATABASE_URL", office.premises.cluster.url_for("afterword_app", "afterword_shared"))
    asked = ["user", "remove-code-app", "--agency", office.name, "--email", f"nina@{office.name}.example"]
    taken = CliRunner().invoke(command_line(asked), asked)
    assert (taken.exit_code, taken.output) == (0, "Removed; the user is told by mail.\n")
    assert sign_in(office).status_code == 200
    again = CliRunner().invoke(command_line(asked), asked)
    assert (again.exit_code, again.output) == (1, "There is no such user with a code app.\n")


def test_without_a_key_of_the_operator_no_secret_is_kept(office: Office) -> None:
    with office.rows() as session:
        actor = consultant_actor(session.scalars(select(Consultant).where(Consultant.role == "manager")).one())
        with pytest.raises(NoSecretKey):
            factors.begin_set_up(session, box=SecretBox([]), actor=actor, now=utc_now())


def test_a_secret_that_is_used_is_sealed_anew_with_the_newest_key(office: Office) -> None:
    user = joined(office)
    app = set_up(office, signed_in(office))
    former = office.premises.settings.secret_key
    assert former is not None
    box = SecretBox(["the operator's newest key", former.get_secret_value()])
    with office.rows() as session:
        known = session.get_one(Consultant, (office.agency_id, Prefixed("con").parse(user["id"])))
        factors.prove(session, known, given=app.next_code(), box=box, now=utc_now())
        found = factor_of(session, agency_id=office.agency_id, consultant_id=known.id)
        assert found is not None
        assert found.sealed_secret is not None
        assert box.is_newest(found.sealed_secret)
