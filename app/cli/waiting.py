"""What waits for too long in any agency, as `afterword doctor` tells it: counts, and nothing about anybody."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.exc import ProgrammingError

from app.accounts.models import SignInName
from app.accounts.queries.rows import agency
from app.cli.finding import Finding
from app.core.clock import utc_now
from app.core.db import Database
from app.desk.queries.stuck import stuck

MEND = "Look whether `afterword worker` runs, and at what it logs; /readyz tells how long tasks wait."


def waiting(app_url: str) -> Iterator[Finding]:
    """What is stuck, agency by agency; to mend is only what the program should have done."""
    db = Database(app_url)
    try:
        yield from _in_all(db)
    except ProgrammingError:
        return  # not migrated, which is a finding of its own
    finally:
        db.dispose()


def _in_all(db: Database) -> Iterator[Finding]:
    with db.transaction() as session:
        known = session.execute(select(SignInName.name, SignInName.agency_id).order_by(SignInName.name)).all()
    for name, agency_id in known:
        with db.transaction(agency_id) as session:
            of = agency(session, agency_id)
            found = stuck(session, of, now=utc_now())
        for one in found:
            yield Finding(f"{name}: {one.line(of.time_zone)}", MEND if one.limit.holder == "program" else None)
