"""What candidates are told about their data: each wording is kept, with the instant from which it held."""

from datetime import datetime

from app.accounts.models import Agency, PrivacyNotice
from app.accounts.queries import rows as queries
from app.accounts.rendering import notice_text
from app.accounts.schemas.accounts import AgencySettings
from app.core.db import AgencySession


def keep_notice(session: AgencySession, agency: Agency, *, now: datetime) -> None:
    """Make the next version of the notice where it reads otherwise now; the agency's audit entry covers it."""
    settings = AgencySettings.model_validate(agency.settings)
    said = (agency.name, settings.data_protection_contact, _text(agency, settings))
    newest = queries.newest_notice(session, agency.agency_id)
    if newest is not None and (newest.controller, newest.contact, newest.text) == said:
        return
    controller, contact, text = said
    session.add(
        PrivacyNotice(
            agency_id=agency.agency_id,
            version=newest.version + 1 if newest else 1,
            published_at=now,
            controller=controller,
            contact=contact,
            text=text,
        )
    )


def _text(agency: Agency, settings: AgencySettings) -> str:
    return notice_text(agency=agency.name, country=agency.country, settings=settings)
