import datetime as dt
from pathlib import Path

import pytest

from essor.observatory.catalogue import get_source
from essor.observatory.lake import Lake
from essor.observatory.refresh import refresh
from tests.observatory.made_environment import ALL, Made

AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


def broken(made: Made, how: str) -> bytes:
    """Give the file, harmed in one way; the first column is one that the source needs."""
    text = made.text()
    header, row, *_ = text.splitlines()
    first = made.raw.columns[0]
    if how == "renamed":
        return text.replace(first, f"{first}_", 1).encode()
    if how == "encoding":
        return text.replace(row, f"{row}é").encode("cp1252")
    if how == "repeated column":
        return f"{header}{made.raw.separator}{first}\n{row}{made.raw.separator}x\n".encode()
    if how == "cut row":
        return f"{header}\n{row}\n{row[:5]}\n".encode()
    return f"{header}\n{row}\n{row}\n".encode()


CODES = {
    "renamed": "colonne_absente", "encoding": "fichier_illisible",
    "repeated column": "colonne_double", "cut row": "ligne_illisible", "twice": "doublon",
}  # fmt: skip


@pytest.mark.parametrize("made", ALL, ids=lambda one: one.source)
def test_a_harmed_file_is_refused_and_the_last_good_version_stays(
    lake: Lake, folder: Path, made: Made
) -> None:
    source = get_source(made.source)
    made.write(folder)
    (good,) = refresh(lake=lake, sources=[source], folder=folder, at=AT)
    assert (good.state, good.counts[made.role].kept) == ("charge", 1), good.faults
    before = lake.current()
    for how, code in CODES.items():
        made.path(folder).write_bytes(broken(made, how))
        (report,) = refresh(lake=lake, sources=[source], folder=folder, at=AT)
        assert (how, report.state) == (how, "refuse")
        assert code in [fault.code for fault in report.faults], (how, report.faults)
        assert lake.current() == before
