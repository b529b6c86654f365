"""Refuse a file that says much less than the last good one: cut, or changed in its contents."""

from collections.abc import Iterator, Mapping
from typing import Any

from essor.foundations.errors import Fault, Place, UserFault
from essor.observatory.bench import RawCount
from essor.observatory.source import RawFile, SourceDescription

SHOWN_REASONS = 3


def check_losses(
    source: SourceDescription, counts: Mapping[str, RawCount], former: Mapping[str, Any] | None
) -> None:
    """Raise UserFault for each file that has no usable row left, or lost most of its rows.

    former : manifest of the last good version, None the first time
    """
    before = former.get("counts", {}) if former else {}
    faults = [
        fault
        for raw in source.files
        for fault in _losses(raw, counts.get(raw.role, RawCount()), before.get(raw.role, {}))
    ]
    if faults:
        raise UserFault(faults)


def _losses(raw: RawFile, now: RawCount, before: Mapping[str, Any]) -> Iterator[Fault]:
    read = int(before.get("read", 0))
    kept = read - sum(before.get("refused", {}).values())
    place = Place(file=raw.role)
    if now.read and not now.kept:
        reasons = sorted(now.refused, key=lambda one: -now.refused[one])[:SHOWN_REASONS]
        yield Fault(
            message="Aucune ligne du fichier n'est utilisable.", place=place,
            value=f"{now.read} lignes, {', '.join(reasons)}",
            expected="des lignes dans la forme décrite", code="rien_garde",
        )  # fmt: skip
    elif now.read < raw.min_share * read:
        yield Fault(
            message="Le fichier a perdu beaucoup de lignes depuis la dernière version.",
            place=place, value=str(now.read), expected=f"au moins {raw.min_share:.0%} de {read}",
            code="fichier_tronque",
        )  # fmt: skip
    elif now.kept < raw.min_share * kept:
        yield Fault(
            message="Le fichier a perdu beaucoup de lignes utilisables depuis la dernière version.",
            place=place, value=str(now.kept), expected=f"au moins {raw.min_share:.0%} de {kept}",
            code="lignes_refusees",
        )  # fmt: skip
