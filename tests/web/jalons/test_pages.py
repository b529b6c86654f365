import csv
import datetime as dt
import io
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse

from essor.foundations.periods import Period
from essor.records.accounts.roles import Role
from essor.records.jalons.actions import adopt_baseline, link_jalons
from essor.records.jalons.calendar_pages import page_of
from essor.records.jalons.forecasts import announce, reach
from essor.records.jalons.models import Dependance, Jalon, Prevision
from essor.records.jalons.values import Preuve
from essor.records.journal.models import Operation
from essor.records.plans.models import Action
from tests.factories import forecast, make_action, make_jalon, make_member, make_plan, system

pytestmark = pytest.mark.django_db
CODE = "ti-8404"


@pytest.fixture
def action() -> Action:
    return make_action(make_plan(), "Imprimerie", confidentialite="public", is_grand_projet=True)


@pytest.fixture
def chef(action: Action, client: Client) -> Client:
    client.force_login(make_member(action.plan.territoire, Role.CHEF_DE_PROJET))
    return client


@pytest.fixture
def slipped(action: Action) -> Jalon:
    """A commissioning announced for 2022, then 2024, then 2026."""
    by = system(action.plan.territoire)
    jalon = make_jalon(action, "Mise en service", prevision=forecast("2022", "2016"))
    adopt_baseline(by=by, plan=action.plan, reason="Première annonce")
    announce(by=by, jalon=jalon, values=forecast("2024", "décembre 2017"))
    announce(by=by, jalon=jalon, values=forecast("2026", "septembre 2023"))
    return jalon


def url(name: str, action: Action, **more: object) -> str:
    return reverse(f"jalons:{name}", args=[CODE, action.code, *more.values()])


def svg_of(page: str, name: str) -> ElementTree.Element:
    start = page.index(f'<svg class="{name}"')
    return ElementTree.fromstring(page[start : page.index("</svg>", start) + 6])


def test_an_empty_action_says_so(client: Client, action: Action) -> None:
    page = client.get(url("list", action)).content.decode()
    assert "Aucun jalon" in page
    assert "Ajouter un jalon" not in page


def test_the_page_says_the_drift_and_keeps_every_announcement(
    client: Client, action: Action, slipped: Jalon
) -> None:
    page = client.get(url("list", action)).content.decode()
    for text in ("2022", "2024", "2026", "+4\u00a0ans", "entre +3\u00a0ans et +5\u00a0ans"):
        assert text in page
    assert "Annoncer une date" not in page  # the public reads


def test_the_slip_chart_climbs_and_its_numbers_are_in_the_table(
    client: Client, action: Action, slipped: Jalon
) -> None:
    page = client.get(url("list", action)).content.decode()
    circles = [
        (float(one.get("cx")), float(one.get("cy"))) for one in svg_of(page, "slips").iter("circle")
    ]
    assert len(circles) == 3
    across, up = [x for x, _ in circles], [y for _, y in circles]
    assert across == sorted(across)
    assert up == sorted(up, reverse=True)  # later is higher
    # two equal steps of two years are two equal steps on the page, but for a leap day
    assert abs((up[0] - up[1]) - (up[1] - up[2])) < 0.5


def test_the_chart_of_announcements_without_date_says_what_it_leaves_out(
    client: Client, action: Action, slipped: Jalon
) -> None:
    by = system(action.plan.territoire)
    announce(by=by, jalon=slipped, values=forecast("2021", None))
    page = client.get(url("list", action)).content.decode()
    assert "1 annonce sans date de publication" in page.replace("\u00a0", " ")


def test_announcing_shows_what_moves_then_writes(
    chef: Client, action: Action, slipped: Jalon
) -> None:
    works = make_jalon(action, "Pleine production", "31/12/2027")
    link_jalons(by=system(action.plan.territoire), avant=slipped, apres=works, lag_days=180)
    address = url("forecast", action, jalon=slipped.pk)
    data = {"expected": "2028", "announced": "02/06/2026", "par_qui": "Moi"}
    before = Prevision.objects.count()
    page = chef.post(address, data).content.decode()
    assert Prevision.objects.count() == before
    assert "Pleine production" in page
    assert "Rien n&#x27;est encore enregistré" in page or "Rien n'est encore enregistré" in page
    mark = page.split('name="seen" value="')[1].split('"')[0]
    changed = chef.post(address, {**data, "expected": "2029", "confirmer": "1", "seen": mark})
    assert changed.status_code == 200  # another date than the one whose consequences were seen
    assert Prevision.objects.count() == before
    done = chef.post(address, {**data, "confirmer": "1", "seen": mark})
    assert done.status_code == 302
    assert Prevision.objects.latest("created_at").expected == Period.year(2028)
    assert "repoussé par" in chef.get(url("list", action)).content.decode()


def test_a_form_with_faults_lists_them_and_loses_nothing(
    chef: Client, action: Action, slipped: Jalon
) -> None:
    data = {"expected": "bientôt", "announced": "2020-2024", "motif": "Nappe phréatique"}
    answer = chef.post(url("forecast", action, jalon=slipped.pk), data)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert page.count("errorlist") >= 2
    assert "Nappe phréatique" in page
    assert "bientôt" in page


def test_an_old_announcement_moves_nothing_and_says_so(
    chef: Client, action: Action, slipped: Jalon
) -> None:
    data = {"expected": "2021", "announced": "2015", "source_title": "Presse"}
    page = chef.post(url("forecast", action, jalon=slipped.pk), data).content.decode()
    assert "complète le passé" in page


def test_reached_then_reopened_with_a_reason(chef: Client, action: Action, slipped: Jalon) -> None:
    address = url("reach", action, jalon=slipped.pk)
    refused = chef.post(address, {"version": slipped.version, "actual": "15/10/2026"})
    assert refused.status_code == 400
    version = Jalon.objects.get(pk=slipped.pk).version
    data = {"version": version, "actual": "15/10/2026", "preuve_texte": "Procès-verbal"}
    assert chef.post(address, data).status_code == 302
    page = chef.get(url("list", action)).content.decode()
    assert "Procès-verbal" in page
    assert "100\u00a0%" in page
    address = url("reopen", action, jalon=slipped.pk)
    assert chef.post(address, {"motif": ""}).status_code == 400
    assert chef.post(address, {"motif": "Réserves"}).status_code == 302
    assert Jalon.objects.get(pk=slipped.pk).actual_on is None


def test_a_cancelled_forecast_stays_readable(chef: Client, action: Action, slipped: Jalon) -> None:
    last = slipped.previsions.get(expected_on=dt.date(2026, 1, 1))
    address = url("cancel", action, jalon=slipped.pk, prevision=last.pk)
    assert chef.post(address, {"motif": "Mal lue"}).status_code == 302
    page = chef.get(url("list", action)).content.decode()
    assert "<del>2026</del>" in page
    assert "Mal lue" in page


def test_add_change_link_unlink_delete_and_undo(chef: Client, action: Action) -> None:
    new = {"titre": "Études", "poids": "2", "expected": "mars 2027", "announced": "01/11/2026"}
    assert chef.post(url("add", action), new).status_code == 302
    assert chef.post(url("add", action), {"titre": "Travaux", "poids": "1"}).status_code == 302
    one, two = Jalon.objects.order_by("ordre")
    assert one.previsions.get().expected == Period.month(2027, 3)
    address = url("edit", action, jalon=one.pk)
    stale = {"titre": "Études de sol", "poids": "2", "version": one.version}
    assert chef.post(address, stale).status_code == 302
    clash = chef.post(address, {**stale, "titre": "Études d'eau"})
    assert clash.status_code == 400  # somebody changed the title since it was read
    link = {"avant": one.pk, "apres": two.pk, "nature": "fin_debut", "lag_days": "10"}
    assert chef.post(url("link", action), link).status_code == 302
    back = chef.post(url("link", action), {**link, "avant": two.pk, "apres": one.pk})
    assert "Études de sol" in back.content.decode()
    assert "attendraient" in back.content.decode()
    row = Dependance.objects.get()
    assert chef.post(url("unlink", action, dependance=row.pk)).status_code == 302
    assert chef.post(url("remove", action, jalon=one.pk)).status_code == 302
    last = Operation.objects.order_by("-at", "-id").first()
    assert chef.post(reverse("plan:undo", args=[CODE, last.pk])).status_code == 302
    assert Jalon.objects.count() == 2
    journal = chef.get(reverse("plan:journal", args=[CODE])).content.decode()
    assert "Jalon supprimé" in journal
    history = chef.get(reverse("plan:history", args=[CODE, action.code])).content.decode()
    assert "Études de sol" in history


def test_the_calendar_draws_promise_and_present(
    chef: Client, action: Action, slipped: Jalon
) -> None:
    address = reverse("jalons:calendar", args=[CODE])
    page = chef.get(address).content.decode()
    bars = list(svg_of(page, "gantt").iter("rect"))
    kinds = [bar.get("class") for bar in bars]
    assert kinds.count("bar reference") == 1
    left = {bar.get("class"): float(bar.get("x")) for bar in bars}
    assert left["bar reference"] < left["bar courant"]
    assert "1 jalon a glissé" in page
    moved = chef.get(address, {"depuis": "2018-01-01"}).content.decode()
    assert "+2\u00a0ans" in moved


def test_the_calendar_of_a_past_day(chef: Client, slipped: Jalon) -> None:
    address = reverse("jalons:calendar", args=[CODE])
    page = chef.get(address, {"date": "2020-01-01"}).content.decode()
    assert "n'existait pas encore" in page


def test_adopting_again_needs_a_reason_and_to_be_on_purpose(
    chef: Client, action: Action, slipped: Jalon
) -> None:
    address = reverse("jalons:adopt", args=[CODE])
    assert chef.get(address).status_code == 200
    assert chef.post(address, {"motif": ""}).status_code == 400
    assert "Aucun jalon" in chef.post(address, {"motif": "Avenant"}).content.decode()
    assert chef.post(address, {"motif": "Avenant 1", "replaces": "on"}).status_code == 302
    assert Jalon.objects.get(pk=slipped.pk).baseline == Period.year(2026)


def test_downloads_hold_what_is_shown(client: Client, action: Action, slipped: Jalon) -> None:
    by = system(action.plan.territoire)
    reach(
        by=by, jalon=make_jalon(action, "Permis"), actual=Period.month(2022, 11),
        preuve=Preuve(texte="Arrêté"),
    )  # fmt: skip
    for address in (url("list_csv", action), reverse("jalons:calendar_csv", args=[CODE])):
        rows = read(client.get(address))
        assert [row["Jalon"] for row in rows] == ["Mise en service", "Permis"]
        assert rows[0]["Dérive (jours)"] == "1461"
        assert rows[1]["Dérive (jours)"] == ""
    said = read(client.get(url("slips_csv", action)))
    assert [row["Date attendue"] for row in said] == ["2022", "2024", "2026"]


def read(answer) -> list[dict[str, str]]:
    text = answer.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_what_is_restricted_is_in_no_page(client: Client, action: Action) -> None:
    secret = make_action(action.plan, "Secrète", confidentialite="restreint")
    jalon = make_jalon(secret, "Vente discrète", "2027")
    shown = make_jalon(action, "Travaux", "2026")
    link_jalons(by=system(action.plan.territoire), avant=jalon, apres=shown)
    for address in (
        url("list", action),
        url("list_csv", action),
        reverse("jalons:calendar", args=[CODE]),
        reverse("jalons:calendar_csv", args=[CODE]),
        reverse("plan:action", args=[CODE, action.code]),
    ):
        page = client.get(address).content.decode()
        assert "Travaux" in page
        assert "Vente discrète" not in page
        assert "2027" not in page
    assert client.get(url("list", secret)).status_code == 404


def test_the_sheet_shows_its_milestones(client: Client, action: Action, slipped: Jalon) -> None:
    page = client.get(reverse("plan:action", args=[CODE, action.code])).content.decode()
    assert "Mise en service" in page
    assert "+4\u00a0ans" in page


def test_a_big_plan_is_drawn_by_action(client: Client, action: Action) -> None:
    for rank in range(170):
        make_jalon(action, f"Jalon {rank}", "2027")
    page = client.get(reverse("jalons:calendar", args=[CODE])).content.decode()
    assert "une ligne par action" in page
    assert len(list(svg_of(page, "gantt").iter("rect"))) == 1


def test_a_long_calendar_is_cut_between_actions_and_says_so(
    action: Action, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_of, "__kwdefaults__", {"most": 3})
    for rank in range(4):
        other = make_action(action.plan, f"Action {rank}", confidentialite="public")
        for step in range(2):
            make_jalon(other, f"Étape {rank}.{step}", "2027")
    address = reverse("jalons:calendar", args=[CODE])
    seen = []
    for number in (1, 2, 3, 4):
        page = client.get(f"{address}?depuis=2026-01-01&page={number}").content.decode()
        assert "sur 4" in page
        table = page[page.index('id="page"') :]
        seen.append([rank for rank in range(4) if f"Étape {rank}.1" in table])
    assert seen == [[0], [1], [2], [3]]
    assert "?depuis=2026-01-01&amp;page=3#page" in page
    assert "page=5" not in page
    for odd in ("0", "-1", "9", "a", "99999999999", "²"):
        assert client.get(address, {"page": odd}).status_code == 200
    lines = client.get(reverse("jalons:calendar_csv", args=[CODE]) + "?page=2").content
    assert lines.decode().count("Étape") == 8
