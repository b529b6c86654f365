"""The register kept: one identifier once, nothing declared in silence, nothing lost."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from essor.foundations.errors import UserFault
from essor.records.accounts.permissions import Access
from essor.records.journal.actions import operation, revert_operation
from essor.records.journal.models import Operation
from essor.records.plans.models import Plan
from essor.records.registre.actions import (
    cancel_ligne,
    change_ligne,
    correct_ligne,
    create_ligne,
    declare_lignes,
    delete_ligne,
)
from essor.records.registre.checking import check_ligne
from essor.records.registre.completion import complete_like, similar_drafts
from essor.records.registre.files import export_of, read_file, write_file
from essor.records.registre.generation import bordereaux_without_ligne, generate_lignes
from essor.records.registre.imports import Preview, Sort, import_lignes, preview_import
from essor.records.registre.models import LigneRegistre
from essor.records.registre.prefill import next_number, prefilled
from essor.records.registre.queries import (
    Filtre,
    bilan_of,
    declared_identities,
    lignes_of,
    operations_of,
    ready_lignes,
)
from tests.engines.terres.registre.made import SIRET
from tests.factories import make_plan, system
from tests.records.bordereaux.made import make_bordereau
from tests.records.registre.made import make_declared, make_ligne, texts
from tests.records.terres.made import make_chantier, make_exutoire, make_lot_terres

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def plan() -> Plan:
    return make_plan()


@pytest.fixture
def by(plan: Plan) -> Access:
    return system(plan.territoire)


def add(plan: Plan, on: str, **changes: Any) -> LigneRegistre:
    genre = changes.pop("genre", "sortant")
    said = texts(dt.date.fromisoformat(on), genre, **changes)
    return create_ligne(
        by=system(plan.territoire), plan=plan, genre=genre, champs=said, today=TODAY
    )


def test_a_right_line_is_ready_and_indexed(plan: Plan):
    row = add(plan, "2026-11-20", reportForPickupSiteName="Cataroux", weightValue="18,50")
    assert (row.etat, row.siret, row.chantier_nom) == ("prete", SIRET, "Cataroux")
    assert (str(row.tonnes), str(row.volume_m3)) == ("18.5", "10")
    assert row.mouvement_on == dt.date(2026, 11, 20)
    assert row.champs["weightValue"] == "18.5"


def test_a_line_that_lacks_something_is_kept_with_what_was_typed(plan: Plan):
    row = add(plan, "2026-11-20", weightValue="vingt tonnes", operationCode=None)
    assert row.etat == "brouillon"
    assert row.champs["weightValue"] == "vingt tonnes"
    assert row.tonnes is None


def test_an_identifier_serves_once_per_establishment(plan: Plan, by: Access):
    first = add(plan, "2026-11-20")
    with pytest.raises(UserFault, match="sans un mot"):
        add(plan, "2026-11-20", publicId=first.public_id)
    add(plan, "2026-11-20", publicId=first.public_id, genre="entrant")
    twin = LigneRegistre(plan=plan, genre="sortant", public_id=first.public_id, siret=first.siret)
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        operation(kind="test", author=by) as op,
    ):
        op.create(twin)
    with pytest.raises(UserFault):
        add(plan, "2026-11-20", publicId="n° 1")


def test_a_declared_line_is_corrected_then_cancelled_with_its_reasons(plan: Plan, by: Access):
    row = add(plan, "2026-11-20")
    (sent,) = declare_lignes(by=by, lignes=[row], declared_on=TODAY)
    assert (sent.etat, sent.declared_on) == ("declaree", TODAY)
    assert declared_identities(plan, "sortant") == {(SIRET, row.public_id)}
    with pytest.raises(UserFault, match="déjà déclarée"):
        change_ligne(by=by, ligne=sent, champs=sent.champs, today=TODAY)
    with pytest.raises(UserFault, match="Dire pourquoi"):
        correct_ligne(by=by, ligne=sent, champs=sent.champs, raison=" ", today=TODAY)
    other = {**sent.champs, "weightValue": "20", "publicId": "AUTRE"}
    fixed = correct_ligne(by=by, ligne=sent, champs=other, raison="Pesée", today=TODAY)
    assert (fixed.etat, fixed.motif, fixed.public_id) == ("prete", "MODIFIER", row.public_id)
    assert fixed.champs["publicId"] == row.public_id
    assert fixed.texts["reason"] == "MODIFIER"
    (sent,) = declare_lignes(by=by, lignes=[fixed], declared_on=TODAY)
    assert (sent.etat, sent.motif, sent.raison) == ("declaree", "", "")
    gone = cancel_ligne(by=by, ligne=sent, raison="Chargement refusé", today=TODAY)
    assert (gone.etat, gone.motif) == ("prete", "ANNULER")
    (gone,) = declare_lignes(by=by, lignes=[gone], declared_on=TODAY)
    assert (gone.etat, gone.raison) == ("annulee", "Chargement refusé")
    with pytest.raises(UserFault, match="déjà annulée"):
        cancel_ligne(by=by, ligne=gone, raison="Encore", today=TODAY)


def test_a_line_never_sent_is_cancelled_at_once_or_deleted_and_given_back(plan: Plan, by: Access):
    row = add(plan, "2026-11-20")
    gone = cancel_ligne(by=by, ligne=row, raison="Erreur", today=TODAY)
    assert (gone.etat, gone.motif) == ("annulee", "")
    other = add(plan, "2026-11-20")
    delete_ligne(by=by, ligne=other)
    last = Operation.objects.latest("at")
    assert last.kind == "terres.registre.supprimer"
    revert_operation(author=by, row=last)
    assert LigneRegistre.objects.get(pk=other.pk).champs == other.champs
    with pytest.raises(UserFault, match="ne se supprime pas"):
        delete_ligne(by=by, ligne=make_declared(plan))


def test_only_ready_lines_are_declared_all_or_none(plan: Plan, by: Access):
    ready, draft = add(plan, "2026-11-20"), add(plan, "2026-11-20", operationCode=None)
    with pytest.raises(UserFault, match="pas prêtes"):
        declare_lignes(by=by, lignes=[ready, draft], declared_on=TODAY)
    assert set(LigneRegistre.objects.values_list("etat", flat=True)) == {"prete", "brouillon"}


def test_what_is_owed_deadline_by_deadline(plan: Plan, by: Access):
    for day in ("2026-09-30", "2026-10-01", "2026-11-02", "2026-11-20"):
        add(plan, day)
    add(plan, "2026-11-20", operationCode=None)
    add(plan, "2026-11-20", dispatchDate=None)
    make_declared(plan)
    found = bilan_of(plan, by, TODAY)
    assert [(str(one.deadline_on), one.count, one.drafts) for one in found.echeances] == [
        ("2026-10-31", 1, 0),
        ("2026-11-30", 1, 0),
        ("2026-12-31", 3, 1),
    ]
    assert (found.late, found.undated, found.declared, found.owed) == (1, 1, 1, 6)
    assert found.next is not None
    assert found.next.count == 1
    late = lignes_of(plan, by, Filtre(is_en_retard=True), TODAY)
    assert [str(one.mouvement_on) for one in late] == ["2026-09-30"]
    month = lignes_of(plan, by, Filtre(mois="2026-10", etat="prete", texte="LIGNE"), TODAY)
    assert [str(one.mouvement_on) for one in month] == ["2026-10-01"]


def test_a_correction_is_owed_from_the_day_it_is_made(plan: Plan, by: Access):
    row = add(plan, "2026-09-30")
    assert bilan_of(plan, by, TODAY).late == 1
    (sent,) = declare_lignes(by=by, lignes=[row], declared_on=TODAY)
    fixed = correct_ligne(by=by, ligne=sent, champs=sent.champs, raison="Pesée", today=TODAY)
    found = bilan_of(plan, by, TODAY)
    assert (found.late, fixed.echeance_on) == (0, dt.date(2026, 12, 31))
    assert check_ligne(fixed, today=TODAY).remarques == ()


def test_operations_under_the_threshold(plan: Plan, by: Access):
    for name, volume in (("A", "499"), ("B", "499"), ("B", "1"), ("C", None)):
        add(plan, "2026-11-20", reportForPickupSiteName=name, volume=volume)
    found = {one.chantier_nom: one for one in operations_of(plan, by, TODAY)}
    assert found["A"].is_below
    assert not found["B"].is_below
    assert (found["C"].is_below, found["C"].without_volume) == (False, 1)


def preview(plan: Plan, data: bytes, *, is_declared: bool = False) -> Preview:
    file = read_file(data, file_name="a.csv")
    return preview_import(
        by=system(plan.territoire), plan=plan, file=file, today=TODAY, is_declared=is_declared
    )


def exported(plan: Plan, by: Access) -> bytes:
    rows = ready_lignes(plan, by, "sortant")
    return write_file(export_of(rows, genre="sortant", today=TODAY), "csv")


def counts(found: Preview) -> list[int]:
    return [found.count(sort) for sort in Sort]


def test_an_export_imports_back_to_the_same_register(plan: Plan, by: Access):
    for day in ("2026-11-02", "2026-11-20"):
        add(plan, day)
    add(plan, "2026-11-20", operationCode=None)
    data = exported(plan, by)
    before = list(LigneRegistre.objects.order_by("id").values())
    again = preview(plan, data)
    assert counts(again) == [0, 2, 0, 0]
    import_lignes(by=by, plan=plan, preview=again, today=TODAY, is_declared=False)
    assert list(LigneRegistre.objects.order_by("id").values()) == before
    assert not Operation.objects.filter(kind="terres.registre.importer").exists()


def test_an_import_takes_the_right_lines_once_and_says_the_others(plan: Plan, by: Access):
    add(plan, "2026-11-02", publicId="A")
    add(plan, "2025-06-01", publicId="B")
    data = exported(plan, by)
    lines = data.decode("utf-8-sig").splitlines()
    wrong = lines[1].replace(";A;", ";C;").replace("17 05 04", "17 01 01")
    data = "\n".join([*lines, wrong]).encode()
    for row in LigneRegistre.objects.all():
        delete_ligne(by=by, ligne=row)
    seen = preview(plan, data)
    assert counts(seen) == [2, 0, 0, 1]
    assert LigneRegistre.objects.count() == 0
    import_lignes(by=by, plan=plan, preview=seen, today=TODAY, is_declared=True)
    assert {(r.public_id, r.etat) for r in LigneRegistre.objects.all()} == {
        ("A", "declaree"), ("B", "declaree"),
    }  # fmt: skip
    assert counts(preview(plan, data)) == [0, 2, 0, 1]


def test_an_import_corrects_and_cancels_with_a_reason_only(plan: Plan, by: Access):
    row = add(plan, "2026-11-02", publicId="A")
    heads, line = exported(plan, by).decode("utf-8-sig").splitlines()
    declare_lignes(by=by, lignes=[row], declared_on=TODAY)
    changed = line.replace(";18.5;", ";19.5;")
    assert counts(preview(plan, f"{heads}\n{changed}".encode())) == [0, 0, 0, 1]
    for reason, etat in (("MODIFIER", "MODIFIER"), ("ANNULER", "ANNULER")):
        seen = preview(plan, f"{heads}\n{reason}{changed}".encode())
        assert counts(seen) == [0, 0, 1, 0]
        import_lignes(by=by, plan=plan, preview=seen, today=TODAY, is_declared=False)
        row.refresh_from_db()
        assert (row.etat, row.motif) == ("prete", etat)
    assert row.champs["weightValue"] == "19.5"
    orphan = f"{heads}\nMODIFIER{changed.replace(';A;', ';Z;')}".encode()
    assert counts(preview(plan, orphan)) == [0, 0, 0, 1]


def test_a_slip_makes_its_line_and_the_next_one_learns(plan: Plan, by: Access):
    site = make_chantier(
        plan, nom="Cataroux", siret=SIRET, adresse="1 rue X", code_postal="63000",
        parcelles=["63113 000-LV-0012"],
    )  # fmt: skip
    lot = make_lot_terres(site)
    outlet = make_exutoire(plan, siret=SIRET, adresse="2 rue Y", code_postal="63360")
    said = {"transporteur": "Bennes du puy", "transporteur_siret": SIRET, "recepisse": "63-1"}
    first, second = (make_bordereau(lot, outlet, **said) for _ in range(2))
    assert list(bordereaux_without_ligne(plan, by, "sortant")) == [
        *sorted((first, second), key=lambda one: one.numero)
    ]
    (row,) = generate_lignes(by=by, plan=plan, genre="sortant", bordereaux=[first], today=TODAY)
    assert (row.etat, row.bordereau, row.lot) == ("brouillon", first, lot)
    assert row.champs["parcelNumbers"] == "000-LV-0012"
    assert row.public_id == f"20261103-{first.numero}-{first.id.hex[:8]}"
    assert row.champs["weightValue"] == "18.42"
    completed = {
        **row.champs, "operationCode": "D 5", "operationMode": "ELIMINATION",
        "transporter1CompanyAddress": "3 rue Z", "transporter1CompanyPostalCode": "63000",
        "transporter1CompanyCity": "Clermont-Ferrand",
    }  # fmt: skip
    assert change_ligne(by=by, ligne=row, champs=completed, today=TODAY).etat == "prete"
    (learnt,) = generate_lignes(by=by, plan=plan, genre="sortant", bordereaux=[second], today=TODAY)
    assert learnt.etat == "prete"
    assert list(bordereaux_without_ligne(plan, by, "sortant")) == []
    for genre in ("entrant", "transporte"):
        (other,) = generate_lignes(by=by, plan=plan, genre=genre, bordereaux=[first], today=TODAY)
        assert other.champs["weightValue"] == "18.42"


def test_a_whole_line_completes_its_sisters_and_touches_nothing_written(plan: Plan, by: Access):
    site = {"reportForPickupSiteName": "Cataroux"}
    whole = add(plan, "2026-11-20", **site)
    empty = {"operationCode": None, "operationMode": None, "transporter1CompanyAddress": None}
    drafts = [add(plan, day, **site, **empty) for day in ("2026-11-18", "2026-11-19")]
    other_site = add(plan, "2026-11-18", **empty, reportForPickupSiteName="Ailleurs")
    other_carrier = add(plan, "2026-11-18", **site, **{**empty, "transporter1CompanyName": "X"})
    written = add(plan, "2026-11-18", **site, operationCode="D 5")
    assert {one.pk for one in similar_drafts(whole, by)} == {
        *(one.pk for one in drafts), written.pk,
    }  # fmt: skip
    changed, ready = complete_like(by=by, ligne=whole, today=TODAY)
    assert ({one.pk for one in changed}, ready) == ({one.pk for one in drafts}, 2)
    for before in drafts:
        after = LigneRegistre.objects.get(pk=before.pk)
        assert (after.etat, after.champs["operationCode"]) == ("prete", "R 5")
        assert (after.public_id, after.mouvement_on) == (before.public_id, before.mouvement_on)
    for row in (other_site, other_carrier, written):
        assert LigneRegistre.objects.get(pk=row.pk).champs == row.champs


def test_a_new_line_is_prefilled(plan: Plan):
    lot = make_lot_terres(make_chantier(plan, nom="Cataroux", siret=SIRET))
    model = make_ligne(plan)
    found = prefilled(
        genre="sortant", today=TODAY, number=next_number(plan, TODAY), modele=model, lot=lot
    )
    assert found["publicId"] == "TEXS-20261123-0001"
    assert found["reportForPickupSiteName"] == "Cataroux"
    assert found["operationCode"] == "R 5"
    assert "weightValue" not in found
    assert "dispatchDate" not in found
