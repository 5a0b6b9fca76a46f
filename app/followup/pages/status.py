"""Where it stands: the first thing a candidate sees after their link (P16, P21)."""

from typing import Annotated

from fastapi import Request
from fastapi.responses import HTMLResponse

from app.accounts.access import Access, allow
from app.core.actor import CandidateActor
from app.core.ids import InterviewId
from app.debriefs.rules import MOST_ADDENDA
from app.deliveries.rules.telling import first_name, listed, when
from app.followup.queries.known import Around, known_of
from app.followup.rules.facts import Facts, Heard
from app.followup.rules.headline import headline, no_news
from app.followup.rules.promised import hears, offers_asking
from app.followup.rules.timeline import timeline
from app.followup.rules.turns import turns
from app.interviews.pages.visit import visit
from app.web.deps import Now
from app.web.page_routes import pages_for

router = pages_for()
AsCandidate = Annotated[Access[CandidateActor], allow(candidate=True)]


@router.get("", operation_id="seeStatus")
def see_status(access: AsCandidate, interview_id: InterviewId, request: Request, now: Now) -> HTMLResponse:
    """Show what happened, what happens now, and who acts."""
    visited = visit(request, access, interview_id, now=now)
    around = Around(visited.frame.home, visited.frame.consultant.covered_by, visited.frame.kept)
    facts = known_of(access.session, visited.meeting, around, actor=access.actor, now=now)
    to_do = turns(facts)
    head = headline(facts, to_do)
    accepted = facts.debrief is not None and facts.debrief.state == "accepted"
    return visited.show(
        "pages/status.html",
        facts=facts,
        head=head,
        turns=to_do,
        moments=timeline(facts) if facts.shows_stored else [],
        no_news=no_news(facts) if head.waiting else None,
        may_add=accepted and len(facts.added) < MOST_ADDENDA,
        letters=[letter for letter in facts.letters if letter.versions],
        consultant=first_name(facts.consultant),
        hears=hears(facts),
        may_ask=offers_asking(facts),
        told=[_told(one, facts) for one in reversed(facts.told)],
        told_by=listed(list(dict.fromkeys(first_name(one.by) for one in facts.told))) if facts.told else "",
        unread=[one.id for one in facts.told if one.read_at is None],
    )


def _told(one: Heard, facts: Facts) -> dict[str, str]:
    """What they were told, and by whom, when and how: the newest first on the page."""
    at, by = when(one.at, facts.zone, facts.now), first_name(one.by)
    how = f"{by} told you by telephone on {at}" if one.by_telephone else f"{by} wrote to you on {at}"
    read = f". You read it on {when(one.read_at, facts.zone, facts.now)}." if one.read_at else "."
    return {"said": f"{how}{read}", "words": one.words}
