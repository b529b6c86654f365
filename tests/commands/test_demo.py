"""`essor demo`, the real command: refusals, idempotence, and pages that answer."""

import json
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

import pytest

from tests.commands.conftest import RunEssor, environment

START_TIMEOUT_S = 60


def digests(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        members = json.loads(archive.read("manifest.json"))["members"]
    return {member["name"]: member["sha256"] for member in members}


@pytest.mark.slow
def test_a_real_installation_is_refused(essor: RunEssor, migrated: Path) -> None:
    before = sorted(path.name for path in migrated.iterdir())
    done = essor("demo", "--no-serve")
    assert done.returncode == 2
    assert "vraie installation" in done.stderr
    assert sorted(path.name for path in migrated.iterdir()) == before


def test_a_taken_port_is_said_before_anything_is_done(essor: RunEssor, tmp_path: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        done = essor("demo", "--port", str(listener.getsockname()[1]))
    assert done.returncode == 2
    assert "déjà utilisé" in done.stderr
    assert not (tmp_path / "essor").exists()


@pytest.mark.slow
def test_it_says_what_it_does_and_how_far_it_is(demonstration_once: Path) -> None:
    text = (demonstration_once.parent / "sortie.txt").read_text(encoding="utf-8")
    steps = re.findall(r"^\[\d+/\d+\]", text, re.MULTILINE)
    assert steps == [f"[{rank}/{len(steps)}]" for rank in range(1, len(steps) + 1)]
    assert len(steps) > 8
    assert "chef@demo.invalid" in text


@pytest.mark.slow
def test_a_second_run_changes_nothing_and_a_real_database_is_ignored(
    essor: RunEssor, demonstration: Path, tmp_path: Path
) -> None:
    saved = essor("sauvegarder", "--tout", "-o", str(tmp_path / "avant.zip"))
    assert saved.returncode == 0, saved.stderr
    elsewhere = "postgresql://personne@127.0.0.1:1/rien"
    second = essor("demo", "--no-serve", DATABASE_URL=elsewhere)
    assert second.returncode == 0, second.stderr
    assert "DATABASE_URL est ignoré" in second.stdout
    assert second.stdout.count("à jour") == 4
    essor("sauvegarder", "--tout", "-o", str(tmp_path / "apres.zip"))
    assert digests(tmp_path / "avant.zip") == digests(tmp_path / "apres.zip")


@pytest.mark.slow
def test_it_serves_then_stops_politely(demonstration: Path, tmp_path: Path, root: Path) -> None:
    command = [sys.executable, "-u", "-m", "essor.commands.main", "demo"]
    with subprocess.Popen(
        command,
        env=environment(demonstration, root, {}),
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            lines = []
            found = None
            assert process.stdout is not None
            for line in process.stdout:
                lines.append(line)
                if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                    break
            assert found, "".join(lines)
            assert answer(found[0] + "/territoires/ti-8404/") == 200
        finally:
            process.send_signal(signal.SIGINT)
            rest = process.stdout.read() if process.stdout else ""
            process.wait(timeout=START_TIMEOUT_S)
    assert "Essor est arrêté." in rest
    assert "Traceback" not in rest
    assert process.returncode == 0


def answer(address: str) -> int:
    """Return the status of a page, once the server is up."""
    end = time.monotonic() + START_TIMEOUT_S
    while True:
        try:
            with urllib.request.urlopen(address, timeout=10) as response:
                return response.status
        except ConnectionError:
            assert time.monotonic() < end
            time.sleep(0.1)
        except urllib.error.URLError as error:
            if not isinstance(error.reason, ConnectionError) or time.monotonic() > end:
                raise
            time.sleep(0.1)
