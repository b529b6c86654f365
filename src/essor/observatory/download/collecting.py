"""Files made of many answers: Hub'Eau page by page, VigiEau commune by commune."""

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from essor.foundations.errors import UserFault
from essor.observatory.download.asking import Ask
from essor.observatory.download.fetching import Progress
from essor.observatory.download.kept import Kept, digest_of, read_kept, write_kept

MOST_ROWS = 20_000  # Hub'Eau gives no row beyond, whatever the page
FIRST_YEAR = 2008  # of the national bank of withdrawals
FRESH = timedelta(days=1)  # the same question is not asked twice in a day


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """A file to make of answers.

    href : address of a question, with « {departement} » or « {commune} »
    places : codes to ask about ; on_progress : questions answered, questions in all
    """

    href: str
    path: Path
    places: Sequence[str]
    at: datetime
    on_progress: Progress = field(default=lambda _here, _all: None)


def collect_pages(wanted: Collected, ask: Ask) -> tuple[Kept, bool]:
    """Write the rows of every page of every departement; return what is known, and if it changed.

    A departement that is here is not asked again when the next one fails.
    """
    before = read_kept(wanted.path)
    if before is not None and _is_fresh(before, wanted):
        return before, False
    pieces = _pieces(wanted)
    pieces.mkdir(parents=True, exist_ok=True)
    for number, place in enumerate(wanted.places, start=1):
        piece = pieces / f"{place}.json"
        if not piece.exists():
            _write_at_once(piece, list(_rows_of(wanted, place, ask)))
        wanted.on_progress(number, len(wanted.places))
    merged = (row for place in wanted.places for row in _piece(pieces / f"{place}.json"))
    found = _put(wanted, merged, before)
    shutil.rmtree(pieces)
    return found


def collect_answers(wanted: Collected, ask: Ask) -> tuple[Kept, bool]:
    """Write one row a commune and a day; what was answered before stays, under its day.

    A refusal of the interface (no zone here, several zones) is an answer, and is written.
    """
    before = read_kept(wanted.path)
    today = wanted.at.date().isoformat()
    # An interface that failed this morning is asked again; what it said any other day stays.
    rows = [
        row
        for row in (_piece(wanted.path) if before is not None else [])
        if row["statut"] < 500 or row["lu_le"][:10] != today
    ]
    known = {row["commune"] for row in rows if row["lu_le"][:10] == today}
    missing = [one for one in wanted.places if one not in known]
    try:
        for number, place in enumerate(missing, start=1):
            status, answer = ask(wanted.href.replace("{commune}", place))
            rows.append(
                {
                    "commune": place, "lu_le": wanted.at.isoformat(), "statut": status,
                    "reponse": _lightened(answer),
                }
            )  # fmt: skip
            wanted.on_progress(number, len(missing))
    finally:  # communes answered before a failure are not asked again
        found = _put(wanted, iter(rows), before) if rows else (Kept(href=wanted.href), False)
    return found


def _pieces(wanted: Collected) -> Path:
    """Return where the departements of today wait; what was left another day is too old."""
    name = f".{wanted.path.name}.{wanted.at.date().isoformat()}"
    for old in wanted.path.parent.glob(f".{wanted.path.name}.20*"):
        if old.name != name:
            shutil.rmtree(old)
    return wanted.path.with_name(name)


def _is_fresh(before: Kept, wanted: Collected) -> bool:
    is_same = before.href == _question(wanted)
    return is_same and wanted.at - datetime.fromisoformat(before.fetched_at) < FRESH


def _question(wanted: Collected) -> str:
    """Return what was asked, in full: the same file answers the same question only."""
    return f"{wanted.href} ({', '.join(wanted.places)})"


def _rows_of(wanted: Collected, place: str, ask: Ask) -> Iterator[dict[str, Any]]:
    href = wanted.href.replace("{departement}", place)
    first = _page(ask, href)
    if int(first.get("count", 0)) <= MOST_ROWS:
        yield from _followed(first, href, ask)
        return
    for year in range(FIRST_YEAR, wanted.at.year + 1):
        by_year = f"{href}&annee={year}"
        page = _page(ask, by_year)
        if int(page.get("count", 0)) > MOST_ROWS:
            raise UserFault.single(
                "L'interface a plus de lignes qu'elle n'en donne.", value=by_year,
                expected=f"au plus {MOST_ROWS} lignes", code="trop_de_lignes",
            )  # fmt: skip
        yield from _followed(page, by_year, ask)


def _followed(page: dict[str, Any], href: str, ask: Ask) -> Iterator[dict[str, Any]]:
    """Give the rows of a page and of those that follow, as many as the first one announces."""
    announced, given = int(page.get("count", 0)), 0
    while True:
        rows = page["data"]
        given += len(rows)
        yield from rows
        to = page.get("next")
        if not to or not rows or given > announced:  # pages that follow each other for ever
            break
        if urlsplit(to)[:2] != urlsplit(href)[:2]:
            raise UserFault.single(
                "La page suivante est sur un autre serveur.", value=to, code="adresse_refusee"
            )
        page = _page(ask, to)
    if given != announced:
        raise UserFault.single(
            "L'interface n'a pas donné toutes ses lignes.", value=str(given),
            expected=str(announced), code="reponse_incomplete",
        )  # fmt: skip


def _page(ask: Ask, href: str) -> dict[str, Any]:
    _, answer = ask(href)
    if not isinstance(answer, dict) or not isinstance(answer.get("data"), list):
        raise UserFault.single(
            "La réponse n'a pas la forme attendue.", value=href, expected="une liste « data »",
            code="reponse_illisible",
        )  # fmt: skip
    return answer


def _lightened(answer: Any) -> Any:
    """Leave out the text of each restricted use: only levels are read, and it is very long."""
    if not isinstance(answer, list):
        return answer
    return [{key: one for key, one in zone.items() if key != "usages"} for zone in answer]


def _piece(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _write_at_once(path: Path, rows: list[dict[str, Any]]) -> None:
    temporary = path.with_suffix(".nouveau")
    temporary.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    os.replace(temporary, path)


def _put(
    wanted: Collected, rows: Iterator[dict[str, Any]], before: Kept | None
) -> tuple[Kept, bool]:
    temporary = wanted.path.with_name(f".{wanted.path.name}.partiel")
    temporary.parent.mkdir(parents=True, exist_ok=True)
    with temporary.open("w", encoding="utf-8") as out:
        for number, row in enumerate(rows):
            out.write(("[\n" if number == 0 else ",\n") + json.dumps(row, ensure_ascii=False))
        out.write("\n]\n" if out.tell() else "[]\n")
    kept = Kept(
        href=_question(wanted), bytes=temporary.stat().st_size, sha256=digest_of(temporary),
        fetched_at=wanted.at.isoformat(),
    )  # fmt: skip
    os.replace(temporary, wanted.path)
    write_kept(wanted.path, kept)
    return kept, before is None or before.sha256 != kept.sha256
