"""What a page of the form shows beside its fields: the steps, the people to choose from, when it was saved."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from fastapi.responses import HTMLResponse

from app.core.db import AgencySession
from app.core.local_time import local
from app.debriefs.pages.sheet import Sheet, marks_of
from app.debriefs.pages.topics import SHORT, STEPS, TOPICS, Topic
from app.debriefs.pages.typed import GROUPS, fields_for, rows_in
from app.debriefs.rendering.answers import AGENCY_ONLY, ANSWERED, HEARD, KINDS, QUESTIONS, SURENESS
from app.interviews.pages.visit import Visit
from app.interviews.queries import people_met_in
from app.web.fields import Form

SCALE: Final = tuple((number, number) for number in range(1, 6))


def form_for(session: AgencySession, sheet: Sheet, topic: Topic) -> Form:
    """The form of a topic as it is saved; whom the agency announced stands there until somebody is saved."""
    fields = fields_for(sheet.shown, topic, people_named(session, sheet))
    if "people_met" in topic.answers and not rows_in(fields, "people_met"):
        for index, met in enumerate(_announced(session, sheet)):
            parts = {"name": met["name"], "title": met["title"], "role_in_decision": met["role_in_decision"]}
            fields |= {f"people_met.{index}.{part}": [said] for part, said in parts.items() if said}
    return Form(fields)


def people_named(session: AgencySession, sheet: Sheet) -> list[str]:
    """The people to choose from: those whom the candidate wrote down, else those whom the agency announced."""
    people = sheet.shown.get("people_met") or _announced(session, sheet)
    return list(dict.fromkeys(person["name"] for person in people if person["name"]))


CHOICES: Final[Mapping[str, Any]] = {
    "questions": QUESTIONS,
    "kinds": KINDS,
    "heard": HEARD,
    "answered": ANSWERED,
    "sureness": SURENESS,
    "scale": SCALE,
}


def show_topic(
    session: AgencySession,
    visit: Visit,
    sheet: Sheet,
    topic: Topic,
    form: Form,
    *,
    was: str | None = None,
    more: str = "",
    status: int = 200,
) -> HTMLResponse:
    """Show the page of a topic; ``was`` are the marks that it goes on with, ``more`` the group to add a row to."""
    debrief = f"{visit.frame.home}/debrief"
    before = TOPICS[: TOPICS.index(topic)] if topic in TOPICS else ()
    return visit.show(
        f"pages/debrief/{topic.slug}.html",
        status=status,
        form=form,
        topic=topic,
        debrief=debrief,
        here=f"{debrief}/{topic.slug}",
        back=f"{debrief}/{before[-1].slug}" if before else debrief,
        was=marks_of(sheet.shown, topic.answers) if was is None else was,
        step=len(before) + 1 if topic in TOPICS else 0,
        steps=STEPS,
        first_button="later" if topic is SHORT else "continue",
        question=sheet.question,
        saved_at=saved_words(visit, sheet),
        client=visit.meeting.client.name,
        rows={name: max(1, rows_in(form.fields, name) + (name == more)) for name in GROUPS},
        choices=[(name, name) for name in people_named(session, sheet)],
        opened=holds(form, topic.optional) or more == "questions_asked",
        confides=holds(form, [AGENCY_ONLY + name for name in topic.agency_only]),
        **CHOICES,
    )


def saved_words(visit: Visit, sheet: Sheet) -> str:
    """When the draft was saved, on the candidate's clock: 14:02; empty where nothing is saved."""
    return f"{local(sheet.saved_at, visit.meeting.candidate.time_zone):%H:%M}" if sheet.saved_at else ""


def _announced(session: AgencySession, sheet: Sheet) -> list[dict[str, Any]]:
    """Whom the agency announced; not whom the candidate named, which a handed-over link does not show."""
    return [
        {"name": met.person.name, "title": met.person.title, "role_in_decision": met.person.role_in_decision}
        for met in people_met_in(session, sheet.standing.interview)
        if met.person.source == "announced"
    ]


def holds(form: Form, names: Sequence[str]) -> bool:
    """Whether something stands, or is wrong, in one of these answers, which are folded otherwise."""
    held = [*form.errors, *(name for name, values in form.fields.items() if any(values))]
    return any(one == name or one.startswith(f"{name}.") for one in held for name in names)
