"""What is held about one person: a copy of it, its erasure, and what forbids that."""

from typing import Annotated
from uuid import UUID

from fastapi import Response, status

from app.accounts.access import Access, allow
from app.core.actor import Actor, ConsultantRole
from app.core.ids import CandidateId, ExportId, HoldId, Prefixed
from app.privacy.actions import erasing, exporting, holding
from app.privacy.actions.erasing import Order
from app.privacy.models import LegalHold, PersonExport
from app.privacy.queries import rows as queries
from app.privacy.schemas import (
    ErasureDone,
    ErasureRequest,
    ErasureView,
    ExportRequest,
    ExportView,
    HoldRequest,
    HoldView,
)
from app.web.deps import Now, Page
from app.web.etag import Seen, set_etag
from app.web.problems import responses
from app.web.routes import DECIDES, router_for

COMPLIANCE: frozenset[ConsultantRole] = frozenset({"compliance"})
router = router_for("privacy", under="/persons")
AsCompliance = Annotated[Access[Actor], allow(roles=COMPLIANCE)]
AsConfirmedCompliance = Annotated[Access[Actor], allow(roles=COMPLIANCE, confirmed=True)]


@router.post(
    "/{candidate_id}/export",
    operation_id="exportPerson",
    status_code=status.HTTP_202_ACCEPTED,
    responses=responses(401, 403, 404),
    openapi_extra=DECIDES,
)
def export_person(
    access: AsConfirmedCompliance, candidate_id: CandidateId, body: ExportRequest, now: Now, response: Response
) -> ExportView:
    """Have everything held about a person put together; the Location is where to look.

    The user has proved within ten minutes who they are (`POST /v1/session/confirm`); else 403.
    """
    export = exporting.ask(
        access.session, candidate_id=candidate_id, private_notes=body.private_notes, actor=access.actor, now=now
    )
    response.headers["Location"] = _path(export)
    return _export_view(export)


@router.get("/{candidate_id}/exports", operation_id="listPersonExports", responses=responses(401, 403, 404))
def list_person_exports(access: AsCompliance, candidate_id: CandidateId, now: Now) -> Page[ExportView]:
    """List the exports of a person that have not expired, newest first."""
    person = queries.person_for(access.session, candidate_id=candidate_id, actor=access.actor)
    found = queries.exports_of(access.session, person, now=now)
    return Page(data=[_export_view(export) for export in found], next_cursor=None)


# The archive stands before the export itself, whose path would match its own.
@router.get(
    "/{candidate_id}/exports/{export_id}.zip",
    operation_id="getPersonExportArchive",
    response_class=Response,
    responses={
        200: {"content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}}},
        **responses(401, 403, 404, 409),
    },
)
def get_person_export_archive(
    access: AsCompliance, candidate_id: CandidateId, export_id: ExportId, now: Now
) -> Response:
    """Fetch an export's archive, until it expires."""
    content = exporting.archive_of(
        access.session, candidate_id=candidate_id, export_id=export_id, actor=access.actor, now=now
    )
    name = f'attachment; filename="{Prefixed("exp").show(export_id)}.zip"'
    return Response(content, media_type="application/zip", headers={"Content-Disposition": name})


@router.get("/{candidate_id}/exports/{export_id}", operation_id="getPersonExport", responses=responses(401, 403, 404))
def get_person_export(
    access: AsCompliance, candidate_id: CandidateId, export_id: ExportId, now: Now, response: Response
) -> ExportView:
    """Read whether an export is ready."""
    person = queries.person_for(access.session, candidate_id=candidate_id, actor=access.actor)
    export = queries.export_of(access.session, person, export_id, now=now)
    set_etag(response, 1 if export.ready_at is None else 2)
    return _export_view(export)


@router.get("/{candidate_id}/erasure", operation_id="getErasure", responses=responses(401, 403, 404))
def get_erasure(access: AsCompliance, candidate_id: CandidateId, now: Now, response: Response) -> ErasureView:
    """Read what an erasure would take, or what it left. Its ETag is what erasing asks for."""
    view, changes = erasing.looked_at(access.session, candidate_id=candidate_id, actor=access.actor, now=now)
    set_etag(response, changes)
    return view


@router.post(
    "/{candidate_id}/erasure",
    operation_id="erasePerson",
    responses=responses(401, 403, 404, 409, 412, 428),
    openapi_extra=DECIDES,
)
def erase_person(
    access: AsCompliance, candidate_id: CandidateId, body: ErasureRequest, now: Now, response: Response, seen: Seen
) -> ErasureDone:
    """Erase a person for good: content and identity go, the rows and their trail stay."""
    order = Order(body.reason, seen=seen)
    done, changes = erasing.erase_seen(
        access.session, candidate_id=candidate_id, order=order, actor=access.actor, now=now
    )
    set_etag(response, changes)
    return done


@router.get("/{candidate_id}/holds", operation_id="listHolds", responses=responses(401, 403, 404))
def list_holds(access: AsCompliance, candidate_id: CandidateId) -> Page[HoldView]:
    """List the legal holds on a person, newest first, with those that were released."""
    person = queries.person_for(access.session, candidate_id=candidate_id, actor=access.actor)
    found = queries.holds_on(access.session, person)
    return Page(data=[HoldView.model_validate(hold) for hold in found], next_cursor=None)


@router.post(
    "/{candidate_id}/holds",
    operation_id="placeHold",
    status_code=status.HTTP_201_CREATED,
    responses=responses(401, 403, 404, 409),
    openapi_extra=DECIDES,
)
def place_hold(
    access: AsCompliance, candidate_id: CandidateId, body: HoldRequest, now: Now, response: Response
) -> HoldView:
    """Place a legal hold: until it is released nothing of the person is erased, also not by retention."""
    hold = holding.place(access.session, candidate_id=candidate_id, reason=body.reason, actor=access.actor, now=now)
    return _hold_view(hold, response)


@router.get("/{candidate_id}/holds/{hold_id}", operation_id="getHold", responses=responses(401, 403, 404))
def get_hold(access: AsCompliance, candidate_id: CandidateId, hold_id: HoldId, response: Response) -> HoldView:
    """Read one legal hold."""
    person = queries.person_for(access.session, candidate_id=candidate_id, actor=access.actor)
    return _hold_view(queries.hold_on(access.session, person, hold_id), response)


@router.post(
    "/{candidate_id}/holds/{hold_id}/release",
    operation_id="releaseHold",
    responses=responses(401, 403, 404, 409, 412, 428),
    openapi_extra=DECIDES,
)
def release_hold(
    access: AsCompliance,
    candidate_id: CandidateId,
    hold_id: HoldId,
    body: HoldRequest,
    now: Now,
    response: Response,
    seen: Seen,
) -> HoldView:
    """Release a legal hold, with the reason."""
    hold = holding.release(
        access.session,
        candidate_id=candidate_id,
        hold_id=hold_id,
        reason=body.reason,
        seen=seen,
        actor=access.actor,
        now=now,
    )
    return _hold_view(hold, response)


def _path(export: PersonExport) -> str:
    person, name = _public(export.candidate_id, "cnd"), _public(export.id, "exp")
    return f"/v1/persons/{person}/exports/{name}"


def _public(value: UUID, prefix: str) -> str:
    return Prefixed(prefix).show(value)


def _export_view(export: PersonExport) -> ExportView:
    ready = export.ready_at is not None
    return ExportView(
        **{name: getattr(export, name) for name in ExportView.model_fields if hasattr(export, name)},
        state="ready" if ready else "being_made",
        path=f"{_path(export)}.zip" if ready else None,
    )


def _hold_view(hold: LegalHold, response: Response) -> HoldView:
    set_etag(response, hold.audit_seq)
    return HoldView.model_validate(hold)
