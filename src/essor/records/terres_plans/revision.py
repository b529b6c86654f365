"""A plan computed again after trucks have run: what is done stays, what was said costs to change.

What trucks did and what was announced are options of the computation, so that it can be computed
again later and give the same bytes.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from essor.engines.terres.inputs import Instance
from essor.engines.terres.results import Flow, Plan
from essor.engines.terres.variants.plain import as_plain_dict
from essor.engines.terres.variants.solver import Watch
from essor.engines.terres.variants.stability import Commitments, RevisedPlan, resolve
from essor.engines.terres.vocabulary import PlaceKind

Json = dict[str, Any]


def revision_options(
    *,
    today: int,
    executed: Iterable[Flow],
    announced: Iterable[Flow],
    stability_eur_t: float,
    base_numero: int,
    notes: Iterable[str] = (),
) -> Json:
    """Return the options of a revision.

    today : first period still to be decided ; base_numero : computation that was followed
    notes : what was corrected or left out beforehand, in sentences
    """
    return {
        "today": today,
        "executed": [as_plain_dict(one) for one in executed],
        "announced": [as_plain_dict(one) for one in announced],
        "stability_eur_t": stability_eur_t,
        "base_numero": base_numero,
        "notes": list(notes),
    }


def revise(instance: Instance, options: Mapping[str, Any], watch: Watch) -> RevisedPlan:
    """Solve again with the past fixed. Raises UserFault when nothing is feasible any more."""
    return resolve(
        instance=instance,
        commitments=Commitments(
            today=int(options["today"]),
            executed=tuple(flow_from(one) for one in options["executed"]),
            announced=tuple(flow_from(one) for one in options["announced"]),
            stability_eur_t=float(options["stability_eur_t"]),
        ),
        watch=watch,
    )


def revised_results(
    instance: Instance, options: Mapping[str, Any], watch: Watch
) -> tuple[Json, Plan]:
    """Return what is kept of a revision, and its plan."""
    found = revise(instance, options, watch)
    told = {
        "announced_t": found.announced_t,
        "moved_t": found.moved_t,
        "stability_eur": found.stability_eur,
        "broken": [as_plain_dict(one) for one in found.broken],
        "sentences": list(found.sentences),
    }
    results = {
        "plan": as_plain_dict(found.plan),
        "revision": told,
        "variante": {"sentences": [*options["notes"], *found.sentences], "gap": None},
    }
    return results, found.plan


def flow_from(one: Mapping[str, Any]) -> Flow:
    """Return a flow from its JSON form."""
    return Flow(
        **{
            **one,
            "origin_kind": PlaceKind(one["origin_kind"]),
            "destination_kind": PlaceKind(one["destination_kind"]),
        }
    )
