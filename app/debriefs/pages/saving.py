"""How a page of the form is saved: its own answers over what is stored, nothing typed lost (rule 8)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from app.accounts.access import Access
from app.core.actor import CandidateActor
from app.debriefs.actions import writing
from app.debriefs.pages import merging
from app.debriefs.pages.sheet import Sheet, is_marked, marks_of, same, sheet_of, written_as
from app.debriefs.pages.topics import Topic
from app.debriefs.pages.typed import Typed, naming
from app.web.fields import Form, Posted, words_for


@dataclass(frozen=True)
class Saving:
    """One topic that was sent, and the sheet that it is laid over, which is locked."""

    access: Access[CandidateActor]
    interview_id: UUID
    topic: Topic
    sheet: Sheet
    typed: Typed
    posted: Posted
    now: datetime

    @property
    def marks(self) -> str:
        """What the page showed when it was opened; nothing for a link that is shown nothing stored."""
        return self.posted.value("was")

    @property
    def autosaved(self) -> bool:
        """Whether the page sent itself."""
        return self.posted.value("autosave") == "1"

    @property
    def mine(self) -> dict[str, Any]:
        """What was typed, with what was chosen between two texts."""
        if not self.sheet.shows_stored:
            return self.typed.values
        return merging.resolved(self.typed.values, self.sheet.values, self.posted)

    def over(self) -> tuple[dict[str, Any], list[str]]:
        """All answers as they are saved now, and the names of those that another window changed as well."""
        mine, stored = self.mine, self.sheet.values
        taken, conflicting = merging.merged(mine, stored, self.marks)
        if not self.sheet.shows_stored:
            blank = {name for name in conflicting if mine[name] is None}  # never shown, so not emptied by hand
            taken |= {name: stored[name] for name in blank}
            conflicting = [name for name in conflicting if name not in blank]
            if not self.autosaved:
                taken |= merging.kept_together(mine, stored, conflicting)
                conflicting = []
        return {**stored, **taken}, conflicting

    def save(self, values: dict[str, Any]) -> Sheet:
        """Save where anything changed; return what then lies there. Raises ValidationError for texts too long."""
        written = written_as(values)
        if not all(same(value, self.sheet.values.get(name)) for name, value in values.items()):
            writing.save_draft(
                self.access.session,
                interview_id=self.interview_id,
                written=written,
                seen=self.sheet.revision,
                actor=self.access.actor,
                now=self.now,
            )
        return sheet_of(self.access, self.interview_id, now=self.now)

    def marks_after(self, sheet: Sheet) -> str:
        """What the page shows from now on; by a link that is shown nothing stored, what it sent itself."""
        shown = sheet.values if sheet.shows_stored else self.typed.values
        return marks_of(shown, self.topic.answers)

    def already_there(self) -> bool:
        """Whether all that was typed is stored, as it is when the button was pressed twice."""
        return all(
            same(value, self.sheet.values.get(name)) or is_marked(value, name, self.marks)
            for name, value in self.typed.values.items()
        )


def too_long(wrong: ValidationError, form: Form) -> Form:
    """Say which answers are too long once both texts stand together."""
    errors = {
        ".".join(str(part) for part in found["loc"] if part != "answers"): words_for(found) for found in wrong.errors()
    }
    return Form(form.fields, {**form.errors, **naming(errors)})
