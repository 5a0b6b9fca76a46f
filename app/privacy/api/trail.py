"""The audit trail, read by whoever answers for it."""

from typing import Annotated

from fastapi import Query

from app.accounts.access import Access, allow
from app.core.actor import Actor
from app.core.ids import Prefixed
from app.privacy.queries.trail import trail
from app.privacy.schemas import TrailEntryView
from app.web.deps import Page
from app.web.lists import Listing
from app.web.problems import responses
from app.web.routes import router_for

router = router_for("audit")
AsAuditor = Annotated[Access[Actor], allow(roles=frozenset({"compliance", "manager"}), scope="audit:read")]
Subject = Annotated[
    str | None, Query(description="Only the entries of this row, by its identifier.", examples=["ltr_01h…"])
]


@router.get("/audit", operation_id="listAudit", responses=responses(401, 403))
def list_audit(
    access: AsAuditor,
    listing: Listing,
    subject: Subject = None,
) -> Page[TrailEntryView]:
    """Read who did what, as sentences, newest first; each entry with the hashes that chain it."""
    rows = trail(
        access.session, actor=access.actor, subject=subject, before=listing.after_instant("aud"), limit=listing.reads
    )
    return listing.page(
        rows, show=lambda entry: entry, key=lambda entry: (entry.at.isoformat(), Prefixed("aud").show(entry.id))
    )
