"""Every write passes by the journal: `op.create`, `op.change`, `op.delete`, and nothing else.

Floors 4 to 7 only: the lower ones have no database. Read from the source text, so it is strict: a
method called `save` is a write until the list of exceptions says what it really is, and why.
"""

import ast
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


def writes(root: Path) -> dict[str, list[str]]:
    """Return the writes outside the journal, by file."""
    found: dict[str, list[str]] = {}
    paths = [path for room in ROOMS for path in python_files(root / "src" / "essor" / room)]
    for path in paths:
        place = path.relative_to(root).as_posix()
        if place.startswith(JOURNAL):
            continue
        for call in calls(parse(path)):
            if is_write(call):
                found.setdefault(place, []).append(f"{place}:{call.lineno} {dotted(call.func)}")
    return found


def untracked_writes(root: Path, exceptions: dict[str, str]) -> list[str]:
    """Name the writes no exception explains, and the exceptions that explain nothing."""
    found = writes(root)
    unexplained = [
        line for place, lines in found.items() if place not in exceptions for line in lines
    ]
    stale = [f"{place}: an exception without a write" for place in exceptions if place not in found]
    return unexplained + stale
