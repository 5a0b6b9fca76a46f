"""Find candidates, clients and jobs by a part of a name through an index of its pieces of three letters.

Not by the extension pg_trgm: the server that comes with the program has none.
"""

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from alembic import op

revision: str = "0027_name_search"
down_revision: str | None = "0026_sign_in_elsewhere"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

PIECES: Final = """
CREATE FUNCTION afterword_pieces(said text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_agg(DISTINCT substr(small, n, 3))
        FROM lower(said) small, generate_series(1, length(small) - 2) n
$$
"""
"""Whatever holds a word holds all pieces of it, whatever their case."""
OF_SEVERAL: Final = """
CREATE FUNCTION afterword_pieces({given}) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT public.afterword_pieces({said})
$$
"""
TWO: Final = OF_SEVERAL.format(given="one text, two text", said="coalesce(one, '') || ' ' || coalesce(two, '')")
THREE: Final = OF_SEVERAL.format(
    given="one text, two text, three text",
    said="coalesce(one, '') || ' ' || coalesce(two, '') || ' ' || coalesce(three, '')",
)
FOUND: Final = """
CREATE FUNCTION afterword_{what}_like(word text) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT coalesce(array_agg(id), '{{}}') FROM ({select}) found
$$
"""
"""As the owner, within the agency that is set: `@>` is not leakproof, so under row-level security no plan of the app
role may look for it in the index. Whether the word stands there in one piece is for the caller to see."""
OURS: Final = "agency_id = nullif(current_setting('app.agency_id', true), '')::uuid"
INDEXED: Final = {
    "candidate": "name, email, phone",
    "client": "name",
    "client_contact": "name, email",
    "job": "title",
}
HOLDS: Final = {table: f"afterword_pieces({said}) @> afterword_pieces($1)" for table, said in INDEXED.items()}
SELECTS: Final = {
    "candidates": f"SELECT id FROM candidate WHERE {OURS} AND {HOLDS['candidate']}",
    "clients": (
        f"SELECT id FROM client WHERE {OURS} AND {HOLDS['client']} UNION "
        f"SELECT client_id FROM client_contact WHERE {OURS} AND {HOLDS['client_contact']}"
    ),
    "jobs": (
        f"SELECT id FROM job WHERE {OURS} AND {HOLDS['job']} UNION "
        f"SELECT job.id FROM (SELECT agency_id, id FROM client WHERE {OURS} AND {HOLDS['client']}) named "
        "JOIN job ON job.agency_id = named.agency_id AND job.client_id = named.id"
    ),
}


def upgrade() -> None:
    for function in (PIECES, TWO, THREE):
        op.execute(function)
    for table, said in INDEXED.items():
        op.create_index(f"ix_{table}_search", table, [sa.text(f"afterword_pieces({said})")], postgresql_using="gin")
    op.create_index("ix_application_agency_id_job_id", "application", ["agency_id", "job_id"])
    for what, select in SELECTS.items():
        op.execute(FOUND.format(what=what, select=select))


def downgrade() -> None:
    for what in SELECTS:
        op.execute(f"DROP FUNCTION afterword_{what}_like")
    op.drop_index("ix_application_agency_id_job_id", "application")
    for table in INDEXED:
        op.drop_index(f"ix_{table}_search", table)
    for given in ("text, text, text", "text, text", "text"):
        op.execute(f"DROP FUNCTION afterword_pieces({given})")
