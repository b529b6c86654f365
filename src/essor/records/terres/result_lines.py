"""Results of a report as people type them: « eluat.as ; < 0,05 ; mg/kg ; 0,05 »."""

from decimal import Decimal

from essor.engines.terres.compatibility.laboratory.values import ValueKind, parse_value
from essor.foundations.errors import FaultGatherer, Place, UserFault
from essor.foundations.french import format_number
from essor.foundations.text import fold
from essor.records.terres.analyses_values import ResultatValues
from essor.records.terres.models import Resultat
from essor.references.terres.parametres_analytiques import (
    ParametreAnalytique,
    parametres_analytiques,
)

MOST_PARTS = 4
EXPECTED = "paramètre ; valeur ; unité ; limite de quantification (facultative)"


def read_lines(text: str) -> list[ResultatValues]:
    """Read one result per line. Raises UserFault with every fault, each with its line."""
    found: list[ResultatValues] = []
    with FaultGatherer() as faults:
        for number, line in enumerate(text.splitlines(), start=1):
            if line.strip():
                with faults.catching(Place(field=f"ligne {number}")):
                    found.append(_read(line))
    return found


def write_lines(rows: list[Resultat]) -> str:
    """Write stored results as they are typed."""
    return "\n".join(_write(row) for row in rows)


def _read(line: str) -> ResultatValues:
    parts = [one.strip() for one in line.split(";")]
    if not 2 <= len(parts) <= MOST_PARTS:  # noqa: PLR2004
        raise UserFault.single("La ligne ne se lit pas.", value=line, expected=EXPECTED)
    name, value, unit, limit = [*parts, "", ""][:MOST_PARTS]
    return one_result(name, value, unit, parse_value(limit).number if limit else None)


def one_result(name: str, value: str, unit: str, limit: Decimal | None) -> ResultatValues:
    """Return a result from its texts; « < 0,05 » is a bound. Raises UserFault."""
    parametre = find_parametre(name)
    if parametre is None:
        raise UserFault.single(
            "Ce paramètre n'est pas connu.",
            value=name,
            expected="un code comme eluat.as ou brut.hct_c10_c40",
        )
    cell = parse_value(value)
    if cell.kind in {ValueKind.ABOVE, ValueKind.NOT_DETECTED}:
        raise UserFault.single(
            "La valeur n'est ni un nombre ni une borne.",
            value=value,
            expected="un nombre, ou « < » et la limite de quantification",
        )
    support, _, short = parametre.code.partition(".")
    return ResultatValues(
        support=support,
        parametre=short,
        valeur=cell.number,
        is_borne=cell.kind is ValueKind.BELOW,
        unite=unit or parametre.unite,
        limite_quantification=limit,
    )


def find_parametre(name: str) -> ParametreAnalytique | None:
    """Return the quantity of a code or of a whole label, None when it is none."""
    known = parametres_analytiques()
    if name in known:
        return known[name]
    wanted = fold(name)
    return next((one for one in known.values() if fold(one.libelle) == wanted), None)


def _write(row: Resultat) -> str:
    value = "" if row.valeur is None else format_number(row.valeur)
    parts = [
        f"{row.support}.{row.parametre}",
        f"< {value}" if row.is_borne else value,
        row.unite,
        "" if row.limite_quantification is None else format_number(row.limite_quantification),
    ]
    return " ; ".join(parts).rstrip(" ;")
