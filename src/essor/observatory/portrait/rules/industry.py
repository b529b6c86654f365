"""What the industry of the employment zones is made of."""

from collections.abc import Iterator

from essor.observatory.geography import Niveau
from essor.observatory.portrait.bounds import Bounds, bounds_of, share
from essor.observatory.portrait.facts import Facts, Rank
from essor.observatory.portrait.french import (
    NBSP,
    capital,
    floor,
    jobs,
    number,
    ordinal,
    per_cent,
)
from essor.observatory.portrait.places import where
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
ZONE_ONLY = "La zone d'emploi ne suit pas les contours du territoire."
FLORES = "part_industrie_flores"


def specialisations(facts: Facts) -> Iterator[Sentence]:
    """The branch that weighs surely more than in France, then the others of the same zone."""
    for zone in facts.covering(Niveau.ZONE_EMPLOI):
        found = _specialised(facts, zone)
        if found:
            yield _specialisation(facts, zone, *found[0])
        if len(found) > 1:
            yield _others(facts, zone, found[1 : 1 + MOST_OTHERS])


def _specialised(facts: Facts, zone: Lieu) -> list[tuple[BrancheA38, Value, Value]]:
    """Return the branches beyond the threshold, with their quotient and jobs, strongest first."""
    least, smallest = (
        facts.thresholds.count[one] for one in ("quotient_specialisation", "emplois_branche")
    )
    employment = facts.breakdown("emploi_branche", zone)
    found: list[tuple[float, BrancheA38, Value, Value]] = []
    for code, quotient in facts.breakdown("quotient_localisation", zone).items():
        branche, count = branches_a38().get(code), employment.get(code)
        low, number_of = bounds_of(quotient), bounds_of(count)
        if branche is None or count is None or low is None or number_of is None:
            continue
        is_told = branche.industrie or code in TOLD_BESIDES
        if is_told and low.low >= least and number_of.low >= smallest:
            found.append((low.low, branche, quotient, count))
    found.sort(key=lambda one: -one[0])
    return [one[1:] for one in found]


def _specialisation(
    facts: Facts, zone: Lieu, branche: BrancheA38, quotient: Value, count: Value
) -> Sentence:
    bounds = bounds_of(quotient)
    assert bounds is not None
    return Sentence(
        kind="specialisation",
        subject=f"branche:{branche.code}",
        group=Group.PARTICULIER,
        theme="emploi",
        parts=(
            f"{capital(branche.nom)} {branche.agreed('pèse', 'pèsent')} ",
            Quoted(times(quotient), (quotient,)),
            f" plus ici qu'en France ({where(zone)})\u00a0: ",
            _counted(count),
            ranked(facts, quotient, "zones"),
            ".",
        ),
        strength=bounds.low / facts.thresholds.count["quotient_specialisation"] * zone.part,
        caution=ONE_SITE,
    )


def times(quotient: Value) -> str:
    """« 4,5 fois », or its bounds when the figure itself is not known."""
    bounds = bounds_of(quotient)
    assert bounds is not None
    if quotient.value is None:
        return f"au moins {floor(bounds.low, 1)} fois"
    return f"{number(quotient.value, 1)} fois"


def _counted(count: Value) -> Quoted:
    bounds = bounds_of(count)
    assert bounds is not None
    said = jobs(bounds.low) if bounds.is_exact else f"au moins {jobs(int(bounds.low))}"
    return Quoted(said, (count,))


def ranked(facts: Facts, value: Value, places: str) -> str:
    """« , 3e place sur 305 zones »; empty unless every rank that the intervals allow is notable."""
    rank = facts.rank(value)
    if rank is None or not facts.is_notable(rank):
        return ""
    return f", {_rank_text(rank)} place sur {rank.among}{NBSP}{places}"


def _rank_text(rank: Rank) -> str:
    if rank.best == rank.worst:
        return ordinal(rank.best, feminine=True)
    return f"entre la {ordinal(rank.best, feminine=True)} et la {ordinal(rank.worst)}"


def _others(facts: Facts, zone: Lieu, found: list[tuple[BrancheA38, Value, Value]]) -> Sentence:
    """Name the following branches in one sentence."""
    verb = "Pèse" if len(found) == 1 and not found[0][0].pluriel else "Pèsent"
    parts: list[Part] = [f"{verb} aussi plus qu'en France\u00a0: ", *_listed(found)]
    first = bounds_of(found[0][1])
    assert first is not None
    return Sentence(
        kind="specialisations_suivantes",
        subject=f"branches:{zone.code}",
        group=Group.PARTICULIER,
        theme="emploi",
        parts=(*parts, f" ({where(zone)})."),
        strength=first.low / facts.thresholds.count["quotient_specialisation"] * zone.part,
        caution=ONE_SITE,
    )


def _listed(found: list[tuple[BrancheA38, Value, Value]]) -> Iterator[Part]:
    """Name branches, each with its quotient and its jobs."""
    for position, (branche, quotient, count) in enumerate(found):
        if position:
            yield "\u00a0; "
        yield f"{branche.nom} ("
        yield Quoted(times(quotient), (quotient,))
        yield ", "
        yield _counted(count)
        yield ")"


def scarce_branches(facts: Facts) -> Iterator[Sentence]:
    """A branch of industry that weighs surely far less than in France, and would be large."""
    count = facts.thresholds.count
    for zone in facts.covering(Niveau.ZONE_EMPLOI):
        employment = facts.breakdown("emploi_branche", zone)
        found: list[tuple[float, BrancheA38, Value, Value]] = []
        for code, quotient in facts.breakdown("quotient_localisation", zone).items():
            branche, jobs_there = branches_a38().get(code), employment.get(code)
            bounds, here = bounds_of(quotient), bounds_of(jobs_there)
            if branche is None or jobs_there is None or bounds is None or here is None:
                continue
            if not branche.industrie or bounds.high <= 0:
                continue
            less, as_france = 1 / bounds.high, here.low / bounds.high
            if less >= count["quotient_rarete"] and as_france >= count["emplois_attendus"]:
                found.append((less, branche, quotient, jobs_there))
        if found:
            yield _scarce(facts, zone, *max(found, key=lambda one: one[0]))


def _scarce(
    facts: Facts, zone: Lieu, less: float, branche: BrancheA38, quotient: Value, count: Value
) -> Sentence:
    return Sentence(
        kind="branche_rare",
        subject=f"rare:{zone.code}",
        group=Group.PARTICULIER,
        theme="emploi",
        parts=(
            f"{capital(branche.nom)} {branche.agreed('pèse', 'pèsent')} ",
            Quoted(f"au moins {floor(less)} fois", (quotient,)),
            f" moins qu'en France ({where(zone)})\u00a0: ",
            _counted(count),
            ".",
        ),
        strength=less / facts.thresholds.count["quotient_rarete"] * zone.part,
        caution="Un constat, pas une piste\u00a0: rien ne dit qu'elle pourrait s'implanter.",
    )


def industry_share(facts: Facts) -> Iterator[Sentence]:
    """How much industry weighs, both sources in one sentence, where they agree it is unusual."""
    for zone in facts.covering(Niveau.ZONE_EMPLOI):
        pairs = [
            (value, france)
            for name in (FLORES, "part_industrie_urssaf")
            if (value := facts.last(name, zone))
            and (france := facts.at(name, facts.france, value.vintage))
        ]
        ratios = [_ratio(*pair) for pair in pairs]
        if not pairs or any(one is None for one in ratios):
            continue
        known = [one for one in ratios if one is not None]
        least = facts.thresholds.count["quotient_part_industrie"]
        if all(one.low >= least for one in known):
            strength = min(one.low for one in known) / least
        elif all(one.high <= 1 / least for one in known):
            strength = 1 / least / max(one.high for one in known) if known[0].high > 0 else 1.0
        else:
            continue
        yield _share_sentence(facts, zone, pairs, strength)


def _ratio(value: Value, france: Value) -> Bounds | None:
    mine, theirs = bounds_of(value), bounds_of(france)
    return mine.ratio(theirs) if mine and theirs else None


def _share_sentence(
    facts: Facts, zone: Lieu, pairs: list[tuple[Value, Value]], strength: float
) -> Sentence:
    said: list[Part] = ["L'industrie tient "]
    for position, (value, _) in enumerate(pairs):
        said += [" et " if position else "", _share_quoted(value), _of_what(value)]
    said.append(", contre ")
    for position, (_, france) in enumerate(pairs):
        said += [" et " if position else "", _share_quoted(france)]
    rank = next((ranked(facts, value, "zones") for value, _ in pairs[:1]), "")
    said.append(f" en France ({where(zone)}{rank}).")
    return Sentence(
        kind="part_industrie",
        subject="part_industrie",
        group=Group.PARTICULIER,
        theme="emploi",
        parts=tuple(said),
        strength=strength * zone.part,
        caution=ZONE_ONLY,
    )


def _share_quoted(value: Value) -> Quoted:
    bounds = bounds_of(value)
    assert bounds is not None
    return Quoted(per_cent(bounds, 1), (value,))


def _of_what(value: Value) -> str:
    """« des emplois salariés selon l'Insee (2023) »."""
    if value.indicator.id == FLORES:
        return f" des emplois salariés selon l'Insee ({value.vintage})"
    return f" des emplois privés selon l'Urssaf ({value.vintage})"


def dependence_on_branch(facts: Facts) -> Iterator[Sentence]:
    """One branch that gathers surely more than the threshold of the jobs of industry."""
    for zone in facts.covering(Niveau.ZONE_EMPLOI):
        industrial = {
            code: value
            for code, value in facts.breakdown("emploi_branche", zone).items()
            if (known := branches_a38().get(code)) and known.industrie
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
        if branche is None or not branche.industrie or len(series) < 2:  # noqa: PLR2004
            continue
        before, now = bounds_of(series[-2]), bounds_of(after)
        if before is None or now is None or not (before.is_exact and now.is_exact):
            continue
        delta = now.low - before.low
        if abs(delta) >= least and abs(delta) * 100 >= percent * before.low:
            yield delta, branche, series[-2], after
