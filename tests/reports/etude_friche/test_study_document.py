"""The study document says what the computation found, with every parameter and its source."""

import io
import json

import docx
import pypdf
import pytest

from essor.engines.friches.vocabulary import Expense, Soil, Use, Work
from essor.foundations.french import format_date_short, format_number
from essor.records.studies.answers import commune_facts
from essor.records.studies.nouns import EXPENSES, SOILS, USES, WORKS
from essor.references.demonstration.etudes import EtudeFact, etudes
from essor.references.loader import parameters
from essor.reports.charts.scale import short_eur
from essor.reports.document.blocks import Heading, Links, Paragraph, Table
from essor.reports.etude_friche.accounts import BALANCE_LINES
from essor.reports.etude_friche.assumptions import Origin
from essor.reports.etude_friche.from_inputs import facts_of_inputs
from essor.reports.etude_friche.study_document import FORMATS, study_document
from essor.reports.etude_friche.words import METRICS
from tests.reports.document.test_renderings import collected, pdf_text, squeezed, word_text
from tests.reports.etude_friche.conftest import ON, changed, computed

BODY_PAGES = (4, 6)
FIRST_ANNEX = "Annexe A : la méthode"


@pytest.fixture(scope="session")
def made(facts):
    return study_document(facts)


@pytest.fixture(scope="session")
def pdf(made) -> bytes:
    return FORMATS["pdf"](made)


@pytest.fixture(scope="session")
def word(made) -> bytes:
    return FORMATS["docx"](made)


@pytest.fixture(scope="session")
def read(pdf, word) -> dict[str, str]:
    return {"pdf": pdf_text(pdf), "docx": word_text(word)}


def table(made, caption: str) -> Table:
    (found,) = (b for b in made.blocks if isinstance(b, Table) and b.caption.startswith(caption))
    return found


def euros(text: str) -> float:
    number, unit = text.rsplit("\u00a0", 1)
    return (
        float("".join(number.replace("−", "-").replace(",", ".").split()))
        * {"M€": 1e6, "k€": 1e3, "€": 1}[unit]
    )


@pytest.mark.parametrize("kind", FORMATS)
def test_every_parameter_read_is_there_with_value_source_and_dates(facts, read, kind):
    assert len(facts.sheet.parameters) > 50
    for row in facts.sheet.parameters:
        assert squeezed(row["description"]) in read[kind], row["nom"]
        assert squeezed(row["valeur"].replace("_", " ")) in read[kind], row["nom"]
        for source in row["sources"]:
            assert squeezed(source["titre"]) in read[kind], row["nom"]
            assert squeezed(source["href"]) in read[kind], row["nom"]


def test_a_parameter_has_its_dates_and_says_when_nobody_checked_it(facts, made):
    rows = table(made, "Paramètres").rows
    assert len(rows) == len(facts.sheet.parameters)
    for row, parameter in zip(rows, facts.sheet.parameters, strict=True):
        file = parameters()[parameter["nom"]]
        assert row[3] == format_date_short(file.checked_on)
        assert row[4] == ("" if file.status.value == "verifie" else file.status.label)
    assert {"", "à relire"} <= {row[4] for row in rows}


def test_the_number_of_a_source_leads_to_it(facts, made):
    (links,) = (block for block in made.blocks if isinstance(block, Links))
    for row, parameter in zip(table(made, "Paramètres").rows, facts.sheet.parameters, strict=True):
        numbers = [int(one.strip("[]")) for one in row[5].split()]
        found = [(links.items[n - 1].text, links.items[n - 1].href) for n in numbers]
        assert found == [(one["titre"], one["href"]) for one in parameter["sources"]]


@pytest.mark.parametrize("kind", FORMATS)
def test_both_files_say_every_text_of_the_document(made, read, kind):
    missing = [text for text in made.texts() if squeezed(text) not in read[kind]]
    assert missing == []


def body_pages(pdf: bytes) -> int:
    """Pages before the first annex, which starts a page of its own."""
    pages = [squeezed(page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    (first,) = [number for number, text in enumerate(pages) if squeezed(FIRST_ANNEX) in text]
    assert pages[first].index(squeezed(FIRST_ANNEX)) < 120, "the annex starts its page"
    return first


def test_the_body_is_of_six_pages_at_most(pdf):
    assert BODY_PAGES[0] <= body_pages(pdf) <= BODY_PAGES[1]


@pytest.mark.parametrize("fact", etudes(), ids=lambda fact: fact.code_commune_insee)
def test_the_body_of_a_demonstration_study_is_of_six_pages_at_most(fact: EtudeFact):
    commune, laws = commune_facts(fact.code_commune_insee, parameters=parameters())
    inputs = {
        "commune": commune, "zones": fact.zones, "incertitudes": {**laws, **fact.incertitudes},
    }  # fmt: skip
    found = facts_of_inputs(inputs, titre=fact.titre, notice=fact.notice, territoire="Clermont",
                            on=ON, draws=100, is_demonstration=True, profil="france-2025", seed=1,
                            files=parameters())  # fmt: skip
    assert BODY_PAGES[0] <= body_pages(FORMATS["pdf"](study_document(found))) <= BODY_PAGES[1]


def test_the_long_tables_are_annexes_and_word_breaks_the_page_before_them(facts, made, word):
    titles = [block.text for block in made.blocks if isinstance(block, Heading)]
    annexes = [title for title in titles if title.startswith("Annexe")]
    assert [title[:8] for title in annexes] == ["Annexe A", "Annexe B", "Annexe C", "Annexe D"]
    assert len(table(made, "Chaque nombre").rows) == len(facts.assumptions)
    found = docx.Document(io.BytesIO(word))
    broken = [p.text for p in found.paragraphs if p.paragraph_format.page_break_before]
    assert broken == annexes


def test_every_page_says_demonstration_and_how_to_compute_again(facts, pdf):
    sheet = facts.sheet
    for page in pypdf.PdfReader(io.BytesIO(pdf)).pages:
        text = squeezed(page.extract_text())
        assert "DÉMONSTRATION" in text
        for said in (sheet.engine_version, "graine 7", "150 tirages", "23 novembre 2026",
                     sheet.inputs_sha256[:16]):  # fmt: skip
            assert squeezed(said) in text


def test_a_real_study_is_not_called_a_demonstration(facts):
    real = study_document(changed(facts, is_demonstration=False))
    assert real.label == ""
    assert not [text for text in real.texts() if "démonstration" in text.lower()]


def test_the_pdf_gives_each_drawing_its_words(facts, pdf):
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    alts = collected(reader.trailer["/Root"]["/StructTreeRoot"])
    assert len(alts) >= 3
    for row in facts.sheet.results["repartition_eur"].values():
        assert any(row["libelle"] in alt and short_eur(row["eur"]) in alt for alt in alts)


def test_the_word_file_has_the_headings_of_the_document(made, word):
    found = docx.Document(io.BytesIO(word))
    shown = [(p.text, p.style.name) for p in found.paragraphs if p.style.name.startswith("Head")]
    wanted = [(b.text, f"Heading {b.level}") for b in made.blocks if isinstance(b, Heading)]
    assert shown == wanted
    assert len(found.tables) == sum(isinstance(block, Table) for block in made.blocks)
    assert all(shape._inline.docPr.get("descr") for shape in found.inline_shapes)


def test_the_answer_is_the_first_thing_said(facts, made):
    draws = facts.sheet.results["incertitude"]["van_eur"]
    first = made.blocks[0]
    assert isinstance(first, Paragraph)
    for value in (draws["p5"], draws["p50"], draws["p95"]):
        assert short_eur(value) in first.text
    assert first.text.endswith(".")
    assert ". " not in first.text


@pytest.mark.parametrize(
    ("probability", "words"),
    [(0.95, "crée très probablement"), (0.5, "ne sait pas encore"), (0.02, "détruit")],
)
def test_the_verdict_follows_the_draws(facts, probability, words):
    results = json.loads(json.dumps(facts.sheet.results))
    results["incertitude"]["van_eur"]["probabilite_positive"] = probability
    first = study_document(changed(facts, results=results)).blocks[0]
    assert words in first.text


def test_the_balance_has_nine_lines_that_add_up(facts, made):
    rows = table(made, "Les neuf lignes").rows
    assert len(rows) == len(BALANCE_LINES) + 1 == 10
    total = sum(euros(amount) for _, amount in rows[:-1])
    assert total == pytest.approx(facts.sheet.results["bilan_amenageur_eur"], rel=0.01)


@pytest.mark.parametrize(
    "caption",
    ["De l'aménageur à la société", "Les neuf lignes", "Bilan de l'aménageur, poste",
     "Effets sur les autres", "Tous les effets", "Ne rien faire"],
)  # fmt: skip
def test_the_lines_of_an_account_add_up_before_the_eyes(made, caption):
    rows = table(made, caption).rows
    lines = [euros(amount) for _, amount in rows[:-1]]
    assert sum(lines) == pytest.approx(euros(rows[-1][1]), abs=0.006 * sum(map(abs, lines)))


def test_the_groups_add_up_to_the_value_for_society(facts, made):
    rows = table(made, "Valeur actualisée par groupe").rows
    total = sum(euros(row[1]) for row in rows[:-1])
    assert rows[-1][1] == short_eur(facts.sheet.results["van_socioeconomique_eur"])
    assert total == pytest.approx(facts.sheet.results["van_socioeconomique_eur"], abs=3e5)


def test_the_corrections_go_from_the_reference_to_the_result(facts, made):
    assert facts.defects is not None
    steps = facts.defects.steps
    total = facts.defects.start_eur + sum(step.effect_eur for step in steps)
    assert total == pytest.approx(facts.sheet.results["van_socioeconomique_eur"], abs=0.02)
    assert len(table(made, "De la référence").rows) == len(steps) + 1


def test_given_assumed_and_default_are_told_apart(facts):
    origins = {(one.group, one.label): one for one in facts.assumptions}
    assert origins["Coûts", "Dépollution"].origin is Origin.GIVEN
    assert origins["Coûts", "Dépollution"].value == f"{format_number(9_000_000)}\u00a0€"
    assert origins["Coûts", "Démolition"].origin is Origin.DEFAULT
    drawn = origins["Site aujourd'hui", "Surface polluée"]
    assert drawn.origin is Origin.ASSUMED
    assert drawn.bounds.endswith("m²")


def test_two_zones_keep_their_names():
    zone = {"site": {"activite": "industrielle", "surface_m2": 20_000},
            "projet": {"programme": "industrie", "decide_le": "2026-01-01"}}  # fmt: skip
    inputs = {
        "commune": computed().sheet.inputs["commune"],
        "zones": [{"nom": "Nord & <Est>", **zone}, {"nom": "Sud", **zone}],
    }
    found = facts_of_inputs(inputs, titre="Deux", notice="", territoire="", on=ON, draws=120,
                            is_demonstration=False, profil="france-2025", seed=1,
                            files=parameters())  # fmt: skip
    made = study_document(found)
    assert [row[0] for row in table(made, "Les réponses").rows] == ["Nord & <Est>", "Sud"]
    assert squeezed("Nord & <Est>") in pdf_text(FORMATS["pdf"](made))
    assert squeezed("Nord & <Est>") in word_text(FORMATS["docx"](made))


def test_a_result_that_the_engine_no_longer_finds_is_not_explained(facts):
    results = {**facts.sheet.results, "van_socioeconomique_eur": 1.0}
    found = changed(facts, results=results)
    assert not found.is_reproduced
    assert found.defects is None
    texts = " ".join(study_document(found).texts())
    assert "ne retrouve plus" in texts
    assert "valeur par défaut d'Essor" not in texts.replace("par une valeur par défaut", "")


def test_inputs_that_the_engine_no_longer_reads_still_make_a_document(facts):
    inputs = {**facts.sheet.inputs, "champ_disparu": 1}
    found = changed(facts, inputs=inputs)
    assert not found.is_reproduced
    assert FORMATS["pdf"](study_document(found)).startswith(b"%PDF")


def test_a_changed_parameter_is_said_where_it_is_listed():
    found = computed(extra={"parametres": {"actualisation.taux": 0.045}})
    made = study_document(found)
    (row,) = [r for r in table(made, "Paramètres").rows if r[0].startswith("Taux d'actualisation")]
    assert row[1].endswith("0,045 dans l'étude")
    assert any("0,045 dans l'étude" in text for text in made.texts() if "Source" in text)


@pytest.mark.parametrize("programme", ["centrale_photovoltaique", "renaturation", "industrie"])
def test_each_kind_of_project_makes_a_document(programme):
    found = computed(programme, profil="benefriches", is_demonstration=False)
    made = study_document(found)
    assert found.is_reproduced
    assert found.defects is not None
    assert FORMATS["pdf"](made).startswith(b"%PDF")


def test_every_name_of_the_engine_has_its_french_words(facts):
    assert set(SOILS) == set(Soil)
    assert set(USES) == set(Use)
    assert set(WORKS) == set(Work)
    assert set(EXPENSES) == set(Expense)
    known = {n for n in facts.sheet.results["mesures"] if not n.startswith("sols_m2.")}
    assert known <= set(METRICS)


def test_the_study_to_buy_first_is_the_one_worth_most(facts, made):
    best = max(facts.sheet.drivers, key=lambda one: one.worth_eur)
    heading = next(
        n for n, b in enumerate(made.blocks) if isinstance(b, Heading) and "acheter" in b.text
    )
    said = made.blocks[heading + 1].text
    assert best.label in said
    assert short_eur(best.worth_eur) in said
