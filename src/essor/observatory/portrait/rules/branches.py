"""What the branches of the employment zones weigh, and how they moved."""

from collections.abc import Iterator

from essor.observatory.geography import Niveau
from essor.observatory.portrait.bounds import Bounds, bounds_of, share
from essor.observatory.portrait.facts import Facts
from essor.observatory.portrait.french import NBSP, capital, floor, jobs, per_cent
from essor.observatory.portrait.places import where
from essor.observatory.portrait.rules.branch import Branch, branches_of
from essor.observatory.portrait.rules.industry import ranked
from essor.observatory.portrait.sentence import Group, Part, Quoted, Sentence
from essor.observatory.reading import Lieu, Value
from essor.references.nomenclatures.branche_a38 import BrancheA38, branches_a38

# Told besides industry itself (sections B to E): research works for it.
TOLD_BESIDES = ("MB",)
MOST_OTHERS = 3
ONE_SITE = "Un seul grand établissement peut faire à lui seul une spécialisation."
BY_BRANCH = (
    "Mesuré par branche\u00a0: une zone diversifiée peut dépendre d'un seul groupe, et l'inverse."
)


def specialisations(facts: Facts) -> Iterator[Sentence]:
    """The branch that weighs surely more than in France, then the others of the same zone."""
    for zone in facts.covering(Niveau.ZONE_EMPLOI):
        found = _specialised(facts, zone)
        if found:
            yield _specialisation(facts, zone, found[0])
        if len(found) > 1:
            yield _others(facts, zone, found[1 : 1 + MOST_OTHERS])


def _specialised(facts: Facts, zone: Lieu) -> list[Branch]:
    """Return the branches beyond the threshold, strongest first."""
    least = facts.thresholds.count["quotient_specialisation"]
    smallest = facts.thresholds.count["emplois_branche"]
    found = [
        one
        for one in branches_of(facts, zone)
        if one.branche.is_industry or one.branche.code in TOLD_BESIDES
        if one.weight.low >= least and one.jobs.low >= smallest
    ]
    return sorted(found, key=lambda one: -one.weight.low)


def _specialisation(facts: Facts, zone: Lieu, found: Branch) -> Sentence:
    branche = found.branche
    return Sentence(
        kind="specialisation",
        subject=f"branche:{branche.code}",
        group=Group.PARTICULIER,
        theme="emploi",
        parts=(
            f"{capital(branche.nom)} {branche.agreed('pèse', 'pèsent')} ",
            found.times(),
            f" plus ici qu'en France ({where(zone)})\u00a0: ",
            found.counted(),
            ranked(facts, found.quotients[0], "zones"),
            ".",
        ),
        strength=found.weight.low / facts.thresholds.count["quotient_specialisation"] * zone.part,
        caution=ONE_SITE,
    )


def _others(facts: Facts, zone: Lieu, found: list[Branch]) -> Sentence:
    """Name the following branches in one sentence."""
    verb = "Pèse" if len(found) == 1 and not found[0].branche.is_plural else "Pèsent"
    return Sentence(
        kind="specialisations_suivantes",
        subject=f"branches:{zone.code}",
        group=Group.PARTICULIER,
        theme="emploi",
        parts=(f"{verb} aussi plus qu'en France\u00a0: ", *_listed(found), f" ({where(zone)})."),
        strength=found[0].weight.low
        / facts.thresholds.count["quotient_specialisation"]
        * zone.part,
        caution=ONE_SITE,
    )


def _listed(found: list[Branch]) -> Iterator[Part]:
    """Name branches, each with its quotient and its jobs."""
    for position, one in enumerate(found):
        yield f"{NBSP}; " if position else ""
        yield f"{one.branche.nom} ("
        yield one.times()
        yield ", "
        yield one.counted()
        yield ")"


def scarce_branches(facts: Facts) -> Iterator[Sentence]:
    """A branch of industry that weighs surely far less than in France, and would be large."""
    rare, expected = (
        facts.thresholds.count[one] for one in ("quotient_rarete", "emplois_attendus")
    )
    for zone in facts.covering(Niveau.ZONE_EMPLOI):
        found = [
            one
            for one in branches_of(facts, zone)
            if one.branche.is_industry and one.weight.high > 0
            if 1 / one.weight.high >= rare and one.jobs.low / one.weight.high >= expected
        ]
        if found:
            yield _scarce(zone, min(found, key=lambda one: one.weight.high), rare)


def _scarce(zone: Lieu, found: Branch, rare: float) -> Sentence:
    less, branche = 1 / found.weight.high, found.branche
    return Sentence(
        kind="branche_rare",
        subject=f"rare:{zone.code}",
        group=Group.PARTICULIER,
        theme="emploi",
        parts=(
            f"{capital(branche.nom)} {branche.agreed('pèse', 'pèsent')} ",
            Quoted(f"au moins {floor(less)}{NBSP}fois", found.quotients),
            f" moins qu'en France ({where(zone)})\u00a0: ",
            found.counted(),
            ".",
        ),
        strength=less / rare * zone.part,
        caution="Une branche rare est un constat et non une piste d'implantation.",
    )


def dependence_on_branch(facts: Facts) -> Iterator[Sentence]:
    """One branch that gathers surely more than the threshold of the jobs of industry."""
    for zone in facts.covering(Niveau.ZONE_EMPLOI):
        industrial = {
            code: value
            for code, value in facts.breakdown("emploi_branche", zone).items()
            if (known := branches_a38().get(code)) and known.is_industry
        }
        if not industrial:
            continue
        code, first = max(industrial.items(), key=lambda one: one[1].low or 0.0)
        whole = facts.at("emploi_industriel_flores", zone, first.vintage)
        part, total = bounds_of(first), bounds_of(whole)
        found = share(part, total) if part and total else None
        least = facts.thresholds.percent["dependance_branche"]
        if whole and found and found.low >= least:
            yield _dependence(branches_a38()[code], zone, first, whole, found, found.low / least)


def _dependence(
    branche: BrancheA38, zone: Lieu, first: Value, whole: Value, found: Bounds, strength: float
) -> Sentence:
    return Sentence(
        kind="dependance_branche",
        subject=f"dependance:{branche.code}",
        group=Group.FRAGILE,
        theme="emploi",
        parts=(
            f"L'industrie repose sur une branche\u00a0: {branche.nom} "
            f"{branche.agreed('réunit', 'réunissent')} ",
            Quoted(per_cent(found), (first, whole)),
            f" de ses emplois salariés ({where(zone)}).",
        ),
        strength=strength * zone.part,
        caution=BY_BRANCH,
    )


def branch_moves(facts: Facts) -> Iterator[Sentence]:
    """The branches that gained and lost most jobs between the last two years of the Insee."""
    for zone in facts.covering(Niveau.ZONE_EMPLOI):
        moves = sorted(_moves(facts, zone), key=lambda one: one[0])
        if not moves:
            continue
        told = [one for one in (moves[-1], moves[0]) if abs(one[0]) > 0]
        told = [one for position, one in enumerate(told) if one not in told[:position]]
        least = facts.thresholds.count["emplois_gagnes_perdus"]
        first = told[0]
        clauses = [
            (f"{branche.nom} ", branche.agreed("gagne", "gagnent") if delta > 0 else
             branche.agreed("perd", "perdent"), jobs(abs(delta)), (after, before))
            for delta, branche, before, after in told
        ]  # fmt: skip
        parts: list[Part] = [f"Entre {first[2].vintage} et {first[3].vintage}, "]
        for position, (name, verb, said, values) in enumerate(clauses):
            parts += [" et " if position else "", f"{name}{verb} ", Quoted(said, values)]
        yield Sentence(
            kind="mouvements_branches",
            subject="branches",
            group=Group.BOUGE,
            theme="emploi",
            parts=(*parts, f" ({where(zone)})."),
            strength=max(abs(one[0]) for one in told) / least * zone.part,
            caution="Un établissement qui change de code d'activité suffit à déplacer un chiffre.",
        )


def _moves(facts: Facts, zone: Lieu) -> Iterator[tuple[float, BrancheA38, Value, Value]]:
    """Give the surely large changes of the branches of industry, in jobs."""
    least = facts.thresholds.count["emplois_gagnes_perdus"]
    percent = facts.thresholds.percent["evolution_branche"]
    for code, after in facts.breakdown("emploi_branche", zone).items():
        branche, series = branches_a38().get(code), facts.series("emploi_branche", zone, code)
        if branche is None or not branche.is_industry or len(series) < 2:  # noqa: PLR2004
            continue
        before, now = bounds_of(series[-2]), bounds_of(after)
        if before is None or now is None or not (before.is_exact and now.is_exact):
            continue
        delta = now.low - before.low
        if abs(delta) >= least and abs(delta) * 100 >= percent * before.low:
            yield delta, branche, series[-2], after
