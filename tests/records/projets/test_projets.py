"""Big projects: what is written, read, hidden, undone; one world for the module's reads."""

import datetime as dt
from decimal import Decimal
from io import BytesIO

import pytest
from django.http import Http404
from PIL import Image

from essor.foundations.errors import UserFault
from essor.foundations.periods import parse_period_fr
from essor.records.accounts.permissions import Access, Forbidden
from essor.records.accounts.roles import Role
from essor.records.backup.save import holds_files
from essor.records.backup.scope import territoire_models
from essor.records.journal.actions import Conflict
from essor.records.journal.models import Operation
from essor.records.plans.actions import change_action, delete_action, restore_operation
from essor.records.plans.models import Action, Plan
from essor.records.projets.actions import (
    add_lot,
    add_parcelles,
    change_lot,
    change_parcelle,
    write_card,
)
from essor.records.projets.choices import Passage
from essor.records.projets.models import GrandProjet, Lot, Parcelle, PhaseProjet, PhotoProjet
from essor.records.projets.overview import projets_of
from essor.records.projets.phases import (
    delete_phase,
    file_jalons,
    jalons_of,
    move_phase,
    rename_phase,
    take_template,
    write_gate,
)
from essor.records.projets.queries import get_photo, get_projet, page_of
from essor.references.grands_projets.modele import phases_modele
from tests.factories import (
    make_access,
    make_action,
    make_jalon,
    make_plan,
    make_territoire,
    system,
)
from tests.records.comites.made import make_comite, make_decision
from tests.records.entreprises.made import make_firm
from tests.records.projets.made import (
    make_cost,
    make_lot,
    make_parcelle,
    make_phase,
    make_photo,
    make_projet,
    parcelle_values,
    picture,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def plan() -> Plan:
    return make_plan()


@pytest.fixture
def projet(plan: Plan) -> Action:
    return make_projet(plan)


@pytest.fixture
def by(plan: Plan) -> Access:
    return system(plan.territoire)


def as_role(plan: Plan, role: Role) -> Access:
    return make_access(plan.territoire, role)


def titles(action: Action) -> list[str]:
    return [phase.titre for phase in PhaseProjet.objects.filter(action=action)]


def test_the_template_is_taken_then_made_one_s_own(plan: Plan, projet: Action, by: Access):
    """Renamed, removed, reordered; milestones follow the name; the rest of it can come back."""
    make_phase(projet, "Dépollution")
    template = [(one.titre, one.question) for one in phases_modele()]
    take_template(by=by, action=projet, template=template)
    assert titles(projet) == [
        "Dépollution", "Études", "Maîtrise foncière", "Déconstruction", "Travaux",
        "Commercialisation", "Livraison",
    ]  # fmt: skip
    with pytest.raises(UserFault, match="déjà toutes les phases"):
        take_template(by=by, action=projet, template=template)
    first, second = PhaseProjet.objects.filter(action=projet)[:2]
    jalon = make_jalon(projet, "Sol remis", "2027", phase="  DEPOLLUTION ".strip())
    assert jalons_of(first) == [jalon]  # however it is written
    move_phase(by=by, phase=first, is_up=False)
    assert titles(projet)[:2] == ["Études", "Dépollution"]
    move_phase(by=by, phase=second, is_up=True)  # the first stays first
    assert titles(projet)[:2] == ["Études", "Dépollution"]
    rename_phase(by=by, phase=first, titre="Remise en état des sols")
    jalon.refresh_from_db()
    assert jalon.phase == "Remise en état des sols"
    with pytest.raises(UserFault, match="porte déjà ce titre"):
        rename_phase(by=by, phase=first, titre="études")
    renamed = Operation.objects.get(kind="plan.projet.phase.renommer")
    restore_operation(by=as_role(plan, Role.CHEF_DE_PROJET), row=renamed)
    jalon.refresh_from_db()
    assert jalon.phase == "DEPOLLUTION"
    delete_phase(by=by, phase=first)
    page = page_of(plan=plan, action=projet, by=by, today=TODAY)
    assert [row.jalon for row in page.others] == [jalon]  # milestones outlive their phase


def test_milestones_are_filed_under_one_phase(plan: Plan, projet: Action, by: Access):
    works, other = make_phase(projet, "Travaux"), make_action(plan, "Ailleurs")
    one, two = make_jalon(projet, "Dalle", "2026"), make_jalon(projet, "Toit", "2027")
    file_jalons(by=by, phase=works, jalons=[one, two])
    file_jalons(by=by, phase=works, jalons=[two])
    assert [jalon.titre for jalon in jalons_of(works)] == ["Toit"]
    with pytest.raises(UserFault, match="sa propre action"):
        file_jalons(by=by, phase=works, jalons=[make_jalon(other, "Rien à voir")])
    page = page_of(plan=plan, action=projet, by=by, today=TODAY)
    assert page.phases[0].last is not None
    assert page.phases[0].last.jalon == two


def test_a_gate_is_passed_with_something_to_show(plan: Plan, projet: Action, by: Access):
    phase = make_phase(projet)
    decision = make_decision(make_comite(plan))
    with pytest.raises(UserFault, match="se prouve"):
        write_gate(by=by, phase=phase, passage=Passage.FRANCHI)
    with pytest.raises(UserFault, match="réserves"):
        write_gate(by=by, phase=phase, passage=Passage.SOUS_RESERVE, decision=decision)
    passed = parse_period_fr("novembre 2022")
    held = write_gate(
        by=by, phase=phase, passage=Passage.SOUS_RESERVE, passed=passed, decision=decision,
        reserves="Étude de bruit", decideur="Le conseil métropolitain",
    )  # fmt: skip
    assert (held.passed, held.is_passed) == (passed, False)
    page = page_of(plan=plan, action=projet, by=by, today=TODAY)
    assert page.next_gate is not None
    assert page.next_gate.decision == decision
    with pytest.raises(Conflict):
        write_gate(by=by, phase=phase, passage=Passage.A_FRANCHIR, expected_version=1)
    free = write_gate(by=by, phase=phase, passage=Passage.FRANCHI, decision=decision, passed=passed)
    assert (free.is_passed, free.reserves) == (True, "")
    back = write_gate(by=by, phase=phase, passage=None)  # not published any more
    assert (back.passed, back.decision, back.decideur) == (None, None, "Le conseil métropolitain")
    assert page_of(plan=plan, action=projet, by=by, today=TODAY).next_gate is None
    other = make_plan(make_territoire("ti-8412", "Ailleurs"))
    with pytest.raises(UserFault, match="pas de ce plan"):
        write_gate(
            by=by, phase=phase, passage=Passage.FRANCHI,
            decision=make_decision(make_comite(other)),
        )  # fmt: skip


def test_who_is_no_member_reads_no_reserve_taker_decision_or_private_photo(
    plan: Plan, projet: Action, by: Access
):
    phase = make_phase(projet)
    write_gate(
        by=by, phase=phase, passage=Passage.FRANCHI, decision=make_decision(make_comite(plan))
    )
    firm = make_firm(plan.territoire, confidentialite="interne")
    make_lot(projet, "Lot A", preneur_nom="Une PME", etablissement=firm)
    make_lot(projet, "Lot B", preneur_nom="Une ETI", is_preneur_public=True)
    hidden, shown = make_photo(projet), make_photo(projet, picture("PNG"), is_publique=True)
    public, reader = as_role(plan, Role.PUBLIC), as_role(plan, Role.LECTEUR)
    page = page_of(plan=plan, action=projet, by=public, today=TODAY)
    assert page.phases[0].decision is None
    assert [(row.preneur, row.is_hidden) for row in page.lots] == [("", True), ("Une ETI", False)]
    assert page.photos == (shown,)
    assert not page.reads_inside
    with pytest.raises(Http404):
        get_photo(projet, hidden.pk, public)
    page = page_of(plan=plan, action=projet, by=reader, today=TODAY)
    assert page.lots[0].etablissement == firm
    assert set(page.photos) == {hidden, shown}
    (row,) = projets_of(plan=plan, by=public, today=TODAY)
    assert row.blocked is None
    (row,) = projets_of(plan=plan, by=reader, today=TODAY)
    assert row.blocked == 0


def test_a_restricted_project_and_a_plain_action_have_no_page(plan: Plan, by: Access):
    secret = make_projet(plan, "Secret", confidentialite="restreint")
    plain = make_action(plan, "Former", confidentialite="public")
    for action, access in ((secret, as_role(plan, Role.LECTEUR)), (plain, by)):
        with pytest.raises(Http404):
            get_projet(plan, action.code, access)
    with pytest.raises(UserFault, match="n'est pas un grand projet"):
        make_phase(plain)
    with pytest.raises(Forbidden):
        write_card(by=as_role(plan, Role.PILOTE), action=secret, presentation="Non")
    assert [row.action for row in projets_of(plan=plan, by=by, today=TODAY)] == [secret]


def test_parcels_are_written_as_the_cadastre_does(projet: Action, by: Access):
    (one,) = add_parcelles(by=by, action=projet, rows=[parcelle_values(" 12 ", section="b")])
    assert one.identifiant == "631130000B0012"
    with pytest.raises(UserFault, match="déjà du site"):
        add_parcelles(by=by, action=projet, rows=[parcelle_values("13"), parcelle_values("0013")])
    assert Parcelle.objects.count() == 1  # all or none
    two = make_parcelle(projet, "14", section="b")
    with pytest.raises(UserFault, match="déjà du site"):
        change_parcelle(by=by, parcelle=two, numero="12")
    with pytest.raises(UserFault) as refused:
        add_parcelles(by=by, action=projet, rows=[parcelle_values("12AB5", section="?")])
    assert len(refused.value.faults) >= 2  # section and number, both said
    rows = [parcelle_values("15", code_commune_insee="Clermont"), parcelle_values("14B")]
    with pytest.raises(UserFault) as refused:
        add_parcelles(by=by, action=projet, rows=rows)
    assert len(refused.value.faults) == 2  # one of each parcel


def test_surfaces_are_summed_apart_and_the_unknown_is_counted(
    plan: Plan, projet: Action, by: Access
):
    make_parcelle(projet, "1", contenance_m2=1200)
    make_parcelle(projet, "2")
    make_lot(projet, "A", etat="commercialise", surface_m2=Decimal(500), surface_nature="terrain")
    make_lot(projet, "B", etat="commercialise", surface_m2=Decimal(90), surface_nature="plancher")
    make_lot(projet, "C", etat="commercialise", surface_nature="terrain")
    make_lot(projet, "D")
    page = page_of(plan=plan, action=projet, by=by, today=TODAY)
    assert (page.contenance.known_m2, page.contenance.unknown) == (1200, 1)
    found = [(total.label, total.known_m2, total.unknown) for total in page.lot_totals]
    assert found == [
        ("Commercialisé, terrain", 500, 1),
        ("Commercialisé, plancher", 90, 0),
        ("État non publié, nature de surface non publiée", 0, 1),
    ]


def test_a_lot_goes_to_a_firm_that_she_may_read(plan: Plan, projet: Action, by: Access):
    elsewhere = make_firm(make_territoire("ti-8412", "Ailleurs"), confidentialite="public")
    with pytest.raises(UserFault, match="pas suivi"):
        add_lot(by=by, action=projet, nom="A", etablissement=elsewhere)
    lot = make_lot(projet)
    with pytest.raises(UserFault, match="porte déjà ce nom"):
        add_lot(by=by, action=projet, nom="LOT A")
    with pytest.raises(UserFault, match="pas suivi"):
        change_lot(by=by, lot=lot, etablissement=elsewhere)


def test_the_card_says_which_date_and_which_cost_stand_for_the_whole(
    plan: Plan, projet: Action, by: Access
):
    """First and last amounts, their change; the milestone named, else the one that falls last."""
    for montant, said in ((200_000_000, "2016"), (250_000_000, "28/09/2023")):
        make_cost(projet, montant, said)
    make_cost(projet, 6_000_000, "", sujet="Bâtiment RX")
    early, late = make_jalon(projet, "Halle", "2027"), make_jalon(projet, "Parc", "2030")
    page = page_of(plan=plan, action=projet, by=by, today=TODAY)
    assert page.promise is not None
    assert page.promise.row.jalon == late
    assert page.cost is not None
    assert (page.cost.first.value, page.cost.last.value) == (200_000_000, 250_000_000)
    assert (page.cost.change_eur, page.cost.share_points) == (50_000_000, 25)
    with pytest.raises(UserFault, match="vont ensemble") as refused:
        write_card(by=by, action=projet, latitude=Decimal("45.78"))
    assert len(refused.value.faults) == 2  # the source is missing too
    other = make_jalon(make_projet(plan, "Autre"), "Ailleurs", "2031")
    with pytest.raises(UserFault, match="autre action"):
        write_card(by=by, action=projet, jalon_repere=other)
    write_card(by=by, action=projet, jalon_repere=early, cout_sujet="Bâtiment RX")
    page = page_of(plan=plan, action=projet, by=by, today=TODAY)
    assert page.promise is not None
    assert page.promise.row.jalon == early
    assert page.cost is not None
    assert page.cost.series.sujet == "Bâtiment RX"
    assert page.cost.change_eur is None  # said once, and nobody knows when
    write_card(by=by, action=projet, presentation="Une halle")
    with pytest.raises(Conflict):
        write_card(by=by, action=projet, presentation="Un parc", expected_version=1)


def test_a_photo_keeps_nothing_of_the_camera(projet: Action, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    exif = Image.Exif()
    exif[0x0112] = 6  # turned
    exif[0x010F] = "Un appareil"
    exif.get_ifd(0x8825)[1] = "N"  # a position
    photo = make_photo(projet, picture("JPEG", (40, 20), exif=exif, comment=b"prise ici"))
    assert (photo.width_px, photo.height_px) == (20, 40)  # upright
    kept = (tmp_path / photo.sha256).read_bytes()
    assert b"Exif" not in kept
    assert b"prise ici" not in kept
    assert photo.file_name == "DSC_0012.jpg"
    large = make_photo(projet, picture("WEBP", (2200, 44)))
    assert (large.width_px, large.height_px) == (2000, 40)
    again = picture("WEBP", (2200, 44))
    with pytest.raises(UserFault, match="déjà là"):
        make_photo(projet, again)


@pytest.mark.parametrize(
    "content",
    [b"", b"pas une photo", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\xff\xd8\xff\xe0rien"],
)
def test_what_is_no_photo_is_refused(projet: Action, content: bytes):
    with pytest.raises(UserFault, match="photo lisible"):
        make_photo(projet, BytesIO(content))


def test_odd_images_are_refused(projet: Action, monkeypatch: pytest.MonkeyPatch):
    frames = [Image.new("RGB", (4, 4), color) for color in ("red", "blue")]
    moving = BytesIO()
    frames[0].save(moving, "WEBP", save_all=True, append_images=frames[1:])
    moving.seek(0)
    with pytest.raises(UserFault, match="animation"):
        make_photo(projet, moving)
    with pytest.raises(UserFault, match="photo lisible"):
        make_photo(projet, picture("GIF"))
    monkeypatch.setattr("essor.records.projets.photo_file.MAX_PIXELS", 10)
    with pytest.raises(UserFault, match="trop de pixels"):
        make_photo(projet)
    with pytest.raises(UserFault):
        make_photo(projet, credit=" ")


def test_a_deleted_big_project_comes_back_whole(plan: Plan, projet: Action, by: Access):
    """Every part goes with the action and returns with it, links between them included."""
    jalon = make_jalon(projet, "Livraison", "2028", phase="Travaux")
    phase = make_phase(projet, "Travaux")
    write_gate(
        by=by, phase=phase, passage=Passage.FRANCHI, decision=make_decision(make_comite(plan))
    )
    write_card(by=by, action=projet, jalon_repere=jalon)
    make_parcelle(projet)
    make_lot(projet)
    make_photo(projet)
    models = (GrandProjet, PhaseProjet, Parcelle, Lot, PhotoProjet)
    before = [list(model.objects.values_list("pk", flat=True)) for model in models]
    row = delete_action(by=by, action=projet)
    assert not any(model.objects.exists() for model in models)
    restore_operation(by=as_role(plan, Role.CHEF_DE_PROJET), row=row)
    assert [list(model.objects.values_list("pk", flat=True)) for model in models] == before
    assert GrandProjet.objects.get().jalon_repere == jalon
    assert PhaseProjet.objects.get().decision is not None


def test_an_action_that_is_no_longer_big_keeps_its_parts(plan: Plan, projet: Action, by: Access):
    make_phase(projet)
    change_action(by=by, action=projet, is_grand_projet=False)
    assert projets_of(plan=plan, by=by, today=TODAY) == ()
    change_action(by=by, action=projet, is_grand_projet=True)
    (row,) = projets_of(plan=plan, by=by, today=TODAY)
    assert [phase.titre for phase in row.phases] == ["Travaux"]


def test_photos_and_the_rest_are_saved_with_the_territory():
    """The backup finds tables and files by itself: these are among them."""
    saved = territoire_models()
    assert {GrandProjet, PhaseProjet, Parcelle, Lot, PhotoProjet} <= set(saved)
    assert holds_files(PhotoProjet)
