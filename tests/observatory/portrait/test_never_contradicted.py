"""No sentence is ever said that a value inside the intervals would contradict.

A world is drawn: the truths first, then intervals that hold them. The portrait sees the intervals
only; the judge of this file reads the sentences and sees the truths only.
"""

import math
import random
import re
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from essor.observatory.across import PlaceValue
from essor.observatory.portrait.portrait import RULES
from essor.observatory.portrait.sentence import Quoted, Sentence
from essor.observatory.reading import Lieu, Value
from tests.observatory.portrait.made_facts import (
    BASIN,
    COUNTRY,
    DEPARTEMENT,
    TERRITOIRE,
    ZONE,
    facts,
    value,
)

Truths = dict[Value, float]
NUMBER = re.compile(r"[+\u2212]?\d[\d\u00a0]*(?:,\d+)?")
UNITS = {"\u00a0Mt": 1e6, "\u00a0kt": 1e3, "\u00a0M€": 1e6, "\u00a0k€": 1e3}


class World:
    """Truths, and what the portrait sees of each."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # one world a seed: far apart, and quick to make
        self.truths: Truths = {}

    def amount(self, most: float = 1e5) -> float:
        return self.random.randint(1, 1_000) * most / 1_000

    def between(self, low: float, high: float) -> float:
        return self.random.uniform(low, high)

    def count(self, low: int, high: int) -> int:
        return self.random.randint(low, high)

    def put(
        self, name: str, lieu: Lieu, truth: float, *, rubrique: str = "", vintage: str = "2024"
    ) -> None:
        low = truth * self.random.choice([1.0, 1.0, 0.98, 0.8, 0.3])
        high = truth * self.random.choice([1.0, 1.0, 1.02, 1.3, 3.0])
        if name in EXACT:
            low = high = truth
        self.truths[value(name, lieu, low, high, rubrique=rubrique, vintage=vintage)] = truth

    def twice(self, name: str, lieu: Lieu, years: tuple[str, str], most: float = 1e5) -> None:
        for year in years:
            self.put(name, lieu, self.amount(most), vintage=year)


def world_of(seed: int) -> tuple[Truths, dict[str, float]]:
    """Draw truths, then the intervals that the portrait sees; also the truths of other places."""
    world = World(seed)
    for lieu in (TERRITOIRE, COUNTRY):
        world.twice("emploi_salarie_prive", lieu, ("2019", "2024"))
    for lieu in (ZONE, COUNTRY):
        world.twice("emploi_industriel_urssaf", lieu, ("2019", "2024"))
        world.put("part_industrie_flores", lieu, world.amount(100), vintage="2023")
        world.put("part_industrie_urssaf", lieu, world.amount(100))
    world.twice("demandeurs_emploi", TERRITOIRE, ("2020-12", "2024-12"))
    world.twice("emissions_ets", TERRITOIRE, ("2017", "2022"), 2e6)
    world.twice("subventions_etat", TERRITOIRE, ("2023", "2024"), 9e6)
    put_branches(world)
    put_shares(world)
    put_land(world)
    return world.truths, {f"ti-{n}": world.amount(5e6) for n in range(world.count(0, 40))}


def put_branches(world: World) -> None:
    whole = world.amount(2e5)
    for vintage in ("2022", "2023"):
        world.put("emploi_industriel_flores", ZONE, whole, vintage=vintage)
        for code, most in (("CA", 0.5), ("CG", 0.3), ("MB", 0.1)):
            jobs = float(int(whole * most * world.between(0.1, 1)))
            world.put("emploi_branche", ZONE, jobs, rubrique=code, vintage=vintage)
    for code in ("CA", "CG", "MB"):
        quotient = world.amount(8)
        world.put("quotient_localisation", ZONE, quotient, rubrique=code, vintage="2023")
        world.put("quotient_localisation_ajuste", ZONE, quotient, rubrique=code, vintage="2023")


def put_shares(world: World) -> None:
    """Per cents: as a bound may be three times the truth, a truth above 33 is drawn exact."""
    hard, tense, classed = (world.between(1, 100) for _ in range(3))
    world.put("difficulte_recrutement", BASIN, hard)
    world.put("metiers_industriels_tendus", DEPARTEMENT, tense, vintage="2019")
    world.put("population_frr", TERRITOIRE, classed, vintage="2025-07")
    world.put("communes_frr", TERRITOIRE, world.count(0, 40), vintage="2025-07")
    world.put("vacance_zae", TERRITOIRE, world.between(0, 100))
    world.put("poids_premier_etablissement", TERRITOIRE, world.between(1, 100))
    total = world.amount(5e6)
    left = total * world.between(0, 1)
    world.put("emissions_irep", TERRITOIRE, total, rubrique="total", vintage="2019")
    world.put("emissions_irep", TERRITOIRE, left, rubrique="total, sans le premier émetteur",
              vintage="2019")  # fmt: skip


def put_land(world: World) -> None:
    world.put("rythme_consommation_espace", TERRITOIRE, world.amount(200), vintage="2021-2023")
    for destination in ("", "activité"):
        world.put("consommation_espace", TERRITOIRE, world.amount(100), rubrique=destination,
                  vintage="2023")  # fmt: skip
    world.put("surface_zae_disponible", TERRITOIRE, world.amount(60))
    sites = world.count(1, 60)
    idle = world.count(0, sites)
    for name, rubrique, count in (
        ("friches_verifiees", "", sites),
        ("friches_verifiees", "friche sans projet", idle),
        ("friches_non_verifiees", "", world.count(0, 90)),
    ):
        world.put(name, TERRITOIRE, count, rubrique=rubrique, vintage="2024-03")
    for lieu, urban, rural in (
        (TERRITOIRE, world.count(1, 40), 40),
        (COUNTRY, 4_000, 30_000),
    ):
        world.put("communes_densite", lieu, urban, rubrique="Ceintures urbaines", vintage="2025")
        world.put("communes_densite", lieu, rural, rubrique="Bourgs ruraux", vintage="2025")


EXACT = {
    "communes_densite", "communes_frr", "friches_verifiees", "friches_non_verifiees",
    "emploi_industriel_flores", "emploi_branche",
}  # fmt: skip


def percent(truths: Truths, *values: Value) -> float:
    after, before = (truths[one] for one in values)
    return 100 * after / before - 100


def part(truths: Truths, *values: Value) -> float:
    mine, whole = (truths[one] for one in values)
    return 100 * mine / whole


def goes_as_said(text: str, truths: Truths, *values: Value) -> bool:
    found = percent(truths, *values)
    rising = "augment" in text or "multipli" in text
    return found > 0 if rising else found < 0


def pace(text: str, truth: float) -> bool:
    return truth < 100 if "de moins par an" in text else truth > 100


def first_values(one: Sentence) -> tuple[Value, ...]:
    return next(part.values for part in one.parts if isinstance(part, Quoted))


def all_more(one: Sentence, truths: Truths) -> bool:
    mine = [v for v in one.values if v.lieu is not COUNTRY]
    theirs = [v for v in one.values if v.lieu is COUNTRY]
    gaps = [truths[a] - truths[b] for a, b in zip(mine, theirs, strict=True)]
    return all(gap > 0 for gap in gaps) or all(gap < 0 for gap in gaps)


Judge = Callable[[Sentence, Truths], bool]
JUDGES: dict[str, Judge] = {
    "specialisation": lambda s, t: all(t[v] >= 1.5 for v in first_values(s)),
    "specialisations_suivantes": lambda s, t: all(
        t[v] >= 1.5 for v in s.values if v.indicator.id.startswith("quotient")
    ),
    "branche_rare": lambda s, t: all(t[v] <= 0.25 for v in first_values(s)),
    "part_industrie": all_more,
    "dependance_branche": lambda s, t: part(t, *first_values(s)) >= 30 - 1e-9,
    "mouvements_branches": lambda s, t: True,  # its verbs are judged with its figures
    "emploi_prive": lambda s, t: goes_as_said(s.text, t, *first_values(s)),
    "emploi_industriel": lambda s, t: goes_as_said(s.text, t, *first_values(s)),
    "demandeurs_emploi": lambda s, t: goes_as_said(s.text, t, *first_values(s)),
    "emissions_quotas": lambda s, t: goes_as_said(s.text, t, *first_values(s)),
    "subventions": lambda s, t: goes_as_said(s.text, t, *first_values(s)),
    "recrutement_difficile": lambda s, t: t[s.values[0]] >= 50,
    "recrutement_aise": lambda s, t: t[s.values[0]] <= 40,
    "dependance_emetteur": lambda s, t: 100 - part(t, *reversed(first_values(s))) >= 40 - 1e-9,
    "dependance_etablissement": lambda s, t: t[s.values[0]] >= 20,
    "rythme_foncier": lambda s, t: pace(s.text, t[s.values[0]]),
    "friches_sans_projet": lambda s, t: part(t, *s.values[:2]) >= 25 - 1e-9,
    "vacance_zae": lambda s, t: t[s.values[0]] >= 20,
    "zonage_rural": lambda s, t: t[s.values[0]] >= 50,
    "communes_urbaines": lambda s, t: True,  # counts, judged with its figures
    "chiffres_anciens": lambda s, t: all(int(v.vintage[:4]) <= 2022 for v in s.values),
}


def numbers(text: str) -> list[float]:
    """Read the figures of a text, in the unit of the data."""
    unit = next((size for mark, size in UNITS.items() if text.endswith(mark)), 1.0)
    found = NUMBER.findall(text)
    plain = (one.replace("\u00a0", "").replace(",", ".").replace("\u2212", "-") for one in found)
    return [float(one) * unit for one in plain]


def told_of(quoted: Quoted, sentence: Sentence, truths: Truths) -> float:
    """Return the truth that a figure is about."""
    values = quoted.values
    if len(values) == 1 or sentence.kind in ("specialisation", "specialisations_suivantes"):
        return truths[values[0]]
    if sentence.kind == "dependance_branche":
        return part(truths, *values)
    if sentence.kind == "dependance_emetteur":
        return 100 - part(truths, *reversed(values))
    if sentence.kind == "branche_rare":
        return 1 / truths[values[0]]
    after, before = values
    if "emplois" in quoted.text:
        delta = truths[after] - truths[before]
        return abs(delta) if sentence.kind == "mouvements_branches" else delta
    found = percent(truths, after, before)
    if "multiplié" in sentence.text and quoted is sentence.parts[2]:
        return found / 100 + 1
    return found if quoted.text[0] in "+\u2212e" else abs(found)


def figure_holds(quoted: Quoted, sentence: Sentence, truths: Truths) -> bool:
    """Tell whether the figure, as it is written, is true."""
    truth, text = told_of(quoted, sentence, truths), quoted.text.lower()
    if sentence.kind == "rythme_foncier" and quoted is sentence.parts[1]:
        truth = abs(truth - 100)
    found = numbers(quoted.text)
    slack = 1e-6 * max(1.0, abs(truth))
    if "au moins" in text:
        return truth >= found[0] - slack
    if "au plus" in text:
        return truth <= found[0] + slack
    if len(found) == 2:  # « entre a et b », « a à b »
        return found[0] - slack <= truth <= found[1] + slack
    decimals = len(text.partition(",")[2].split("\u00a0")[0]) if "," in text else 0
    unit = next((size for mark, size in UNITS.items() if quoted.text.endswith(mark)), 1.0)
    step = unit * 10**-decimals
    exact = all(v.low == v.high for v in quoted.values)
    outward = step if not exact else step / 2  # both bounds round to the same figure
    return math.isclose(truth, found[0], abs_tol=outward + slack)


@settings(max_examples=300)
@given(st.integers(0, 2**32))
def test_no_sentence_is_contradicted(seed: int) -> None:
    truths, others = world_of(seed)
    mine = next(v for v in truths if v.indicator.id == "emissions_irep" and v.rubrique == "total")
    peers = [
        PlaceValue(code=code, nom=code, value=truth, low=truth, high=truth, status="connu",
                   vintage="2019")
        for code, truth in others.items()
    ]  # fmt: skip
    peers.append(
        PlaceValue(code=TERRITOIRE.code, nom="", value=mine.value, low=mine.low, high=mine.high,
                   status="intervalle", vintage="2019")
    )  # fmt: skip
    seen = facts(*truths, peers=peers)
    for sentence in (one for rule in RULES for one in rule(seen)):
        if sentence.kind == "rang_emissions":
            assert rank_holds(sentence, truths[mine], others), sentence.text
            continue
        assert JUDGES[sentence.kind](sentence, truths), sentence.text
        if sentence.kind in ("chiffres_anciens", "communes_urbaines"):
            continue
        for quoted in sentence.parts:
            if isinstance(quoted, Quoted):
                assert figure_holds(quoted, sentence, truths), (quoted.text, sentence.text)


def rank_holds(sentence: Sentence, truth: float, others: dict[str, float]) -> bool:
    rank = 1 + sum(one > truth for one in others.values())
    told = re.search(r"au (\d+)er? rang|entre le (\d+)er? et le (\d+)er? rang", sentence.text)
    assert told is not None
    alone, best, worst = told.groups()
    return rank == int(alone) if alone else int(best) <= rank <= int(worst)
