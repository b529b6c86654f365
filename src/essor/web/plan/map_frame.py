"""What the maps drawn by the server share: the frame, the members, names that cover nothing."""

from collections.abc import Iterable, Sequence

from essor.records.territoires.queries import membres_of
from essor.references.territoires.contours.grid import departement_of
from essor.references.territoires.contours.shapes import Box, Outline, groupings_around
from essor.web.plan.gate import PlanGate

Side = tuple[str, Box]
"""Where the text is anchored (`start`, `end`), and the room that it takes."""


def frame_around(boxes: Iterable[Box], *, margin: float) -> Box:
    """Return the box around all of them. margin : share of its larger side."""
    found = list(boxes)
    if not found:
        return Box(left=0, top=0, right=0, bottom=0)
    whole = found[0]
    for box in found[1:]:
        whole = whole.around(box)
    edge = margin * max(whole.width, whole.height)
    return Box(
        left=whole.left - edge,
        top=whole.top - edge,
        right=whole.right + edge,
        bottom=whole.bottom + edge,
    )


def members_around(gate: PlanGate, codes: Sequence[str], box: Box) -> tuple[Outline, ...]:
    """Return the outlines of the members of the territory. codes : its communes."""
    sirens = {membre.siren for membre in membres_of(gate.territoire)}
    if not codes or not sirens:
        return ()
    around = groupings_around(departement_of(codes[0]), box)
    return tuple(one for one in around if one.code in sirens)


def free_side(sides: Iterable[Side], frame: Box, taken: list[Box]) -> tuple[float, str] | None:
    """Return where a name is written: the first side inside the frame that covers nothing.

    taken : rooms already used; the chosen one joins them. None : the name is left to the list
    """
    for side, room in sides:
        inside = frame.left <= room.left and room.right <= frame.right
        if inside and not any(room.meets(other) for other in taken):
            taken.append(room)
            return round(room.left if side == "start" else room.right, 1), side
    return None
