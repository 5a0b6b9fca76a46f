"""Candidates are told what becomes of what they say; every wording is kept with the instant from which it held."""

from datetime import timedelta

from app.core.clock import utc_now
from tests.office import Office

CONTACT = "privacy@harcourt.example"


def change(office: Office, **settings: str | int | None) -> None:
    answer = office.admin.patch("/v1/agency", json={"settings": settings})
    assert answer.status_code == 200, answer.text


def test_an_agency_that_wrote_nothing_has_a_notice_made_from_its_settings(office: Office) -> None:
    change(office, data_protection_contact=CONTACT, retention_months=18, draft_days=20)
    notice = office.anybody.get(f"/v1/agencies/{office.name}/privacy-notice").json()
    assert (notice["version"], notice["controller"], notice["contact"]) == (2, "Harcourt & Lane", CONTACT)
    for words in ("18 months", "20 days", CONTACT, "complain"):
        assert words in notice["text"]


def test_a_change_that_reads_otherwise_makes_a_version_and_any_other_makes_none(office: Office) -> None:
    change(office, undo_seconds=30)
    office.clock.move_to(utc_now() + timedelta(minutes=5))
    change(office, privacy_notice_text="We keep it short.")
    change(office, privacy_notice_text="We keep it short.")
    versions = office.compliance.get("/v1/privacy-notices").json()["data"]
    assert [one["version"] for one in versions] == [2, 1]
    assert versions[0]["text"] == "We keep it short."
    assert versions[0]["published_at"] > versions[1]["published_at"]


def test_the_candidate_reads_it_inside_and_on_the_page_that_the_mail_links(office: Office) -> None:
    change(office, privacy_notice_text="Ours & <yours>.\n\nNothing else.", data_protection_contact=CONTACT)
    interview = office.announce()
    assert office.candidate(interview["id"]).get("/v1/privacy-notice").json()["version"] == 2
    office.priya.post(f"/v1/interviews/{interview['id']}/invitation")
    office.run_tasks()
    link = f"http://afterword.example/privacy/{office.name}"
    assert link in office.mails(office.address("alex"))[-1].as_string().replace("=\n", "")
    page = office.anybody.get(f"/privacy/{office.name}")
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "<p>Ours &amp; &lt;yours&gt;.</p>" in page.text
    assert CONTACT in page.text


def test_no_agency_no_notice(office: Office) -> None:
    for path in ("/v1/agencies/nobody-here/privacy-notice", "/privacy/nobody-here"):
        answer = office.anybody.get(path)
        assert (answer.status_code, answer.json()["code"]) == (404, "privacy_notice_not_found")
