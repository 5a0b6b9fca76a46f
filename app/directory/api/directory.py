"""Clients with their policies, client contacts, candidates, jobs."""

from typing import Annotated

from fastapi import Response

from app.accounts.access import DECIDERS, READERS, Access, allow
from app.core.actor import Actor
from app.core.ids import ClientId, ContactId, Prefixed
from app.directory.actions import changing
from app.directory.models import Client, ClientContact, Job
from app.directory.queries.candidates import candidates_listed
from app.directory.queries.rows import client_for, contact_for, listed
from app.directory.schemas import (
    CandidateView,
    ClientChange,
    ClientView,
    ContactChange,
    ContactView,
    JobView,
)
from app.web.deps import Now, Page
from app.web.etag import Seen, set_etag
from app.web.lists import Listing
from app.web.problems import responses
from app.web.routes import router_for

router = router_for("directory")
AsReader = Annotated[Access[Actor], allow(roles=READERS, scope="interviews:write")]
AsWriter = Annotated[Access[Actor], allow(roles=DECIDERS, scope="interviews:write")]


@router.get("/clients", operation_id="listClients", responses=responses(401, 403))
def list_clients(access: AsReader, listing: Listing) -> Page[ClientView]:
    """List clients with their policies."""
    rows = listed(access.session, Client, actor=access.actor, after=listing.after("cli"), limit=listing.reads)
    return listing.page(rows, show=ClientView.model_validate, key=lambda row: (Prefixed("cli").show(row.id),))


@router.get("/clients/{client_id}", operation_id="getClient", responses=responses(401, 403, 404))
def get_client(access: AsReader, client_id: ClientId, response: Response) -> ClientView:
    """Read a client."""
    client = client_for(access.session, client_id=client_id, actor=access.actor)
    set_etag(response, client.audit_seq)
    return ClientView.model_validate(client)


@router.patch("/clients/{client_id}", operation_id="changeClient", responses=responses(401, 403, 404, 412, 428))
def change_client(
    access: AsWriter, client_id: ClientId, body: ClientChange, now: Now, response: Response, seen: Seen
) -> ClientView:
    """Change a client's name or policies (contact and letter policy)."""
    client = changing.change_client(
        access.session, client_id=client_id, change=body, seen=seen, actor=access.actor, now=now
    )
    set_etag(response, client.audit_seq)
    return ClientView.model_validate(client)


@router.get("/client-contacts", operation_id="listClientContacts", responses=responses(401, 403))
def list_client_contacts(access: AsReader, listing: Listing) -> Page[ContactView]:
    """List client contacts with their working time."""
    rows = listed(access.session, ClientContact, actor=access.actor, after=listing.after("ctc"), limit=listing.reads)
    return listing.page(rows, show=ContactView.model_validate, key=lambda row: (Prefixed("ctc").show(row.id),))


@router.get("/client-contacts/{contact_id}", operation_id="getClientContact", responses=responses(401, 403, 404))
def get_client_contact(access: AsReader, contact_id: ContactId, response: Response) -> ContactView:
    """Read a client contact."""
    contact = contact_for(access.session, contact_id=contact_id, actor=access.actor)
    set_etag(response, contact.audit_seq)
    return ContactView.model_validate(contact)


@router.patch(
    "/client-contacts/{contact_id}", operation_id="changeClientContact", responses=responses(401, 403, 404, 412, 428)
)
def change_client_contact(
    access: AsWriter, contact_id: ContactId, body: ContactChange, now: Now, response: Response, seen: Seen
) -> ContactView:
    """Change a client contact; what was to go to a former address is stopped, what waited for one is scheduled."""
    contact = changing.change_contact(
        access.session, contact_id=contact_id, change=body, seen=seen, actor=access.actor, now=now
    )
    set_etag(response, contact.audit_seq)
    return ContactView.model_validate(contact)


@router.get("/candidates", operation_id="listCandidates", responses=responses(401, 403))
def list_candidates(access: AsReader, listing: Listing) -> Page[CandidateView]:
    """List the candidates you may see, first added first."""
    rows = candidates_listed(access.session, actor=access.actor, after=listing.after("cnd"), limit=listing.reads)
    return listing.page(rows, show=CandidateView.model_validate, key=lambda row: (Prefixed("cnd").show(row.id),))


@router.get("/jobs", operation_id="listJobs", responses=responses(401, 403))
def list_jobs(access: AsReader, listing: Listing) -> Page[JobView]:
    """List jobs."""
    rows = listed(access.session, Job, actor=access.actor, after=listing.after("job"), limit=listing.reads)
    return listing.page(rows, show=JobView.model_validate, key=lambda row: (Prefixed("job").show(row.id),))
