"""The production guide, played on a real PostgreSQL, then a restoration on SQLite."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import frontend, postgres

pytestmark = pytest.mark.slow

ESSOR = [sys.executable, "-m", "essor.commands.main"]
SITE = "essor.exemple.fr"
PAGE_LIMIT_S = 10.0
START_LIMIT_S = 60.0
HIDDEN = ("ESSOR_", "DATABASE_URL", "DJANGO_SETTINGS_MODULE")


def shell(root: Path, folder: Path, **extra: str) -> dict[str, str]:
    """What systemd gives the service: the settings of the guide and nothing of the tests."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(HIDDEN)}
    return {**kept, "PYTHONPATH": str(root / "src"), "ESSOR_DIR": str(folder), **extra}


def essor(env: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*ESSOR, *words], env=env, capture_output=True, text=True, timeout=300, check=False
    )


def succeed(env: dict[str, str], *words: str) -> str:
    answer = essor(env, *words)
    assert answer.returncode == 0, f"essor {' '.join(words)}\n{answer.stdout}{answer.stderr}"
    return answer.stdout


@pytest.fixture(scope="module")
def installation(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Steps 3 to 5 of the guide."""
    if postgres.find_programs() is None:
        pytest.fail(postgres.MISSING, pytrace=False)
    folder = tmp_path_factory.mktemp("essor")
    secret = succeed(shell(root, folder), "secret").strip()
    with postgres.temporary_cluster() as address:
        env = shell(root, folder, DATABASE_URL=address, ESSOR_SECRET_KEY=secret, ESSOR_HOSTS=SITE)
        succeed(env, "migrer")
        yield env


def ask(port: int, path: str, **headers: str) -> tuple[int, str, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PAGE_LIMIT_S)
    connection.request("GET", path, headers={"Host": SITE, **headers})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, response.getheader("Location") or "", body


@pytest.fixture(scope="module")
def port(installation: dict[str, str]) -> Iterator[int]:
    """Step 6: the service, started once on a folder where nothing was collected before."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number = probe.getsockname()[1]
    server = subprocess.Popen(
        [*ESSOR, "servir", "--port", str(number)],
        env=installation,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    limit = time.monotonic() + START_LIMIT_S
    while time.monotonic() < limit and server.poll() is None:
        try:
            ask(number, "/")
            break
        except OSError:
            time.sleep(0.1)
    yield number
    server.send_signal(signal.SIGTERM)
    output, _ = server.communicate(timeout=30)
    # The refusal of another host name is logged, as it should be.
    lines = [line for line in output.splitlines() if "DisallowedHost" not in line]
    wrong = [line for line in lines if "Warning" in line or " ERROR " in line]
    assert not wrong, "\n".join(output.splitlines()[-15:])


def test_deployment_check_is_clean(installation: dict[str, str]):
    assert succeed(installation, "check", "--deploy").strip() == "Aucun problème"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"ESSOR_DEBUG": "1"}, "mise au point"),
        ({"ESSOR_SECRET_KEY": "courte"}, "clé secrète"),
        ({"ESSOR_HOSTS": ""}, "nom de site"),
    ],
)
def test_an_unsafe_installation_is_refused(
    installation: dict[str, str], change: dict[str, str], sentence: str
):
    env = {**installation, **change}
    for command in (["check", "--deploy"], ["servir", "--port", "1024"]):
        answer = essor(env, *command)
        assert answer.returncode == 2, answer.stdout + answer.stderr
        assert sentence in answer.stderr


def test_plain_http_is_sent_to_https(port: int):
    status, location, _ = ask(port, "/")
    assert (status, location) == (301, f"https://{SITE}/")


def test_pages_and_their_files_are_served_from_the_first_start(port: int):
    proxy = {"X-Forwarded-Proto": "https"}
    status, _, body = ask(port, "/", **proxy)
    assert status == 200
    styles = re.findall(r'href="(/statique/[^"]+\.css)"', body.decode())
    assert styles
    for path in styles:
        assert ask(port, path, **proxy)[0] == 200
    if frontend.is_ready():
        scripts = re.findall(r'src="(/statique/[^"]+\.js)"', body.decode())
        assert all(ask(port, path, **proxy)[0] == 200 for path in scripts)


def test_another_host_name_is_refused(port: int):
    status, _, _ = ask(port, "/", **{"Host": "ailleurs.exemple.fr", "X-Forwarded-Proto": "https"})
    assert status in (400, 404)


def test_the_first_account_is_invited(installation: dict[str, str]):
    link = succeed(
        installation,
        *("comptes", "creer-administrateur", "--email", "prenom.nom@exemple.fr"),
        *("--territoire", "ti-8404", "--lien", "--adresse", f"https://{SITE}"),
    )
    assert link.startswith(f"https://{SITE}/")


def test_a_backup_goes_back_on_both_databases(
    root: Path, installation: dict[str, str], tmp_path: Path
):
    archive = str(tmp_path / "tout.zip")
    succeed(installation, "sauvegarder", "--tout", "-o", archive)
    assert os.stat(archive).st_mode & 0o077 == 0
    succeed(installation, "restaurer", "--remplacer", archive)
    elsewhere = shell(
        root,
        tmp_path / "ailleurs",
        ESSOR_SECRET_KEY=installation["ESSOR_SECRET_KEY"],
        ESSOR_HOSTS=SITE,
    )
    succeed(elsewhere, "migrer")
    succeed(elsewhere, "restaurer", archive)
    before = succeed(installation, "comptes", "lister", "--json")
    assert succeed(elsewhere, "comptes", "lister", "--json") == before
