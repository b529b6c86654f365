"""The demonstration territory: published facts only, every one with its source."""

import pytest

from essor.foundations.errors import UserFault
from essor.references.demonstration.loader import NOTE_PREFIX, clermont_arverne, parse
from essor.references.demonstration.schema import AnnonceFact, Demonstration, Nature

GRANDS_PROJETS = {
    "Requalification du site Michelin Cataroux",
    "Requalification de l'ancien site de l'imprimerie de la Banque de France et structuration "
    "d'une filière industrielle innovante",
    "Projet de gestion de terres excavées",
    "Réalisation d'études sur la reconversion de friches complexes",
}
# What the article says, word for word but for a missing « de ».
EXEMPLES = [
    "Accompagnement de la création-reprise d'entreprises industrielles",
    "Finalisation du projet de Centre des Matériaux Durables à Cataroux",
    "Décarbonation des PME industrielles",
    "Gestion responsable de la ressource en eau",
    "Reconnexion de l'industrie et des jeunes talents",
    "Accroissement de l'inclusion des femmes dans l'industrie",
    "Implantation des outils 4.0 dans l'industrie",
    "Requalification de zones d'activités économiques",
]
SMALL = """
territoire: ti-8404
phase: "2023-2027"
read_on: 2026-11-23
licence: Fait cité avec sa source
plan: {titre: Plan, description: Description, debut_on: 2023-01-01, fin_on: 2027-12-31}
sources: {article: {title: Article, confiance: presse}}
axes: [Premier axe]
annonces: []
actions: [{titre: Action, axe: 1, is_axe_publie: false}]
notes: []
"""


@pytest.fixture(scope="module")
def facts() -> Demonstration:
    return clermont_arverne()


@pytest.fixture(scope="module")
def annonces(facts: Demonstration) -> list[AnnonceFact]:
    return [*facts.annonces, *(annonce for action in facts.actions for annonce in action.annonces)]


def test_eight_examples_and_four_big_projects_and_nothing_else(facts: Demonstration) -> None:
    examples = [action.titre for action in facts.actions if not action.is_grand_projet]
    assert examples == EXEMPLES
    assert {action.titre for action in facts.actions if action.is_grand_projet} == GRANDS_PROJETS


def test_the_titles_are_those_of_the_article(shared_dir, facts: Demonstration) -> None:
    (seed,) = (shared_dir / "seeds").glob("*.txt")
    article = seed.read_text(encoding="utf-8").replace("’", "'").casefold()
    for titre in (*facts.axes, *(action.titre for action in facts.actions)):
        wanted = titre.replace("Accroissement de l'inclusion", "Accroissement l'inclusion")
        assert wanted.casefold() in article, titre


def test_no_axis_is_passed_off_as_published(facts: Demonstration) -> None:
    assert not any(action.is_axe_publie for action in facts.actions)


def test_every_announcement_has_a_source_and_the_day_it_was_read(annonces) -> None:
    for annonce in annonces:
        assert annonce.source.title.strip()
        assert annonce.read_on is not None
        if annonce.source.announced_on is not None:
            assert annonce.source.announced_on <= annonce.read_on


def test_a_measure_has_a_number_and_a_unit_and_a_date_has_a_day(annonces) -> None:
    for annonce in annonces:
        numbers = [annonce.value, annonce.low, annonce.high]
        if annonce.nature in (Nature.DATE, Nature.FAIT):
            assert annonce.value_on
            assert annonce.value_precision
        if annonce.nature in (Nature.DATE, Nature.FAIT, Nature.TEXTE):
            assert numbers == [None, None, None]
        else:
            assert any(number is not None for number in numbers)
            assert annonce.unit


def said(facts: Demonstration, titre: str, sujet: str) -> list[AnnonceFact]:
    action = next(action for action in facts.actions if titre in action.titre)
    return [annonce for annonce in action.annonces if annonce.sujet == sujet]


def test_every_date_announced_for_the_printing_works_is_kept(facts: Demonstration) -> None:
    dates = said(facts, "Banque de France", "Nouvelle imprimerie, mise en service")
    assert [(d.source.announced_on.year, d.value_on.year) for d in dates] == [
        (2016, 2022),
        (2017, 2024),
        (2023, 2026),
    ]
    costs = said(facts, "Banque de France", "Nouvelle imprimerie, coût")
    assert [int(c.value) // 10**6 for c in costs] == [200, 200, 250]


def test_every_date_announced_for_the_test_tracks_is_kept(facts: Demonstration) -> None:
    dates = [
        d for a in facts.actions if a.titre in GRANDS_PROJETS for d in a.annonces
        if d.sujet == "Quartier des Pistes, échéance annoncée"
    ]  # fmt: skip
    assert [d.value_on.year for d in dates] == [2022, 2023, 2024, 2028]


def test_the_envelope_is_said_to_be_national(facts: Demonstration) -> None:
    amounts = [a for a in facts.annonces if a.nature is Nature.MONTANT]
    assert {int(a.value) for a in amounts} == {100_000_000, 500_000_000}
    for annonce in amounts:
        assert "nationale" in annonce.sujet
        assert "pas l'argent de Clermont" in annonce.texte


def test_fifteen_announced_and_eight_published(facts: Demonstration) -> None:
    numbers = {a.sujet: a.value for a in facts.annonces if a.nature is Nature.NOMBRE}
    assert numbers["Actions du plan annoncées"] == 15
    assert numbers["Actions du plan publiées"] == len(EXEMPLES)


def test_a_note_says_that_it_is_a_demonstration(facts: Demonstration) -> None:
    assert facts.notes
    assert all(note.texte.startswith(NOTE_PREFIX) for note in facts.notes)


def test_no_link_is_made_up(facts: Demonstration, annonces) -> None:
    """No complete address of these announcements is known: a shortened one would lead nowhere."""
    assert {annonce.source.href for annonce in annonces} == {""}


def test_a_small_file_reads() -> None:
    assert parse(SMALL).actions[0].titre == "Action"


def test_every_fault_of_the_file_is_said_at_once() -> None:
    text = SMALL.replace("axe: 1", "axe: 7").replace("confiance: presse", "confiance: totale")
    text = text.replace(
        "annonces: []", "annonces: [{sujet: S, nature: date, source: absente}]"
    ).replace(
        "notes: []", "notes: [{action: X, role: pilote, noted_on: 2026-01-01, texte: Bonjour}]"
    )
    with pytest.raises(UserFault) as caught:
        parse(text)
    sentences = str(caught.value)
    for expected in ("totale", "absente", "« 7 »", "Bonjour"):
        assert expected in sentences.replace("\u00a0", " ")
