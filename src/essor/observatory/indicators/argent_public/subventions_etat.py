"""DETR and DSIL granted in the place, by year."""

from essor.observatory.indicators.argent_public.attribution import PLACES, as_values, listed


def select() -> str:
    """Give euros by place, year and dotation, and both dotations together."""
    return PLACES + as_values("SELECT * FROM montant")


def rows() -> dict[str, str]:
    """Give the rows of each value."""
    return {"subvention_etat": listed("dispositif", "''")}
