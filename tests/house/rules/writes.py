"""Every write passes by the journal: `op.create`, `op.change`, `op.delete`, and nothing else.

Floors 4 to 7 only: the lower ones have no database. Read from the source text, so it is strict: a
method called `save` is a write until the list of exceptions says what it really is, and why.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.house.rules.tree import calls, dotted, parse, python_files

ALWAYS = frozenset(
    {
        "save",
        "asave",
        "adelete",
        "bulk_create",
        "abulk_create",
        "bulk_update",
        "abulk_update",
        "get_or_create",
        "aget_or_create",
        "update_or_create",
        "aupdate_or_create",
        "create_user",
        "create_superuser",
    }
)
# Words that name other things too (dict.update, op.delete): judged by what they are called on.
DEPENDS = frozenset({"create", "acreate", "update", "aupdate", "delete"})
QUERYSET_SIGNS = (
    "objects",
    "filter()",
    "exclude()",
    "all()",
    "order_by()",
    "visible_to()",
    "select_for_update()",
    "_set",
    "queryset",
    "_base_manager",
    "_default_manager",
)
JOURNAL = "src/essor/records/journal/"
ROOMS = ("records", "reports", "web", "api", "commands", "config")


def is_write(call: ast.Call) -> bool:
    """Say whether a call writes to the database without the journal."""
    if not isinstance(call.func, ast.Attribute):
        return False
    name, receiver = call.func.attr, dotted(call.func.value)
    if name in ALWAYS:
        return not receiver.startswith("super()")
    if name not in DEPENDS or receiver in ("op", "self.op"):
        return False
    on_a_queryset = any(receiver.endswith(sign) for sign in QUERYSET_SIGNS)
    return on_a_queryset or (name == "delete" and not call.args)


@dataclass(frozen=True)
class Exemption:
    """Writes that are not to tracked objects: on which receivers of a file, and why."""

    receivers: tuple[str, ...]
    reason: str


def writes(root: Path) -> Iterator[tuple[str, str, str]]:
    """Yield place, receiver and description of the writes outside the journal."""
    paths = [path for room in ROOMS for path in python_files(root / "src" / "essor" / room)]
    for path in paths:
        place = path.relative_to(root).as_posix()
        if place.startswith(JOURNAL):
            continue
        for call in calls(parse(path)):
            if is_write(call):
                name = dotted(call.func)
                yield place, name.partition(".")[0], f"{place}:{call.lineno} {name}"


def untracked_writes(root: Path, exemptions: dict[str, Exemption]) -> list[str]:
    """Name the writes no exemption explains, and the exemptions that explain nothing."""
    unexplained = []
    idle = {(place, each) for place, found in exemptions.items() for each in found.receivers}
    for place, receiver, line in writes(root):
        if place in exemptions and receiver in exemptions[place].receivers:
            idle.discard((place, receiver))
        else:
            unexplained.append(line)
    stale = [f"{place}: no write on {receiver}, drop its exemption" for place, receiver in idle]
    return unexplained + sorted(stale)
