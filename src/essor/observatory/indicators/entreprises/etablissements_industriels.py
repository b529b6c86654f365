"""Active establishments of industry, all together and by class of size."""

from essor.observatory.indicators.entreprises.register import (
    ACTIVE,
    INDUSTRY,
    MONTH,
    UNKNOWN_BAND,
    added,
    count_of,
    counted,
    rows_of,
    sized,
)
from essor.observatory.indicators.listing import rows_by_place

# Employees, at most -> words that a reader sorts as the machine does.
CLASSES = ((0, "0 salarié"), (9, "1 à 9 salariés"), (49, "10 à 49 salariés"),
           (249, "50 à 249 salariés"))  # fmt: skip
LARGEST, UNKNOWN = "plus de 249 salariés", "taille inconnue, ou sans salarié"


def select() -> str:
    """Count them by place; a place that has establishments, but none such, has a zero."""
    by_class = added(
        ACTIVE, {"n": count_of(), "lignes": rows_of()}, by=("classe",), where=INDUSTRY
    ).replace(f"FROM {ACTIVE}", f"FROM (SELECT *, {_class()} AS classe FROM {ACTIVE})")
    return (
        f"{counted(INDUSTRY)} UNION ALL "
        f"SELECT niveau, code, classe, {MONTH}, n, n, n, 'connu', lignes FROM ({by_class})"
    )


def rows() -> dict[str, str]:
    """Give the rows of each value."""
    return {
        ACTIVE: rows_by_place(
            ACTIVE, vintage=MONTH, rubrique=_class(), where=INDUSTRY, also_whole=True
        )
    }


def _class() -> str:
    cases = " ".join(f"WHEN '{one.code}' THEN '{_words(one.au_plus)}'" for one in sized())
    return f"CASE tranche_effectif {cases} WHEN '{UNKNOWN_BAND}' THEN '{UNKNOWN}' END"


def _words(most: int | None) -> str:
    return next((words for bound, words in CLASSES if most is not None and most <= bound), LARGEST)
