"""The page of the portrait, its document and its values, on the samples and on nothing at all."""

import csv
import io
import re

from django.test import Client

from essor.observatory.lake import Lake

PAGE = "/observatoire/territoires/ti-8404/"


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    shown = answer.content.decode().replace("&#x27;", "'").replace("&nbsp;", " ")
    return shown.replace("\u202f", " ").replace("\u00a0", " ")


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


def test_the_portrait_says_what_the_samples_allow(samples: Lake, client: Client) -> None:
    shown = text(client, PAGE)
    said = words(shown)
    assert "Le caoutchouc, le plastique et les matériaux minéraux pèsent 4,5 fois plus" in said
    assert "8 559 emplois" in said
    assert "Au moins 61 %, au plus 76 %, des recrutements industriels prévus en 2024" in said
    assert "13,1 % des salariés (Insee)" in said
    assert "20,2 % du privé (Urssaf)" in said
    assert "6 des 24 friches vérifiées sont sans projet ; 63 autres sites signalés" in said
    assert "échantillons livrés avec Essor" in said
    assert "place sur" not in said, "a sample of one territory ranks nothing"
    for group in ("Ce qui est particulier ici", "Ce qui a bougé", "Ce qui est fragile"):
        assert f"{group}</h2>" in shown
    assert "Ce que l'on ne sait pas" in said


def test_each_figure_leads_to_its_page(samples: Lake, client: Client) -> None:
    shown = client.get(PAGE).content.decode()
    links = re.findall(r'<a class="chiffre-valeur" href="([^"]+)">([^<]+)</a>', shown)
    assert len(links) > 25
    tried = {href.replace("&amp;", "&") for href, _ in links}
    for href in sorted(tried)[::6]:
        assert client.get(href).status_code == 200, href


def test_one_screen_and_no_fact_twice(samples: Lake, client: Client) -> None:
    shown = client.get(PAGE).content.decode()
    groups = re.findall(r'<section class="card portrait-\w+".*?</section>', shown, re.DOTALL)
    assert len(groups) == 3
    assert all(group.count("<li>") <= 5 for group in groups)
    sentences = re.findall(r"<li>\s*<p>(.*?)</p>", "".join(groups), re.DOTALL)
    assert len(sentences) == len(set(sentences)) >= 8


def test_the_drawings_have_their_tables(samples: Lake, client: Client) -> None:
    shown = client.get(PAGE).content.decode()
    assert shown.count('class="graphique"') == 2
    assert shown.count("Voir le tableau") == 2
    assert 'aria-label="L&#x27;emploi salarié privé' in shown.replace("L'emploi", "L&#x27;emploi")


def test_the_values_behind_the_sentences(samples: Lake, client: Client) -> None:
    answer = client.get(PAGE + "portrait.csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    head, lines = rows[0], rows[1:]
    column = head.index
    hiring = next(one for one in lines if one[column("Identifiant")] == "difficulte_recrutement")
    assert hiring[column("Phrase")].startswith("Au moins 61")
    assert hiring[column("Valeur")] == "", "only bounds are known"
    assert hiring[column("Borne basse")].startswith("61,5")
    assert hiring[column("Statut")].startswith("seules les bornes sont sûres")
    assert all(one[column("Source")] for one in lines)


def test_the_document(samples: Lake, client: Client) -> None:
    answer = client.get(PAGE + "portrait.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert "portrait-ti-8404.pdf" in answer.headers["Content-Disposition"]


def test_with_nothing_loaded_it_says_what_to_do(nothing: Lake, client: Client) -> None:
    said = words(text(client, PAGE))
    assert "48 communes" in said
    assert "essor observatoire rafraichir" in said
    assert client.get(PAGE + "portrait.pdf").status_code == 200
    assert client.get(PAGE + "portrait.csv").status_code == 200


def test_a_territory_that_does_not_exist(nothing: Lake, client: Client) -> None:
    assert client.get("/observatoire/territoires/ti-9999/").status_code == 404
