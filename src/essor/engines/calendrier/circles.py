"""The circle that one more dependency would close among milestones, if it does."""

from collections.abc import Iterable

import networkx as nx


def circle_closed_by(
    edges: Iterable[tuple[str, str]], *, before: str, after: str
) -> tuple[str, ...]:
    """Return the circle that the link « after rests on before » closes, empty when it closes none.

    edges : (before, after) of the links that stand, which hold no circle. The circle starts and
    ends with ``before``. Costs one walk, where a whole network would be sorted again.
    """
    graph = nx.DiGraph(edges)
    if before == after:
        return (before, before)
    if before not in graph or after not in graph:
        return ()
    try:
        way: list[str] = nx.shortest_path(graph, source=after, target=before)
    except nx.NetworkXNoPath:
        return ()
    return (before, *way)
