"""Who stands in for whom while they are away."""

from typing import Annotated

from fastapi import status

from app.accounts.access import ANY_ROLE, Access, allow
from app.accounts.actions import cover
from app.accounts.queries.cover import cover_rules
from app.accounts.schemas.cover import CoverRuleIn, CoverRuleView
from app.core.actor import Actor
from app.core.ids import CoverRuleId, Prefixed
from app.web.deps import Now, Page
from app.web.lists import Listing
from app.web.problems import responses
from app.web.routes import router_for

router = router_for("accounts", under="/cover-rules")
AsUser = Annotated[Access[Actor], allow(roles=ANY_ROLE, scope="admin")]
AsWriter = Annotated[Access[Actor], allow(roles=ANY_ROLE - {"compliance"}, scope="admin")]


@router.get("", operation_id="listCoverRules", responses=responses(401, 403))
def list_cover_rules(access: AsUser, listing: Listing) -> Page[CoverRuleView]:
    """List who stands in for whom, oldest first; what was ended is left out."""
    rows = cover_rules(access.session, actor=access.actor, after=listing.after("cov"), limit=listing.reads)
    return listing.page(rows, show=CoverRuleView.model_validate, key=lambda row: (Prefixed("cov").show(row.id),))


@router.post(
    "", operation_id="addCoverRule", status_code=status.HTTP_201_CREATED, responses=responses(401, 403, 404, 409)
)
def add_cover_rule(access: AsWriter, body: CoverRuleIn, now: Now) -> CoverRuleView:
    """Let a colleague stand in for somebody who is away; candidates are told from five days before."""
    return CoverRuleView.model_validate(cover.add_cover(access.session, given=body, actor=access.actor, now=now))


@router.delete(
    "/{cover_rule_id}",
    operation_id="endCoverRule",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=responses(401, 403, 404),
)
def end_cover_rule(access: AsWriter, cover_rule_id: CoverRuleId, now: Now) -> None:
    """End a cover at once."""
    cover.end_cover(access.session, rule_id=cover_rule_id, actor=access.actor, now=now)
