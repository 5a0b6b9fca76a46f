"""Engine, session, the base of all rows, the audit guard, and the only two commits of the program.

The guard (ADR 0004): a row of an `Audited` class that changed without an audit entry in the same transaction cannot
be committed through a session of ours, and bulk statements on such classes are refused. The database has the same
rule in triggers of its own.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from psycopg.adapt import Dumper, PyFormat
from psycopg.types.datetime import DatetimeDumper
from sqlalchemy import (
    TIMESTAMP,
    BindParameter,
    Connection,
    Engine,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    MetaData,
    Text,
    Uuid,
    create_engine,
    event,
    inspect,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql.base import PGCompiler
from sqlalchemy.orm import DeclarativeBase, Mapped, ORMExecuteState, Session, SessionTransaction, mapped_column

_CHANGED = "audited_rows_changed"
_RECORDED = "audited_rows_recorded"
_AGENCY = "agency_id"
_PREPARED_AFTER = 1
"""How often a connection executes a statement before it prepares it: most of ours are executed again (ADR 0025)."""
_MOST_PREPARED = 400
"""Statements that one connection keeps prepared."""


class Base(DeclarativeBase):
    """Base of every row; names every constraint, so that migrations can drop it."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[Mapping[Any, Any]] = {
        datetime: TIMESTAMP(timezone=True),
        UUID: Uuid(),
        str: Text(),
        bytes: LargeBinary(),
        dict[str, Any]: JSONB(),
        list[Any]: JSONB(),
    }


class Audited:
    """A row whose every change is an event: it carries the head of its own hash chain."""

    agency_id: Mapped[UUID]
    id: Mapped[UUID]
    audit_seq: Mapped[int] = mapped_column(Integer, default=0)
    audit_hash: Mapped[bytes] = mapped_column(LargeBinary, default=b"")


class AuditMissing(AssertionError):
    """An audited row changed without an audit entry: a defect of the program, so the transaction is refused."""


class NaiveInstant(ValueError):
    """An instant without a zone is about to be kept: a defect of the program, so the statement is refused."""


class AgencySession(Session):
    """A session that sets its agency in every transaction (row-level security) and refuses unaudited changes.

    An audited change is recorded before the next query: the database refuses the half of it that a query would flush.
    """

    def use_agency(self, agency_id: UUID) -> None:
        """Work as this agency from here on, also in the transaction that is open."""
        self.info[_AGENCY] = agency_id
        if self.in_transaction():
            _set_agency(self.connection(), agency_id)

    def note_recorded(self, row: Audited) -> None:
        """Tell the guard that this row's change has its entry; called by `app.audit.trail.record` only."""
        self.info.setdefault(_RECORDED, set()).add(row)


class _WithLimitInWords(PGCompiler):
    """Writes a LIMIT as a number: as a parameter PostgreSQL expects it to take a tenth of all rows (ADR 0025)."""

    def limit_clause(self, select: Any, **kw: Any) -> str:
        """Write LIMIT and OFFSET; called by the compiler of a SELECT."""
        said = ""
        both = (("LIMIT", select._limit_clause), ("OFFSET", select._offset_clause))  # noqa: SLF001  # as dialects read it
        for word, clause in both:
            if isinstance(clause, BindParameter):
                said += f" \n {word} " + self.process(clause.render_literal_execute(), **kw)
            elif clause is not None:
                said += f" \n {word} " + self.process(clause, **kw)
        return said


class Database:
    """One connection pool and the sessions made from it."""

    def __init__(self, url: str, *, pool_size: int = 5) -> None:
        """Open nothing yet; the URL is a ``postgresql://`` one, for psycopg."""
        self.engine: Engine = create_engine(
            sqlalchemy_url(url),
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=5,
            pool_pre_ping=True,
            pool_use_lifo=True,
            hide_parameters=True,
            connect_args={"prepare_threshold": _PREPARED_AFTER},
        )
        self.engine.dialect.statement_compiler = _WithLimitInWords
        event.listen(self.engine, "connect", _keep_prepared)
        event.listen(self.engine, "connect", refuse_naive)

    @contextmanager
    def request_session(self) -> Iterator[AgencySession]:
        """Yield the session of one request; commit when the caller has finished, else roll back.

        The web dependency that uses it has the scope "function", so the commit comes before the response leaves.
        """
        with AgencySession(self.engine, expire_on_commit=False) as session:
            yield session
            session.commit()

    @contextmanager
    def transaction(self, agency_id: UUID | None = None) -> Iterator[AgencySession]:
        """Yield a session for a task, a timer or the command line, and commit at the end; None: no agency's rows."""
        with AgencySession(self.engine, expire_on_commit=False) as session:
            if agency_id is not None:
                session.use_agency(agency_id)
            yield session
            session.commit()

    def dispose(self) -> None:
        """Close the pool."""
        self.engine.dispose()


def sqlalchemy_url(url: str) -> str:
    """Name the driver in a plain PostgreSQL URL."""
    for plain in ("postgresql://", "postgres://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url


def in_states(column: str, states: frozenset[str]) -> str:
    """Write the CHECK that keeps a column to the states of its table."""
    return f"{column} IN ({', '.join(repr(state) for state in sorted(states))})"


def within_agency(column: str, table: str) -> ForeignKeyConstraint:
    """Refer to another row of the same agency; no row can refer to another agency's (rule 7)."""
    return ForeignKeyConstraint(["agency_id", column], [f"{table}.agency_id", f"{table}.id"])


def refuse_naive(connection: Any, _record: Any) -> None:
    """Have a connection refuse an instant without a zone, which PostgreSQL would read in its session's (rule 10)."""
    connection.adapters.register_dumper(datetime, _AwareOnly)


class _AwareOnly(DatetimeDumper):
    def upgrade(self, obj: datetime, format: PyFormat) -> Dumper:  # noqa: A002 - as the driver calls it
        """Choose how to write it, as the driver does."""
        if obj.tzinfo is None:
            raise NaiveInstant
        return super().upgrade(obj, format)


def _keep_prepared(connection: Any, _record: Any) -> None:
    connection.prepared_max = _MOST_PREPARED


def _set_agency(connection: Connection, agency_id: UUID) -> None:
    driver: Any = connection.connection.driver_connection
    driver.execute("SELECT set_config('app.agency_id', %s, true)", [str(agency_id)])


@event.listens_for(AgencySession, "after_begin")
def _begin_as_agency(session: Session, transaction: SessionTransaction, connection: Connection) -> None:
    agency_id = session.info.get(_AGENCY)
    if agency_id is not None and not transaction.nested:
        _set_agency(connection, agency_id)


@event.listens_for(AgencySession, "before_flush")
def _note_changes(session: Session, _context: Any, _instances: Any) -> None:
    changed = session.info.setdefault(_CHANGED, set())
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, Audited) and (row not in session.dirty or session.is_modified(row)):
            changed.add(row)


@event.listens_for(AgencySession, "before_commit")
def _refuse_unaudited(session: Session) -> None:
    session.flush()
    missing = session.info.get(_CHANGED, set()) - session.info.get(_RECORDED, set())
    if missing:
        tables = sorted({str(inspect(row).mapper.local_table) for row in missing})
        raise AuditMissing(f"changed without an audit entry: {', '.join(tables)}")


@event.listens_for(AgencySession, "do_orm_execute")
def _refuse_bulk_writes(state: ORMExecuteState) -> None:
    if not (state.is_update or state.is_delete or state.is_insert):
        return
    mapper = state.bind_mapper
    if mapper is not None and issubclass(mapper.class_, Audited):
        raise AuditMissing(f"bulk write on the audited table {mapper.local_table}")


@event.listens_for(AgencySession, "after_commit")
def _forget_after_commit(session: Session) -> None:
    session.info.pop(_CHANGED, None)
    session.info.pop(_RECORDED, None)


@event.listens_for(AgencySession, "after_soft_rollback")
def _forget_after_rollback(session: Session, _previous: SessionTransaction) -> None:
    session.info.pop(_CHANGED, None)
    session.info.pop(_RECORDED, None)
