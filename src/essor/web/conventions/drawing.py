"""Number of actions at each signature, drawn as columns: 15 then, 18 now."""

from dataclasses import dataclass

from essor.records.conventions.life import ConventionLife

STEP, WIDTH_OF_ONE, HEIGHT, FLOOR, TOP = 136, 96, 220, 168, 28


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: where it stands, how high, what it says."""

    x: int
    y: int
    width: int
    height: int
    middle: int
    count: int
    name: str
    when: str
    is_announced: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CountChart:
    """All that the template draws."""

    width: int
    height: int
    floor: int
    columns: tuple[Column, ...]


def draw_counts(life: ConventionLife) -> CountChart | None:
    """Return the chart, None when there is only today to show."""
    said = [
        (row.label.actions_annoncees, "Annoncé", row.label.phase, True)
        for row in life.phases
        if row.label and row.label.actions_annoncees is not None
    ]
    said += [
        (one.plan_then.count, one.acte.nom, one.acte.signe.label() if one.acte.signe else "", False)
        for one in life.signatures
        if one.plan_then
    ]
    if not said:
        return None
    said.append((life.now.count, "Aujourd'hui", "", False))
    most = max(1, *(count for count, *_ in said))
    columns = []
    for rank, (count, name, when, is_announced) in enumerate(said):
        height = round((FLOOR - TOP) * count / most)
        x = rank * STEP + (STEP - WIDTH_OF_ONE) // 2
        columns.append(
            Column(
                x=x, y=FLOOR - height, width=WIDTH_OF_ONE, height=height,
                middle=x + WIDTH_OF_ONE // 2,
                count=count, name=name, when=when, is_announced=is_announced,
            )
        )  # fmt: skip
    return CountChart(width=STEP * len(said), height=HEIGHT, floor=FLOOR, columns=tuple(columns))
