"""`afterword user`: an agency's first administrator, and the one who lost the code app."""

import sys
from typing import Annotated

import typer

from app.accounts.actions.agencies import create_agency
from app.accounts.actions.factors import take_away
from app.accounts.queries.rows import active_consultant, agency_named
from app.accounts.schemas.accounts import ConsultantInvite
from app.cli.databases import give_up, migrated
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.db import Database
from app.core.errors import Problem
from app.core.settings import Settings

user = typer.Typer(help="Users of an agency.", no_args_is_help=True)
commands = typer.Typer()
commands.add_typer(user, name="user")


@user.command()
def bootstrap(
    agency: Annotated[str, typer.Option(help="The agency's name.")],
    sign_in_name: Annotated[str, typer.Option(help="The short name it signs in under, for example harcourt.")],
    name: Annotated[str, typer.Option(help="The first administrator's name.")],
    email: Annotated[str, typer.Option(help="The first administrator's e-mail address.")],
    time_zone: Annotated[str, typer.Option(help="IANA time zone of the agency.")] = "Europe/London",
    country: Annotated[str, typer.Option(help="ISO 3166-1 code of its country.")] = "GB",
) -> None:
    """Create an agency with its first administrator, and print the one-time link that lets them in."""
    settings = Settings()
    with migrated(settings) as found:
        db = Database(found.app_url)
        try:
            with db.transaction() as session:
                made = create_agency(
                    session,
                    name=agency,
                    sign_in_name=sign_in_name,
                    time_zone=time_zone,
                    country=country,
                    admin=ConsultantInvite(name=name, email=email, role="admin"),
                    now=utc_now(),
                )
        except (Problem, ValueError) as error:
            give_up(str(error))
        finally:
            db.dispose()
    sys.stdout.write(f"{settings.public_url}/join/{made.invitation.text}\n")


@user.command("remove-code-app")
def remove_code_app(
    agency: Annotated[str, typer.Option(help="The short name under which the agency signs in.")],
    email: Annotated[str, typer.Option(help="The user's e-mail address.")],
) -> None:
    """Take a lost code app and its recovery codes from a user, whom no administrator is left to help."""
    with migrated(Settings()) as found:
        db = Database(found.app_url)
        with db.transaction() as session:
            agency_id = agency_named(session, agency)
        if agency_id is None:
            give_up("No agency signs in under this name.")
        actor = SystemActor(agency_id)
        with db.transaction(agency_id) as session:
            known = active_consultant(session, named=email, actor=actor)
            had = known is not None and take_away(session, known, actor=actor, now=utc_now())
        db.dispose()
    sys.stdout.write("Removed; the user is told by mail.\n" if had else "There is no such user with a code app.\n")
    raise typer.Exit(0 if had else 1)
