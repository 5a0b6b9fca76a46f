"""A letter or summary as the one page that is ever rendered, and as it is shown before."""

from typing import Final

from app.adapters.letter_page import LetterPage, Section
from app.core.local_time import day_month, local
from app.documents.rendering import paragraphs_of
from app.interviews.models import Meeting
from app.letters.schemas.content import LetterContent
from app.letters.schemas.summary import SummaryContent

LONGEST_LINE: Final = 255


def laid_out(meeting: Meeting, content: LetterContent) -> LetterPage:
    """Lay the words of a version out; equal words and names give an equal page. Raises ValueError as `LetterPage`."""
    if isinstance(content, SummaryContent):
        return summary_page(meeting, content)
    name = meeting.candidate.name
    paragraphs = tuple(line for paragraph in content.paragraphs for line in paragraphs_of(paragraph.text))
    title = f"{name}, {meeting.job.title}"[:LONGEST_LINE]
    return LetterPage(title=title, author=name, language="en", paragraphs=paragraphs)


def heading_of(meeting: Meeting) -> str:
    """What stands above the summary."""
    return f"Summary of the interview with {meeting.candidate.name}"[:LONGEST_LINE]


def opening_of(meeting: Meeting, content: SummaryContent) -> str:
    """Say which interview this is about, and whose words follow."""
    interview, name = meeting.interview, meeting.candidate.name
    day = local(interview.starts_at, interview.time_zone).date()
    whose = f"taken down by {meeting.agency.name}" if content.taken_down else "in their own words"
    return (
        f"{meeting.job.title} at {meeting.client.name}, {day_month(day)} {day.year}. "
        f"This is {name}’s account, {whose}: the parts that they chose to share with you."
    )


def summary_page(meeting: Meeting, content: SummaryContent) -> LetterPage:
    """Lay the shared answers out; raises ValueError for what no document can hold."""
    name = meeting.candidate.name
    return LetterPage(
        title=f"{heading_of(meeting)}, {meeting.job.title}"[:LONGEST_LINE],
        author=name,
        language="en",
        heading=heading_of(meeting),
        paragraphs=(opening_of(meeting, content),),
        sections=tuple(Section(one.heading, paragraphs_of(one.text)) for one in content.paragraphs),
    )
