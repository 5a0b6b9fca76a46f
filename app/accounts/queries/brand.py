"""How an agency looks on the pages of its candidates and in its mails: its colour and its logo."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Agency, AgencyLogo, SignInName
from app.accounts.queries.rows import agency, agency_named
from app.accounts.rules.colours import shades_of, style_sheet
from app.core.db import AgencySession
from app.core.errors import NotFound


class BrandFileNotFound(NotFound):
    """There is no such colour or logo of an agency; the page that named it is older than a change: load it again."""

    code = "brand_file_not_found"


@dataclass(frozen=True)
class Brand:
    """Addresses of a style sheet with the agency's colour and of its logo; None where it set none."""

    css: str | None
    logo: str | None


@dataclass(frozen=True)
class BrandFile:
    """A style sheet or a picture, as it is served."""

    content: bytes
    media_type: str


def brand_of(session: Session, agency: Agency) -> Brand:
    """The agency's own colour and logo."""
    css = colours_of(agency)
    path = brand_path(session, agency, css, "css") if css else None
    return Brand(css=path, logo=agency.logo.get("path"))


def colours_of(agency: Agency) -> bytes | None:
    """The style sheet with the agency's colour; None where it set none."""
    accent = agency.settings.get("accent_colour")
    return style_sheet(shades_of(accent)).encode() if accent else None


def brand_path(session: Session, agency: Agency, content: bytes, suffix: str) -> str:
    """Where a file of an agency is served: under its sign-in name, named by its content, so it may be kept for ever."""
    names = select(SignInName.name).where(SignInName.agency_id == agency.agency_id).order_by(SignInName.name)
    return f"/brand/{session.scalar(names.limit(1))}/{hashlib.sha256(content).hexdigest()[:16]}.{suffix}"


def logo_of(session: Session, agency: Agency, *, lock: bool = False) -> AgencyLogo | None:
    """The bytes of the agency's logo; None where it set none."""
    query = select(AgencyLogo).where(AgencyLogo.agency_id == agency.agency_id)
    return session.scalars(query.with_for_update() if lock else query).one_or_none()


def brand_file(session: AgencySession, *, name: str, file: str) -> BrandFile:
    """A file of the agency that signs in under this name, as it stands now; raises BrandFileNotFound."""
    agency_id = agency_named(session, name)
    if agency_id is None:
        raise BrandFileNotFound
    session.use_agency(agency_id)
    whose = agency(session, agency_id)
    css, asked = colours_of(whose), f"/brand/{name}/{file}"
    if css is not None and asked == brand_path(session, whose, css, "css"):
        return BrandFile(css, "text/css")
    logo = logo_of(session, whose) if asked == whose.logo.get("path") else None
    if logo is None:
        raise BrandFileNotFound
    return BrandFile(logo.content, "image/png")
