"""Corrections of a producer's file: a list that anybody can read, each with its reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from essor.foundations.errors import Place
from essor.foundations.fields import FieldReader
from essor.observatory.sql import literal, name
from essor.references.yaml_reading import read_yaml


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What is wrong in which rows, and what is put there instead.

    where : column -> value of the rows concerned ; put : column -> right value, None for unknown
    is_refused : the rows are set apart instead of corrected
    """

    file: str
    where: Mapping[str, object]
    put: Mapping[str, object]
    is_refused: bool
    reason: str

    @property
    def condition(self) -> str:
        """SQL condition of the rows concerned."""
        parts = [f"{name(column)} IS NOT DISTINCT FROM {literal(value)}"
                 for column, value in self.where.items()]  # fmt: skip
        return "(" + " AND ".join(parts) + ")"


def read_corrections(folder: Path) -> tuple[Correction, ...]:
    """Read `corrections.yaml` of a source, none when there is no such file.

    Raises UserFault with every fault of the file.
    """
    path = folder / "corrections.yaml"
    if not path.exists():
        return ()
    file = f"{folder.name}/corrections.yaml"
    data = read_yaml(path.read_text(encoding="utf-8"), file=file)
    rows = data.get("corrections") or []
    assert isinstance(rows, Sequence)
    return tuple(_correction(row, number, file) for number, row in enumerate(rows, start=1))


def _correction(data: Mapping[str, object], number: int, file: str) -> Correction:
    reader = FieldReader(data, place=Place(file=file), prefix=f"corrections[{number}].")
    role, reason = reader.text("file"), reader.text("reason")
    where = reader.mapping("where")
    put = reader.mapping("put", is_required=False)
    is_refused = reader.flag("refuse")
    if bool(put) == is_refused:
        reader.refuse("put", "ni valeur juste ni refus, ou les deux", None, "put ou refuse")
    reader.close()
    return Correction(
        file=role, where=dict(where or {}), put=dict(put or {}), is_refused=is_refused,
        reason=reason,
    )  # fmt: skip
