"""An agency's own mail server: set without ever showing its password, tried, watched, and kept from inner networks."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from app.accounts.actions import relays, senders
from app.accounts.actions.relay_standing import own_relay as known_relay
from app.accounts.models import Consultant
from app.accounts.queries import rows as queries
from app.accounts.schemas.mail import RelayRequest
from app.core.clock import utc_now
from app.core.errors import Invalid
from app.core.secret_box import NoSecretKey
from app.core.settings import Settings
from tests.adapters.dns_server import DnsServer
from tests.adapters.smtp_ledger import SmtpLedger
from tests.make.mail import domain_of, own_relay, relay_body, relay_now, verified_domain
from tests.office import Office, text_of
from tests.web.test_problems import problem

SECRET = "zażółć hunter22"


@pytest.fixture
def ledger() -> Iterator[SmtpLedger]:
    with SmtpLedger(credentials=("letters@harcourt.example", SECRET)) as running:
        yield running


def outcome_of_a_test(office: Office) -> dict[str, Any]:
    assert office.admin.post("/v1/agency/relay/test").status_code == 202
    office.run_tasks()
    found: dict[str, Any] = relay_now(office)["test"]
    return found


def test_the_password_is_stored_sealed_and_shown_nowhere(office: Office, ledger: SmtpLedger) -> None:
    assert office.admin.get("/v1/agency/relay").json()["code"] == "no_relay"
    made = own_relay(office, ledger)

    assert (made["user"], made["has_password"], made["test"], made["trouble"]) == (
        "letters@harcourt.example",
        True,
        None,
        None,
    )
    assert "Nothing goes through it yet" in made["effect"]
    assert SECRET not in office.admin.get("/v1/agency/relay").text
    assert office.trail(made["id"]) == ["agency_relay.set"]
    with office.rows() as session:
        kept = session.execute(text("SELECT r::text, s::text FROM agency_relay r, agency_relay_standing s")).all()
        trail = session.execute(text("SELECT details::text FROM audit_event")).all()
    assert "hunter22" not in f"{kept} {trail}"


def test_a_server_is_set_over_the_one_that_was_read_and_over_no_other(office: Office, ledger: SmtpLedger) -> None:
    path, body = "/v1/agency/relay", {"host": "127.0.0.1", "port": ledger.relay.port, "tls": "starttls"}
    problem(office.admin.put(path, json=body, headers={"If-Match": '"1"'}), 412, "changed_meanwhile")
    made = office.admin.put(path, json=body)
    first = {"If-Match": made.headers["ETag"]}
    changed = office.admin.put(path, json={**body, "port": 2525}, headers=first)
    assert (changed.status_code, changed.json()["port"]) == (200, 2525)
    stale = office.admin.put(path, json=body, headers=first)
    problem(stale, 412, "changed_meanwhile")
    assert stale.json()["detail"].startswith("Ada Admin set the agency's own mail server: ")
    assert office.admin.get(path).json()["port"] == 2525
    assert office.trail(made.json()["id"]) == ["agency_relay.set", "agency_relay.set"]
    assert office.admin.put(path, json=body, headers={"If-Match": changed.headers["ETag"]}).status_code == 200


NOT_MEANT: list[tuple[dict[str, object], str]] = [
    ({"host": "smtp://harcourt.example"}, "#/host"),
    ({"host": "10.1.2.3"}, "#/host"),
    ({"host": "[fd00::1]"}, "#/host"),
    ({"host": "169.254.169.254"}, "#/host"),
    ({"port": 0}, "#/port"),
    ({"tls": "maybe"}, "#/tls"),
    ({"host": "smtp.harcourt.example", "tls": "none"}, "#/tls"),
    ({"password": "hunter22"}, "#/user"),
    ({"user": "harcourt"}, "#/password"),
    ({"user": "harcourt", "password": ""}, "#/password"),
    ({"user": "harcourt", "password": "hunter22\r\nRCPT"}, "#/password"),
    ({"helo": "x"}, "#/helo"),
]


def test_settings_that_cannot_be_meant_name_the_field_and_never_the_password(office: Office) -> None:
    for changes, pointer in NOT_MEANT:
        answer = office.admin.put("/v1/agency/relay", json={"host": "127.0.0.1", "tls": "starttls", **changes})
        assert (changes, answer.status_code, answer.json()["errors"][0]["pointer"]) == (changes, 422, pointer)
        assert "hunter22" not in answer.text
    assert office.admin.get("/v1/agency/relay").status_code == 404


def test_where_the_operator_opened_no_network_a_server_is_public_and_at_a_port_of_mail(office: Office) -> None:
    closed = office.premises.settings.model_copy(update={"internal_relays": None})
    inside: list[tuple[dict[str, object], list[str]]] = [
        ({"host": "127.0.0.1"}, ["#/host"]),
        ({"host": "localhost"}, ["#/host"]),
        ({"host": "::1", "port": 5432}, ["#/host", "#/port"]),
        ({"port": 22}, ["#/port"]),
    ]
    for changes, pointers in inside:
        with pytest.raises(Invalid) as refused:
            set_under(office, closed, **changes)
        assert [error.pointer for error in refused.value.errors] == pointers
    assert set_under(office, closed, port=465, tls="tls") == "smtp.harcourt.example"
    assert set_under(office, closed, host="mail.münchen-personal.example") == "mail.xn--mnchen-personal-zvb.example"


def test_without_a_key_of_the_operator_a_password_is_refused_with_the_way_out(office: Office) -> None:
    keyless = office.premises.settings.model_copy(update={"secret_key": None, "database_url": "postgresql://elsewhere"})
    with pytest.raises(NoSecretKey, match="AFTERWORD_SECRET_KEY"):
        set_under(office, keyless, user="u", password="hunter22")

    assert set_under(office, keyless) == "smtp.harcourt.example"


def test_the_stored_password_stays_for_the_same_server_and_goes_to_no_other(office: Office, ledger: SmtpLedger) -> None:
    own_relay(office, ledger)
    same = {name: value for name, value in relay_body(ledger).items() if name != "password"}
    kept = office.admin.put("/v1/agency/relay", json=same)
    assert (kept.status_code, kept.json()["has_password"]) == (200, True)
    assert outcome_of_a_test(office)["outcome"] == "taken"

    for change in ({"host": "localhost"}, {"port": 2525}, {"user": "somebody"}, {"tls": "starttls"}):
        refused = office.admin.put("/v1/agency/relay", json={**same, **change})
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "#/password")
    nobody = office.admin.put("/v1/agency/relay", json={"host": ledger.relay.host, "port": ledger.relay.port})
    assert (nobody.json()["user"], nobody.json()["has_password"]) == (None, False)


def test_a_test_mail_reaches_the_administrator_who_asked_and_nobody_else(office: Office, ledger: SmtpLedger) -> None:
    own_relay(office, ledger)
    for _ in range(3):
        waiting = office.admin.post("/v1/agency/relay/test")
    assert (waiting.status_code, waiting.json()["test"]["outcome"]) == (202, "waiting")
    office.run_tasks()

    (accepted,) = ledger.messages
    assert (accepted.rcpt, accepted.envelope_from) == ((f"ada@{domain_of(office)}",), "letters@afterword.example")
    found = relay_now(office)["test"]
    assert (found["outcome"], found["step"]) == ("taken", None)
    assert "Look whether it arrives" in found["words"]


def test_a_test_mail_comes_from_the_administrators_own_address_where_its_domain_is_verified(
    office: Office, dns: DnsServer, ledger: SmtpLedger
) -> None:
    verified_domain(office, dns)
    made = own_relay(office, ledger)

    assert outcome_of_a_test(office)["outcome"] == "taken"
    assert ledger.messages[0].envelope_from == f"ada@{domain_of(office)}"
    assert made["effect"] == f"Mail of consultants under {domain_of(office)} goes through it, from their own addresses."


@pytest.mark.parametrize(
    ("changes", "step", "words"),
    [
        ({"password": "wrong"}, "sign in", "did not let us in with this user and password: 535"),
        ({"tls": "starttls"}, "tls", "does not offer STARTTLS"),
        ({"port": 1}, "connect", "does not take connections"),
    ],
)
def test_a_test_that_fails_says_at_which_step(
    office: Office, ledger: SmtpLedger, changes: dict[str, object], step: str, words: str
) -> None:
    own_relay(office, ledger, **changes)

    found = outcome_of_a_test(office)

    assert (found["outcome"], found["step"]) == ("failed", step)
    assert words in found["words"]
    assert (SECRET in found["words"], ledger.messages) == (False, [])


def test_a_server_that_does_not_take_the_sender_says_so(office: Office, ledger: SmtpLedger) -> None:
    own_relay(office, ledger)
    ledger.mode = "refuse_sender"

    assert outcome_of_a_test(office)["words"].startswith(
        "The server does not take mail from the address that it was to come from"
    )


def test_the_address_is_looked_at_when_it_is_connected_to(office: Office, ledger: SmtpLedger) -> None:
    """Whatever was allowed when the settings were made: a name may lead elsewhere meanwhile."""
    own_relay(office, ledger, host="localhost")
    premises = office.premises
    closed = premises.settings.model_copy(update={"internal_relays": "10.0.0.0/8"})
    office.premises = replace(premises, settings=closed)

    found = outcome_of_a_test(office)

    assert (found["step"], ledger.commands) == ("connect", [])
    assert "is not one that an agency's mail server may have" in found["words"]


def test_new_settings_forget_the_former_test(office: Office, ledger: SmtpLedger) -> None:
    own_relay(office, ledger, password="wrong")
    assert outcome_of_a_test(office)["outcome"] == "failed"

    assert own_relay(office, ledger)["test"] is None


def test_a_server_that_was_removed_takes_its_password_along_and_may_be_set_again(
    office: Office, ledger: SmtpLedger
) -> None:
    made = own_relay(office, ledger)
    for _ in range(2):
        assert office.admin.delete("/v1/agency/relay").status_code == 204
    assert office.admin.get("/v1/agency/relay").status_code == 404
    assert office.admin.post("/v1/agency/relay/test").json()["code"] == "no_relay"
    with office.rows() as session:
        assert session.scalar(text("SELECT sealed_password FROM agency_relay_standing")) is None

    assert own_relay(office, ledger)["id"] == made["id"]
    assert office.trail(made["id"]) == ["agency_relay.set", "agency_relay.removed", "agency_relay.set"]


def test_a_password_is_sealed_anew_when_the_operators_key_changes(
    office: Office, dns: DnsServer, ledger: SmtpLedger
) -> None:
    verified_domain(office, dns)
    own_relay(office, ledger)
    former = office.premises.settings
    assert former.secret_key is not None
    newest = "a newer key of the tests that is long enough"
    both = former.model_copy(update={"secret_key": _secret(f"{newest},{former.secret_key.get_secret_value()}")})
    alone = former.model_copy(update={"secret_key": _secret(newest)})

    assert _opens(office, alone) is False
    with office.rows() as session:
        way = senders.way_for(session, _admin(office, session), settings=both, now=utc_now())
        assert (way.address, way.relay.password) == (f"ada@{domain_of(office)}", SECRET)
    assert _opens(office, alone) is True


def test_a_password_whose_key_is_lost_sends_mail_the_other_way_and_the_administrators_are_told_once(
    office: Office, dns: DnsServer, ledger: SmtpLedger
) -> None:
    verified_domain(office, dns)
    own_relay(office, ledger)
    lost = office.premises.settings.model_copy(
        update={"secret_key": _secret("quite another key that is long enough too")}
    )
    for _ in range(2):
        with office.rows() as session:
            way = senders.way_for(session, _admin(office, session), settings=lost, now=utc_now())
            assert (way.name, way.address) == ("Ada Admin via Harcourt & Lane", "letters@afterword.example")
        office.run_tasks()
        office.clock.shift(timedelta(hours=1))

    (told,) = office.mails(f"ada@{domain_of(office)}")
    assert "enter it again" in text_of(told)
    assert relay_now(office)["trouble"]["step"] == "sign in"


def set_under(office: Office, settings: Settings, **changes: object) -> str:
    """Set the server under other settings of the operator; return the host as it is kept."""
    request = RelayRequest.model_validate({"host": "smtp.harcourt.example", **changes})
    with office.rows() as session:
        actor = queries.consultant_actor(_admin(office, session))
        relay, _ = relays.set_relay(session, request=request, settings=settings, actor=actor, now=utc_now())
        return relay.host


def _admin(office: Office, session: Any) -> Consultant:
    found: Consultant = queries.administrators(session, office.agency_id)[0]
    return found


def _opens(office: Office, settings: Settings) -> bool:
    with office.rows() as session:
        known = known_relay(session, office.agency_id)
        assert known is not None
        return senders.opened_relay(known, settings=settings) is not None


def _secret(keys: str) -> Any:
    return Settings(secret_key=keys).secret_key
