"""Pages about firms: what a project manager and the people met see and do."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from essor.records.accounts.roles import Role
from essor.records.entreprises.models import Contact, Echange, Etablissement
from essor.records.territoires.models import Territoire
from tests.factories import make_member, make_territoire
from tests.records.entreprises.made import make_contact, make_exchange, make_firm
from tests.records.entreprises.test_sirene import HEADER, OTHER, SIRET, line

pytestmark = pytest.mark.django_db


@pytest.fixture
def territoire() -> Territoire:
    return make_territoire()


@pytest.fixture
def chief(client: Client, territoire: Territoire) -> Client:
    client.force_login(make_member(territoire, Role.CHEF_DE_PROJET))
    return client


@pytest.fixture
def here(territoire: Territoire) -> str:
    return f"/territoires/{territoire.code}/entreprises/"


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def test_an_empty_list_says_what_to_do(chief: Client, here: str):
    assert "Importez les SIRET" in page(chief, here)


def test_a_wrong_card_keeps_what_was_typed_and_says_every_fault(chief: Client, here: str):
    typed = {
        "denomination": "Fonderie", "siret": "732 829 320 00075", "naf_rev2": "99.99Z",
        "source_title": "Insee", "read_on": "2026-11-03", "confidentialite": "interne",
    }  # fmt: skip
    answer = chief.post(f"{here}ajouter/", typed)
    said = answer.content.decode()
    assert answer.status_code == 400
    assert said.count("errorlist") == 2
    assert 'value="732 829 320 00075"' in said
    typed["siret"], typed["naf_rev2"] = "732 829 320 00074", "24.51Z"
    assert chief.post(f"{here}ajouter/", typed).status_code == 302
    assert Etablissement.objects.get().siret == SIRET


def test_an_extract_is_taken_for_the_chosen_and_refused_whole(chief: Client, here: str):
    def send(*lines: str, sirets: str = "") -> Any:
        file = SimpleUploadedFile("stock.csv", "\n".join([HEADER, *lines]).encode("utf-8"))
        return chief.post(
            f"{here}importer/", {"fichier": file, "sirets": sirets, "read_on": "2026-11-03"}
        )

    refused = send(line(siret="73282932000075"), line(siret=OTHER, codeCommuneEtablissement="x"))
    assert refused.status_code == 400
    assert "ligne 2" in refused.content.decode()
    assert "ligne 3" in refused.content.decode()
    assert not Etablissement.objects.exists()
    assert send(line(), line(siret=OTHER), sirets="732 829 320 00074").status_code == 302
    assert Etablissement.objects.get().source_title.endswith("« stock.csv »")


def test_what_is_not_known_is_said_so(chief: Client, territoire: Territoire, here: str):
    firm = make_firm(territoire, is_non_diffusible=True)
    card = page(chief, f"{here}{firm.pk}/")
    assert card.count("non publié") >= 4
    assert "non diffusée, à la demande de l'entreprise" in card


def test_a_reader_sees_the_exchange_but_no_person(
    client: Client, territoire: Territoire, here: str
):
    firm = make_firm(territoire)
    make_exchange(firm, contact=make_contact(firm), compte_rendu="Recrute")
    client.force_login(make_member(territoire, Role.LECTEUR))
    card = page(client, f"{here}{firm.pk}/")
    assert "Recrute" in card
    assert "Dumontel" not in card
    client.logout()
    page(client, f"{here}{firm.pk}/", 404)


def test_files_neutralise_formulas_and_hold_no_contact(
    chief: Client, territoire: Territoire, here: str
):
    firm = make_firm(territoire, "=HYPERLINK(1)")
    make_exchange(firm, contact=make_contact(firm), compte_rendu="+1")
    for name in ("etablissements.csv", "echanges.csv"):
        text = page(chief, here + name)
        assert "HYPERLINK" in text
        assert ";=HYPERLINK" not in text
        assert not text.splitlines()[-1].startswith("=HYPERLINK")
        assert "Dumontel" not in text


def test_a_person_is_erased_from_the_page_that_asks_why(
    chief: Client, territoire: Territoire, here: str
):
    firm = make_firm(territoire)
    contact = make_contact(firm)
    path = f"{here}{firm.pk}/contacts/{contact.pk}/"
    assert chief.post(f"{path}effacer/", {"motif": ""}).status_code == 400
    assert chief.get(f"{path}donnees.json").json()["personne"]["nom"] == "Camille Dumontel"
    assert chief.post(f"{path}effacer/", {"motif": "demande"}).status_code == 302
    assert "Dumontel" not in page(chief, f"{here}{firm.pk}/")
    assert "à la demande de la personne" in page(chief, f"{here}{firm.pk}/")
    assert "Dumontel" not in page(chief, f"/territoires/{territoire.code}/historique/")
    assert Contact.objects.get().is_erased


def test_the_term_of_a_contact_is_shown_on_the_list(
    chief: Client, territoire: Territoire, here: str
):
    make_contact(make_firm(territoire), conserve_jusqu_au="2020-01-01")
    assert "1 contact à effacer" in page(chief, here)
    assert "À effacer" in page(chief, f"{here}contacts/")


def test_two_people_who_correct_the_same_exchange_are_told(
    chief: Client, territoire: Territoire, here: str
):
    firm = make_firm(territoire)
    echange = make_exchange(firm)
    path = f"{here}{firm.pk}/echanges/{echange.pk}/modifier/"
    typed = {
        "version": 1, "nature": "visite", "happened_on": "2026-11-03", "compte_rendu": "Un",
        "confidentialite": "interne",
    }  # fmt: skip
    assert chief.post(path, typed).status_code == 302
    late = chief.post(path, {**typed, "compte_rendu": "Deux"})
    assert late.status_code == 400
    assert "Une autre personne a modifié" in late.content.decode()
    assert Echange.objects.get().compte_rendu == "Un"


def test_the_register_is_public_and_speaks_french(client: Client):
    said = page(client, "/donnees-personnelles/")
    assert "Contacts dans les entreprises" in said
    assert "adresse électronique" in said
    assert "entreprises.contact" not in said
