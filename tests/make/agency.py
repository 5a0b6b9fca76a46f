"""An agency with one of everything, and a second one beside it, for tests that ask what exists for whom."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, get_args

from app.accounts.models import KeptPost
from app.core.actor import Scope
from app.core.clock import utc_now
from app.core.ids import Prefixed, new_id, public_id, uuid_of
from app.deliveries.models import DeliveryCopy
from tests.make import debriefs, factors, heard, letters, loop, people, pictures, rounds, threads, uploads
from tests.office import CAST, Office, Premises

Json = dict[str, Any]
SCOPES: tuple[str, ...] = get_args(Scope)


@dataclass
class Busy:
    """An agency with one of everything: names of rows to identifiers, names of actors to bearer tokens."""

    office: Office
    ids: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    letter_sha256: str = ""

    def headers(self, actor: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.tokens[actor]}"} if actor in self.tokens else {}

    def key(self, *scopes: str, **changes: Any) -> str:
        """The secret of a fresh key with these scopes."""
        return str(self.new_key(*scopes, **changes)["key"])

    def new_key(self, *scopes: str, **changes: Any) -> Json:
        answer = self.office.admin.post("/v1/keys", json={"name": "Probe", "scopes": list(scopes), **changes})
        assert answer.status_code == 201, answer.text
        made: Json = answer.json()
        return made


@contextmanager
def two_agencies(premises: Premises) -> Iterator[tuple[Busy, Busy]]:
    """The agency whose rows are asked for, and a stranger to it; both at the evening after their interviews."""
    with ExitStack() as stack:
        stranger = Busy(stack.enter_context(Office.open(premises)))
        home = Busy(stack.enter_context(Office.open(premises)))
        stranger.office.clock = home.office.clock  # of two travellers the later one is believed
        both = (home, stranger)
        evening = utc_now() + timedelta(hours=7, minutes=30)
        for busy in both:
            _announce(busy)
        for busy in both:
            busy.office.travel(evening)
            busy.office.confirm()
            _write(busy)
            _correct_calendar(busy)
            _name_actors(busy)
            _keep_posts(busy)
            _answer_for_people(busy)
            busy.office.run_tasks()
        yield home, stranger


def _announce(busy: Busy) -> None:
    office = busy.office
    alex = office.announce("I-1")
    sam = office.announce(
        "I-2",
        candidate={"external_id": "CAND-2", "name": "Sam Other", "email": office.address("sam")},
        interviewers=[office.interviewer("Dana Whitfield")],
    )
    spare = office.announce("I-3", round=2)
    people = letters.people_of(alex)
    office.run_due()  # the mail before an interview, with its entry for a calendar
    busy.ids |= {
        "interview": alex["id"],
        "spare_interview": spare["id"],
        "other_interview": sam["id"],
        "person": people["Dana"],
        "contact": next(person["contact_id"] for person in alex["people"] if person["id"] == people["Dana"]),
        "client": alex["client"]["id"],
        "job": alex["job"]["id"],
        "candidate": alex["candidate"]["id"],
        "team": office.admin.get("/v1/consultants").json()["data"][0]["team_id"],
    }
    busy.ids["application"] = rounds.application_of(office, alex)
    kept = office.priya.post(f"/desk/keep-warm/{busy.ids['application']}", data={"reason": "news"})
    assert kept.status_code == 303, kept.text
    busy.tokens |= {
        "sent": _token(office.candidate(alex["id"])),
        "returned": _token(office.candidate(alex["id"], link="returned")),
        "other_candidate": _token(office.candidate(sam["id"])),
    }


def _write(busy: Busy) -> None:
    """A debrief that was returned, a letter that is scheduled to two people, and one that is still written."""
    office, interview_id = busy.office, busy.ids["interview"]
    candidate = office.candidate(interview_id)
    told = candidate.post(f"/v1/interviews/{interview_id}/attendance", json={"answer": "yes"})
    assert told.status_code in {200, 201}, told.text
    debriefs.submit(candidate, interview_id, **debriefs.confidences())
    assert debriefs.decide(office.priya, interview_id, "return", {"reason": "More about the case."}).status_code == 200
    interview = office.priya.get(f"/v1/interviews/{interview_id}").json()
    busy.ids |= {"lesson": rounds.noted(candidate, interview_id), "spare_lesson": rounds.noted(candidate, interview_id)}
    letter = letters.submitted(candidate, interview)
    assert letters.consent(candidate, letter).status_code == 200
    busy.ids["review_item"] = _taken_on_and_given_back(office)
    written = loop.Loop(interview, candidate, letter)
    approved = loop.approve(office.priya, written)
    assert approved.status_code == 200, approved.text
    marks = {"marked": [{"field": "went_well"}], "addressees": [letters.people_of(interview)["Dana"]]}
    summary = candidate.put(debriefs.path(interview_id, "/summary"), json=marks, headers=debriefs.CREATE)
    assert summary.status_code == 200, summary.text
    draft = letters.begin(candidate, interview, kind="thank_you")
    upload = uploads.sent(candidate, draft)
    busy.letter_sha256 = letter["document"]["sha256"]
    busy.ids |= {
        "letter": letter["id"],
        "draft_letter": draft["id"],
        "upload": upload["id"],
        "document": letter["document"]["id"],
        "delivery": approved.json()["deliveries"][0]["id"],
        "addendum": debriefs.addendum_row(office, interview_id),
        "subject": letter["id"],
        "comment": threads.said(office.priya, letter["id"], "Which project was it?", visibility="shared")["id"],
    }
    threads.answered_and_told(office, letter["id"], busy.ids["comment"])
    words = {"words": "Nothing is new. I ring them on Thursday."}
    assert office.priya.post(f"/v1/interviews/{interview_id}/updates", json=words).status_code == 201
    asked = {"kind": "new_deadline", "deadline_on": "2026-12-04", "words": "Another offer."}
    assert candidate.post(f"/v1/interviews/{interview_id}/nudges", json=asked).status_code == 201
    plan = {"state": "planned", "planned_for": (utc_now() + timedelta(days=1)).isoformat()}
    assert office.priya.post(f"/v1/interviews/{interview_id}/calls", json=plan).status_code == 201
    office.run_tasks()  # so that a day of decision is known before it is settled
    busy.ids["feedback"] = heard.feedback(office, interview)
    words = {"how": "page", "words": heard.WORDS}
    relayed = heard.on_feedback(office.priya, interview, busy.ids["feedback"], "relay", 1, **words)
    assert relayed.status_code == 200, relayed.text
    heard.told(office.priya, interview)


def _taken_on_and_given_back(office: Office) -> str:
    """The letter's item of the queue, which was claimed once."""
    item_id = str(office.priya.get("/v1/review-items", params={"kind": "letter"}).json()["data"][0]["id"])
    for step in ("claim", "release"):
        etag = office.priya.get(f"/v1/review-items/{item_id}").headers["ETag"]
        answer = office.priya.post(f"/v1/review-items/{item_id}/{step}", headers={"If-Match": etag})
        assert answer.status_code == 200, answer.text
    assert office.priya.get(f"/desk/review/{item_id}").status_code == 200  # leaves a look, and that she is looking
    return item_id


def _keep_posts(busy: Busy) -> None:
    """What was sent when a visit had ended, which has no endpoint."""
    interview_id, candidate_id = (uuid_of(busy.ids[name].partition("_")[2]) for name in ("interview", "candidate"))
    with busy.office.rows() as session:
        for name in ("kept", "spare_kept"):
            row_id = new_id()
            session.add(
                KeptPost(
                    agency_id=busy.office.agency_id,
                    id=row_id,
                    interview_id=interview_id,
                    candidate_id=candidate_id,
                    path=f"/my/{busy.ids['interview']}/interview",
                    fields={"reason": ["The panel was away."]},
                    kept_at=utc_now(),
                )
            )
            busy.ids[name] = public_id("kpt", row_id)


def _answer_for_people(busy: Busy) -> None:
    """A hold on the candidate, an export of what is held, and somebody else who was erased."""
    office = busy.office
    alex = f"/v1/persons/{busy.ids['candidate']}"
    hold = office.compliance.post(f"{alex}/holds", json=people.HOLD)
    export = office.compliance.post(f"{alex}/export", json={})
    busy.ids |= {"hold": hold.json()["id"], "export": export.json()["id"]}
    gone = office.announce("I-9", candidate={"name": "Lea Gone", "email": office.address("lea")})
    assert people.erase(office, people.of(gone)).status_code == 200


def _correct_calendar(busy: Busy) -> None:
    """A day of a country's calendar, of the client's and of a contact's."""
    whose = {
        "calendar_day": {"country": "US"},
        "client_day": {"client_id": busy.ids["client"]},
        "contact_day": {"contact_id": busy.ids["contact"]},
    }
    for name, of in whose.items():
        body = {"kind": "off", "day": "2026-12-28", "name": "Between the years", **of}
        answer = busy.office.manager.post("/v1/calendar-days", json=body)
        assert answer.status_code == 201, answer.text
        busy.ids[name] = answer.json()["id"]


def _name_actors(busy: Busy) -> None:
    office = busy.office
    clients = {
        "owner": office.priya,
        "colleague": office.colleague,
        "manager": office.manager,
        "compliance": office.compliance,
        "admin": office.admin,
    }
    busy.tokens |= {name: _token(client) for name, client in clients.items()}
    for scope in SCOPES:
        busy.tokens[f"key with {scope}"] = busy.key(scope)
        busy.tokens[f"key without {scope}"] = busy.key(*(other for other in SCOPES if other != scope))
    busy.tokens["revoked key"] = _revoked(busy)
    busy.ids["key"] = str(busy.new_key("audit:read")["id"])
    _set_up_mail(busy)
    _set_up_factors(office)
    invite = {"name": "Nobody Yet", "email": office.address("nobody", "staff"), "role": "consultant"}
    busy.ids["consultant"] = str(office.admin.post("/v1/consultants", json=invite).json()["id"])


def _set_up_factors(office: Office) -> None:
    """A code app that Priya signs in with, and one that everybody is setting up."""
    factors.set_up(office, office.priya)
    for who in CAST:
        assert getattr(office, who).post("/v1/second-factor").status_code == 200


def _set_up_mail(busy: Busy) -> None:
    """Two domains, a mail server and a logo of its own, a cover, and the copy of a delivery, which has no endpoint."""
    admin = busy.office.admin
    for name, domain in (("mail_domain", "staff"), ("spare_mail_domain", "spare")):
        added = admin.post("/v1/agency/mail-domains", json={"domain": f"{domain}.{busy.office.name}.example"})
        assert added.status_code == 201, added.text
        busy.ids[name] = added.json()["id"]
    logo = admin.put("/v1/agency/logo", files={"file": ("logo.png", pictures.logo(), "image/png")})
    assert logo.status_code == 200, logo.text
    people = busy.office.consultant_ids
    days = {"from_on": "2027-03-01", "until_on": "2027-03-05"}
    cover = {"consultant_id": people["priya"], "covered_by": people["colleague"], **days}
    busy.ids["cover_rule"] = admin.post("/v1/cover-rules", json=cover).json()["id"]
    assert admin.put("/v1/agency/relay", json={"host": "127.0.0.1", "port": 2525, "tls": "none"}).status_code == 200
    delivery_id = Prefixed("dlv").parse(busy.ids["delivery"])
    with busy.office.rows() as session:
        copy = DeliveryCopy(agency_id=busy.office.agency_id, delivery_id=delivery_id, message_id="<1@copy.example>")
        session.add(copy)


def _revoked(busy: Busy) -> str:
    made = busy.new_key(*SCOPES)
    assert busy.office.admin.post(f"/v1/keys/{made['id']}/revoke").status_code == 200
    return str(made["key"])


def _token(client: Any) -> str:
    return str(client.headers["Authorization"].removeprefix("Bearer "))
