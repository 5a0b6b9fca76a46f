"""Whether users can sign in with the provider that the operator set, as `afterword doctor` tells it."""

from app.adapters.oidc import NotAccepted, ProviderSilent, provider_of
from app.cli.finding import Finding
from app.core.settings import Settings


def provider(settings: Settings) -> list[Finding]:
    """Ask the provider what it publishes; nothing where none is set."""
    asked = provider_of(settings)
    if asked is None:
        return []
    found = Finding(f"users may sign in with {asked.name}, by {asked.issuer}")
    try:
        asked.prepare()
    except (ProviderSilent, NotAccepted):
        mend = "Compare AFTERWORD_OIDC_ISSUER with what its /.well-known/openid-configuration says, to the last slash."
        found = Finding(f"{asked.issuer} does not answer as the OpenID provider of that name", mend)
    if not settings.secret_key and settings.database_url is not None:
        mend = "Set it (`openssl rand -hex 32`): what a browser carries to the provider and back is sealed with it."
        return [found, Finding(f"no AFTERWORD_SECRET_KEY is set: nobody can sign in with {asked.name}", mend)]
    return [found]
