"""How statements reach PostgreSQL (ADR 0025)."""

from sqlalchemy import event, select, text

from app.core.db import Database
from app.reviews.models import ReviewItem
from tests.office import Office


def test_a_limit_is_a_number_so_that_a_plan_for_any_values_is_a_good_one(office: Office) -> None:
    db, seen = office.premises.db, list[str]()

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(" ".join(statement.split()))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        with office.rows() as session:
            for limit in (26, 51):
                session.scalars(select(ReviewItem).order_by(ReviewItem.id).limit(limit)).all()
            session.scalars(select(ReviewItem.id).order_by(ReviewItem.id).limit(2).offset(1)).all()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert [statement.partition("ORDER BY review_item.id ")[2] for statement in seen] == [
        "LIMIT 26",
        "LIMIT 51",
        "LIMIT 2 OFFSET 1",
    ]


def test_a_statement_is_prepared_when_it_is_executed_again(database: Database) -> None:
    query, prepared = (
        text("SELECT :much + 1"),
        text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE :s"),
    )
    counts = []
    with database.transaction() as session:
        for much in range(3):
            session.execute(query, {"much": much})
            counts.append(session.scalar(prepared, {"s": "SELECT $1 + 1%"}))
    assert counts == [0, 1, 1]
