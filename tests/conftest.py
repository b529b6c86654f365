"""What every test may count on: no outside network, reproducible properties, reference cases."""

import ipaddress
import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.lakes import lake_of_samples, lake_of_shared  # fixtures of every room

__all__ = ("lake_of_samples", "lake_of_shared")

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

# `ci` draws the same examples on every machine and never fails for being slow: a red run means a
# defect. `recherche` looks further: HYPOTHESIS_PROFILE=recherche python3 dev.py test
settings.register_profile(
    "ci", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("recherche", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def pytest_configure(config: pytest.Config) -> None:
    """Warnings are errors, but for those that a test tool causes and we cannot mend."""
    config.addinivalue_line("filterwarnings", "ignore::pytest.PytestRemovedIn10Warning")


# What a page says is judged once, on SQLite. On PostgreSQL every page is opened and every form
# sent, by fewer people, and what writes its own queries is run again.
PAGES_ON_BOTH = ("test_permission_table.py", "recherche/", "listes/")


def touches_the_database(item: pytest.Item) -> bool:
    """Say whether the result of a test may depend on which database runs."""
    room = item.path.relative_to(ROOT).as_posix().removeprefix("tests/")
    if room.startswith("commands/") and "backup" not in room:
        return False  # commands call the writes of the records, which are run on both
    if room.startswith("web/") and not room.removeprefix("web/").startswith(PAGES_ON_BOTH):
        return False
    asked = {"db", "transactional_db", "live_server", "target_database"}
    return item.get_closest_marker("django_db") is not None or bool(
        asked & set(getattr(item, "fixturenames", ()))
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run on PostgreSQL what PostgreSQL can change: the rest is the run on SQLite again."""
    if not os.environ.get("ESSOR_TEST_DATABASE_URL"):
        return
    kept = [item for item in items if touches_the_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if not touches_the_database(item)])
    items[:] = kept


def pytest_report_header() -> str:
    """Say on which database this run is, so that a log proves it."""
    address = os.environ.get("ESSOR_TEST_DATABASE_URL", "sqlite://")
    return f"base de données : {address.partition(':')[0]}"


def pytest_unconfigure() -> None:
    """Remove the temporary workspace that the test settings made."""
    workspace = Path(os.environ.get("ESSOR_DIR", ""))
    if workspace.name.startswith("essor-test-"):
        shutil.rmtree(workspace, ignore_errors=True)


class OutsideNetworkError(AssertionError):
    """A test tried to leave the machine."""


def is_local(host: str) -> bool:
    """Say whether an address stays on this machine."""
    if host in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session", autouse=True)
def no_outside_network() -> Iterator[None]:
    """Refuse every connection that is not to a Unix socket or to this machine."""
    real_connect, real_connect_ex = socket.socket.connect, socket.socket.connect_ex

    def check(sock: socket.socket, address: object) -> None:
        if sock.family in (socket.AF_INET, socket.AF_INET6):
            assert isinstance(address, tuple)
            if not is_local(str(address[0])):
                raise OutsideNetworkError(f"a test tried to connect to {address[0]}")

    def connect(sock: socket.socket, address: object) -> None:
        check(sock, address)
        real_connect(sock, address)  # type: ignore[arg-type]

    def connect_ex(sock: socket.socket, address: object) -> int:
        check(sock, address)
        return real_connect_ex(sock, address)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        patch.setattr(socket.socket, "connect_ex", connect_ex)
        yield


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """Return the folder of outside reference cases, or skip: a clone alone does not have it."""
    if not SHARED.is_dir():
        pytest.skip(f"cas de référence absents : {SHARED} n'existe pas sur cette machine")
    return SHARED
