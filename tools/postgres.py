"""A private PostgreSQL for one test run: a Unix socket in a temporary folder, nothing left after.

`fsync` and its companions are off: the data dies with the folder, only the behaviour matters.
"""

import os
import pwd
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from tools.console import SetupFailure, ToolFailure, run_quietly

PLACES = (
    "/usr/lib/postgresql/*/bin",  # Debian, Ubuntu
    "/usr/pgsql-*/bin",  # Fedora, Red Hat
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)
MISSING = (
    "Les tests sur PostgreSQL demandent ses programmes (initdb, pg_ctl), introuvables ici.\n"
    "Sur Debian ou Ubuntu : sudo apt install postgresql ; sur macOS : brew install postgresql@15."
)
MINIMUM_VERSION = 15
SERVER_OPTIONS = (
    "listen_addresses=''",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=60",
)
# PostgreSQL refuses to run as root: these accounts exist on every machine where one may be root.
ACCOUNTS = ("postgres", "nobody")


def find_programs() -> Path | None:
    """Return the folder that holds initdb and pg_ctl, the newest version first."""
    folders = []
    in_path = shutil.which("initdb")
    if in_path:
        folders.append(Path(in_path).resolve().parent)
    for pattern in PLACES:
        folders += sorted(Path("/").glob(pattern.lstrip("/")), reverse=True)
    return next((folder for folder in folders if (folder / "pg_ctl").exists()), None)


@contextmanager
def temporary_cluster() -> Iterator[str]:
    """Start a cluster and yield the address of its database, for DATABASE_URL.

    Raises SetupFailure when PostgreSQL is missing or does not start. Stopped and removed on exit.
    """
    programs = find_programs()
    if programs is None:
        raise SetupFailure(MISSING)
    # A socket path is limited to about 100 bytes: macOS temporary folders are too long.
    folder = Path(tempfile.mkdtemp(prefix="essor-pg-", dir="/tmp"))
    try:
        with running(programs, folder) as address:
            yield address
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def kept_cluster(folder: Path) -> Iterator[str]:
    """Start the cluster of a folder, made the first time, and yield the address of its database.

    Raises SetupFailure when PostgreSQL is missing or does not start, or when somebody else uses
    this cluster. Stopped on exit, kept.
    """
    programs = find_programs()
    if programs is None:
        raise SetupFailure(MISSING)
    folder.mkdir(parents=True, exist_ok=True)
    if is_served(folder / "donnees"):
        raise SetupFailure(f"La grappe de {folder} sert déjà à une autre mesure.")
    with running(programs, folder, stop_mode="fast") as address:
        yield address


@contextmanager
def running(programs: Path, folder: Path, *, stop_mode: str = "immediate") -> Iterator[str]:
    """Create the cluster in a folder if it is new, run it, stop it whatever happens."""
    account = unprivileged_account(folder)
    data = folder / "donnees"
    options = " ".join(f"-c {option}" for option in SERVER_OPTIONS)
    stop = [programs / "pg_ctl", "-D", data, "-m", stop_mode, "-w", "stop"]
    try:
        try:
            if not data.exists():
                run_quietly(account + initdb_command(programs, data), cwd=folder)
            start = [programs / "pg_ctl", "-D", data, "-l", folder / "journal.txt"]
            start += ["-o", f"-k {folder} {options}", "-w", "start"]
            run_quietly(account + start, cwd=folder)
        except ToolFailure as failure:
            raise SetupFailure(
                f"PostgreSQL ({programs}) n'a pas démarré. Détail :\n{failure.tail()}"
            ) from failure
        yield f"postgresql://essor@{quote(str(folder), safe='')}/postgres"
    finally:
        if (data / "postmaster.pid").exists():
            run_quietly(account + stop, cwd=folder)


def is_served(data: Path) -> bool:
    """Tell whether a server works on this cluster; a file left by one that was killed does not."""
    mark = data / "postmaster.pid"
    if not mark.exists():
        return False
    try:
        os.kill(int(mark.read_text(encoding="utf-8").splitlines()[0]), 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's, alive
        return True
    return True


def initdb_command(programs: Path, data: Path) -> list[str | Path]:
    """Return the command that makes an empty cluster, in the locale of the documentation."""
    locale = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
    options = ["--auth=trust", "--username=essor", "--encoding=UTF8", f"--locale={locale}"]
    return [programs / "initdb", "-D", data, *options, "--no-sync"]


def unprivileged_account(folder: Path) -> list[str | Path]:
    """Return the words to put before a command so that it does not run as root.

    The folder then belongs to that account. Empty for an ordinary user.
    """
    if os.geteuid() != 0:
        return []
    name = next(name for name in ACCOUNTS if account_exists(name))
    entry = pwd.getpwnam(name)
    os.chown(folder, entry.pw_uid, entry.pw_gid)
    folder.chmod(0o755)
    return become(name)


def account_exists(name: str) -> bool:
    """Say whether the machine has this account."""
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def become(name: str) -> list[str | Path]:
    """Return the words that run a command as another account, with what the machine has."""
    candidates: Sequence[list[str]] = (
        ["runuser", "-u", name, "--"],
        ["setpriv", f"--reuid={name}", f"--regid={name}", "--init-groups", "--"],
        ["sudo", "-n", "-u", name, "--"],
    )
    for words in candidates:
        if shutil.which(words[0]):
            return [*words]
    raise SetupFailure(
        "PostgreSQL refuse de tourner en root, et ni runuser, ni setpriv, ni sudo ne sont là.\n"
        "Relancez les tests avec un compte ordinaire."
    )
