"""The people of the simulated month: each thing that they do, done as they would do it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

import httpx

from app.core.clock import utc_now
from tests.campaigns.month_calendar import PLACES
from tests.campaigns.month_script import LENGTH, Application, Away, Deed
from tests.make import debriefs, deciding, heard
from tests.office import Office

Json = dict[str, Any]
SIGNED_IN_FOR: Final = timedelta(hours=8)


@dataclass
class People:
    """Candidates, consultants and a manager; ``interviews`` and ``feedbacks`` are identifiers by application."""

    office: Office
    interviews: dict[int, Json] = field(default_factory=dict)
    feedbacks: dict[int, str] = field(default_factory=dict)

    def arrange(self, away: Iterable[Away]) -> None:
        """Say who covers for whom."""
        for one in away:
            body = {
                "consultant_id": self.office.consultant_ids[one.who],
                "covered_by": self.office.consultant_ids[one.cover],
                "from_on": one.first.isoformat(),
                "until_on": one.last.isoformat(),
            }
            answer = self.manager.post("/v1/cover-rules", json=body)
            assert answer.status_code == 201, answer.text

    @property
    def manager(self) -> httpx.Client:
        """The manager, who signs in again each morning."""
        if utc_now() - self.office.opened_at > SIGNED_IN_FOR:
            self.office.opened_at = utc_now()
            self.office.__dict__.pop("manager", None)
        return self.office.manager

    def do(self, whole: Application, deed: Deed) -> int:
        """Let it be done now; return the status of the answer, 200 for whatever was taken."""
        status = getattr(self, f"_{deed.what}")(whole, deed.told)
        return 200 if 200 <= status < 300 else status

    def _path(self, whole: Application, rest: str) -> str:
        return f"/v1/interviews/{self.interviews[whole.number]['id']}{rest}"

    def _candidate(self, whole: Application) -> httpx.Client:
        return self.office.candidate(self.interviews[whole.number]["id"])

    def _announce(self, whole: Application, told: Json) -> int:
        n, (zone, country), starts = whole.number, PLACES[whole.place], told["starts_at"]
        dana = self.office.interviewer("Dana Whitfield", time_zone=zone, country=country)
        self.interviews[n] = self.office.announce(
            f"M-{n}",
            starts_at=starts.isoformat(),
            ends_at=(starts + LENGTH).isoformat(),
            time_zone=zone,
            consultant=f"{whole.owner}@{self.office.name}.example",
            candidate={"name": f"Candidate {n}", "email": self.office.address(f"c{n}"), "time_zone": whole.zone},
            client={"external_id": f"CLI-{zone}", "name": f"Client in {country}"},
            job={"external_id": f"JOB-{zone}", "title": "Product Manager"},
            interviewers=[
                {**dana, "external_id": f"CTC-{zone}", "email": self.office.address(f"dana.{country.lower()}")}
            ],
        )
        return 200

    _move_interview = _announce

    def _cancel(self, whole: Application, _told: Json) -> int:
        seen = self.manager.get(self._path(whole, "")).headers["ETag"]
        body, headers = {"reason": "They froze the role."}, {"If-Match": seen}
        return self.manager.post(self._path(whole, "/cancel"), json=body, headers=headers).status_code

    def _submit(self, whole: Application, told: Json) -> int:
        day = {"on": None, "precision": "unknown", "source": None}
        if told["on"]:
            day = {"on": told["on"].isoformat(), "precision": "exact", "source": "Dana Whitfield"}
        kept = {"other_offer_by": told["offer"].isoformat()} if told["offer"] else {}
        answers = debriefs.full_answers(decision_expected=day)
        interview_id = self.interviews[whole.number]["id"]
        return debriefs.submit(self._candidate(whole), interview_id, answers, **kept).status_code

    def _accept(self, whole: Application, _told: Json) -> int:
        return debriefs.decide(self.manager, self.interviews[whole.number]["id"], "accept").status_code

    def _update(self, whole: Application, told: Json) -> int:
        body = {"words": f"Written on {utc_now():%d %B at %H:%M}.", "next_update_on": _day(told)}
        return self.manager.post(self._path(whole, "/updates"), json=body).status_code

    def _move(self, whole: Application, told: Json) -> int:
        body = {"reason": f"Said on {utc_now():%d %B at %H:%M}.", "next_update_on": _day(told)}
        seen = {"If-Match": self.manager.get(self._path(whole, "/promise")).headers["ETag"]}
        return self.manager.post(self._path(whole, "/promise/move"), json=body, headers=seen).status_code

    def _remind(self, whole: Application, _told: Json) -> int:
        return self._candidate(whole).post(self._path(whole, "/nudges"), json={"kind": "reminder"}).status_code

    def _deadline(self, whole: Application, told: Json) -> int:
        body = {"kind": "new_deadline", "deadline_on": _day(told)}
        return self._candidate(whole).post(self._path(whole, "/nudges"), json=body).status_code

    def _feedback(self, whole: Application, told: Json) -> int:
        interview_id = self.interviews[whole.number]["id"]
        if told["nothing"]:
            heard.taken(self.manager, interview_id, answers={}, none_given=True)
            return 200
        day = {"on": _day(told), "precision": "exact", "by": "Dana", "quotable": told["quotable"]}
        answers = {"recommendation": "yes", "decision": day if told["on"] else None}
        said = {name: value for name, value in answers.items() if value}
        self.feedbacks[whole.number] = heard.taken(self.manager, interview_id, answers=said)["id"]
        return 200

    def _relay(self, whole: Application, told: Json) -> int:
        path = heard.feedback_path(self.interviews[whole.number]["id"], self.feedbacks[whole.number])
        seen = self.manager.get(path).headers["ETag"]
        body = {"how": told["how"], "words": heard.WORDS}
        return self.manager.post(f"{path}/relay", json=body, headers={"If-Match": seen}).status_code

    def _chase(self, whole: Application, _told: Json) -> int:
        body = {"how": "call", "spoke_with": "Reception", "heard": f"Rung on {utc_now():%d %B at %H:%M}."}
        return self._decision(whole, body, "/chased")

    def _extend(self, whole: Application, told: Json) -> int:
        body = {"on": _day(told), "reason": f"Asked on {utc_now():%d %B at %H:%M}."}
        return self._decision(whole, body, "/extend")

    def _decision(self, whole: Application, body: Json, step: str) -> int:
        return deciding.says(self.manager, self.interviews[whole.number], body, step).status_code

    def _outcome(self, whole: Application, told: Json) -> int:
        return heard.decided(self.manager, self.interviews[whole.number], told["kind"]).status_code

    def _relay_outcome(self, whole: Application, told: Json) -> int:
        words = {"how": told["how"], "words": heard.WORDS}
        return heard.on_outcome(self.manager, self.interviews[whole.number], "relay", **words).status_code


def _day(told: Json) -> str | None:
    return told["on"].isoformat() if told["on"] else None
