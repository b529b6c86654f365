"""Two refreshes at once: another process holds the lake for real."""

import datetime as dt
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from essor.foundations.errors import UserFault
from essor.observatory.catalogue import get_source
from essor.observatory.lake import Lake
from essor.observatory.lock import LOCK, only_refresh
from essor.observatory.refresh import refresh
from tests.observatory.made import write_zones

AT = dt.datetime(2026, 11, 23, 12, 5, tzinfo=dt.UTC)

# Takes the lake, says so, then builds; ends as it is told: by the book, or killed in the middle.
OTHER = """
import datetime as dt, sys
from pathlib import Path
from essor.observatory.lake import Lake
from essor.observatory.lock import only_refresh
lake = Lake(Path(sys.argv[1]))
with only_refresh(lake.root, at=dt.datetime(2026, 11, 23, 8, 30, tzinfo=dt.UTC)):
    lake.building().joinpath("a_moitie.parquet").write_text("")
    print("tenu", flush=True)
    sys.stdin.readline()
    lake.swap({"sources": {"insee_flores": "autre"}, "marts": ""})
    (lake.root / "sources/insee_flores/autre").mkdir(parents=True)
"""


@contextmanager
def another(root: Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", OTHER, str(root)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.readline() == "tenu\n"
        try:
            yield process
        finally:
            process.kill()


def test_a_second_refresh_is_refused_and_touches_nothing(lake: Lake, folder: Path) -> None:
    write_zones(folder)
    with another(lake.root):
        with pytest.raises(UserFault) as refused:
            refresh(lake=lake, sources=[get_source("insee_zones_emploi")], folder=folder, at=AT)
        (fault,) = refused.value.faults
        assert "déjà en cours" in fault.message
        assert "23\u00a0novembre\u00a02026 à 08:30 (UTC)" in (fault.value or "")
        assert "--attendre" in (fault.expected or "")
        assert len(list((lake.root / "en_cours").glob("*/a_moitie.parquet"))) == 1
        assert lake.current() == {"sources": {}, "marts": ""}


def test_the_one_who_waits_keeps_what_the_other_brought(
    lake: Lake, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("essor.observatory.refresh.compute_marts", lambda *_: "marts")
    write_zones(folder)
    waited: list[str] = []
    with another(lake.root) as process:

        def end_the_other(holder: str) -> None:
            waited.append(holder)
            assert process.stdin is not None
            process.stdin.write("\n")
            process.stdin.flush()

        (report,) = refresh(
            lake=lake, sources=[get_source("insee_zones_emploi")], folder=folder, at=AT,
            is_waiting=True, on_wait=end_the_other,
        )  # fmt: skip
    assert (report.state, len(waited)) == ("charge", 1)
    found = lake.current()["sources"]
    assert set(found) == {"insee_flores", "insee_zones_emploi"}
    assert found["insee_flores"] == "autre"


def test_a_killed_refresh_leaves_no_lock(lake: Lake) -> None:
    with another(lake.root) as process:
        process.kill()
        process.wait()
    with only_refresh(lake.root, at=AT):
        assert AT.isoformat() in (lake.root / LOCK).read_text(encoding="utf-8")
    with only_refresh(lake.root, at=AT):
        pass
