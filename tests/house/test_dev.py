"""What dev.py says and does when something is missing."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg
import pytest

from tests.house.rules.tree import committed
from tools import browser, checks, console, distribution, environment, frontend, network, postgres

VENV_SECONDS = 60


@pytest.mark.parametrize(
    ("duration_s", "text"),
    [(0.04, "0,0 s"), (3.24, "3,2 s"), (59.94, "59,9 s"), (60, "1 min 00 s"), (125, "2 min 05 s")],
)
def test_durations_are_french(duration_s: float, text: str):
    assert console.seconds(duration_s) == text


def test_progress_is_numbered_and_timed(capsys: pytest.CaptureFixture[str]):
    progress = console.Progress(2)
    with progress.step("Installation"):
        pass
    progress.skip("Fichiers")
    first, second = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"\[1/2\] Installation… \d+,\d s", first)
    assert second == "[2/2] Fichiers : à jour"


def test_progress_says_when_a_step_fails(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(LookupError), console.Progress(1).step("Calcul"):
        raise LookupError
    assert capsys.readouterr().out == "[1/1] Calcul… échec\n"


def test_a_failed_tool_keeps_its_last_words():
    code = "import sys; [print('line', n) for n in range(20)]; sys.exit(3)"
    with pytest.raises(console.ToolFailure) as caught:
        console.run_quietly([sys.executable, "-c", code])
    assert caught.value.status == 3
    assert caught.value.tail().splitlines()[-1] == "    line 19"
    assert len(caught.value.tail().splitlines()) == console.TAIL_LINES


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("error sending request\ndns error", "Pas de réseau"),
        ("npm error code ENOTCACHED", "Pas de réseau"),
        ("ERROR: No matching distribution found for click", "Pas de réseau"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES", "n'a pas l'empreinte attendue"),
        ("OSError: [Errno 28] No space left on device", "plus de place"),
        ("something nobody expected", "a échoué pour les paquets"),
    ],
)
def test_each_failure_has_its_sentence(output: str, sentence: str):
    failure = console.ToolFailure(["pip"], 1, output)
    text = network.explain("les paquets", failure)
    assert sentence in text
    assert "les paquets" in text
    assert output.splitlines()[-1] in text


def test_packages_are_counted_once():
    for level in environment.LEVELS:
        text = environment.lock_file(level).read_text(encoding="utf-8")
        names = re.findall(r"^([a-z0-9][\w.-]*)==", text, re.MULTILINE)
        assert environment.count_packages(environment.lock_file(level)) == len(names) > 20


def test_the_test_environment_also_serves():
    pinned = {}
    for level in environment.LEVELS:
        text = environment.lock_file(level).read_text(encoding="utf-8")
        pinned[level] = set(re.findall(r"^[a-z0-9][\w.-]*==[\w.]+", text, re.MULTILINE))
    assert pinned["web"] <= pinned["dev"]


@pytest.mark.parametrize("name", ["base", "web", "dev", "node"])
def test_locks_name_no_address(name: str):
    distribution.refuse_addresses(environment.lock_file(name))


def test_an_address_in_a_lock_is_refused(tmp_path: Path):
    lock = tmp_path / "web.txt"
    lock.write_text("--extra-index-url https://example.org/simple\n", encoding="utf-8")
    with pytest.raises(console.SetupFailure, match="ligne 1"):
        distribution.refuse_addresses(lock)


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment that belongs to the test, with this test's interpreter."""
    (tmp_path / "bin").mkdir()
    monkeypatch.setattr(environment, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(environment, "STAMP", tmp_path / "stamp.json")
    monkeypatch.setattr(environment, "UNFINISHED", tmp_path / "unfinished")
    environment.interpreter_version.cache_clear()
    yield tmp_path
    environment.interpreter_version.cache_clear()


def stamp(level: str, **changes: str) -> None:
    found = {**environment.fingerprint(level), **changes}
    environment.STAMP.write_text(json.dumps(found), encoding="utf-8")


def test_an_unstamped_environment_is_updated_not_rebuilt(elsewhere: Path):
    assert not environment.is_ready("web")
    assert not environment.is_broken()


def test_a_stamped_environment_is_left_alone(elsewhere: Path):
    stamp("web")
    assert environment.is_ready("web")
    assert not environment.is_ready("dev")
    stamp("dev")
    assert environment.is_ready("web")
    assert environment.is_ready("dev")


@pytest.mark.parametrize("change", [{"lock": "other"}, {"root": "/moved"}, {"version": "0.0.9"}])
def test_a_changed_source_is_installed_again(elsewhere: Path, change: dict[str, str]):
    stamp("web", **change)
    assert not environment.is_ready("web")
    assert not environment.is_broken()


def test_a_cut_installation_is_rebuilt(elsewhere: Path):
    stamp("web")
    environment.UNFINISHED.touch()
    assert not environment.is_ready("web")
    assert environment.is_broken()


def test_another_python_means_rebuilding(elsewhere: Path):
    stamp("web", python="3.9")
    assert environment.is_broken()


def test_a_missing_interpreter_means_rebuilding(elsewhere: Path, monkeypatch: pytest.MonkeyPatch):
    stamp("web")
    monkeypatch.setattr(environment, "PYTHON", elsewhere / "bin" / "python")
    environment.interpreter_version.cache_clear()
    assert environment.is_broken()


def test_browser_files_are_checked_one_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(frontend, "VENDOR", tmp_path)
    found = {"fingerprint": frontend.fingerprint(), "versions": {}}
    (tmp_path / frontend.STAMP).write_text(json.dumps(found), encoding="utf-8")
    for target in frontend.FILES.values():
        assert not frontend.is_ready()
        (tmp_path / target).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / target).touch()
    assert frontend.is_ready()


def test_a_missing_postgresql_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(postgres, "find_programs", lambda: None)
    with (
        pytest.raises(console.SetupFailure, match="apt install postgresql"),
        postgres.temporary_cluster(),
    ):
        pytest.fail("no cluster can have started")


def test_a_missing_chromium_is_a_failed_check(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(browser, "COMMANDS", ())
    monkeypatch.setattr(browser, "PLACES", ())
    monkeypatch.delenv("ESSOR_CHROMIUM", raising=False)
    check = checks.Check("Navigateur", ["true"], prepare=checks.require_chromium)
    assert checks.run_all([check]) == 1
    out = capsys.readouterr().out
    assert "apt install chromium" in out
    assert "ÉCHEC (1)" in out


def test_the_summary_fails_when_one_check_fails(capfd: pytest.CaptureFixture[str]):
    passing = checks.Check("Bon", [sys.executable, "-c", ""])
    failing = checks.Check("Mauvais", [sys.executable, "-c", "raise SystemExit(4)"])
    assert checks.run_all([passing]) == 0
    assert checks.run_all([failing, passing]) == 1
    assert "ÉCHEC (4)" in capfd.readouterr().out


def copy_repository(root: Path, target: Path) -> Path:
    if not (root / ".git").exists():
        pytest.skip("cette copie n'est pas un dépôt git : on ne sait pas ce qui est livré")
    for name in committed(root):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / name, target / name)
    return target


def path_without_uv(folder: Path) -> str:
    """A PATH where only this Python is found, so that pip does the work."""
    folder.mkdir()
    (folder / "python3").symlink_to(environment.BASE_PYTHON)
    return str(folder)


@pytest.mark.slow
def test_without_network_nothing_is_left_half_made(root: Path, tmp_path: Path):
    copy = copy_repository(root, tmp_path / "essor")
    env = {
        "PATH": path_without_uv(tmp_path / "bin"),
        "HOME": str(tmp_path),
        "PIP_NO_INDEX": "1",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_FIND_LINKS": str(tmp_path / "nothing"),
    }
    answer = subprocess.run(
        ["python3", "dev.py", "demo", "--no-serve"],
        cwd=copy,
        env=env,
        capture_output=True,
        text=True,
        timeout=VENV_SECONDS,
        check=False,
        executable=tmp_path / "bin" / "python3",
    )
    assert answer.returncode == 1, answer.stdout + answer.stderr
    assert "Il manque : les" in answer.stderr
    assert "requirements/web.txt" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert not (copy / ".venv").exists()
    assert not (copy / "src/essor/web/static/vendor").exists()


@pytest.mark.slow
def test_a_private_postgresql_starts_and_leaves_nothing():
    with postgres.temporary_cluster() as address:
        parts = urlsplit(address)
        folder = Path(unquote(parts.netloc.partition("@")[2]))
        with psycopg.connect(host=str(folder), user="essor", dbname="postgres") as connection:
            (found,) = connection.execute("show server_version_num").fetchone()
        assert int(found) >= postgres.MINIMUM_VERSION * 10000
    assert not folder.exists()
