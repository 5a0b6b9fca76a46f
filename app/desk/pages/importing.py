"""Many interviews at once: a table pasted or uploaded, what each row would do, then those that can be brought."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Final

from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from app.accounts.access import DECIDERS, Access, allow
from app.core.actor import ConsultantActor
from app.core.local_time import place_of
from app.desk.actions.importing import DOES, bring
from app.desk.pages.frame import Desk, at_desk
from app.desk.pages.new_interview_form import MONTH_FIRST
from app.desk.queries.planned import planned
from app.desk.rendering.imported import Sheet, sheet_of
from app.desk.rules.checked import entries_in, listed
from app.desk.rules.columns import EXAMPLE, Columns
from app.desk.rules.entries import Around, Wrong
from app.desk.rules.found import Planned
from app.desk.rules.tables import TableNotReadable, decoded, table_in, written
from app.web.deps import Now
from app.web.fields import Form, Posted, number_in
from app.web.page_routes import FormPosted, desk_pages

router = desk_pages("/interviews/import")
AsAnnouncer = Annotated[Access[ConsultantActor], allow(roles=DECIDERS)]
MOST_ROWS: Final = 500
AT_ONCE: Final = 25
"""Rows that one request brings: a second or two, so that none runs into a time-out."""
_COUNTED: Final = ("new", "moves", "known")


@dataclass(frozen=True)
class Plan:
    """A table as it was read, and what each of its rows would do."""

    text: str
    columns: Columns
    rows: list[Planned]


@dataclass
class Progress:
    """How far an import has come: rows done, how many of each kind, and why rows were refused on the way."""

    done: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)


@router.get("", operation_id="seeImport")
def see_import(access: AsAnnouncer, request: Request) -> HTMLResponse:
    """Show where a table is pasted or chosen."""
    return _begin(at_desk(request, access))


@router.get("/example.csv", operation_id="getImportExample")
def get_import_example(access: AsAnnouncer) -> Response:  # noqa: ARG001 - who may
    """Answer with a table to begin with, as Excel opens it."""
    return _file("interviews-example.csv", EXAMPLE)


@router.post("", operation_id="checkImport")
def check_import(access: AsAnnouncer, request: Request, posted: FormPosted) -> HTMLResponse:
    """Say of each row what it would do; nothing is changed."""
    desk = at_desk(request, access)
    read = _read(access, desk, posted)
    if isinstance(read, Form):
        return _begin(desk, read)
    return _show_plan(desk, read)


@router.post("/rows", operation_id="importRows")
def import_rows(access: AsAnnouncer, request: Request, posted: FormPosted, now: Now) -> HTMLResponse:
    """Bring the next rows of a table that can be; what is known already is left as it is."""
    desk = at_desk(request, access)
    read = _read(access, desk, posted)
    if isinstance(read, Form):
        return _begin(desk, read)
    progress = _progress(posted)
    _go_on(access, read, progress, now=now)
    if progress.done < len(read.rows):
        return desk.show("desk/import_running.html", text=read.text, progress=progress, total=len(read.rows))
    return desk.show(
        "desk/import_done.html", text=read.text, progress=progress, sheet=_sheet(desk, read, progress.refused)
    )


@router.post("/left.csv", operation_id="getRowsLeft")
def get_rows_left(access: AsAnnouncer, request: Request, posted: FormPosted) -> Response:
    """Answer with the rows that cannot be brought, each with the reason, to be mended and pasted again."""
    desk = at_desk(request, access)
    read = _read(access, desk, posted)
    if isinstance(read, Form):
        return _begin(desk, read)
    refused = _progress(posted).refused
    rows = [[*one.entry.cells, _why(one, refused)] for one in read.rows if _why(one, refused)]
    return _file("interviews-to-mend.csv", [[*read.columns.header, "What is wrong"], *rows])


def _read(access: AsAnnouncer, desk: Desk, posted: Posted) -> Plan | Form:
    """Read the table that was sent; or the form with what is wrong with it as a whole."""
    file = posted.files.get("file") or b""
    text = decoded(file) if file.strip() else "\n".join(posted.values("text")[:1])
    try:
        table = table_in(text)
    except TableNotReadable as found:
        return Form({"text": [text]}, {"text": str(found)})
    around = Around(desk.user.email, desk.agency.time_zone, month_first=desk.agency.country in MONTH_FIRST)
    if len(table.lines) > MOST_ROWS:
        words = (
            f"There are {len(table.lines):,} rows; {MOST_ROWS} fit at once. Bring the first {MOST_ROWS}, then the rest"
        )
        return Form({"text": [text]}, {"text": words})
    columns, entries = entries_in(table, around)
    if columns.missing:
        words = f"The first row has no column for {listed(columns.missing)}. Name it so, or begin with the example"
        return Form({"text": [text]}, {"text": words})
    if not entries:
        return Form({"text": [text]}, {"text": "There is a first row with names of columns, and no row below it"})
    return Plan(text, columns, planned(access.session, entries, actor=access.actor))


def _go_on(access: AsAnnouncer, plan: Plan, progress: Progress, *, now: datetime) -> None:
    """Bring the next rows, and count them."""
    rows = plan.rows[progress.done :][:AT_ONCE]
    refused = bring(access.session, rows, actor=access.actor, now=now)
    for one in rows:
        number = one.entry.number
        if number in refused:
            progress.refused[number] = refused[number].words
        elif one.outcome in _COUNTED:
            progress.counts[one.outcome] = progress.counts.get(one.outcome, 0) + 1
    progress.done += len(rows)


def _progress(posted: Posted) -> Progress:
    """How far the page says that it came; it tells whoever sent it, and nobody else."""
    counts = {name: max(0, number_in(posted.value(f"count.{name}") or "0")) for name in _COUNTED}
    refused = {
        number_in(name.removeprefix("refused.")): " ".join(values)[:300]
        for name, values in posted.fields.items()
        if name.startswith("refused.")
    }
    return Progress(max(0, number_in(posted.value("done") or "0")), counts, refused)


def _begin(desk: Desk, form: Form | None = None) -> HTMLResponse:
    status = 200 if form is None else 422
    return desk.show("desk/import.html", status=status, form=form or Form(), place=place_of(desk.agency.time_zone))


def _show_plan(desk: Desk, plan: Plan) -> HTMLResponse:
    return desk.show("desk/import_plan.html", text=plan.text, sheet=_sheet(desk, plan, {}), columns=plan.columns)


def _sheet(desk: Desk, plan: Plan, refused: dict[int, str]) -> Sheet:
    return sheet_of(plan.rows, refused, here=desk.agency.time_zone, me=desk.user.email)


def _why(one: Planned, refused: dict[int, str]) -> str:
    number = one.entry.number
    if number in refused and one.outcome in DOES:
        return refused[number]
    return "; ".join(_words(found) for found in one.wrong)


def _words(found: Wrong) -> str:
    return f"{found.column}: {found.words}" if found.column else found.words


def _file(name: str, rows: Sequence[Sequence[str]]) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(written(rows), media_type="text/csv; charset=utf-8", headers=headers)
