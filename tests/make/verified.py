"""What `afterword audit verify` finds about one agency."""

from sqlalchemy import text

from app.adapters.postgres.cluster import OWNER
from app.audit.verify import verify
from app.core.db import Database
from tests.office import Office


def findings_about(office: Office) -> list[str]:
    """What does not hold in the agency's part of the trail."""
    owner = Database(office.premises.cluster.url_for(OWNER, "afterword_shared"))
    with owner.transaction() as session:
        found = verify(session).findings
        query = text("SELECT DISTINCT subject_kind || ':' || subject_id FROM audit_event WHERE agency_id = :agency")
        ours = set(session.scalars(query, {"agency": office.agency_id}))
    owner.dispose()
    return [f"{one.subject} {one.what}" for one in found if one.subject in ours]
