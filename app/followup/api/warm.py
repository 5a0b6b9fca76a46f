"""Applications that have gone quiet, each with something true to write about (P22, P24)."""

from typing import Annotated

from fastapi import status

from app.accounts.access import DECIDERS, READERS, Access, allow
from app.accounts.queries.rows import agency
from app.core.actor import Actor, ConsultantActor
from app.core.ids import ApplicationId, Prefixed
from app.followup.actions import warming
from app.followup.queries.warm import quiet_ones
from app.followup.rendering.warm import quiet_view
from app.followup.schemas.warm import KeptInTouch, KeptInTouchView, QuietApplication
from app.web.deps import Now, Page
from app.web.lists import Listing
from app.web.problems import responses
from app.web.routes import router_for

router = router_for("status")
AsReader = Annotated[Access[Actor], allow(roles=READERS, scope="feedback:write")]
AsWriter = Annotated[Access[ConsultantActor], allow(roles=DECIDERS, scope="feedback:write", for_consultant=True)]


@router.get("/keep-warm", operation_id="listQuietApplications", responses=responses(401, 403))
def list_quiet_applications(access: AsReader, now: Now, listing: Listing) -> Page[QuietApplication]:
    """List applications of which nothing was heard for so many working days, the latest to go quiet first.

    Only those that give a true reason to write; whoever withdrew or was placed is left in peace.
    """
    of = agency(access.session, access.actor.agency_id)
    after = listing.after_instant("app")
    rows = quiet_ones(access.session, of, actor=access.actor, now=now, after=after, limit=listing.reads)
    return listing.page(
        rows,
        show=lambda one: quiet_view(one, zone=of.time_zone),
        key=lambda one: (one.quiet_since.isoformat(), Prefixed("app").show(one.application_id)),
    )


@router.post(
    "/applications/{application_id}/kept-in-touch",
    operation_id="noteKeptInTouch",
    status_code=status.HTTP_201_CREATED,
    responses=responses(401, 403, 404, 409),
)
def note_kept_in_touch(access: AsWriter, application_id: ApplicationId, body: KeptInTouch, now: Now) -> KeptInTouchView:
    """Note that you wrote to the candidate; within minutes noted once. It leaves the list until it is quiet again.

    A person writes: a key says on whose behalf.
    """
    touch = warming.note_touch(
        access.session, application_id=application_id, reason=body.reason, actor=access.actor, now=now
    )
    return KeptInTouchView.model_validate(touch)
