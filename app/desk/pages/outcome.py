"""How a decision ends: done, refused with who did what, or shown again with what is wrong; nothing typed is lost."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from fastapi import Request, Response, status

from app.accounts.access import Access
from app.core.actor import ConsultantActor
from app.core.errors import Conflict, Invalid, PreconditionFailed
from app.desk.pages.review import show_review
from app.reviews.models import ReviewItem
from app.reviews.queries.rows import item_for
from app.web.etag import number_in_form
from app.web.fields import Form, Posted, named_errors, typed_words
from app.web.page_routes import see

Act = Callable[[int], object]
NEEDED: Final = "Is needed"
"""What the schemas say of an empty field."""


def decide(
    request: Request,
    access: Access[ConsultantActor],
    item: ReviewItem,
    posted: Posted,
    act: Act,
    *,
    decision: str,
    names: Mapping[str, str],
    now: datetime,
) -> Response:
    """Do it; what was done already by the same hand stays done, what cannot be is said beside what was typed."""
    item_id = item.id
    seen = number_in_form(posted.value("seen"))
    try:
        with access.session.begin_nested():
            act(seen)
    except Invalid as wrong:
        errors = named_errors(wrong.errors) or {"decision": wrong.detail}
        return mend(request, access, item_id, posted, errors, names, now=now)
    except (Conflict, PreconditionFailed) as refused:
        again = item_for(access.session, item_id=item_id, actor=access.actor)
        if (again.decision, again.decided_by) == (decision, access.actor.consultant_id):
            return see(request.url.path.rpartition("/")[0])
        return refuse(request, access, item_id, posted, refused.detail, refused.status, now=now)
    return see(request.url.path.rpartition("/")[0])


def refuse(
    request: Request,
    access: Access[ConsultantActor],
    item_id: UUID,
    posted: Posted,
    detail: str,
    code: int,
    *,
    now: datetime,
) -> Response:
    """Say why not, on the page as it now stands; what was typed is in its fields, or below where they are gone."""
    form = Form(posted.fields, {"decision": detail})
    item = item_for(access.session, item_id=item_id, actor=access.actor)
    typed = typed_words(posted.fields) if item.decision is not None else []
    return show_review(request, access, item_id, form, now=now, status=code, typed=typed)


def asked(errors: Mapping[str, str], words: str) -> dict[str, str]:
    """Say in words what an empty field is for."""
    return {name: words if said == NEEDED else said for name, said in errors.items()}


def mend(
    request: Request,
    access: Access[ConsultantActor],
    item_id: UUID,
    posted: Posted,
    errors: Mapping[str, str],
    names: Mapping[str, str],
    *,
    now: datetime,
) -> Response:
    form = Form(posted.fields, {names.get(name, name): words for name, words in errors.items()})
    return show_review(request, access, item_id, form, now=now, status=status.HTTP_422_UNPROCESSABLE_CONTENT)
