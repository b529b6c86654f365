"""The few words of SQL that are written by code: names, literals, conversions."""


def name(text: str) -> str:
    """Quote a name of a table or of a column."""
    return '"' + text.replace('"', '""') + '"'


def literal(value: object) -> str:
    """Write a text, a number, a yes or no, or nothing as SQL."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return repr(value)
    return "'" + str(value).replace("'", "''") + "'"


def number(column: str) -> str:
    """Return the number that a French or English text holds, NULL when it is not one."""
    text = f"replace(replace(replace(trim({name(column)}), ' ', ''), chr(160), ''), ',', '.')"
    return f"TRY_CAST({text} AS DOUBLE)"


def is_written(column: str) -> str:
    """Return the condition that a text is neither empty nor absent."""
    return f"coalesce(trim({name(column)}), '') <> ''"
