"""The short sheet: her actions only, all faults at once, nothing lost, nothing half written."""

import datetime as dt
import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from essor.records.accounts.models import Membre, User
from essor.records.accounts.roles import Role
from essor.records.jalons.forecasts import announce
from essor.records.jalons.models import Jalon, Prevision
from essor.records.journal.models import Operation
from essor.records.plans.actions import change_action
from essor.records.plans.choices import ParticipantRole
from essor.records.plans.models import Action, Note, Plan
from essor.records.plans.parts import PartValues
from essor.records.relances.campagnes import (
    address_pilot,
    close_campagne,
    draw_link,
    launch_campagne,
    prepare_campagne,
    revoke_links,
)
from essor.records.relances.models import Campagne, LienFiche, Reponse
from essor.records.suivi.health import health_of_plan
from essor.records.suivi.models import PointBloquant
from tests.factories import (
    forecast,
    make_action,
    make_jalon,
    make_member,
    make_plan,
    make_territoire,
    system,
)
from tests.records.relances.made import ask, make_pilot, pilot

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    return make_plan()


@pytest.fixture
def actions(plan: Plan) -> list[Action]:
    found = [make_action(plan, titre, statut="en_cours") for titre in ("Former", "Recruter")]
    make_jalon(found[0], "Ouverture", "mars 2027")
    make_action(plan, "Secrète", confidentialite="restreint")
    return found


@pytest.fixture
def user(plan: Plan, actions: list[Action]) -> User:
    return make_pilot(plan, *actions)


@pytest.fixture
def campagne(plan: Plan, user: User, actions: list[Action]) -> Campagne:
    return ask(plan, user, *actions)


@pytest.fixture
def url(plan: Plan, user: User, campagne: Campagne) -> str:
    return address(campagne, user)


def address(campagne: Campagne, user: User) -> str:
    by = system(campagne.plan.territoire)
    return reverse("fiche:sheet", args=[draw_link(by=by, campagne=campagne, user=user)])


def page(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    return text_of(answer)


def text_of(answer) -> str:
    return unescape(answer.content.decode()).replace("\u00a0", " ")


def shown_form(client: Client, url: str) -> dict[str, str]:
    """Return what a browser would send if nothing were touched."""
    return filled(client.get(url).content.decode())


def filled(html: str) -> dict[str, str]:
    form = html[html.index('<form method="post" novalidate') :]
    values: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if attributes.get("type") != "checkbox" and "name" in attributes:
            values[attributes["name"]] = unescape(attributes.get("value", ""))
    for name, body in re.findall(r'<textarea name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.S):
        values[name] = unescape(body.strip("\n"))
    for name, body in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', body)
        values[name] = chosen[1] if chosen else ""
    return values


def a(action: Action, name: str) -> str:
    return f"a{action.pk.hex}-{name}"


def j(jalon: Jalon, name: str) -> str:
    return f"j{jalon.pk.hex}-{name}"


def test_she_sees_her_actions_and_nothing_else(client: Client, url: str, plan: Plan):
    make_action(plan, "D'une autre", statut="en_cours")
    shown = page(client, url)
    assert "Former" in shown
    assert "Recruter" in shown
    assert "Secrète" not in shown
    assert "D'une autre" not in shown
    assert "mars 2027" in shown
    answer = client.get(url)
    assert "noindex" in answer["X-Robots-Tag"]
    assert "no-store" in answer["Cache-Control"]
    assert "sessionid" not in client.cookies, "the link opens a page, not a session"
    assert client.get("/compte/").status_code == 302


def test_everything_is_written_at_once_and_signed_by_her(
    client: Client, url: str, actions: list[Action], user: User
):
    first, second = actions
    jalon = first.jalons.get()
    data = shown_form(client, url) | {
        a(first, "statut"): "en_pause",
        a(first, "note"): "Le local est trouvé",
        j(jalon, "expected"): "juin 2027",
        j(jalon, "motif"): "Travaux plus longs",
        a(first, "cause"): "Permis attendu",
        a(first, "destinataire_nature"): "etat",
        a(first, "destinataire_nom"): "DREAL",
        a(second, "rien"): "on",
    }
    assert client.post(url, data).status_code == 302
    first.refresh_from_db()
    assert first.statut == "en_pause"
    assert Note.objects.get().texte == "Le local est trouvé"
    assert PointBloquant.objects.get().destinataire_nom == "DREAL"
    last = Prevision.objects.get(motif="Travaux plus longs")
    assert last.expected.label() == "juin\u00a02027"
    assert last.par_qui == user.label
    assert {(row.action_id, row.nature) for row in Reponse.objects.all()} == {
        (first.pk, "nouvelle"), (second.pk, "rien"),
    }  # fmt: skip
    kinds = Operation.objects.filter(author_id=user.pk).values_list("kind", flat=True)
    assert set(kinds) == {
        "plan.action.modifier", "plan.action.note.ajouter", "plan.jalon.prevoir",
        "plan.blocage.ajouter", "plan.action.repondre",
    }  # fmt: skip
    shown = page(client, url)
    assert "Tout est répondu" in shown


def test_reached_with_its_evidence(client: Client, url: str, actions: list[Action]):
    jalon = actions[0].jalons.get()
    data = shown_form(client, url)
    data |= {j(jalon, "actual"): "12/03/2026", j(jalon, "preuve"): "Procès-verbal"}
    assert client.post(url, data).status_code == 302
    jalon.refresh_from_db()
    assert jalon.actual_on == dt.date(2026, 3, 12)
    assert "Ouverture" not in page(client, url)


def test_every_fault_at_once_and_nothing_lost(client: Client, url: str, actions: list[Action]):
    first, second = actions
    jalon = first.jalons.get()
    data = shown_form(client, url) | {
        a(first, "note"): "Une phrase à ne pas perdre",
        j(jalon, "expected"): "32 mars",
        j(jalon, "preuve"): "Photo",
        a(second, "cause"): "Une cause sans destinataire",
    }
    answer = client.post(url, data)
    assert answer.status_code == 400
    shown = text_of(answer)
    for word in (
        "Une phrase à ne pas perdre", "32 mars", "ne se lit pas", "quand le jalon",
        "Choisissez qui peut débloquer", "Nommez qui peut débloquer", "rien n'est perdu",
    ):  # fmt: skip
        assert word in shown, word
    assert not Note.objects.exists()
    assert not Reponse.objects.exists()


def test_a_refused_action_keeps_the_others_from_being_half_written(
    client: Client, url: str, actions: list[Action]
):
    first, second = actions
    jalon = first.jalons.get()
    data = shown_form(client, url) | {
        a(second, "note"): "Tout va bien",
        j(jalon, "actual"): "12/03/2199",
        j(jalon, "preuve"): "Promesse",
    }
    answer = client.post(url, data)
    assert answer.status_code == 400
    assert "dans l'avenir" in text_of(answer)
    assert not Note.objects.exists()


def test_nothing_new_contradicts_something_new_and_nothing_at_all_is_refused(
    client: Client, url: str, actions: list[Action]
):
    data = shown_form(client, url)
    answer = client.post(url, data)
    assert answer.status_code == 400
    assert "Rien n'est coché" in text_of(answer)
    data |= {a(actions[0], "rien"): "on", a(actions[0], "note"): "Si, pourtant"}
    answer = client.post(url, data)
    assert answer.status_code == 400
    assert "décocher, ou effacer" in text_of(answer)


def test_two_people_at_once_see_both_versions_and_she_chooses(
    client: Client, url: str, plan: Plan, actions: list[Action]
):
    first = actions[0]
    data = shown_form(client, url) | {a(first, "statut"): "en_pause"}
    change_action(by=system(plan.territoire), action=first, statut="bloque")
    answer = client.post(url, data)
    assert answer.status_code == 409
    shown = text_of(answer)
    assert "« Bloqué »" in shown
    assert "« En pause »" in shown
    first.refresh_from_db()
    assert first.statut == "bloque"
    again = filled(answer.content.decode())
    assert client.post(url, again).status_code == 302
    first.refresh_from_db()
    assert first.statut == "en_pause"


def test_what_others_changed_and_she_did_not_is_no_conflict(
    client: Client, url: str, plan: Plan, actions: list[Action]
):
    first = actions[0]
    data = shown_form(client, url) | {a(first, "note"): "Une nouvelle"}
    change_action(by=system(plan.territoire), action=first, statut="bloque")
    assert client.post(url, data).status_code == 302
    first.refresh_from_db()
    assert first.statut == "bloque"


def test_a_date_said_meanwhile_is_shown_before_it_is_replaced(
    client: Client, url: str, plan: Plan, actions: list[Action]
):
    jalon = actions[0].jalons.get()
    data = shown_form(client, url)
    data |= {j(jalon, "expected"): "mai 2027", j(jalon, "motif"): "Retard"}
    today = f"{timezone.localdate():%d/%m/%Y}"
    announce(by=system(plan.territoire), jalon=jalon, values=forecast("avril 2027", today))
    answer = client.post(url, data)
    assert answer.status_code == 409
    assert "« avril 2027 »" in text_of(answer)
    assert "« mai 2027 »" in text_of(answer)
    assert client.post(url, filled(answer.content.decode())).status_code == 302
    assert jalon.previsions.last().expected.label() == "mai\u00a02027"


def test_nothing_new_is_news(client: Client, url: str, plan: Plan, actions: list[Action]):
    asked_at = timezone.now()
    client.post(url, shown_form(client, url) | {a(actions[0], "rien"): "on"})
    day = timezone.localdate()
    found = health_of_plan(plan=plan, by=system(plan.territoire), today=day)
    assert next(row for row in found if row.action == actions[0]).last_on == day
    assert Reponse.objects.get().answered_at >= asked_at


def test_being_asked_is_no_news_of_the_action(plan: Plan, user: User, actions: list[Action]):
    from essor.records.journal.models import Event

    before = Event.objects.filter(root_id=actions[0].pk).count()
    campagne = ask(plan, user, *actions)
    address(campagne, user)
    assert Event.objects.filter(root_id=actions[0].pk).count() == before


# ---- what a link does not open


def refused(client: Client, url: str, secret: str = "Former") -> None:
    for answer in (client.get(url), client.post(url, {})):
        assert answer.status_code == 404
        assert secret not in text_of(answer)


def test_a_cut_or_invented_link_opens_nothing(client: Client, url: str):
    for wrong in (url[:-2] + "/", url[:-3] + "xx/", "/fiche/x/", f"/fiche/{'x' * 5000}/"):
        refused(client, wrong)


def test_an_expired_link_opens_nothing(client: Client, url: str):
    LienFiche.objects.update(expires_at=timezone.now())
    refused(client, url)


def test_a_withdrawn_link_opens_nothing_and_another_may_be_made(
    client: Client, url: str, campagne: Campagne, user: User
):
    assert revoke_links(by=system(campagne.plan.territoire), plan=campagne.plan, user=user) == 1
    refused(client, url)
    page(client, address(campagne, user))


def test_a_closed_request_opens_nothing(client: Client, url: str, campagne: Campagne):
    close_campagne(by=system(campagne.plan.territoire), campagne=campagne)
    refused(client, url)


@pytest.mark.parametrize("role", [Role.LECTEUR, Role.CONTRIBUTEUR, None])
def test_who_is_pilot_no_more_opens_nothing(
    client: Client, url: str, user: User, role: Role | None
):
    if role is None:
        Membre.objects.filter(user=user).delete()
    else:
        Membre.objects.filter(user=user).update(role=role)
    refused(client, url)


def test_a_closed_account_opens_nothing(client: Client, url: str, user: User):
    User.objects.filter(pk=user.pk).update(is_active=False)
    refused(client, url)


def test_an_action_she_no_longer_pilots_is_neither_shown_nor_written(
    client: Client, url: str, plan: Plan, actions: list[Action]
):
    first = actions[0]
    data = shown_form(client, url) | {a(first, "statut"): "realise", a(actions[1], "rien"): "on"}
    parts = PartValues(participants={ParticipantRole.PERSONNE_PILOTE: ["Quelqu'un d'autre"]})
    change_action(by=system(plan.territoire), action=first, parts=parts)
    assert "Former" not in page(client, url)
    client.post(url, data)
    first.refresh_from_db()
    assert first.statut == "en_cours"


def test_a_link_of_one_person_or_place_writes_nowhere_else(
    client: Client, url: str, plan: Plan, user: User, actions: list[Action]
):
    other_plan = make_plan(make_territoire("ti-8412", "Ailleurs"))
    other = make_action(other_plan, "D'ailleurs", statut="en_cours")
    sacha = make_action(plan, "De Sacha", statut="en_cours")
    make_pilot(plan, sacha, email="sacha@exemple.fr")
    elsewhere = make_member(other_plan.territoire, Role.PILOTE, email="e@exemple.fr")
    pilot(other, elsewhere)
    data = shown_form(client, url) | {a(actions[1], "rien"): "on"}
    for action in (other, sacha):
        data |= {a(action, "statut"): "realise", a(action, "version"): "1"}
        data |= {a(action, "note"): "Intrus", f"initial-{a(action, 'statut')}": "en_cours"}
    assert client.post(url, data).status_code == 302
    for action in (other, sacha):
        action.refresh_from_db()
        assert action.statut == "en_cours"
    assert not Note.objects.exists()


def test_a_manager_who_pilots_is_only_a_pilot_behind_a_link(client: Client, plan: Plan):
    action = make_action(plan, "Former", statut="en_cours")
    chef = make_member(plan.territoire, Role.CHEF_DE_PROJET, email="chef@exemple.fr")
    pilot(action, chef)
    make_action(plan, "Secrète", confidentialite="restreint")
    campagne = ask(plan, chef, action)
    shown = page(client, address(campagne, chef))
    assert "Secrète" not in shown
    assert client.get(reverse("relances:home", args=["ti-8404"])).status_code == 302


def test_only_the_fingerprint_of_a_link_is_kept(url: str, user: User):
    from essor.records.journal.models import Event

    token = url.strip("/").rsplit("/", 1)[1]
    kept = [str(row) for row in [*LienFiche.objects.values(), *Event.objects.values()]]
    assert not any(token in row for row in kept)
    fingerprint = LienFiche.objects.get().token_hash
    assert not any(fingerprint in str(row) for row in Event.objects.values())


def test_a_named_pilot_without_account_answers_without_password(client: Client, plan: Plan):
    action = make_action(plan, "Former", statut="en_cours")
    named = pilot(action, None, "Sacha Sans-Compte")
    by = system(plan.territoire)
    person = address_pilot(by=by, participant=named, email="Sacha@Exemple.fr")
    assert person.email == "sacha@exemple.fr"
    assert not person.has_usable_password()
    campagne = prepare_campagne(
        by=by, plan=plan, titre="Point", echeance_on=timezone.localdate(), asked=[(action, person)]
    )
    url = address(launch_campagne(by=by, campagne=campagne), person)
    data = shown_form(client, url) | {a(action, "note"): "C'est parti"}
    assert client.post(url, data).status_code == 302
    assert Note.objects.get().auteur == "Sacha Sans-Compte"
