"""What the operator sets, from the environment; what an agency sets lies in its own row."""

from functools import cached_property
from ipaddress import ip_network
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.core.state_dir import default_state_dir

CHECKOUT = Path(__file__).resolve().parents[2]
SHORTEST_KEY = 32
THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})


class Settings(BaseSettings):
    """Settings of one process; every name is read from the environment, most with the prefix ``AFTERWORD_``."""

    model_config = SettingsConfigDict(
        env_prefix="AFTERWORD_", populate_by_name=True, extra="ignore", hide_input_in_errors=True
    )

    database_url: SecretStr | None = Field(
        default=None,
        alias="DATABASE_URL",
        description="PostgreSQL 16 or later, as a role that is afterword_app; absent: the embedded server.",
    )
    database_owner_url: SecretStr | None = Field(
        default=None,
        alias="DATABASE_OWNER_URL",
        description="The same database as the role that owns it; used by migrations only.",
    )
    smtp_url: SecretStr = Field(
        default=SecretStr("smtp://127.0.0.1:1025"),
        alias="SMTP_URL",
        description="The relay: smtp://user:password@host:587?tls=starttls, or smtps://… for TLS at once.",
    )
    public_url: str = Field(
        default="http://127.0.0.1:8000",
        alias="PUBLIC_URL",
        description="Where people reach this service; links in mails begin with it.",
    )
    mail_from: str = Field(
        default="letters@afterword.example",
        description="The address of the service itself, of a domain that may send through the relay.",
    )
    relay_signs_for_agencies: bool = Field(
        default=False,
        description="Whether the relay of SMTP_URL may send for the domains that agencies have verified.",
    )
    secret_key: SecretStr | None = Field(
        default=None,
        description="Seals relays' passwords and users' code apps: at least 32 characters, former keys after a comma.",
    )
    internal_relays: str | None = Field(
        default=None,
        description="Networks of yours in which agencies' own relays may lie, such as 10.1.0.0/16, with commas.",
    )
    oidc_issuer: str | None = Field(
        default=None,
        description="The OpenID provider by which users may sign in, say https://id.harcourt.example; absent: none.",
    )
    oidc_client_id: str | None = Field(default=None, description="As what that provider knows this service.")
    oidc_client_secret: SecretStr | None = Field(
        default=None, description="The secret that goes with it; absent: a public client, proven by PKCE alone."
    )
    oidc_name: str = Field(
        default="your work account", description="What the button says behind “Sign in with”, such as Harcourt ID."
    )
    oidc_second_factor: str | None = Field(
        default=None,
        description="What stands for a second factor there, such as amr=mfa or acr=phr, with commas; absent: nothing.",
    )
    dns_servers: str | None = Field(
        default=None,
        description="DNS servers to ask about agencies' domains, with commas; absent: those of the machine.",
    )
    state_dir: Path | None = Field(
        default=None, description="Where the embedded server keeps its data; absent: the platform's usual place."
    )
    pool_size: int = Field(default=40, ge=1, description="Database connections of one process, at least its threads.")
    log_level: str = Field(default="info", description="debug, info, warning or error.")
    erasure_ledger: Path | None = Field(
        default=None,
        description="A file, best on another machine, that names each erased person by identifier; for restores.",
    )
    tick_seconds: float = Field(default=2.0, gt=0, description="Pause between two looks for due timers.")
    requests_per_minute: int = Field(default=1200, ge=1, description="Of one caller, counted in each web process.")
    writes_per_minute: int = Field(default=300, ge=1, description="Of one account: user, candidate or key.")
    agency_writes_per_minute: int = Field(default=3000, ge=1, description="Of all accounts of one agency together.")
    arrivals_per_ten_minutes: int = Field(
        default=120, ge=1, description="Of one address: signing in, opening links, accepting invitations."
    )
    sign_ins_per_ten_minutes: int = Field(default=10, ge=1, description="Of one account, right or wrong.")
    worker_concurrency: int = Field(default=8, ge=1, description="Tasks that one worker process runs at once.")

    @field_validator("secret_key")
    @classmethod
    def _long_enough(cls, value: SecretStr | None) -> SecretStr | None:
        keys = [key.strip() for key in value.get_secret_value().split(",")] if value else []
        if any(len(key) < SHORTEST_KEY for key in keys):
            raise ValueError("each key has at least 32 characters; `openssl rand -hex 32` makes one")
        return value

    @field_validator("internal_relays")
    @classmethod
    def _networks(cls, value: str | None) -> str | None:
        for one in (value or "").split(","):
            if one.strip():
                ip_network(one.strip())
        return value

    @field_validator("oidc_issuer")
    @classmethod
    def _over_tls(cls, value: str | None) -> str | None:
        place = urlsplit(value or "https://")
        if place.scheme != "https" and not (place.scheme == "http" and place.hostname in THIS_MACHINE):
            raise ValueError("begins with https://; http is for this machine itself")
        return value or None

    @field_validator("oidc_second_factor")
    @classmethod
    def _factors(cls, value: str | None) -> str | None:
        for one in (value or "").split(","):
            if one.strip() and one.strip().partition("=")[0] not in {"amr", "acr"}:
                raise ValueError("each is amr= or acr= and what the provider says")
        return value

    @model_validator(mode="after")
    def _known_at_the_provider(self) -> Self:
        if self.oidc_issuer and not self.oidc_client_id:
            raise ValueError("AFTERWORD_OIDC_ISSUER needs AFTERWORD_OIDC_CLIENT_ID")
        return self

    @cached_property
    def state(self) -> Path:
        """The state directory that is in force."""
        return self.state_dir or default_state_dir(CHECKOUT)
