"""Parts of which the views of a letter are made."""

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict
from uuid import UUID

from app.debriefs.schemas.content import DebriefAnswers
from app.documents.models import Consent, Document
from app.interviews.models import Meeting, Met
from app.interviews.rules import guidance, letter_policy_words
from app.letters.models import Letter, LetterDraft, LetterVersion, Standing, Surroundings, Wording
from app.letters.rules.authorship import CANDIDATE
from app.letters.rules.checks import checks
from app.letters.rules.coverage import coverage, coverage_checks
from app.letters.rules.facts import LetterFacts
from app.letters.rules.policies import needs_acknowledgement
from app.letters.schemas.content import LetterContent
from app.letters.schemas.views import (
    Addressee,
    AddresseeConsent,
    AgencyAddressee,
    AuthorView,
    CheckView,
    ContactGuidance,
    CoverageView,
    DocumentMark,
    DraftMark,
    LetterPolicyView,
    SuggestionView,
)

NOTHING_AROUND = Surroundings(other_clients=(), regions=(), telephone_allowed=False)


class Judged(TypedDict):
    """What a reader would notice in a text."""

    coverage: list[CoverageView]
    checks: list[CheckView]


def judged(
    letter: Letter,
    content: LetterContent,
    *,
    meeting: Meeting,
    met: Sequence[Met],
    answers: DebriefAnswers | None,
    around: Surroundings = NOTHING_AROUND,
) -> Judged:
    """Look a text over as its candidate and consultant should: the concerns it answers, and what is worth a look."""
    facts = LetterFacts(
        kind=letter.kind,  # type: ignore[arg-type]  # kept to the kinds by a CHECK, as are the policies below
        contact_policy=meeting.client.contact_policy,  # type: ignore[arg-type]
        introduced_by=meeting.interview.introduced_by,  # type: ignore[arg-type]
        interviewer_names=[who.person.name for who in met],
        company=meeting.client.name,
        other_names=[meeting.candidate.name, meeting.consultant.name, meeting.agency.name],
        other_clients=around.other_clients,
        regions=around.regions,
        telephone_allowed=around.telephone_allowed,
        own_number=meeting.candidate.phone,
    )
    concerns = answers.concerns if answers and letter.kind != "summary" else None
    about_concerns = [] if concerns is None else coverage_checks(concerns, content)
    return {
        "coverage": [CoverageView.model_validate(one) for one in coverage(concerns or [], content)],
        "checks": [CheckView.model_validate(one) for one in (*checks(content, facts), *about_concerns)],
    }


def judged_in(standing: Standing, content: LetterContent) -> Judged:
    """As `judged`, for a text of this letter."""
    return judged(
        standing.letter,
        content,
        meeting=standing.meeting,
        met=standing.met,
        answers=standing.answers,
        around=standing.around,
    )


def authors_of(names: Sequence[str], wording: Wording, meeting: Meeting) -> list[AuthorView]:
    """The authors of paragraphs as people read them; ``names`` are what a version keeps."""
    return [author_of(None if name == CANDIDATE else name, wording, meeting) for name in names]


def author_of(consultant_id: UUID | str | None, wording: Wording, meeting: Meeting) -> AuthorView:
    """A consultant by name, or the candidate."""
    if consultant_id is None:
        return AuthorView(kind="candidate", name=meeting.candidate.name)
    return AuthorView(kind="consultant", name=wording.names[str(consultant_id)])


def suggestion_view(version: LetterVersion | None, letter: Letter, wording: Wording, meeting: Meeting) -> Any:
    """A suggested wording and what was said to it; None for what the candidate wrote."""
    if version is None or version.submitted_by_id is None:
        return None
    reply = wording.replies.get(version.version)
    waits = letter.state == "suggested" and letter.version == version.version
    return SuggestionView(
        version=version.version,
        by=author_of(version.submitted_by_id, wording, meeting),
        note=version.note,
        suggested_at=version.submitted_at,
        answer=reply.answer if reply else ("waiting" if waits else "not_answered"),
        reason=reply.reason if reply else None,
        answered_at=reply.answered_at if reply else None,
    )


def agreements(
    version: LetterVersion | None, consents: Sequence[Consent], met: Sequence[Met]
) -> list[AddresseeConsent]:
    """Which addressees of the newest submission the candidate agreed to."""
    given: Mapping[UUID, Consent] = {row.person_id: row for row in consents}
    people = in_order(version.addressees if version else (), met)
    return [_agreement(who, given.get(who.person.id)) for who in people]


def submission(version: LetterVersion, document: Document, standing: Standing) -> dict[str, Any]:
    """What is said of one submission without its words."""
    meeting, met, wording = standing.meeting, standing.met, standing.wording
    return {
        "author": author_of(version.submitted_by_id, wording, meeting),
        "suggestion": suggestion_view(version, standing.letter, wording, meeting),
        "version": version.version,
        "submitted_at": version.submitted_at,
        "submitted_by": version.submitted_by,
        "addressees": addressees(version.addressees, met),
        "document": DocumentMark.model_validate(document),
    }


def addressees(people: Sequence[UUID], met: Sequence[Met]) -> list[Addressee]:
    """The addressees as everybody sees them."""
    return [Addressee.model_validate(who.person) for who in in_order(people, met)]


def agency_addressees(people: Sequence[UUID], met: Sequence[Met]) -> list[AgencyAddressee]:
    """The addressees as the agency sees them."""
    return [
        AgencyAddressee(
            id=who.person.id,
            name=who.person.name,
            title=who.person.title,
            contact_id=who.contact.id if who.contact else None,
            email=who.contact.email if who.contact else None,
        )
        for who in in_order(people, met)
    ]


def in_order(people: Sequence[UUID], met: Sequence[Met]) -> list[Met]:
    """These people in the order given; who was taken off the interview since is left out."""
    known = {who.person.id: who for who in met}
    return [known[person_id] for person_id in people if person_id in known]


def draft_mark(draft: LetterDraft) -> DraftMark:
    """The draft's own ETag, as `app.web.etag` writes it."""
    return DraftMark(etag=f'"{draft.revision}"', saved_at=draft.saved_at)


def contact_guidance(meeting: Meeting) -> ContactGuidance:
    """Whether the candidate may write to the client themselves, and must take note of it (P6)."""
    policy: Any = meeting.client.contact_policy
    introduced_by: Any = meeting.interview.introduced_by
    words = guidance(
        introduced_by=introduced_by,
        contact_policy=policy,
        consultant=meeting.consultant.name,
        client=meeting.client.name,
    )
    required = needs_acknowledgement(introduced_by=introduced_by, contact_policy=policy)
    return ContactGuidance(contact_policy=policy, words=words, acknowledgement_required=required)


def letter_policy(meeting: Meeting) -> LetterPolicyView:
    """Whether the client takes letters."""
    policy: Any = meeting.client.letter_policy
    words = letter_policy_words(
        policy,
        client=meeting.client.name,
        consultant=meeting.consultant.name,
        introduced_by=meeting.interview.introduced_by,
    )
    return LetterPolicyView(policy=policy, words=words)


def _agreement(who: Met, row: Consent | None) -> AddresseeConsent:
    return AddresseeConsent(
        person_id=who.person.id,
        name=who.person.name,
        state=row.state if row else "not_given",
        given_at=row.given_at if row else None,
        given_by=row.given_by if row else None,
    )
