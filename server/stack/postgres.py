"""A private PostgreSQL with PostGIS: on a Unix socket only, for one application."""

import shutil
import signal
import subprocess
from pathlib import Path

import psycopg

from server.stack.account import Account, caller
from server.stack.errors import OtherPostgresVersion, PostgisMissing, ServerDidNotStart
from server.stack.program import Program, last_line
from server.stack.unpacked import roots

SUPERUSER = "postgres"
ROLE = "yudee"
DATABASE = "yudee"
EXTENSIONS = ("postgis", "pg_trgm")

BIN = "usr/lib/postgresql/{}/bin"
HBA = "local all all peer map=yudee\nlocal replication all peer map=yudee\n"
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",  # our queries are short; compiling them costs more than it saves
    "random_page_cost": "1.1",  # what the disks of our day have, and most of what is asked for lies in memory
    "default_toast_compression": "lz4",
    "shared_buffers": "256MB",
    "max_connections": "200",
    "max_wal_size": "2GB",
    "autovacuum_naptime": "15s",  # tables fill in a minute here; until they are analysed, plans are guesses
}
# For data that nobody will miss should the machine (not just the server) go down.
FORGETFUL = {"fsync": "off", "full_page_writes": "off", "shared_buffers": "128MB"}


class Postgres(Program):
    """Makes its data folder at the first start; later starts go on with it."""

    name = "PostgreSQL"
    stop_signal = signal.SIGINT  # "fast": disconnect clients, write a checkpoint

    def __init__(self, folder: Path, *, sockets: Path, log: Path, account: Account, durable: bool = True) -> None:
        super().__init__(folder, log=log, account=account)
        self.sockets = sockets
        self.durable = durable

    @property
    def pid_file(self) -> Path:
        return self.folder / "postmaster.pid"

    def url(self, database: str = DATABASE, *, role: str = ROLE) -> str:
        """The SQLAlchemy URL of a database in this cluster."""
        return f"postgresql+psycopg://{role}@/{database}?host={self.sockets}"

    def start(self) -> None:
        """Raises ServerDidNotStart, PostgisMissing or OtherPostgresVersion."""
        if not self.folder.exists():
            self._make_cluster()
        self._write_access_rules()
        super().start()
        try:
            self._make_database()
        except psycopg.Error as error:
            why = str(error).partition("\n")[0]
            raise ServerDidNotStart(name=self.name, log=self.log, last_words=why) from error

    def command(self) -> list[str]:
        version = self._version()
        settings = SETTINGS | {"unix_socket_directories": str(self.sockets)}
        if not self.durable:
            settings |= FORGETFUL
        if version >= 16:  # roles made by `yudee` are its own to use, as they are before 16
            settings["createrole_self_grant"] = "set, inherit"
        words = [f"--{name}={value}" for name, value in settings.items()]
        return [str(programs(version) / "postgres"), "-D", str(self.folder), *words]

    def is_ready(self) -> bool:
        try:
            self.connect("template1").close()
        except psycopg.OperationalError:
            return False
        return True

    def connect(self, database: str = DATABASE, *, role: str = SUPERUSER) -> psycopg.Connection:
        """A connection that commits each statement; by default as the superuser."""
        return psycopg.connect(host=str(self.sockets), dbname=database, user=role, autocommit=True)

    def _version(self) -> int:
        """The version that made the data folder, which is the only one that can read it."""
        made_by = int((self.folder / "PG_VERSION").read_text())
        if made_by not in installed_versions():
            installed = ", ".join(map(str, installed_versions())) or "none"
            raise OtherPostgresVersion(folder=self.folder, made_by=made_by, installed=installed)
        return made_by

    def _make_cluster(self) -> None:
        """Make the data folder aside and move it into place when it is whole."""
        versions = installed_versions()
        if not versions:
            raise PostgisMissing
        unfinished = self.folder.with_name(self.folder.name + ".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        self.account.own(unfinished)
        initdb = [programs(versions[-1]) / "initdb", "-D", unfinished, "-U", SUPERUSER]
        options = ["-E", "UTF8", "--locale=C.UTF-8", "--auth-local=peer", "--auth-host=reject", "--no-instructions"]
        with self.log.open("ab") as log:
            made = subprocess.run(
                self.account.command(*initdb, *options, *([] if self.durable else ["--no-sync"])),
                cwd=unfinished,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        if made.returncode:
            raise ServerDidNotStart(name=self.name, log=self.log, last_words=last_line(self.log, "FATAL", "error:"))
        unfinished.rename(self.folder)

    def _write_access_rules(self) -> None:
        """Only the service account and whoever started us may connect, as any of our two roles."""
        people = sorted({self.account.name, caller().name})
        ident = "".join(f"yudee {person} {role}\n" for person in people for role in (SUPERUSER, ROLE))
        for name, rules in (("pg_hba.conf", HBA), ("pg_ident.conf", ident)):
            (self.folder / name).write_text(rules)

    def _make_database(self) -> None:
        """Role, database and extensions, each only if missing, so that an interrupted first start is finished."""
        with self.connect("template1") as connection:
            for extension in EXTENSIONS:
                connection.execute(f"create extension if not exists {extension}")
        with self.connect("postgres") as connection:
            if not connection.execute("select 1 from pg_roles where rolname = %s", [ROLE]).fetchone():
                connection.execute(f"create role {ROLE} login createrole")
            if not connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
                connection.execute(f"create database {DATABASE} owner {ROLE}")


def programs(version: int) -> Path:
    """Where Debian and Ubuntu put the programs of a version; they are not on the PATH."""
    return next(
        (one for root in roots() if (one := root / BIN.format(version)).is_dir()), Path("/") / BIN.format(version)
    )


def installed_versions() -> list[int]:
    """Versions from 15 on that have PostGIS, oldest first."""
    found = {int(folder.name) for root in roots() for folder in (root / "usr/lib/postgresql").glob("[0-9]*")}
    return sorted(version for version in found if version >= 15 and has_postgis(version))


def has_postgis(version: int) -> bool:
    share = programs(version).parents[3] / "share" / "postgresql" / str(version)
    return (share / "extension" / "postgis.control").exists() and (programs(version) / "postgres").exists()
