"""Which trades (FAP 2009) are those of industry."""

# First letters: electricity, mechanics, process, light industries, upkeep, engineers of industry.
FAMILLES = ("C", "D", "E", "F", "G", "H")


# Heading of a trade: its code, then its name when it is known.
TRADE = "{fap} || coalesce('\u00a0· ' || {name}, '')"


def industrial(column: str) -> str:
    """Return the condition that a trade is one of industry."""
    return f"substr({column}, 1, 1) IN ({', '.join(f'{one!r}' for one in FAMILLES)})"
