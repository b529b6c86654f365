"""Several values in one cell, and back: « CCI (Puy-de-Dôme, Cantal), ADEME ».

Values are separated by a comma, a semicolon or a line; not inside brackets, « … » or "…".
A value that would not read back is written between double quotes, inner ones doubled.
"""

from collections.abc import Iterable, Iterator

_SEPARATORS = ",;\n"
_BULLETS = ("- ", "• ", "* ", "– ", "‣ ", "▪ ", "· ", "➔ ")
_PAIRS = {"(": ")", "[": "]", "«": "»", "“": "”"}
_CLOSERS = {closer: opener for opener, closer in _PAIRS.items()}
_BRACKETS = _PAIRS.keys() | _CLOSERS.keys()


def split_values(text: str) -> tuple[str, ...]:
    """The values of a cell, in order, without bullets nor empty ones."""
    values = (_unquoted(piece) for piece in _pieces(text))
    return tuple(value for value in values if value)


def join_values(values: Iterable[str]) -> str:
    """One cell that `split_values` reads back as the same values."""
    return ", ".join(_quoted(value) for value in values)


def _quoted(value: str) -> str:
    if _is_balanced(value) and split_values(value) == (value,):
        return value
    return '"' + value.replace('"', '""') + '"'


def _is_balanced(value: str) -> bool:
    """Tell whether nothing in the value can pair with its neighbours."""
    closings = _closings(value)
    paired = closings.keys() | set(closings.values())
    special = {index for index, char in enumerate(value) if char == '"' or char in _BRACKETS}
    return special <= paired


def _unquoted(piece: str) -> str:
    """One value without its bullet, spaces and enclosing quotes."""
    text = " ".join(piece.split())
    for bullet in _BULLETS:
        if text.startswith(bullet):
            text = text[len(bullet) :].lstrip()
            break
    if len(text) >= 2 and text[0] == text[-1] == '"' and '"' not in text[1:-1].replace('""', ""):
        return text[1:-1].replace('""', '"').strip()
    return text


def _pieces(text: str) -> Iterator[str]:
    """Cut at the separators that stand outside every closed pair, in one pass."""
    skip_to = _closings(text)
    start = index = 0
    while index < len(text):
        if index in skip_to:
            index = skip_to[index]
        elif text[index] in _SEPARATORS:
            yield text[start:index]
            start = index + 1
        index += 1
    yield text[start:]


def _closings(text: str) -> dict[int, int]:
    """Where each pair closes, by where it opens; what is never closed protects nothing."""
    found: dict[int, int] = {}
    waiting: dict[str, list[int]] = {opener: [] for opener in _PAIRS}
    quote: int | None = None
    for index, char in enumerate(text):
        if char == '"':
            if quote is None:
                quote = index
            else:
                found[quote], quote = index, None
        elif char in _PAIRS:
            waiting[char].append(index)
        elif char in _CLOSERS and waiting[_CLOSERS[char]]:
            found[waiting[_CLOSERS[char]].pop()] = index
    return found
