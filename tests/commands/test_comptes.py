"""`essor comptes`: the first administrator without mail server, and what is said of accounts."""

import json

import pytest
from click.testing import CliRunner
from django.test import Client

from essor.commands import comptes
from essor.foundations.errors import UserFault
from essor.records.accounts.actions import create_demonstration_accounts
from essor.records.accounts.models import Invitation, Membre, User
from essor.records.accounts.queries import access_for
from essor.records.accounts.roles import Capability, Role
from tests.factories import make_member, make_territoire, make_user
from tests.web.compte.test_two_factor import PASSWORD

pytestmark = pytest.mark.django_db
GOOD = "quatre mots bien choisis"


@pytest.fixture(autouse=True)
def workspace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comptes, "require_workspace", lambda: None)


def run(*words: str, text: str = "") -> str:
    result = CliRunner().invoke(comptes.group, words, input=text)
    if result.exception is not None:
        raise result.exception
    return result.stdout


def create(*words: str, text: str = GOOD + "\n") -> str:
    return run("creer-administrateur", "--email", "Ana@Exemple.fr", *words, text=text)


def test_the_first_administrator_enters_with_the_password_given() -> None:
    territoire = make_territoire()
    create("--territoire", "TI-8404", "--prenom", "Ana", "--nom", "Roche")
    ana = User.objects.get(email="ana@exemple.fr")
    assert ana.label == "Ana Roche"
    assert access_for(ana, territoire).role is Role.ADMINISTRATEUR
    assert not ana.is_superuser
    answer = Client().post("/compte/connexion/", {"username": ana.email, "password": GOOD})
    assert answer.url == "/territoires/ti-8404/"


def test_who_administers_the_installation_enters_every_territory() -> None:
    territoire = make_territoire()
    create("--installation")
    access = access_for(User.objects.get(), territoire)
    assert all(access.can(capability) for capability in Capability)


def test_a_weak_password_is_refused_and_nothing_is_left() -> None:
    make_territoire()
    with pytest.raises(UserFault, match="12 caractères"):
        create("--territoire", "ti-8404", text="court\n")
    assert not User.objects.exists()


def test_an_unknown_territory_and_an_empty_demand_are_refused() -> None:
    with pytest.raises(UserFault, match="pas connu"):
        create("--territoire", "ti-0000")
    with pytest.raises(UserFault, match="Rien à administrer"):
        create()
    assert not User.objects.exists()


def test_an_existing_account_keeps_its_password() -> None:
    make_territoire()
    ana = make_user("ana@exemple.fr")
    create("--territoire", "ti-8404", text="")
    ana.refresh_from_db()
    assert ana.check_password(PASSWORD)
    assert Membre.objects.get(user=ana).role == Role.ADMINISTRATEUR
    with pytest.raises(UserFault, match="déjà membre"):
        create("--territoire", "ti-8404", text="")


def test_the_link_opens_the_page_that_accepts() -> None:
    make_territoire()
    link = create("--territoire", "ti-8404", "--lien", "--adresse", "https://essor.test/").strip()
    assert link.startswith("https://essor.test/compte/invitation/")
    page = Client().get(link.removeprefix("https://essor.test"))
    assert "Créer mon compte et accepter" in page.content.decode()
    with pytest.raises(UserFault, match="un lien n'invite|Un lien n'invite"):
        create("--installation", "--lien")


def test_no_link_is_signed_with_a_key_that_the_site_does_not_have(settings: object) -> None:
    make_territoire()
    make_user("luc@exemple.fr")
    settings.SECRET_KEY = settings.DEFAULT_SECRET
    with pytest.raises(UserFault, match="clé secrète"):
        create("--territoire", "ti-8404", "--lien")
    assert not Invitation.objects.exists()
    with pytest.raises(UserFault, match="clé secrète"):
        run("lien-mot-de-passe", "--email", "luc@exemple.fr")


def test_the_list_says_who_is_what_and_never_a_password() -> None:
    make_member(make_territoire(), Role.PILOTE, email="luc@exemple.fr")
    make_user("root@exemple.fr", is_superuser=True, is_active=False)
    luc, root = json.loads(run("lister", "--json"))
    assert luc["roles"] == [{"territoire": "ti-8404", "role": "pilote"}]
    assert (root["administre_installation"], root["ferme"]) == (True, True)
    text = run("lister")
    assert "luc@exemple.fr\tluc@exemple.fr\tti-8404 (pilote)" in text
    assert "compte fermé" in text
    assert "md5$" not in text + json.dumps([luc, root])


def test_a_password_link_without_mail() -> None:
    make_user("ana@exemple.fr")
    link = run("lien-mot-de-passe", "--email", "ana@exemple.fr", "--adresse", "http://h").strip()
    path = link.removeprefix("http://h")
    answer = Client().post(path, {"new": GOOD, "again": GOOD})
    assert answer.url == "/compte/connexion/"
    assert User.objects.get().check_password(GOOD)


@pytest.mark.parametrize(
    "command",
    ["lien-mot-de-passe", "lever-double-authentification", "desactiver", "reactiver"],
)
def test_an_unknown_address_is_said(command: str) -> None:
    with pytest.raises(UserFault, match="Aucun compte"):
        run(command, "--email", "inconnue@exemple.fr")


def test_an_account_is_closed_and_opened_again() -> None:
    make_user("ana@exemple.fr")
    run("desactiver", "--email", "ana@exemple.fr")
    assert not User.objects.get().is_active
    run("reactiver", "--email", "ana@exemple.fr")
    assert User.objects.get().is_active


def test_demonstration_accounts_are_removed(settings: object) -> None:
    settings.IS_DEMONSTRATION = True
    create_demonstration_accounts(territoire=make_territoire())
    make_user("ana@exemple.fr")
    assert run("retirer-demonstration").split() == [
        "administrateur@demo.invalid",
        "chef@demo.invalid",
        "pilote@demo.invalid",
        "contributeur@demo.invalid",
        "lecteur@demo.invalid",
    ]
    assert [person.email for person in User.objects.all()] == ["ana@exemple.fr"]


def test_help_needs_no_workspace() -> None:
    assert "--territoire" in run("creer-administrateur", "--help")
