"""What a candidate has at hand before another round, for whoever prepares them by telephone (P19)."""

from typing import Annotated

from fastapi import Request
from fastapi.responses import HTMLResponse

from app.accounts.access import READERS, Access, allow
from app.core.actor import ConsultantActor
from app.core.ids import InterviewId, public_id
from app.core.local_time import date_time, place_of
from app.deliveries.rules.telling import first_name
from app.desk.pages.frame import at_desk
from app.followup.queries.preparing import pack_grounds
from app.followup.rendering.pack_page import rounds_to_show
from app.followup.rendering.preparing import agency_pack
from app.web.page_routes import desk_pages

router = desk_pages("/interviews/{interview_id}/prep-pack")
AsReader = Annotated[Access[ConsultantActor], allow(roles=READERS)]


@router.get("", operation_id="seePrepPackOnDesk")
def see_prep_pack(access: AsReader, interview_id: InterviewId, request: Request) -> HTMLResponse:
    """Show it as the candidate reads it, without what they noted for themselves."""
    desk = at_desk(request, access)
    grounds = pack_grounds(access.session, interview_id=interview_id, actor=access.actor)
    pack, meeting, zone = agency_pack(grounds), grounds.meeting, desk.agency.time_zone
    return desk.show(
        "desk/prep_pack.html",
        pack=pack,
        rounds=rounds_to_show(pack, zone=zone),
        candidate=meeting.candidate.name,
        name=first_name(meeting.candidate.name),
        when=f"{date_time(pack.starts_at, zone)} in {place_of(zone)}",
        path=f"/desk/interviews/{public_id('int', interview_id)}",
    )
