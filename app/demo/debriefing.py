"""The interview ends, the candidate is asked, writes, and the consultant returns it once and accepts."""

from app.demo import content
from app.demo.opening import Agency
from app.demo.stage import Caller, Json, Stage, text_of, token_in


def come_in(stage: Stage, *, holding: str, after: int = 0) -> Caller:
    """Come in as the candidate, by the link of the mail that the service sent."""
    mail = stage.mail_to(content.CANDIDATE["email"], holding=holding, after=after)
    stage.done(f"the candidate's mail arrived: “{mail['Subject']}”")
    stage.show(text_of(mail).partition("http")[0])
    session = stage.client().send("POST", "/v1/candidate-sessions", {"token": token_in(mail)})
    return stage.client(session["token"])


def debrief(stage: Stage, agency: Agency, interview: Json) -> Caller:
    """Draft, submit, return once, submit again, accept; give the candidate's session."""
    stage.chapter("The interview ends; the candidate is asked at once")
    path = f"/v1/interviews/{interview['id']}/debrief"
    alex = come_in(stage, holding="/c/")
    thin = {"answers": content.THIN_ANSWERS, "agency_only": content.AGENCY_ONLY}
    alex.send("PUT", path, thin, If_None_Match="*")
    stage.done("a draft was saved")
    first = alex.send("POST", f"{path}/submit", None, If_Match=alex.get(path)["draft"]["etag"])
    missing = [item["words"] for item in agency.priya.get(f"{path}/completeness")["missing"]]
    stage.require(missing, f"submitted with {len(missing)} items missing, named and not blocked")
    stage.show("\n".join(f"missing: {words}" for words in missing[:4]))
    told = stage.mail_to(content.CONSULTANT["email"], holding="Alex Moreau")
    stage.done(f"Priya was told at once: “{told['Subject']}”")
    stage.require(content.AGENCY_ONLY["other_processes"] not in text_of(told), "agency-only answers are in no mail")
    reason = {"reason": "Who else was in the room, and what happens next?"}
    agency.priya.send("POST", f"{path}/return", reason, If_Match=agency.priya.etag(path))
    stage.done("Priya returned it once, with the reason")
    alex = come_in(stage, holding=reason["reason"])
    kept = alex.get(f"{path}/draft")["answers"]
    stage.require(kept["went_well"] == content.THIN_ANSWERS["went_well"], "everything written before is still there")
    full = {"answers": {**content.FULL_ANSWERS, "concerns": kept["concerns"]}}
    alex.send("POST", f"{path}/submit", full, If_Match=alex.get(path)["draft"]["etag"])
    stage.require(agency.priya.get(path)["version"] == _version(first) + 1, "resubmitted as the next version")
    agency.priya.send("POST", f"{path}/accept", None, If_Match=agency.priya.etag(path))
    stage.require(agency.priya.get(path)["state"] == "accepted", "Priya accepted it")
    return alex


def _version(submitted: Json) -> int:
    version: int = submitted["version"]
    return version
