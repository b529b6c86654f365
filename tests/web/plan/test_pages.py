"""The plan's pages as people use them, without JavaScript."""

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from essor.foundations.errors import UserFault
from essor.records.accounts.actions.invitations import invite
from essor.records.accounts.roles import Role
from essor.records.journal.models import Event, Operation
from essor.records.plans.actions import change_action, create_axe, delete_action
from essor.records.plans.choices import Confidentialite, ParticipantRole
from essor.records.plans.models import Action, Plan
from essor.records.plans.parts import PartValues
from essor.records.plans.pilots import link_pilots
from tests.factories import (
    make_access,
    make_action,
    make_member,
    make_plan,
    make_territoire,
    system,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    return make_plan()


def signed_in(plan: Plan, role: Role) -> Client:
    client = Client()
    if role is not Role.PUBLIC:
        client.force_login(make_member(plan.territoire, role, prenom="Camille", nom=role.label))
    return client


def url(name: str, *args: object) -> str:
    return reverse(f"plan:{name}", args=["ti-8404", *args])


def edit(client: Client, action: Action, field: str, **data: object) -> int:
    version = data.pop("version", action.version)
    address = url("edit_field", action.code, field)
    return client.post(address, {"version": version, **data}).status_code


def test_public_reads_public_actions_only(plan: Plan) -> None:
    make_action(plan, "Ouverte", confidentialite=Confidentialite.PUBLIC)
    make_action(plan, "Entre nous", confidentialite=Confidentialite.INTERNE)
    make_action(plan, "Secrète", confidentialite=Confidentialite.RESTREINT)
    page = Client().get(url("plan")).content.decode()
    assert "Ouverte" in page
    assert "Entre nous" not in page
    assert "Secrète" not in page
    assert Client().get(url("action", "A02")).status_code == 404


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (Role.LECTEUR, {"Ouverte", "Entre nous"}),
        (Role.CONTRIBUTEUR, {"Ouverte", "Entre nous"}),
        (Role.PILOTE, {"Ouverte", "Entre nous"}),
        (Role.CHEF_DE_PROJET, {"Ouverte", "Entre nous", "Secrète"}),
        (Role.ADMINISTRATEUR, {"Ouverte", "Entre nous", "Secrète"}),
    ],
)
def test_each_role_sees_its_level(plan: Plan, role: Role, seen: set[str]) -> None:
    make_action(plan, "Ouverte", confidentialite=Confidentialite.PUBLIC)
    make_action(plan, "Entre nous", confidentialite=Confidentialite.INTERNE)
    make_action(plan, "Secrète", confidentialite=Confidentialite.RESTREINT)
    page = signed_in(plan, role).get(url("plan")).content.decode()
    titles = {"Ouverte", "Entre nous", "Secrète"}
    assert {title for title in titles if title in page} == seen


def test_sub_action_of_a_restricted_action_is_hidden_too(plan: Plan) -> None:
    parent = make_action(plan, "Secrète", confidentialite=Confidentialite.RESTREINT)
    make_action(plan, "Enfant", parent=parent, confidentialite=Confidentialite.PUBLIC)
    assert "Enfant" not in Client().get(url("plan")).content.decode()


def test_unknown_fields_are_said_to_be_unpublished(plan: Plan) -> None:
    make_action(plan, "Nue", confidentialite=Confidentialite.PUBLIC)
    page = Client().get(url("action", "A01")).content.decode()
    for label in ("descriptif", "personne pilote", "date de fin", "financeurs"):
        assert label in page.split("Non publié", 1)[1]
    assert page.count("Non publié") >= 4
    assert "budget prévisionnel total (€ HT)" in page


def test_lateness_is_computed(plan: Plan) -> None:
    past = dt.date(2024, 1, 31)
    make_action(plan, "En souffrance", fin_on=past, confidentialite=Confidentialite.PUBLIC)
    make_action(
        plan, "Finie", fin_on=past, statut="realise", confidentialite=Confidentialite.PUBLIC
    )
    page = Client().get(url("plan"), {"retard": "on"}).content.decode()
    assert "En souffrance" in page
    assert "Finie" not in page
    assert "En retard de" in page


def test_filters_combine_and_empty_result_offers_a_way_back(plan: Plan) -> None:
    axe = create_axe(by=system(plan.territoire), plan=plan, titre="Innover")
    make_action(plan, "Créer un atelier", axe=axe, confidentialite=Confidentialite.PUBLIC)
    make_action(plan, "Autre chose", confidentialite=Confidentialite.PUBLIC)
    found = Client().get(url("plan"), {"q": "atelier CREER", "axe": str(axe.id)}).content.decode()
    assert "Créer un atelier" in found
    assert "Autre chose" not in found
    empty = Client().get(url("plan"), {"q": "introuvable"}).content.decode()
    assert "Aucune action ne correspond" in empty
    assert "0 action sur 2." in empty


def test_field_edit_is_saved_and_traced(plan: Plan) -> None:
    action = make_action(plan, "À renommer")
    client = signed_in(plan, Role.CHEF_DE_PROJET)
    assert edit(client, action, "titre", valeur="Renommée") == 302
    action.refresh_from_db()
    assert action.titre == "Renommée"
    last = Operation.objects.latest("at")
    assert last.author_label == "Camille chef de projet"
    history = client.get(url("history", "A01")).content.decode()
    assert "À renommer" in history
    assert "Renommée" in history


@pytest.mark.parametrize(
    ("field", "typed", "stored"),
    [
        ("budget_eur", "1 200,50 €", Decimal("1200.50")),
        ("budget_eur", "", None),
        ("fin_on", "2027-03-31", dt.date(2027, 3, 31)),
        ("fin_on", "31/03/2027", dt.date(2027, 3, 31)),
        ("statut", "en_cours", "en_cours"),
        ("is_amelioration_continue", "non", False),
        ("is_grand_projet", "oui", True),
        ("descriptif", "Deux\nlignes", "Deux\nlignes"),
    ],
)
def test_each_kind_of_field_is_typed_as_people_write(
    plan: Plan, field: str, typed: str, stored: object
) -> None:
    action = make_action(plan, "Une action", fin_on=dt.date(2026, 1, 1), budget_eur=Decimal(5))
    assert edit(signed_in(plan, Role.CHEF_DE_PROJET), action, field, valeur=typed) == 302
    action.refresh_from_db()
    value = getattr(action, field)
    assert (value.replace("\r\n", "\n") if isinstance(value, str) else value) == stored


@pytest.mark.parametrize(
    ("field", "typed", "reason"),
    [
        ("budget_eur", "Entre 200 et 500", "Entre 200 et 500"),
        ("fin_on", "12/14/20", "12/14/20"),
        ("titre", "", "obligatoire"),
        ("titre", "x" * 301, "300"),
        ("statut", "en_retard", "en_retard"),
        ("descriptif", "x" * 32_768, "cellule de tableur"),
    ],
)
def test_bad_value_is_refused_with_its_reason_and_kept_on_screen(
    plan: Plan, field: str, typed: str, reason: str
) -> None:
    action = make_action(plan, "Une action")
    client = signed_in(plan, Role.CHEF_DE_PROJET)
    answer = client.post(url("edit_field", "A01", field), {"version": 1, "valeur": typed})
    assert answer.status_code == 400
    assert reason in answer.content.decode()
    action.refresh_from_db()
    assert action.version == 1


def test_a_stored_amount_is_offered_with_a_decimal_comma(plan: Plan) -> None:
    action = make_action(plan, "Une action", budget_eur=Decimal("1200.50"))
    client = signed_in(plan, Role.CHEF_DE_PROJET)
    page = client.get(url("edit_field", "A01", "budget_eur")).content.decode()
    assert 'value="1200,50"' in page
    assert edit(client, action, "budget_eur", valeur="1200,50") == 302
    action.refresh_from_db()
    assert action.version == 1


def test_end_before_start_is_refused_beside_the_field(plan: Plan) -> None:
    make_action(plan, "Une action", debut_on=dt.date(2026, 6, 1))
    client = signed_in(plan, Role.CHEF_DE_PROJET)
    answer = client.post(url("edit_field", "A01", "fin_on"), {"version": 1, "valeur": "2026-01-01"})
    assert answer.status_code == 400
    assert "précède la date de début" in answer.content.decode()


def test_second_writer_sees_both_values_and_chooses(plan: Plan) -> None:
    action = make_action(plan, "Avant")
    change_action(by=system(plan.territoire), action=action, titre="Celle de l'autre")
    client = signed_in(plan, Role.CHEF_DE_PROJET)
    answer = client.post(url("edit_field", "A01", "titre"), {"version": 1, "valeur": "La mienne"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Celle de l&#x27;autre" in page
    assert 'value="La mienne"' in page
    assert 'name="version" value="2"' in page
    assert edit(client, action, "titre", version=2, valeur="La mienne") == 302
    action.refresh_from_db()
    assert action.titre == "La mienne"


def test_second_writer_of_a_list_sees_it_too(plan: Plan) -> None:
    action = make_action(plan, "Action")
    client = signed_in(plan, Role.CHEF_DE_PROJET)
    page = client.get(url("edit_field", "A01", "partenaire")).context["form"]
    mark = page.initial["empreinte"]
    parts = PartValues(participants={ParticipantRole.PARTENAIRE: ["CCI"]})
    change_action(by=system(plan.territoire), action=action, parts=parts)
    answer = client.post(
        url("edit_field", "A01", "partenaire"),
        {"version": 1, "empreinte": mark, "valeur": "ADEME"},
    )
    assert answer.status_code == 409
    assert "CCI" in answer.content.decode()
    assert list(action.participants.values_list("nom", flat=True)) == ["CCI"]


def test_people_and_funders_are_edited_as_lists(plan: Plan) -> None:
    action = make_action(plan, "Action")
    client = signed_in(plan, Role.CHEF_DE_PROJET)
    page = client.get(url("edit_field", "A01", "partenaire"))
    mark = page.context["form"].initial["empreinte"]
    assert edit(client, action, "partenaire", empreinte=mark, valeur="CCI\nADEME\ncci") == 302
    noms = action.participants.order_by("ordre").values_list("nom", flat=True)
    assert list(noms) == ["CCI", "ADEME"]
    page = client.get(url("edit_field", "A01", "financements"))
    mark = page.context["form"].initial["empreinte"]
    data = {
        "empreinte": mark,
        "form-TOTAL_FORMS": 3,
        "form-INITIAL_FORMS": 0,
        "form-0-financeur": "Région",
        "form-0-montant_eur": "1,2 M€",
        "form-0-etat": "sollicite",
        "form-1-financeur": "ADEME",
    }
    assert edit(client, action, "financements", **data) == 302
    rows = action.financements.order_by("ordre").values_list("financeur", "montant_eur", "etat")
    assert list(rows) == [("Région", Decimal(1200000), "sollicite"), ("ADEME", None, "")]


def test_amount_without_funder_is_refused(plan: Plan) -> None:
    action = make_action(plan, "Action")
    client = signed_in(plan, Role.CHEF_DE_PROJET)
    mark = client.get(url("edit_field", "A01", "financements")).context["form"].initial["empreinte"]
    data = {
        "empreinte": mark,
        "form-TOTAL_FORMS": 1,
        "form-INITIAL_FORMS": 0,
        "form-0-montant_eur": "500",
    }
    assert edit(client, action, "financements", **data) == 400
    assert action.financements.count() == 0


def test_pilot_edits_her_action_only_and_not_its_place(plan: Plan) -> None:
    mine = make_action(plan, "La mienne")
    make_action(plan, "Pas la mienne")
    client = signed_in(plan, Role.PILOTE)
    user = plan.territoire.membres.get(role=Role.PILOTE).user
    parts = PartValues(participants={ParticipantRole.PERSONNE_PILOTE: [user.label]})
    change_action(by=system(plan.territoire), action=mine, parts=parts)
    assert edit(client, mine, "statut", valeur="en_cours") == 403  # a name alone opens nothing
    link_pilots(by=system(plan.territoire), action=mine, users={user.label: user})
    mine.refresh_from_db()
    assert edit(client, mine, "statut", valeur="en_cours") == 302
    assert edit(client, mine, "confidentialite", valeur="public") == 403
    other = Action.objects.get(code="A02")
    assert edit(client, other, "statut", valeur="en_cours") == 403


def test_deleted_action_comes_back_whole(plan: Plan) -> None:
    action = make_action(plan, "Précieuse", descriptif="À ne pas perdre")
    make_action(plan, "Dessous", parent=action)
    client = signed_in(plan, Role.CHEF_DE_PROJET)
    assert client.post(url("remove_action", "A01"), {"motif": "essai"}).status_code == 302
    assert not Action.objects.exists()
    page = client.get(url("trash"))
    assert "Précieuse" in page.content.decode()
    event = next(e for e in page.context["events"] if e.object_id == action.id)
    assert client.post(url("restore_action", event.operation_id)).status_code == 302
    action.refresh_from_db()
    assert action.descriptif == "À ne pas perdre"
    assert action.sous_actions.get().titre == "Dessous"


def test_code_of_a_deleted_action_is_never_reused(plan: Plan) -> None:
    first = make_action(plan, "Première")
    delete_action(by=system(plan.territoire), action=first)
    assert make_action(plan, "Deuxième").code == "A02"


def test_value_is_restored_from_history(plan: Plan) -> None:
    action = make_action(plan, "Titre d'origine")
    client = signed_in(plan, Role.CHEF_DE_PROJET)
    edit(client, action, "titre", valeur="Titre regretté")
    event = Event.objects.filter(object_id=action.id).latest("id")
    assert client.post(url("restore_field", "A01", event.id, "titre")).status_code == 302
    action.refresh_from_db()
    assert action.titre == "Titre d'origine"


def test_plan_as_of_a_past_day(plan: Plan) -> None:
    action = make_action(plan, "Titre ancien", confidentialite=Confidentialite.PUBLIC)
    long_ago = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
    Operation.objects.update(at=long_ago)
    change_action(by=system(plan.territoire), action=action, titre="Titre nouveau")
    page = Client().get(url("plan"), {"date": "2026-03-02"}).content.decode()
    assert "Titre ancien" in page
    assert "Titre nouveau" not in page
    before = Client().get(url("plan"), {"date": "2026-02-01"}).content.decode()
    assert "n'existait pas encore" in before
    assert "0 action." in before
    assert "Non publié pour aucune action" not in before


def test_as_of_never_opens_what_is_closed_today(plan: Plan) -> None:
    action = make_action(plan, "Jadis ouverte", confidentialite=Confidentialite.PUBLIC)
    Operation.objects.update(at=dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC))
    change_action(
        by=system(plan.territoire), action=action, confidentialite=Confidentialite.RESTREINT
    )
    assert "Jadis ouverte" not in Client().get(url("plan"), {"date": "2026-03-02"}).content.decode()


def test_journal_hides_restricted_actions_from_readers(plan: Plan) -> None:
    make_action(plan, "Chose très secrète", confidentialite=Confidentialite.RESTREINT)
    make_action(plan, "Chose commune")
    reader = signed_in(plan, Role.LECTEUR).get(url("journal")).content.decode()
    assert "Chose commune" in reader
    assert "très secrète" not in reader
    manager = signed_in(plan, Role.CHEF_DE_PROJET).get(url("journal")).content.decode()
    assert "très secrète" in manager


def test_journal_names_what_happens_to_members_in_words(plan: Plan) -> None:
    chef = make_member(plan.territoire, Role.CHEF_DE_PROJET)
    invite(
        by=make_access(plan.territoire, Role.ADMINISTRATEUR),
        territoire=plan.territoire,
        email="lea@exemple.fr",
        role=Role.LECTEUR,
        make_url=lambda token: f"http://localhost/{token}",
    )
    client = Client()
    client.force_login(chef)
    page = client.get(url("journal")).content.decode()
    assert "Invitation envoyée" in page
    assert "invitation creer" not in page


def test_public_has_no_journal(plan: Plan) -> None:
    assert Client().get(url("journal")).status_code == 403


def test_access_of_another_territory_changes_nothing(plan: Plan) -> None:
    action = make_action(plan, "Ici")
    elsewhere = make_access(make_territoire("ti-8406", "Issoire-Brioude"), Role.ADMINISTRATEUR)
    with pytest.raises(UserFault):
        change_action(by=elsewhere, action=action, titre="Ailleurs")
