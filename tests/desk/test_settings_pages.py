"""What an agency decides for itself, decided in the browser by its administrator."""

import re
from datetime import timedelta

from app.accounts.schemas.accounts import AgencySettings
from app.desk.rendering.settings_said import hint_of, in_words
from app.desk.rendering.settings_words import ACCESS, COLOUR, GROUPS, KEEPING, NOTICE
from tests.make.accounts import wait
from tests.make.desk import says
from tests.make.pictures import logo
from tests.make.visitor import SAME_ORIGIN, AtDesk
from tests.office import Office

ASKED = {asked.name: asked for group in (*GROUPS.values(), ACCESS, COLOUR, NOTICE) for asked in group.asks}
POSTS = (
    "/candidates",
    "/access",
    "/look",
    "/look/logo",
    "/look/logo/remove",
    "/notice",
    "/mail/domains",
    "/mail/relay",
)


def settings_of(office: Office) -> dict[str, object]:
    found: dict[str, object] = office.admin.get("/v1/agency").json()["settings"]
    return found


def send_logo(ada: AtDesk, content: bytes) -> None:
    ada.open("/settings/look")
    sent = ada.form("/logo")
    answer = ada.web.post(
        sent.action, data=sent.fields, files={"logo": ("logo.png", content, "image/png")}, headers=SAME_ORIGIN
    )
    ada.page = ada.web.get(answer.headers["location"]) if answer.is_redirect else answer


def test_every_setting_is_asked_for_on_one_page_and_has_words() -> None:
    assert set(ASKED) == set(AgencySettings.model_fields)
    settings = AgencySettings(retention_months=6, draft_days=30, link_days=1)
    assert in_words(ASKED["link_days"], settings, country="GB") == "1 day"
    assert in_words(ASKED["retention_months"], settings, country="GB") == "12 months"
    assert in_words(ASKED["retention_months"], settings, country="DE") == "6 months"
    assert "at the least" in hint_of(KEEPING.asks[1], country="GB")
    assert "at the least" not in hint_of(KEEPING.asks[0], country="GB")


def test_settings_are_changed_in_groups_and_each_change_is_audited_once(office: Office) -> None:
    ada = AtDesk(office, "admin")
    ada.open("/settings")
    says(ada, "Ask for the debrief 15 minutes after the interview’s end", "Consultants see All that waits", "Nobody")
    ada.open("/settings/candidates")
    first = ada.form("/candidates")

    ada.send({"debrief_request_minutes": "30", "prepare_mail": "no"}, form="/candidates")

    says(ada, "Kept: When candidates are asked", "30 minutes after", "A mail the evening before No")
    ada.web.post(
        first.action, data={**first.fields, "debrief_request_minutes": "30", "prepare_mail": "no"}, headers=SAME_ORIGIN
    )
    ada.open("/settings/access")
    ada.send({"consultants_see": "team", "totp_required": ["manager", "compliance"]}, form="/access")
    says(ada, "Consultants see Their own team’s", "A code app is needed by Managers, Compliance")
    agency = office.admin.get("/v1/agency").json()
    assert agency["settings"]["totp_required"] == ["manager", "compliance"]
    assert agency["settings"]["debrief_request_minutes"] == 30
    assert office.trail(agency["id"]) == ["agency.created", "agency.changed", "agency.changed"]


def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(office: Office) -> None:
    ada = AtDesk(office, "admin")
    ada.open("/settings/candidates")
    wrong = {"debrief_request_minutes": "soon", "link_days": "90", "quiet_from": "late", "prepare_mail": "no"}
    ada.send(wrong, form="/candidates")
    assert ada.page.status_code == 422
    says(ada, "write a whole number from 0 to 1440", "write a whole number from 1 to 60", "for example 09:00")
    assert 'value="soon"' in ada.page.text
    assert ada.form("/candidates").fields["prepare_mail"] == ["no"]
    ada.open("/settings/desk")
    ada.send({"desk_opens": "19:00", "desk_closes": "08:00"}, form="/settings/desk")
    says(ada, "The desk closes later in the day than it opens")
    ada.open("/settings/notice")
    ada.send({"privacy_notice_url": "harcourt.example"}, form="/notice")
    says(ada, "Write the whole address, beginning with https://")
    assert settings_of(office) == AgencySettings().model_dump(mode="json")
    assert ada.open("/settings/languages").status_code == 404


def test_who_was_slower_is_told_who_did_what_and_may_have_it_their_way(office: Office) -> None:
    ada = AtDesk(office, "admin")
    ada.open("/settings/letters")
    changed = {"undo_seconds": 120, "send_lead_minutes": 45}
    assert office.admin.patch("/v1/agency", json={"settings": changed}).status_code == 200

    ada.send({"undo_seconds": "30", "send_lead_minutes": "45"}, form="/letters")

    assert ada.page.status_code == 412
    says(ada, "Ada Admin changed settings after you opened this page: Monday 23 November 2026, 09:00 in London")
    says(ada, "An approval can be undone for: now 120 seconds")
    assert "A letter arrives: now" not in ada.text
    assert settings_of(office)["undo_seconds"] == 120
    ada.send(form="/letters")
    says(ada, "An approval can be undone for 30 seconds")


def test_a_colour_nobody_can_read_is_refused_with_one_that_everybody_can(office: Office) -> None:
    ada = AtDesk(office, "admin")
    ada.open("/settings/look")
    ada.send({"accent_colour": "#ffcc00"}, form="/look")
    assert ada.page.status_code == 422
    says(ada, "a contrast of 1.4 to 1", "#8b6f00, the nearest that everybody can read")
    ada.send({"instead": "#8b6f00"}, form="/look")
    says(ada, "Kept. New pages and mails have it", "#8b6f00 is used now")
    assert re.search(r'rel="stylesheet" href="/brand/[^"]+\.css"', ada.page.text)
    ada.send({"accent_colour": "teal"}, form="/look")
    says(ada, "Write # and six digits")
    assert settings_of(office)["accent_colour"] == "#8b6f00"


def test_a_logo_is_shown_as_candidates_see_it_and_can_be_taken_away(office: Office) -> None:
    ada = AtDesk(office, "admin")
    for content, words in ((b"", "Choose a picture first"), (b"no picture", "PNG, JPEG or WebP")):
        send_logo(ada, content)
        assert ada.page.status_code == 422
        says(ada, words)
    send_logo(ada, logo() + bytes(1_100_000))
    assert ada.page.status_code == 413
    send_logo(ada, logo())
    says(ada, "Kept. The logo is below")
    assert office.admin.get("/v1/agency/logo").json()["address"].partition("/brand/")[2] in ada.page.text
    ada.send(form="/remove")
    says(ada, "Removed. Your name stands in its place")
    assert office.admin.get("/v1/agency/logo").status_code == 404


def test_the_privacy_notice_is_read_and_each_wording_of_it_is_kept(office: Office) -> None:
    ada = AtDesk(office, "admin")
    ada.open("/settings/notice")
    says(ada, "Version 1, since Monday 23 November 2026, 09:00", "Ask your consultant", f"/privacy/{office.name}")
    ada.send({"data_protection_contact": "privacy@harcourt.example"}, form="/notice")
    says(ada, "Kept. Candidates read version 2", "Ask privacy@harcourt.example", "Version 1: Monday 23 November")
    ada.send({"privacy_notice_text": "Ours is short.\n\nRead it."}, form="/notice")
    says(ada, "Candidates read version 3", "Ours is short. Read it.")
    assert (
        office.anybody.get(f"/v1/agencies/{office.name}/privacy-notice").json()["text"] == "Ours is short.\n\nRead it."
    )


def test_settings_are_offered_to_administrators_only_and_refused_to_others(office: Office) -> None:
    user = AtDesk(office, "manager")
    user.open("")
    assert "/desk/settings" not in user.page.text
    token = user.form("/sign-out").fields["csrf"]
    for path in POSTS:
        assert user.web.post(f"/desk/settings{path}", data={"csrf": token}, headers=SAME_ORIGIN).status_code == 403
    assert user.open("/settings").status_code == 403
    ada = AtDesk(office, "admin")
    ada.open("/settings/access")
    wait(office, timedelta(minutes=11))
    ada.send({"consultants_see": "team"}, form="/access")
    assert ada.page.status_code == 403
    assert ada.heading == "Is it still you?"
    assert settings_of(office) == AgencySettings().model_dump(mode="json")
