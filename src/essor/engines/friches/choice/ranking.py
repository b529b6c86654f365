"""Read the options and criteria of a ranking from JSON, and write the ranking."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from essor.engines.friches.choice.criteria import Criterion, Ranked
from essor.foundations.errors import FaultGatherer, Place, UserFault
from essor.foundations.fields import FieldReader

MIN_OPTIONS = 2


class Direction(StrEnum):
    """Which way a criterion is better."""

    MORE = "plus"
    LESS = "moins"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Options to rank: their values by criterion, the criteria, the draws of weights."""

    table: Mapping[str, Mapping[str, float]]
    criteria: tuple[Criterion, ...]
    n_draws: int
    seed: int
    spread: float


def read_question(data: object) -> Question:
    """Read `{criteres: [{nom, poids, sens, veto}], options: {nom: {critere: valeur}}}`.

    Raises UserFault with every fault at once: missing value, unknown criterion, weight that
    is not positive, direction that is neither `plus` nor `moins`.
    """
    if not isinstance(data, Mapping):
        raise UserFault.single(
            "le classement n'est pas un groupe de champs", expected="{criteres: […], options: {…}}"
        )
    fields = {str(key): value for key, value in data.items()}
    rows = fields.pop("criteres", None)
    reader = FieldReader(fields)
    options = reader.mapping("options") or {}
    n_draws, seed = _count(reader, "tirages", 2000), _count(reader, "graine", 1)
    spread = _spread(reader)
    faults = FaultGatherer()
    with faults.catching():
        reader.close()
    criteria = _read_criteria(rows, faults)
    known = criteria if len(criteria) == len(rows if isinstance(rows, list) else []) else ()
    table = {str(name): _read_option(name, row, known, faults) for name, row in options.items()}
    if len(table) < MIN_OPTIONS:
        faults.add_message(
            "il n'y a rien à classer",
            place=Place(field="options"),
            value=str(len(table)),
            expected=f"au moins {MIN_OPTIONS} options",
        )
    faults.raise_if_any()
    return Question(table=table, criteria=criteria, n_draws=n_draws, seed=seed, spread=spread)


def _count(reader: FieldReader, name: str, default: int) -> int:
    number = reader.number(name)
    if number is None:
        return default
    if number < 1 or number != int(number):
        reader.refuse(name, "ce n'est pas un nombre entier", number, "1, 2, 3…")
    return int(number)


def _spread(reader: FieldReader) -> float:
    number = reader.number("ecart_des_poids")
    if number is None:
        return 0.5
    if not 0 <= number < 1:
        reader.refuse("ecart_des_poids", "l'écart est hors limites", number, "de 0 à moins de 1")
    return float(number)


def _read_criteria(rows: object, faults: FaultGatherer) -> tuple[Criterion, ...]:
    found: list[Criterion] = []
    if not isinstance(rows, list) or not rows:
        faults.add_message(
            "la liste des critères manque",
            place=Place(field="criteres"),
            expected="[{nom, poids, sens}]",
        )
        return ()
    for number, row in enumerate(rows, start=1):
        with faults.catching():
            criterion = _read_criterion(row, f"criteres.{number}.")
            if criterion.name in {one.name for one in found}:
                raise UserFault.single(
                    "deux critères ont le même nom",
                    value=criterion.name,
                    field=f"criteres.{number}.nom",
                )
            found.append(criterion)
    return tuple(found)


def _read_criterion(row: object, prefix: str) -> Criterion:
    reader = FieldReader(row if isinstance(row, Mapping) else {}, prefix=prefix)
    name = reader.text("nom")
    weight = reader.number("poids", is_required=True)
    if weight is not None and weight <= 0:
        reader.refuse("poids", "le poids doit être positif", weight, "un nombre au-dessus de zéro")
    direction = reader.choice("sens", Direction, is_required=False) or Direction.MORE
    veto = reader.number("veto")
    reader.close()
    return Criterion(
        name=str(name),
        weight=float(weight or 0.0),
        is_more_better=direction is Direction.MORE,
        veto=None if veto is None else float(veto),
    )


def _read_option(
    name: object, row: object, criteria: Sequence[Criterion], faults: FaultGatherer
) -> dict[str, float]:
    reader = FieldReader(row if isinstance(row, Mapping) else {}, prefix=f"options.{name}.")
    values: dict[str, float] = {}
    for criterion in criteria:
        number = reader.number(criterion.name, is_required=True)
        values[criterion.name] = float(number or 0.0)
    if criteria:
        with faults.catching():
            reader.close()
    return values


def ranking_json(question: Question, ranked: Sequence[Ranked]) -> dict[str, Any]:
    """Form of the ranking; weights are given as parts of one."""
    total = sum(criterion.weight for criterion in question.criteria)
    return {
        "criteres": [
            {
                "nom": criterion.name,
                "poids": criterion.weight / total,
                "sens": (Direction.MORE if criterion.is_more_better else Direction.LESS).value,
                "veto": criterion.veto,
            }
            for criterion in question.criteria
        ],
        "tirages": question.n_draws,
        "graine": question.seed,
        "ecart_des_poids": question.spread,
        "classement": [
            {
                "option": row.name,
                "rang": row.rank,
                "score": row.score,
                "part_premier": row.first_share,
                "rangs": None if row.rank_range is None else list(row.rank_range),
                "vetos": list(row.vetoed_by),
            }
            for row in ranked
        ],
    }
