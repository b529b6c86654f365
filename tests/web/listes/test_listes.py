"""Working lists as people use them: filter, edit, undo, export; never more than one may read."""

import csv
import datetime as dt
import io
import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import load_workbook as load

from essor.records.accounts.models import User
from essor.records.accounts.roles import Role
from essor.records.journal.models import Operation
from essor.records.plans.actions import change_action, create_axe
from essor.records.plans.choices import ParticipantRole
from essor.records.plans.models import Action, Plan
from essor.records.plans.parts import PartValues
from essor.records.plans.pilots import link_pilots
from essor.records.suivi.actions import add_point
from essor.records.vues.address import read_description, to_query
from essor.records.vues.columns import CHOOSABLE, GROUPABLE
from essor.records.vues.description import SortKey, ViewDescription, ViewKind
from essor.records.vues.queries import read_list
from tests.factories import make_access, make_action, make_jalon, make_member, make_plan, system

pytestmark = pytest.mark.django_db
CODE = "ti-8404"
TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def plan() -> Plan:
    plan = make_plan()
    axe = create_axe(by=system(plan.territoire), plan=plan, titre="Foncier")
    rows: list[tuple[str, dict[str, Any]]] = [
        ("Former", {"statut": "en_cours", "fin_on": dt.date(2026, 1, 31), "budget_eur": 1000}),
        ("=Bâtir", {"statut": "a_venir", "axe": axe, "priorite": "eleve"}),
        ("Dépolluer", {"statut": "en_cours", "axe": axe, "confidentialite": "restreint"}),
        ("Vendre", {"confidentialite": "interne", "fin_on": dt.date(2027, 5, 1)}),
    ]
    for titre, values in rows:
        values.setdefault("confidentialite", "public")
        pilots = PartValues(participants={ParticipantRole.PERSONNE_PILOTE: ["Ana Roux"]})
        make_action(plan, titre, parts=pilots if titre == "Former" else None, **values)
    make_jalon(Action.objects.get(titre="Former"), "Livrer", "mars 2027")
    return plan


@pytest.fixture
def chef(plan: Plan, client: Client) -> Client:
    client.force_login(make_member(plan.territoire, Role.CHEF_DE_PROJET))
    return client


def url(name: str, *args: object, query: str = "") -> str:
    return reverse(f"listes:{name}", args=[CODE, *args]) + (f"?{query}" if query else "")


def screen(page: str) -> list[list[str]]:
    """Return the cells of the table, row by row, as a person reads them."""
    body = page[page.index('id="liste"') :]
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", body[: body.index("</table>")], re.S)
    found = []
    for row in rows:
        cells = re.findall(r'<td class="[^"]*" id="[^"]*">(.*?)</td>', row, re.S)
        if cells:
            hidden = [re.sub(r'<span class="visually-hidden">.*?</span>', "", one) for one in cells]
            found.append([unescape(re.sub(r"<[^>]+>", "", one)).strip() for one in hidden])
    return found


def codes(page: str) -> list[str]:
    return [row[0] for row in screen(page)]


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("statut=en_cours", ["A01", "A03"]),
        ("statut=en_cours&statut=non_publie", ["A01", "A03", "A04"]),
        ("retard=oui", ["A01"]),
        ("pilote=ana+roux", ["A01"]),
        ("pilote=sans&statut=en_cours", ["A03"]),
        ("axe=sans", ["A01", "A04"]),
        ("priorite=eleve", ["A02"]),
        ("du=2027-01-01", ["A04"]),
        ("au=2026-12-31", ["A01"]),
        ("q=depolluer", ["A03"]),
        ("confidentialite=restreint", ["A03"]),
        ("modifie=2020-01-01&q=vendre", ["A04"]),
        ("silence=10", []),
        ("tri=-titre", ["A04", "A01", "A03", "A02"]),
        ("tri=echeance,-code", ["A01", "A04", "A03", "A02"]),
        ("groupe=statut", ["A02", "A01", "A03", "A04"]),
    ],
)
def test_filters_and_orders(chef: Client, query: str, expected: list[str]) -> None:
    page = chef.get(url("tableau", query=query)).content.decode()
    assert ("Aucune action ne correspond" in page) if not expected else codes(page) == expected


def test_blocked_health_and_big_projects(chef: Client, plan: Plan) -> None:
    action = Action.objects.get(code="A02")
    add_point(
        by=system(plan.territoire), action=action, cause="Permis", destinataire_nature="etat",
        destinataire_nom="DDT",
    )  # fmt: skip
    assert codes(chef.get(url("tableau", query="bloquee=oui")).content.decode()) == ["A02"]
    assert codes(chef.get(url("tableau", query="sante=rouge")).content.decode()) == ["A01"]
    assert "Aucune action" in chef.get(url("tableau", query="grand=oui")).content.decode()


def test_a_cell_is_edited_undone_and_says_both_values_in_a_conflict(
    chef: Client, plan: Plan
) -> None:
    place = url("cell", "A01", "statut", query="statut=en_cours")
    assert "Enregistrer" in chef.get(place).content.decode()
    version = Action.objects.get(code="A01").version
    answer = chef.post(place, {"valeur": "bloque", "version": version})
    assert answer.status_code == 302
    assert "statut=en_cours" in answer["Location"]
    page = chef.get(answer["Location"]).content.decode()
    assert "est enregistré" in page
    assert Action.objects.get(code="A01").statut == "bloque"
    stale = chef.post(place, {"valeur": "realise", "version": version})
    text = stale.content.decode()
    assert stale.status_code == 409
    assert "« Bloqué »" in text.replace("\xa0", " ").replace("&nbsp;", " ")
    assert re.search(r'value="realise"[^>]*selected', text)
    operation = Operation.objects.filter(kind="plan.action.modifier").latest("at")
    chef.post(url("undo", operation.pk))
    assert Action.objects.get(code="A01").statut == "en_cours"


def test_bulk_edit_is_previewed_written_once_and_undone_at_once(chef: Client) -> None:
    form = {"action": ["A01", "A02"], "statut": "en_pause", "priorite": "_", "engagement": "_"}
    form |= {"confidentialite": "_", "echeance": "decaler", "decalage": "30"}
    before = Operation.objects.count()
    page = chef.post(url("bulk"), {**form, "etape": "apercu"}).content.decode()
    assert "2 mars 2026" in page.replace("\xa0", " ").replace("&nbsp;", " ")
    assert Operation.objects.count() == before
    versions = re.findall(r'name="version" value="([^"]+)"', page)
    assert versions == [
        f"{one.code}:{one.version}" for one in Action.objects.filter(code__in=["A01", "A02"])
    ]
    chef.post(url("bulk"), {**form, "etape": "confirmer", "version": versions})
    assert Operation.objects.count() == before + 1
    assert set(Action.objects.filter(code__in=["A01", "A02"]).values_list("statut", flat=True)) == {
        "en_pause"
    }
    assert Action.objects.get(code="A01").fin_on == dt.date(2026, 3, 2)
    chef.post(url("undo", Operation.objects.latest("at").pk))
    assert list(Action.objects.order_by("code").values_list("statut", flat=True)[:2]) == [
        "en_cours",
        "a_venir",
    ]
    assert Action.objects.get(code="A01").fin_on == dt.date(2026, 1, 31)


def test_bulk_edit_writes_nothing_when_one_action_moved(chef: Client, plan: Plan) -> None:
    form = {"action": ["A01", "A02"], "statut": "en_pause", "priorite": "_", "engagement": "_"}
    form |= {"confidentialite": "_", "echeance": "_"}
    page = chef.post(url("bulk"), {**form, "etape": "apercu"}).content.decode()
    versions = re.findall(r'name="version" value="([^"]+)"', page)
    change_action(
        by=system(plan.territoire), action=Action.objects.get(code="A02"), statut="bloque"
    )
    answer = chef.post(url("bulk"), {**form, "etape": "confirmer", "version": versions})
    assert answer.status_code == 400
    assert "bloque" in answer.content.decode()
    assert Action.objects.get(code="A01").statut == "en_cours"


def test_the_whole_filtered_list_is_chosen(chef: Client) -> None:
    page = chef.post(url("bulk", query="statut=en_cours"), {"portee": "toutes", "etape": "choisir"})
    assert re.findall(r'name="action" value="(\w+)"', page.content.decode()) == ["A01", "A03"]


def test_a_card_is_moved_and_undone_without_script(chef: Client) -> None:
    version = Action.objects.get(code="A02").version
    answer = chef.post(url("move", "A02"), {"statut": "realise", "version": version}, follow=True)
    assert "passée à « Réalisé »" in unescape(answer.content.decode()).replace("\xa0", " ")
    assert Action.objects.get(code="A02").statut == "realise"
    late = chef.post(url("move", "A02"), {"statut": "bloque", "version": version})
    assert late.status_code == 409
    chef.post(url("undo", Operation.objects.latest("at").pk))
    assert Action.objects.get(code="A02").statut == "a_venir"


def test_a_pilot_edits_hers_only_and_undoes_her_own(plan: Plan, client: Client) -> None:
    pilot = make_member(plan.territoire, Role.PILOTE)
    action = Action.objects.get(code="A01")
    participant = action.participants.get()
    link_pilots(by=system(plan.territoire), action=action, users={participant.nom: pilot})
    client.force_login(pilot)
    page = client.get(url("tableau", query="tout=oui")).content.decode()
    assert set(re.findall(r'name="action" value="(\w+)"', page)) == {"A01"}
    assert client.get(url("cell", "A02", "statut")).status_code == 403
    version = Action.objects.get(code="A01").version
    client.post(url("cell", "A01", "statut"), {"valeur": "bloque", "version": version})
    operation = Operation.objects.latest("at")
    assert client.post(url("undo", operation.pk)).status_code == 302
    assert Action.objects.get(code="A01").statut == "en_cours"
    change_action(by=system(plan.territoire), action=action, statut="realise")
    assert client.post(url("undo", Operation.objects.latest("at").pk)).status_code == 403


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    columns=st.lists(st.sampled_from(CHOOSABLE), min_size=1, max_size=5, unique=True),
    sort=st.lists(st.sampled_from(CHOOSABLE), max_size=2, unique=True),
    group=st.sampled_from(["", *GROUPABLE]),
    role=st.sampled_from([Role.CHEF_DE_PROJET, Role.LECTEUR, Role.PUBLIC]),
)
def test_a_file_holds_the_screen_and_no_more(
    plan: Plan, columns: list[str], sort: list[str], group: str, role: Role
) -> None:
    client = Client()
    if role is not Role.PUBLIC:
        person = User.objects.filter(membres__role=role).first() or make_member(
            plan.territoire, role
        )
        client.force_login(person)
    asked = ViewDescription(
        columns=tuple(columns), sort=tuple(SortKey(column=one) for one in sort), group=group
    )
    query = to_query(asked) or "tout=oui"
    shown = screen(client.get(url("tableau", query=query)).content.decode())
    lines = rows_of(client.get(url("export", "tableau", "csv", query=query)).content)
    lines = lines[: next(rank for rank, line in enumerate(lines) if not any(line))]
    found = read_list(
        plan=plan, by=make_access(plan.territoire, role), today=TODAY, description=asked
    )
    assert [row[:2] for row in shown] == [[one[0], one[1].removeprefix("'")] for one in lines[1:]]
    assert len(lines[0]) == len(found.columns) == (len(shown[0]) if shown else 0)
    for row, line in zip(shown, lines[1:], strict=True):
        for column, text, held in zip(found.columns, row, line, strict=True):
            if column.kind.value in ("texte", "choix"):
                assert text == held.removeprefix("'"), column.name
    secret = {"A03"} if role is not Role.CHEF_DE_PROJET else set()
    secret |= {"A04"} if role is Role.PUBLIC else set()
    assert not secret & {row[0] for row in shown}
    assert all(one.capability is None or role is not Role.PUBLIC for one in found.columns)


def test_a_filter_on_what_one_may_not_read_is_not_applied_and_says_so(
    client: Client, plan: Plan
) -> None:
    page = client.get(url("tableau", query="bloquee=oui&col=note")).content.decode()
    assert "Réservé aux membres" in page
    assert codes(page) == ["A01", "A02"]


@pytest.mark.parametrize("file_format", ["xlsx", "ods"])
def test_workbooks_say_what_was_asked(chef: Client, file_format: str) -> None:
    content = chef.get(
        url("export", "tableau", file_format, query="statut=en_cours&tri=-code")
    ).content
    book = load(io.BytesIO(content))
    rows = book.get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[1:]] == ["A03", "A01"]
    about = {row[0]: row[1] for row in book.get_sheet_by_index(1).to_python()[1:]}
    assert about["Filtre"] == "statut : en_cours"
    assert about["Par"] == "chef_de_projet@ti-8404.exemple.fr"
    assert about["Tri"] == "Code, décroissant"


@pytest.mark.parametrize("kind", ViewKind)
def test_queries_do_not_grow_with_the_rows(plan: Plan, chef: Client, kind: ViewKind) -> None:
    query = f"col={','.join(one for one in CHOOSABLE if one != 'sante_risque')}&deplie=*"

    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert chef.get(url(kind.value, query=query)).status_code == 200
        return len(found)

    count()
    make_action(plan, "Action")
    few = (count(), count())  # after a write, then as long as nobody writes
    for rank in range(30):
        action = make_action(plan, f"Action {rank}")
        make_jalon(action, "Jalon", "2028")
    assert (count(), count()) == few


def test_pages_lose_and_repeat_nothing(plan: Plan) -> None:
    for rank in range(25):
        make_action(plan, f"Action {rank}", statut="en_cours")
    by = make_access(plan.territoire, Role.CHEF_DE_PROJET)
    asked, _ = read_description({"tri": ["statut"], "groupe": ["priorite"]}, kind=ViewKind.TABLEAU)
    seen: list[str] = []
    for number in range(1, 5):
        query = parse_qs(to_query(asked, page=str(number)))
        page, _ = read_description(query, kind=ViewKind.TABLEAU)
        found = read_list(plan=plan, by=by, today=TODAY, description=page, page_size=8)
        seen += [row.action.code for row in found.page_rows]
    assert len(seen) == len(set(seen)) == found.found == 29


def test_totals_say_what_is_unknown(chef: Client) -> None:
    page = (
        chef.get(url("tableau", query="tout=oui"))
        .content.decode()
        .replace("\xa0", " ")
        .replace("\u202f", " ")
    )
    assert "1 000 € ; 3 non publiés" in page


def test_views_are_kept_shared_and_opened_first(chef: Client, plan: Plan) -> None:
    answer = chef.post(
        url("kept", query="genre=tableau&statut=en_cours"),
        {"nom": "En cours", "is_shared": "on", "is_default": "on"},
    )
    assert answer["Location"].endswith("/tableau/?statut=en_cours")
    assert chef.get(url("tableau"))["Location"].endswith("?statut=en_cours")
    other = Client()
    other.force_login(make_member(plan.territoire, Role.LECTEUR))
    page = other.get(url("kept")).content.decode()
    assert "En cours" in page
    assert "Supprimer" not in page
    assert other.get(url("tableau")).status_code == 200
    view_id = re.search(r"vues/([0-9a-f-]{36})/supprimer", chef.get(url("kept")).content.decode())
    assert view_id
    chef.post(url("remove", view_id[1]))
    assert chef.get(url("tableau")).status_code == 200


def test_the_timeline_draws_says_and_proposes(chef: Client) -> None:
    page = chef.get(url("frise", query="deplie=*&echelle=annee")).content.decode()
    assert "Livrer, attendu : mars 2027, changer" in unescape(page).replace("\xa0", " ")
    (href,) = re.findall(r'class="date" href="([^"]*/prevoir/[^"]*)"', page)
    before = Operation.objects.count()
    proposed = chef.get(unescape(href) + "&valeur=2027-06-15").content.decode()
    assert "Confirmer l'annonce" in unescape(proposed)
    assert "15 juin 2027" in proposed.replace("\xa0", " ")
    assert Operation.objects.count() == before
    lines = rows_of(chef.get(url("export", "frise", "csv")).content)
    assert [line[2] for line in lines[1:3]] == ["", "Livrer"]


def test_wrong_addresses_say_all_and_break_nothing(chef: Client) -> None:
    answer = chef.get(url("tableau", query="page=0&col=x&du=hier"))
    assert answer.status_code == 400
    assert "3 erreurs" in answer.content.decode().replace("\xa0", " ")
    assert chef.get(url("export", "tableau", "csv", query="page=0")).status_code == 400
    assert chef.get(url("export", "tableau", "pdf")).status_code == 404
    assert chef.get(url("export", "rien", "csv")).status_code == 404


def test_columns_are_moved_by_buttons(chef: Client) -> None:
    answer = chef.get(url("tableau", query="f=1&col=statut&col=axe&monter=axe&q=&tri="))
    assert answer["Location"].endswith("?col=axe,statut")
