"""Pages of the convention: what a manager does, what the public reads, what is never lost."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from essor.records.accounts.roles import Role
from essor.records.conventions.models import Acte, Mandat, Mouvement, Signataire
from essor.records.jalons.models import Jalon
from essor.records.plans.models import Action, Plan
from tests.factories import make_action, make_jalon, make_member, make_plan, make_territoire
from tests.records.conventions.made import (
    adopt,
    make_acte,
    make_label,
    make_mandat,
    make_signataire,
    propose,
)

pytestmark = pytest.mark.django_db
CODE = "ti-8404"


@pytest.fixture
def plan() -> Plan:
    return make_plan()


@pytest.fixture
def chief(client: Client, plan: Plan) -> Client:
    client.force_login(make_member(plan.territoire, Role.CHEF_DE_PROJET))
    return client


def at(name: str, *parts: Any) -> str:
    return reverse(f"conventions:{name}", args=[CODE, *parts])


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def test_an_empty_life_says_what_to_do_and_invents_nothing(chief: Client) -> None:
    said = page(chief, at("life"))
    for text in ("Commencez par le label", "Phase 2018-2022", "Aucun label enregistré"):
        assert text in said
    assert said.count("Non publié") >= 2
    assert "Enregistrer la convention" not in page(Client(), at("life"))


def test_a_territory_without_plan_is_sent_home(client: Client) -> None:
    make_territoire("ti-8412", "Ailleurs")
    answer = client.get(reverse("conventions:life", args=["ti-8412"]))
    assert answer.status_code == 302


def test_a_text_is_recorded_signed_attached_and_read(
    chief: Client, plan: Plan, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    typed = {"nature": "avenant", "confidentialite": "public", "signe": "entre deux"}
    answer = chief.post(at("add"), typed)
    assert answer.status_code == 400
    assert "entre deux" in answer.content.decode()
    typed |= {"nature": "convention", "signe": "06/03/2024", "objet": "Quinze actions"}
    assert chief.post(at("add"), typed).status_code == 302
    acte = Acte.objects.get()
    who = {"structure": "Région", "qualite": "region", "a_signe": "oui"}
    chief.post(at("add_signatory", acte.pk), who)
    answer = chief.post(at("add_signatory", acte.pk), who)
    assert "déjà dans la liste" in answer.content.decode()
    file = SimpleUploadedFile("signe.pdf", b"pas un PDF")
    assert (
        "ne correspond pas" in chief.post(at("attach", acte.pk), {"fichier": file}).content.decode()
    )
    file = SimpleUploadedFile("signe.pdf", b"%PDF-1.7 le texte")
    assert chief.post(at("attach", acte.pk), {"fichier": file}).status_code == 302
    public = Client()
    said = page(public, at("text", acte.pk))
    assert "Convention, signée le 6\u00a0mars\u00a02024" in said
    assert "nom non publié" in said
    sent = public.get(at("document", acte.pk))
    assert b"".join(sent.streaming_content) == b"%PDF-1.7 le texte"
    assert "attachment" in sent["Content-Disposition"]
    lines = public.get(at("signatories_csv")).content.decode("utf-8-sig").splitlines()
    assert lines[1].startswith("Convention;6\u00a0mars\u00a02024;Région;Région;non publié;oui")
    chief.post(at("remove_signatory", acte.pk, Signataire.objects.get().pk))
    assert not Signataire.objects.exists()


def test_a_movement_is_read_before_it_is_done_and_taken_back(chief: Client, plan: Plan) -> None:
    water, energy = make_action(plan, "Eau"), make_action(plan, "Énergie")
    make_jalon(water, "Études", "2027")
    typed = {"avant": [str(water.pk)], "apres": "", "nouvelles": "", "motif": ""}
    answer = chief.post(at("propose", "fusion"), typed)
    assert answer.status_code == 400
    typed |= {"motif": "Même porteur"}
    said = chief.post(at("propose", "fusion"), typed).content.decode()
    assert "une seule action d'arrivée" in said.replace("&#x27;", "'")
    assert "checked" in said, "the box stays ticked"
    typed |= {"apres": str(energy.pk), "moved_kinds": ["jalons.jalon"]}
    answer = chief.post(at("propose", "fusion"), typed)
    movement = Mouvement.objects.get()
    said = page(chief, answer["Location"])
    assert "Change de fiche" in said
    assert "prévu au prochain avenant" in said
    water.refresh_from_db()
    assert water.sortie == "", "reading changes nothing"
    assert Jalon.objects.get().action == water
    chief.post(at("apply_movement", movement.pk))
    assert Jalon.objects.get().action == energy
    sheet = page(chief, reverse("plan:action", args=[CODE, water.code]))
    assert "Fusionnée dans une autre action" in sheet
    assert "Lignée de l'action" in sheet
    assert "à régulariser" in page(chief, at("life"))
    said = page(chief, at("movement", movement.pk))
    undo = re.search(r"/historique/([0-9a-f-]{36})/annuler/", said)
    assert undo is not None
    chief.post(reverse("plan:undo", args=[CODE, undo[1]]))
    water.refresh_from_db()
    assert (water.sortie, Jalon.objects.get().action) == ("", water)
    assert "Mouvement appliqué au plan" in page(chief, reverse("plan:journal", args=[CODE]))


def test_an_adoption_is_confirmed_only_once_its_effects_are_read(chief: Client, plan: Plan) -> None:
    action = make_action(plan, "Former", confidentialite="public")
    make_jalon(action, "Livraison", "2027")
    acte = make_acte(plan)
    assert "date de signature manque" in page(chief, at("adopt", acte.pk))
    chief.post(
        at("edit", acte.pk),
        {"nature": "convention", "signe": "mars 2024", "confidentialite": "public", "version": 1},
    )
    waiting = propose(plan, "ajout", apres=["Décarboner"])
    said = page(chief, at("adopt", acte.pk))
    assert "Livraison" in said
    seen = said.split('name="seen" value="')[1].split('"')[0]
    typed = {"dates": "aucune", "also": [str(waiting.pk)], "etape": "adopter", "seen": seen}
    said = chief.post(at("adopt", acte.pk), typed).content.decode()
    assert "Votre choix a changé" in said
    assert "Décarboner" in said
    acte.refresh_from_db()
    assert acte.adopted_at is None
    typed["seen"] = said.split('name="seen" value="')[1].split('"')[0]
    assert chief.post(at("adopt", acte.pk), typed).status_code == 302
    assert Action.objects.filter(titre="Décarboner").exists()
    assert Jalon.objects.get().baseline_on is None
    said = page(chief, at("text", acte.pk))
    assert "Annuler l'adoption" in said
    assert "n'a changé aucune date promise" in said
    history = page(chief, reverse("plan:journal", args=[CODE]))
    assert "Texte adopté" in history
    assert re.search(r"<del>vide</del>\s*→ <ins>Convention</ins>", history), "a link in words"
    make_action(plan, "Venue seule")
    said = page(chief, at("plan_then", acte.pk))
    assert "2 actions à la signature" in said
    assert "Venue seule" in said.split("Depuis lors")[1]
    assert "Venue seule" in page(chief, at("life"))
    public = page(Client(), at("plan_then", acte.pk))
    assert "1 action à la signature" in public
    assert "Décarboner" not in public


def test_the_public_reads_only_what_is_open(chief: Client, plan: Plan) -> None:
    open_one, closed = (
        make_action(plan, "Ouverte", confidentialite="public"),
        make_action(plan, "Fermée", confidentialite="restreint"),
    )
    acte = make_acte(plan, signe="2024", confidentialite="public")
    propose(plan, "fin", [open_one], motif="Livrée", acte=acte)
    propose(plan, "fin", [closed], motif="Secret", acte=acte)
    adopt(acte)
    prepared = make_acte(plan, "avenant", confidentialite="public")
    make_mandat(plan, "Ada Martin")
    make_label(plan, actions_annoncees=15)
    public, reader = Client(), Client()
    reader.force_login(make_member(plan.territoire, Role.LECTEUR))
    for who in (public, reader):
        for path in (at("life"), at("text", acte.pk), at("movements_csv")):
            said = page(who, path)
            assert "Livrée" in said
            assert "Secret" not in said
            assert "Fermée" not in said
    assert "15 actions annoncées, 0 publique" in page(public, at("life"))
    assert "Ada Martin" not in page(public, at("life"))
    assert "Ada Martin" in page(reader, at("life"))
    page(public, at("text", prepared.pk), status=404)
    assert "Secret" in page(chief, at("life"))
    hidden = Mouvement.objects.get(motif="Secret")
    page(reader, at("movement", hidden.pk), status=404)
    assert "ne vous est pas ouvert" not in page(
        reader, reverse("plan:action", args=[CODE, open_one.code])
    )


def test_a_person_is_erased_from_the_page_and_the_history(chief: Client, plan: Plan) -> None:
    make_signataire(make_acte(plan), nom="Ada Martin")
    make_mandat(plan, "Ada Martin")
    said = chief.post(at("erase"), {"nom": "Inconnue"}).content.decode()
    assert "Personne ne porte ce nom" in said
    assert chief.post(at("erase"), {"nom": "Ada Martin"}).status_code == 302
    assert Mandat.objects.get().nom == "Personne effacée"
    for path in (at("life"), reverse("plan:journal", args=[CODE])):
        assert "Martin" not in page(chief, path)


def test_nothing_of_another_territory_answers(chief: Client, plan: Plan) -> None:
    other = make_plan(make_territoire("ti-8412", "Ailleurs"))
    acte = make_acte(other, signe="2024", confidentialite="public")
    movement = propose(other, "ajout", apres=["Neuve"])
    for path in (
        at("text", acte.pk), at("plan_then", acte.pk), at("adopt", acte.pk),
        at("movement", movement.pk), at("edit_mandate", make_mandat(other).pk),
        at("edit_label", make_label(other).pk),
    ):  # fmt: skip
        page(chief, path, status=404)
