"""What the checks of a letter find is shown to whom it may be: no client, number or confidence leaks by them."""

from tests.make import debriefs
from tests.make import letters as make
from tests.office import Office


def test_a_client_of_the_agency_is_found_for_the_consultant_and_not_told_to_the_candidate(office: Office) -> None:
    """Who else is a client is not for a candidate to find out by typing names, unless they were put forward there."""
    somebody = {"external_id": "CAND-2", "name": "Bo Lind", "email": office.address("bo")}
    for ref, name, changes in (("I-2", "Orchard Bank plc", {"candidate": somebody}), ("I-3", "Corvid", {})):
        job = {"external_id": f"JOB-{ref}", "title": "Analyst"}
        office.announce(ref, client={"external_id": f"CLI-{ref}", "name": name}, job=job, interviewers=[], **changes)
    interview = office.announce()
    candidate = office.candidate(interview["id"])
    content = {"text": "At Corvid I led nine people. I want to join Orchard Bank. I am on £85,000; ring 020 7946 0991."}

    letter = make.save(candidate, make.begin(candidate, interview, kind="thank_you"), content)
    make.submit(candidate, letter)

    said = {one["code"]: one["words"] for one in letter["checks"]}
    assert "“Corvid”" in said["other_client"]
    assert set(said) == {"other_client", "pay", "direct_contact"}
    seen = [one["words"] for one in make.read(office.priya, letter)["checks"] if one["code"] == "other_client"]
    assert len(seen) == 2


def test_whether_the_candidates_own_number_may_appear_is_the_agencys_to_say(office: Office) -> None:
    interview = office.announce()
    candidate = office.candidate(interview["id"])
    letter = make.begin(candidate, interview, kind="thank_you")
    assert office.admin.patch("/v1/agency", json={"settings": {"candidate_phone_in_letter": True}}).is_success

    own = make.save(candidate, letter, {"text": "Thank you. My number is 020 7946 0991."})
    other = make.save(candidate, own, {"text": "Thank you. My number is 07700 900123."})

    assert [[one["code"] for one in saved["checks"]] for saved in (own, other)] == [[], ["direct_contact"]]


def test_no_check_quotes_what_only_the_agency_reads(office: Office) -> None:
    interview = office.held()
    candidate = office.candidate(interview["id"])
    debriefs.submit(candidate, interview["id"], **debriefs.confidences())
    content = make.strategic("c9", left_out=[{"concern": "c1"}])

    letter = make.submitted(candidate, interview, content)

    found = str([make.read(reader, letter)["checks"] for reader in (candidate, office.priya)])
    assert "left_out_without_reason" in found
    assert not any(word in found for word in ("Zephyrine", "91,234", "Thirteen", "corner office", "plan children"))
