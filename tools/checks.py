"""What is checked, in which order, and the summary at the end."""

import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from tools import browser, environment, frontend, postgres, spark
from tools.console import Progress, SetupFailure, say, seconds

ROOT = environment.ROOT
NOTHING_COLLECTED = 5
QUICK = "not e2e and not slow and not spark"
CONTRACTS = "import sys; from importlinter.cli import lint_imports_command as run; sys.exit(run())"
WORKERS = "2"
SPARK_TESTS = "tests/observatory/engines"  # one cluster, one process


@dataclass(frozen=True)
class Check:
    """One thing to run; `prepare` may start a server and returns what to add to the environment."""

    title: str
    command: Sequence[str]
    prepare: Callable[[ExitStack], Mapping[str, str]] = lambda _: {}


@dataclass(frozen=True)
class Outcome:
    """How a check ended."""

    title: str
    status: int
    duration_s: float


def python(*words: str) -> list[str]:
    """Return a command run by the environment's interpreter."""
    return [str(environment.PYTHON), *words]


def pytest(marker: str, *words: str) -> list[str]:
    """Return a pytest command on the tests that a marker expression selects."""
    return python("-m", "pytest", "-m", marker, *words)


def static_checks() -> list[Check]:
    """Return the checks that read the code without running it."""
    templates = sorted({str(path.parent) for path in ROOT.glob("src/**/templates/**/*.html")})
    checks = [
        Check("Style : ruff", python("-m", "ruff", "check", ".")),
        Check("Mise en forme : ruff", python("-m", "ruff", "format", "--check", ".")),
        Check("Types : mypy", python("-m", "mypy")),
        Check("Étages de la maison", python("-c", CONTRACTS, "--no-logo")),
    ]
    if templates:
        djlint = python("-m", "djlint", "--lint", "--quiet", *templates)
        checks.insert(2, Check("Gabarits : djlint", djlint))
    return checks


def test_checks(rest: Sequence[str]) -> list[Check]:
    """Return the test runs of `test --all`."""
    workers = ("-n", WORKERS)
    # A file stays in one process: what it prepares is prepared once.
    by_file = (*workers, "--dist", "loadfile")
    return [
        Check("Tests sur SQLite", pytest("not e2e and not spark", *by_file, *rest)),
        Check(
            "Tests sur PostgreSQL",
            pytest("not e2e and not spark", *by_file, *rest),
            prepare=start_postgres,
        ),
        Check(
            "Tests de navigateur et axe",
            pytest("e2e", *workers, *rest),
            prepare=require_chromium,
        ),
        Check("Spark, deux ouvriers", pytest("spark", SPARK_TESTS, *rest), prepare=require_spark),
    ]


def start_postgres(stack: ExitStack) -> Mapping[str, str]:
    """Start a private cluster for the length of a check."""
    return {"ESSOR_TEST_DATABASE_URL": stack.enter_context(postgres.temporary_cluster())}


def require_chromium(_: ExitStack) -> Mapping[str, str]:
    """Find Chromium, or raise SetupFailure."""
    path = browser.find_chromium()
    if path is None:
        raise SetupFailure(browser.MISSING)
    return {"ESSOR_CHROMIUM": path}


def require_spark(_: ExitStack) -> Mapping[str, str]:
    """Find Java and bring pyspark beside the environment, or raise SetupFailure."""
    return {"PYTHONPATH": str(spark.prepared_packages())}


def prepare() -> None:
    """Bring the tools of the developers and the browser files."""
    with environment.exclusive():
        if environment.is_ready("dev") and frontend.is_ready():
            return
        progress = Progress(3)
        environment.prepare("dev", progress)
        frontend.prepare(progress)


def quick(rest: Sequence[str]) -> int:
    """Run the fast tests on SQLite, or exactly what pytest arguments select."""
    prepare()
    workers = [] if rest else ["-n", WORKERS]
    status = run(pytest(QUICK, *workers, *rest), {})
    if status == NOTHING_COLLECTED:
        say("Aucun test rapide ne correspond à cette sélection.")
        return 0
    return status


def static() -> int:
    """Run the static checks; returns 1 when one of them fails."""
    prepare()
    return run_all(static_checks())


def reference() -> int:
    """Write docs/reference/ again, with the packages it describes."""
    prepare()
    return run(python("-m", "tools.reference"), {})


def everything(rest: Sequence[str]) -> int:
    """Run every check, whatever fails, then say how each ended."""
    prepare()
    return run_all([*static_checks(), *test_checks(rest)])


def run_all(checks: Sequence[Check]) -> int:
    """Run checks one after the other and print the summary."""
    outcomes = []
    for number, check in enumerate(checks, start=1):
        say(f"\n[{number}/{len(checks)}] {check.title}")
        started = time.monotonic()
        status = run_one(check)
        outcomes.append(Outcome(check.title, status, time.monotonic() - started))
    return summarise(outcomes)


def run_one(check: Check) -> int:
    """Run a check with what it needs; a missing tool is a failure that says what to install."""
    try:
        with ExitStack() as stack:
            status = run(check.command, check.prepare(stack))
    except SetupFailure as failure:
        say(str(failure))
        return 1
    # Early in the life of a room a selection may be empty: that is not a failure.
    return 0 if status == NOTHING_COLLECTED and "pytest" in check.command else status


def run(command: Sequence[str], extra: Mapping[str, str]) -> int:
    """Run a command whose output the reader sees as it comes."""
    env = {**os.environ, **extra}
    if "ESSOR_TEST_DATABASE_URL" not in extra:
        env.pop("ESSOR_TEST_DATABASE_URL", None)
    return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode


def summarise(outcomes: Sequence[Outcome]) -> int:
    """Print how each check ended and how long it took; returns 0 when all passed."""
    width = max(len(outcome.title) for outcome in outcomes)
    say("\nRésumé")
    for outcome in outcomes:
        verdict = "réussi" if outcome.status == 0 else f"ÉCHEC ({outcome.status})"
        say(f"  {outcome.title:<{width}}  {seconds(outcome.duration_s):>12}  {verdict}")
    failed = sum(outcome.status != 0 for outcome in outcomes)
    total = seconds(sum(outcome.duration_s for outcome in outcomes))
    verdict = f"{failed} vérification(s) en échec" if failed else "tout est réussi"
    say(f"  {'Total':<{width}}  {total:>12}  {verdict}")
    return 1 if failed else 0
