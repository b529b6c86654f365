"""Conflicts in French: what contradicts what, and what loosening it would take."""

from collections.abc import Sequence

from essor.engines.terres.inputs import Instance
from essor.engines.terres.planning.blocks import Program
from essor.engines.terres.variants.members import Member, MemberKind
from essor.engines.terres.variants.wording import listed, periods, quoted, tonnes


def conflict_sentence(program: Program, members: Sequence[Member]) -> str:
    """One sentence that names every member, without final stop."""
    kinds = {member.kind for member in members}
    needs = [member for member in members if member.kind is MemberKind.NEED]
    if len(needs) == 1 and len(members) == 1:
        return _lonely_need(program.instance, needs[0])
    if len(needs) == 1 and kinds == {MemberKind.NEED, MemberKind.LOT}:
        return _need_over_lots(program.instance, needs[0], members)
    clauses = [_dated(program.instance, member) for member in reversed(members)]
    joined = "\u00a0; ".join(clauses)
    return f"ces exigences ne tiennent pas ensemble\u00a0: {joined}"


def _lonely_need(instance: Instance, need: Member) -> str:
    return (
        f"{_dated(instance, need)} ne peut recevoir aucune terre\u00a0: "
        "aucun lot ni aucune plateforme compatible ne peut y livrer à ces dates"
    )


def _need_over_lots(instance: Instance, need: Member, members: Sequence[Member]) -> str:
    lots = [member for member in members if member.kind is MemberKind.LOT]
    given = sum(member.amount_t or 0.0 for member in lots)
    names = listed([quoted(member.place_id) for member in lots])
    subject = "du seul lot compatible" if len(lots) == 1 else "des lots compatibles"
    return f"{_dated(instance, need)} dépasse les {tonnes(given)} {subject} à ces dates ({names})"


def _dated(instance: Instance, member: Member) -> str:
    if member.kind is not MemberKind.NEED:
        return member.clause
    outlet = next(outlet for outlet in instance.outlets if outlet.id == member.place_id)
    opens, closes = instance.window(outlet)
    return f"{member.clause} {periods(opens, closes, period_days=instance.period_days)}"


_WAYS = {
    MemberKind.LOT: "trouver {t} de plus de même classe que le lot {name}",
    MemberKind.OUTLET_TOTAL: "porter la capacité totale de {name} {t} plus haut",
    MemberKind.OUTLET_PERIOD: "recevoir {t} de plus à {name}, périodes pleines confondues",
    MemberKind.TRUCKS: "faire sortir {t} de plus du chantier {name} aux périodes pleines",
    MemberKind.THROUGHPUT: "faire entrer {t} de plus sur la plateforme {name}",
    MemberKind.STOCK: "stocker {t} de plus sur la plateforme {name}, périodes confondues",
    MemberKind.COMMITMENT: "renoncer à {t} de l’engagement pris envers {name}",
    MemberKind.MARGIN: "renoncer à {t} de marge à {name}",
    MemberKind.WHOLE_LOT: "accepter de partager le lot {name} ({t} ailleurs)",
    MemberKind.CONTRACT: "abaisser de {t} le minimum demandé par {name}",
}


def relaxation_sentence(member: Member, amount_t: float) -> str:
    """What to loosen and by how much, an infinitive clause."""
    name = quoted(member.place_id)
    if member.kind is MemberKind.NEED:
        left = max((member.amount_t or 0.0) - amount_t, 0.0)
        return (
            f"ramener le besoin de {name} à {tonnes(left)} (ou acheter {tonnes(amount_t)} "
            "de matériau neuf)"
        )
    return _WAYS[member.kind].format(t=tonnes(amount_t), name=name)
