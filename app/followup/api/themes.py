"""What a client asks and worries about, across candidates (P19)."""

from typing import Annotated

from app.accounts.access import READERS, Access, allow
from app.core.actor import Actor
from app.core.ids import ClientId
from app.directory.queries.rows import client_for
from app.followup.queries.themes import themes_at
from app.followup.rendering.themes import themes_view
from app.followup.schemas.themes import ClientThemes
from app.web.deps import Now
from app.web.problems import responses
from app.web.routes import router_for

router = router_for("directory", under="/clients/{client_id}/themes")
AsReader = Annotated[Access[Actor], allow(roles=READERS, scope="debriefs:read")]


@router.get("", operation_id="getClientThemes", responses=responses(401, 403, 404))
def get_client_themes(access: AsReader, client_id: ClientId, now: Now) -> ClientThemes:
    """Read what a client doubts and asks, counted over the candidates who told of interviews there.

    Counts of at least three candidates, without anybody's words; closed while two candidates are under way for the
    same job there. `state` says why nothing is shown.
    """
    client = client_for(access.session, client_id=client_id, actor=access.actor)
    return themes_view(client.id, themes_at(access.session, client, actor=access.actor, now=now))
