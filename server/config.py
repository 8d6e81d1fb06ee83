"""Settings: every environment variable, its meaning and its default, read once into a frozen object."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from environs import Env, ValidationError, validate

CHECKOUT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Provider:
    """Who signs people in by OpenID Connect. issuer: its address, where it describes itself; name: on the button."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str

    @property
    def environment(self) -> dict[str, str]:
        return {f"YUDEE_OIDC_{name.upper()}": value for name, value in asdict(self).items()}


@dataclass(frozen=True)
class Settings:
    """What the web, the workers and the command need to know; see docs and `.env.example`."""

    database_url: str  # postgresql+psycopg://…
    redis_url: str  # redis://… or unix://…
    secret: str  # signs tokens and sessions
    public_url: str  # origin of every absolute URL, without a slash at the end
    blobs: str  # file:/folder or s3://bucket/prefix
    var: Path  # data folder of `yudee up`
    read_url: str = ""  # of a replica of the database, for figures, lists and exports
    tiles: str = ""  # map tiles of pages: an address with {z}/{x}/{y}, a space, whom to credit
    sweep_s: float = 60  # how often the clock looks for work that Redis forgot
    backup: str = ""  # folder of the nightly backups; none are made without
    backup_to: tuple[str, ...] = ()  # public keys of age of those who can open a backup
    backup_keep_days: int = 35  # how old a nightly backup gets
    log: str = "text"  # or json: how lines of logs are written
    blob_cache_mb: int = 2048  # room for copies of what lies in S3
    second_factor: tuple[str, ...] = ()  # roles that have to set one up
    oidc: Provider | None = None  # signs people in beside the password
    metrics_token: str = ""  # with which figures about the server may be read from anywhere

    @classmethod
    def from_env(cls) -> "Settings":
        """The environment, completed by what a running `yudee up` wrote down.

        Raises EnvError naming every missing or malformed variable at once.
        """
        env = Env(eager=False)
        var = env.path("YUDEE_VAR", CHECKOUT / "var").absolute()
        running = read_running(var)

        def text(name: str, default: object = ..., *checks: validate.Validator) -> str:
            return env.str(name, running.get(name, default), validate=[validate.Length(min=1), *checks])

        def may_be(name: str, *checks: validate.Validator) -> str:
            return env.str(name, running.get(name, ""), validate=checks) or ""

        settings = cls(
            database_url=with_driver(text("DATABASE_URL", ..., is_postgresql)),
            redis_url=text("REDIS_URL", ..., is_redis),
            secret=text("YUDEE_SECRET", ..., validate.Length(min=32, error="Shorter than 32 characters.")),
            public_url=(text("YUDEE_PUBLIC_URL", "http://127.0.0.1:8000", is_origin) or "").rstrip("/"),
            blobs=with_scheme(text("YUDEE_BLOBS", str(var / "blobs"), is_place)),
            var=var,
            read_url=with_driver(may_be("DATABASE_READ_URL", is_any)),
            tiles=may_be("YUDEE_TILES"),
            log=env.str("YUDEE_LOG", running.get("YUDEE_LOG", "text"), validate=validate.OneOf(("text", "json"))),
            metrics_token=may_be("YUDEE_METRICS_TOKEN", is_token),
            blob_cache_mb=env.int(
                "YUDEE_BLOB_CACHE_MB", int(running.get("YUDEE_BLOB_CACHE_MB", 2048)), validate=validate.Range(min=16)
            ),
            second_factor=words_of(may_be("YUDEE_SECOND_FACTOR", are_roles)),
            oidc=provider_of(env, running),
            sweep_s=env.float("YUDEE_SWEEP_S", 60, validate=validate.Range(min=0.1, max=3600)),
            backup=may_be("YUDEE_BACKUP"),
            backup_to=words_of(may_be("YUDEE_BACKUP_TO")),
            backup_keep_days=env.int(
                "YUDEE_BACKUP_KEEP", int(running.get("YUDEE_BACKUP_KEEP", 35)), validate=validate.Range(min=14, max=366)
            ),
        )
        env.seal()
        return settings

    @property
    def environment(self) -> dict[str, str]:
        """The same settings as variables, for a child or a file."""
        return {
            "DATABASE_URL": self.database_url,
            "DATABASE_READ_URL": self.read_url,
            "REDIS_URL": self.redis_url,
            "YUDEE_SECRET": self.secret,
            "YUDEE_PUBLIC_URL": self.public_url,
            "YUDEE_BLOBS": self.blobs,
            "YUDEE_BLOB_CACHE_MB": str(self.blob_cache_mb),
            "YUDEE_VAR": str(self.var),
            "YUDEE_TILES": self.tiles,
            "YUDEE_SWEEP_S": str(self.sweep_s),
            "YUDEE_BACKUP": self.backup,
            "YUDEE_BACKUP_TO": " ".join(self.backup_to),
            "YUDEE_BACKUP_KEEP": str(self.backup_keep_days),
            "YUDEE_LOG": self.log,
            "YUDEE_METRICS_TOKEN": self.metrics_token,
            **(self.oidc.environment if self.oidc else {}),
            "YUDEE_SECOND_FACTOR": ",".join(self.second_factor),
        }


def provider_of(env: Env, running: Mapping[str, str]) -> Provider | None:
    """The provider of sign-ins; none without an issuer, and with one everything but its name has to be there."""

    def text(name: str, default: object, *checks: validate.Validator) -> str:
        return env.str(f"YUDEE_OIDC_{name}", running.get(f"YUDEE_OIDC_{name}", default), validate=checks)

    if not text("ISSUER", ""):
        return None
    there = validate.Length(min=1)
    given = text("ISSUER", "", is_issuer), text("CLIENT_ID", ..., there), text("CLIENT_SECRET", ..., there)
    return Provider(*given, text("NAME", "OpenID Connect", there))


def running_file(var: Path) -> Path:
    """Where `yudee up` writes the settings of the running stack, so that `yudee …` in another terminal finds it."""
    return var / "run" / "settings"


def read_running(var: Path) -> Mapping[str, str]:
    """The settings of the stack that runs on this data folder; empty when none runs."""
    try:
        lines = running_file(var).read_text().splitlines()
    except OSError:
        return {}
    return dict(line.split("=", 1) for line in lines if "=" in line)


def with_driver(url: str | None) -> str:
    """The URL with the driver we use, whichever of the usual spellings was given."""
    scheme, _, rest = (url or "").partition("://")
    return f"postgresql+psycopg://{rest}" if scheme in POSTGRESQL_SCHEMES else url or ""


def with_scheme(place: str | None) -> str:
    """A plain folder becomes a `file:` place."""
    if not place or place.startswith(("file:", "s3://")):
        return place or ""
    return f"file:{Path(place).absolute()}"


POSTGRESQL_SCHEMES = ("postgresql", "postgres", "postgresql+psycopg")


def is_postgresql(url: str) -> None:
    if urlsplit(url).scheme not in POSTGRESQL_SCHEMES:
        raise ValidationError("Not a postgresql:// URL.")


def is_place(place: str) -> None:
    scheme, separator, rest = place.partition("://")
    if separator and (scheme not in ("s3", "file") or not rest.strip("/") or (scheme == "s3" and rest[0] == "/")):
        raise ValidationError("Neither a folder nor s3://bucket/prefix.")


def words_of(given: str) -> tuple[str, ...]:
    """Words with commas or blanks between them."""
    return tuple(given.replace(",", " ").split())


def is_any(url: str) -> None:
    if url:
        is_postgresql(url)


def is_redis(url: str) -> None:
    if urlsplit(url).scheme not in ("redis", "rediss", "unix"):
        raise ValidationError("Not a redis://, rediss:// or unix:// URL.")


def is_token(token: str) -> None:
    if token and len(token) < 16:
        raise ValidationError("Shorter than 16 characters.")


def are_roles(names: str) -> None:
    from server.domain.permissions import ROLES

    unknown = set(words_of(names)) - ROLES.keys()
    if unknown:
        raise ValidationError(f"No role: {', '.join(sorted(unknown))}. There are {', '.join(ROLES)}.")


def is_issuer(url: str) -> None:
    parts = urlsplit(url)
    is_here = parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1", "::1")
    if not parts.hostname or parts.query or not (parts.scheme == "https" or is_here):
        raise ValidationError("Not an address such as https://login.example.org.")


def is_origin(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ValidationError("Not an origin such as https://yudee.example.org.")
