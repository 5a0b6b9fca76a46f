"""What candidates are told about their data."""

from typing import Annotated

from app.accounts.access import ANY_ROLE, Access, Door, allow, public
from app.accounts.queries.notices import notices_of
from app.core.actor import Actor
from app.privacy.queries import rows as queries
from app.privacy.schemas import NoticeView
from app.web.deps import Page
from app.web.problems import responses
from app.web.routes import router_for

router = router_for("privacy")
AsAnybody = Annotated[Door, public()]
AsInside = Annotated[Access[Actor], allow(candidate=True, roles=ANY_ROLE, scope="interviews:write")]
AsUser = Annotated[Access[Actor], allow(roles=ANY_ROLE, scope="admin")]


@router.get("/privacy-notice", operation_id="getPrivacyNotice", responses=responses(401, 403, 404))
def get_privacy_notice(access: AsInside) -> NoticeView:
    """Read what the agency tells candidates about their data, as it holds now."""
    return NoticeView.model_validate(queries.notice_now(access.session, access.actor.agency_id))


@router.get("/privacy-notices", operation_id="listPrivacyNotices", responses=responses(401, 403))
def list_privacy_notices(access: AsUser) -> Page[NoticeView]:
    """List every version of the notice, newest first: which one held when is seen from its instant."""
    found = notices_of(access.session, access.actor.agency_id)
    return Page(data=[NoticeView.model_validate(notice) for notice in found], next_cursor=None)


@router.get("/agencies/{name}/privacy-notice", operation_id="getPrivacyNoticeOfAgency", responses=responses(404, 429))
def get_privacy_notice_of_agency(door: AsAnybody, name: str) -> NoticeView:
    """Read the notice of the agency that signs in under this name, without signing in."""
    return NoticeView.model_validate(queries.notice_of_agency_named(door.session, name))
