"""How a breakdown is named for a reader: a code of branch gets its name, the whole says so."""

from essor.observatory.indicators.definition import Indicator
from essor.references.nomenclatures.branche_a38 import branches_a38

WHOLE = "Ensemble"
BRANCHE_A38 = "branche A38"


def heading_of(indicator: Indicator, rubrique: str) -> str:
    """Write « La métallurgie (CH) », « Friche sans projet », « Ensemble »."""
    if not rubrique:
        return WHOLE
    if indicator.rubriques == BRANCHE_A38 and rubrique in branches_a38():
        return f"{_capital(branches_a38()[rubrique].nom)} ({rubrique})"
    return _capital(rubrique)


def is_of_industry(indicator: Indicator, rubrique: str) -> bool:
    """Tell whether a breakdown is one that an observatory of industry shows first."""
    if indicator.rubriques != BRANCHE_A38:
        return True
    return rubrique in branches_a38() and branches_a38()[rubrique].is_industry


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
