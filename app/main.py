"""The web process: the one list of routers, middleware and error handlers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from fastapi import FastAPI

from app.accounts import access
from app.accounts.api import accounts, brand, cover, factors, mail
from app.accounts.pages import arriving, confirming, elsewhere, signing_in
from app.accounts.pages import brand as brand_files
from app.adapters.oidc import provider_of
from app.core.db import Database
from app.core.settings import Settings
from app.debriefs.api import addenda, debriefs, exceptions
from app.debriefs.pages import adding, checking, declining, listing, topic
from app.deliveries.api import deliveries, taking_back
from app.deliveries.pages import agreeing, page_images, withdrawing
from app.desk.pages import (
    after,
    became,
    claiming,
    country_days,
    deciding,
    interview_changes,
    interview_people,
    live,
    me,
    my_day,
    queue,
    review,
    security,
    tell,
    trouble,
)
from app.desk.pages import brand as desk_brand
from app.desk.pages import brief as call_brief
from app.desk.pages import calendar as desk_calendar
from app.desk.pages import candidates as desk_candidates
from app.desk.pages import client as desk_client
from app.desk.pages import clients as desk_clients
from app.desk.pages import contacts as desk_contacts
from app.desk.pages import cover as desk_cover
from app.desk.pages import decision as desk_decision
from app.desk.pages import deliveries as desk_deliveries
from app.desk.pages import delivery as desk_delivery
from app.desk.pages import feedback as desk_feedback
from app.desk.pages import follow_up as desk_follow_up
from app.desk.pages import importing as desk_importing
from app.desk.pages import interview as desk_interview
from app.desk.pages import interviews as desk_interviews
from app.desk.pages import inviting as desk_inviting
from app.desk.pages import keep_warm as desk_keep_warm
from app.desk.pages import keys as desk_keys
from app.desk.pages import mail as desk_mail
from app.desk.pages import new_interview as desk_new_interview
from app.desk.pages import notice as desk_notice
from app.desk.pages import prep_pack as desk_prep_pack
from app.desk.pages import promise as desk_promise
from app.desk.pages import reassigning as desk_reassigning
from app.desk.pages import relay as desk_relay
from app.desk.pages import setting_up as desk_setting_up
from app.desk.pages import settings as desk_settings
from app.desk.pages import telephone as desk_telephone
from app.desk.pages import users as desk_users
from app.directory.api import calendar_days, directory
from app.documents import api as documents
from app.followup.api import calls, decisions, outcomes, promises, relaying, themes, warm
from app.followup.api import feedback as client_feedback
from app.followup.api import lessons as own_lessons
from app.followup.api import preparing as prep_pack
from app.followup.pages import asking, lessons, status, told
from app.followup.pages import preparing as preparation
from app.interviews.api import attendance, interviews, people
from app.interviews.api import reassigning as interview_reassigning
from app.interviews.pages import attendance as attendance_pages
from app.interviews.pages import keeping, leaving, own_link, preparing
from app.letters.api import letters, suggestions, summaries, threads, uploads
from app.letters.pages import beginning, composing, shelf, suggestion, summary, word
from app.letters.pages import checking as letter_checking
from app.letters.pages import reading as letter_reading
from app.privacy.api import notices, persons, trail
from app.privacy.pages import notice, own_data
from app.privacy.pages import person as desk_held
from app.privacy.pages import trail as desk_trail
from app.reports import api as reports
from app.reports import pages as desk_reports
from app.reviews.api import items as reviews
from app.web import assets, health, limits, middleware, openapi, problem_pages, problems

ROUTERS = (
    health.router,
    problem_pages.router,
    assets.router,
    accounts.router,
    factors.router,
    mail.router,
    brand.router,
    cover.router,
    brand_files.router,
    arriving.router,
    signing_in.router,
    signing_in.desk,
    confirming.router,
    elsewhere.router,
    elsewhere.desk,
    security.router,
    directory.router,
    calendar_days.router,
    interviews.router,
    people.router,
    interview_reassigning.router,
    attendance.router,
    attendance_pages.router,
    preparing.router,
    own_link.router,
    leaving.router,
    keeping.router,
    debriefs.router,
    exceptions.router,
    addenda.router,
    letters.router,
    summaries.router,
    uploads.router,
    documents.router,
    suggestions.router,
    threads.router,
    shelf.router,
    beginning.router,
    composing.router,
    word.router,
    letter_checking.router,
    letter_reading.router,
    suggestion.router,
    summary.router,
    deliveries.router,
    taking_back.router,
    status.router,
    preparation.router,
    lessons.router,
    asking.router,
    agreeing.router,
    withdrawing.router,
    page_images.router,
    listing.router,
    checking.router,
    declining.router,
    topic.router,
    reviews.router,
    trail.router,
    persons.router,
    notices.router,
    notice.router,
    own_data.router,
    adding.router,
    calls.router,
    client_feedback.router,
    desk_feedback.router,
    prep_pack.router,
    desk_prep_pack.router,
    promises.router,
    desk_promise.router,
    decisions.router,
    themes.router,
    warm.router,
    own_lessons.router,
    reports.router,
    desk_reports.router,
    outcomes.router,
    relaying.router,
    told.router,
    became.router,
    tell.router,
    call_brief.router,
    desk_decision.router,
    me.router,
    my_day.router,
    queue.router,
    desk_follow_up.router,
    desk_new_interview.router,
    desk_importing.router,
    desk_clients.router,
    desk_client.router,
    desk_calendar.router,
    desk_contacts.router,
    desk_deliveries.router,
    desk_delivery.router,
    live.router,
    claiming.router,
    deciding.router,
    after.router,
    review.router,
    desk_interviews.router,
    desk_candidates.router,
    desk_keep_warm.router,
    desk_held.router,
    interview_changes.router,
    desk_telephone.router,
    interview_people.router,
    desk_interview.router,
    desk_inviting.router,
    desk_users.router,
    desk_keys.router,
    desk_cover.router,
    desk_reassigning.router,
    desk_trail.router,
    desk_setting_up.router,
    desk_brand.router,
    desk_notice.router,
    desk_mail.router,
    desk_relay.router,
    country_days.router,
    desk_settings.router,
)
DESCRIPTION = (
    "What a recruitment agency does between the end of an interview and the client's decision: structured "
    "debriefs, strategic follow-up letters, review, consent, delivery at the right minute, and a trail of it all."
)


def create_app(settings: Settings, *, database_url: str) -> FastAPI:
    """Build the application; the pool opens with the first request and closes with the process."""
    db = Database(database_url, pool_size=settings.pool_size)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        db.dispose()

    app = FastAPI(
        title="Afterword",
        version="1",
        description=DESCRIPTION,
        openapi_url="/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.openapi = partial(_document, app)  # type: ignore[method-assign]  # the way that FastAPI documents
    app.state.settings = settings
    app.state.db = db
    app.state.provider = provider_of(settings)
    app.state.signed_out = keeping.signed_out
    app.state.desk_signed_out = signing_in.signed_out
    app.state.within_the_console = trouble.within_the_console
    app.state.ways_on = confirming.WAYS_ON
    app.state.kept_taken = keeping.kept_taken
    app.state.form_of_another_visit = access.form_of_another_visit
    for router in ROUTERS:
        app.include_router(router)
    problems.install(app)
    app.add_middleware(middleware.BodyLimit)
    app.add_middleware(middleware.Surroundings, requests=limits.of_requests(settings))
    return app


def _document(app: FastAPI) -> dict[str, Any]:
    app.openapi_schema = app.openapi_schema or openapi.document(app, description=DESCRIPTION)
    return app.openapi_schema
