"""What the comparison pages say, on figures whose ranks and changes are known beforehand."""

import csv
import io
import re

import pytest
from django.test import Client

from essor.observatory.comparison.rank import RankRange
from essor.observatory.lake import Lake
from essor.web.comparaison.words import rank_sentence, rank_text, signed
from tests.factories import make_territoire

HERE = "/observatoire/territoires/ti-8404/comparaison/"


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    shown = answer.content.decode().replace("&#x27;", "'").replace("&nbsp;", " ")
    return shown.replace("\u202f", " ").replace("\u00a0", " ")


def lines(client: Client, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.headers["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def test_the_page_says_rank_neighbours_and_evolution(figures: Lake, client: Client) -> None:
    shown = text(client, HERE)
    assert "Au 30e rang sur 30 territoires connus" in shown, "the smallest of thirty"
    assert shown.count('class="graphique"') == 4, "a strip and an index, for a desk and for a phone"
    assert "chiffres/emploi_salarie_prive/" in shown, "every figure links to what it is made of"
    assert "Habitants" in shown
    assert re.search(r"\d+ % si un trait manque, \d+ % aux tirages", shown)
    assert "CO2 déclaré par les grands sites (0 % des territoires)" in shown, "set apart, and said"
    assert shown.count('aria-current="true"') == 1
    assert text(client, HERE + "?liste=tous").count('<th scope="row"><a href="/observatoire') > 25


def test_an_interval_makes_a_range_of_ranks(figures: Lake, client: Client) -> None:
    shown = text(client, HERE + "?indicateur=population_frr")
    assert "Entre le 28e et le 30e rang sur 30 territoires connus" in shown
    assert "les intervalles se recouvrent" in shown
    assert "base 100" not in shown, "one vintage has no evolution"


def test_zones_are_compared_where_the_figure_goes_no_finer(figures: Lake, client: Client) -> None:
    shown = text(client, HERE + "?indicateur=part_industrie_urssaf")
    assert "ce sont les zones d'emploi qui sont comparées" in shown
    assert "zone d'emploi de Zone 0 (90 % des habitants)" in shown
    assert "30e rang sur 30 zones d'emploi connues" in shown


def test_the_branch_that_drives_all_is_named_and_left_out(figures: Lake, client: Client) -> None:
    shown = text(client, HERE + "?indicateur=emploi_industriel_urssaf")
    assert "De 2019 à 2024, −250 (emplois de l'industrie)" in shown
    assert "« Pneus » : −300, soit 86 % des mouvements" in shown
    assert "le changement irait dans l'autre sens" in shown
    assert "Connus à une seule des deux dates, donc pas comptés ici (1) : Ouvert depuis." in shown
    found = lines(client, HERE + "moteur.csv?indicateur=emploi_industriel_urssaf")
    assert [(one["Branche ou site"], one["Pèse le plus"]) for one in found] == [
        ("Bois", ""), ("Ouvert depuis", ""), ("Pneus", "oui"),
    ]  # fmt: skip


def test_before_and_after_finds_the_rise_and_never_says_why(figures: Lake, client: Client) -> None:
    shown = text(client, HERE + "avant-apres/?annee=2020")
    assert shown.count("1er plus grand écart") == 2, "by both methods"
    assert "Ceci ne dit pas pourquoi" in shown
    assert "Un écart n'est pas un effet" in shown
    assert not re.search(r"grâce à|à cause|impact|a permis|provoqu", shown)
    gaps = re.findall(r"Écart moyen après</dt><dd>([+−][\d,]+)", shown)
    assert [9 < float(one.replace("+", "").replace(",", ".")) < 11 for one in gaps] == [True] * 2


def test_too_few_years_is_refused_with_its_reasons(figures: Lake, client: Client) -> None:
    shown = text(client, HERE + "avant-apres/?annee=2015", status=422)
    assert "Trop peu d'années connues avant 2015" in shown
    assert "n'est pas connue. Années connues : 2014" in text(
        client, HERE + "avant-apres/?annee=1789", status=422
    )
    bare = text(client, HERE + "avant-apres/?indicateur=population_frr&annee=2025", status=422)
    assert "Trop peu d'années" in bare


def test_what_is_asked_and_does_not_exist_is_said_all_at_once(
    figures: Lake, client: Client
) -> None:
    shown = text(client, HERE + "?indicateur=bonheur&millesime=1789&depuis=1515", status=422)
    for found in ("bonheur", "1789", "1515"):
        assert f"« {found} »" in shown
    assert "Au 30e rang" in shown, "the usual choice is shown all the same"
    text(client, "/observatoire/territoires/ti-9999/comparaison/", status=404)
    text(client, HERE + "secrets.csv", status=404)
    text(client, HERE + "avant-apres/secrets.csv", status=404)


def test_files_hold_every_row(figures: Lake, client: Client) -> None:
    ranks = lines(client, HERE + "rang.csv")
    assert len(ranks) == 30
    assert (ranks[0]["Rang au mieux"], ranks[-1]["Code"], ranks[-1]["Ici"]) == (
        "1",
        "ti-8404",
        "oui",
    )
    assert len(lines(client, HERE + "semblables.csv")) == 8
    assert [one["Millésime"] for one in lines(client, HERE + "evolution.csv")] == [
        str(year) for year in range(2014, 2025)
    ]
    assert len(lines(client, HERE + "distribution.csv")) == 7
    assert lines(client, HERE + "moteur.csv") == [], "no source tells the parts of this figure"
    placebos = lines(client, HERE + "avant-apres/placebos.csv?annee=2020")
    assert len(placebos) == 60
    assert sum(one["Ici"] == "oui" for one in placebos) == 2
    assert len(lines(client, HERE + "avant-apres/annees.csv?annee=2020")) == 22
    assert lines(client, HERE + "avant-apres/poids.csv?annee=2020")


def test_the_samples_have_nobody_to_compare_with(
    lake_of_samples: Lake, settings: pytest.FixtureRequest, db: None, client: Client
) -> None:
    settings.ESSOR_OBSERVATORY_DIR = lake_of_samples.root  # type: ignore[attr-defined]
    make_territoire()
    for path in ("", "avant-apres/"):
        shown = text(client, HERE + path)
        assert "Il n'y a encore personne à qui se comparer" in shown
        assert "essor observatoire rafraichir" in shown
    assert lines(client, HERE + "rang.csv") == []


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (RankRange(best=1, worst=1, known=3, unknown=0), "Au 1er rang sur 3"),
        (RankRange(best=2, worst=3, known=9, unknown=0, equal=1), "à égalité avec 1 autre."),
        (RankRange(best=12, worst=19, known=171, unknown=12), "Entre le 12e et le 19e rang"),
        (RankRange(best=12, worst=19, known=171, unknown=12), "descendre jusqu'au 31e rang"),
        (RankRange(best=None, worst=None, known=171, unknown=12), "pas de rang"),
    ],
)
def test_a_rank_is_said_with_what_is_not_known(found: RankRange, said: str) -> None:
    assert said in rank_sentence(found, niveau="territoire")
    assert (rank_text(found) == "sans rang") == (found.best is None)


def test_a_change_bears_its_sign_and_nothing_has_none() -> None:
    assert (signed(2.14), signed(-0.5), signed(0.01)) == ("+2,1", "\u22120,5", "0")
