"""Import into the database: by difference, all or nothing, and back again without a change."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from essor.foundations.errors import UserFault
from essor.foundations.text import fold
from essor.records.accounts.permissions import Forbidden
from essor.records.accounts.roles import Role
from essor.records.journal.models import Event, Operation
from essor.records.plans.actions import delete_action, restore_operation
from essor.records.plans.choices import (
    Confidentialite,
    Engagement,
    EtatFinancement,
    NatureBudget,
    ParticipantRole,
    Priorite,
    Statut,
)
from essor.records.plans.comparison import ImportPreview, RowStatus, compare_plan
from essor.records.plans.exports import export_plan
from essor.records.plans.imports import import_plan
from essor.records.plans.models import Action, Axe, Plan
from essor.records.plans.queries import plan_of
from essor.records.plans.tableur import ActionDraft, PlanFormat, PlanRead, read_plan
from essor.records.plans.tableur.vocabulary import (
    CONFIDENTIALITES,
    ENGAGEMENTS,
    ETATS_FINANCEMENT,
    NATURES_BUDGET,
    PRIORITES,
    STATUTS,
)
from essor.records.territoires.models import Territoire
from tests.factories import make_access, make_action, make_plan, make_territoire, system
from tests.records.plans.tableur.sheets import TITLE, workbook
from tests.records.plans.tableur.test_mutations import LABELS, VALUES, spoiled
from tests.records.plans.tableur.test_round_trip import DRAFT, one_spelling

pytestmark = pytest.mark.django_db
SUB = "Titre de la sous-action"


@pytest.fixture
def territoire() -> Territoire:
    return make_territoire()


def file_of(labels: list[str], *rows: list[object]) -> PlanRead:
    return read_plan(workbook(labels, rows), file_name="plan.xlsx")


def run(territoire: Territoire, read: PlanRead, **options) -> ImportPreview:
    return import_plan(by=system(territoire), territoire=territoire, read=read, **options)


def counts(preview: ImportPreview) -> tuple[int, int, int, int]:
    return tuple(preview.count(status) for status in RowStatus)


def changes(preview: ImportPreview) -> list[tuple[str, str, str]]:
    return [(c.field, c.before_text, c.after_text) for row in preview.rows for c in row.changes]


def exported(territoire: Territoire, form: PlanFormat) -> PlanRead:
    plan = plan_of(territoire)
    assert plan is not None
    data = export_plan(plan=plan, by=system(territoire), format=form)
    return read_plan(data, file_name=f"plan.{form}")


def test_a_file_makes_the_plan_its_headings_and_its_actions(territoire: Territoire) -> None:
    labels = ["Axe (x)", "Sous-axe (x.x)", TITLE, SUB, "Statut", "Partenaires", "Financeur 1",
              "Montant € HT", "Date de fin", "Budget", "Lignes de budget"]  # fmt: skip
    read = file_of(
        labels,
        ["A", "a", "Mère", None, "en cours", "CCI, CMA", "ADEME", 1000, "01/03/2026", "2 500,50",
         "2026 investissement : prévu 10 €"],
        ["A", "a", "Mère", "Fille"],
        ["B"],
        [None, None, "Hors axe"],
    )  # fmt: skip
    preview = run(territoire, read)
    assert preview.faults == ()
    assert counts(preview) == (3, 0, 0, 0)
    plan = Plan.objects.get(territoire=territoire)
    codes = dict(Action.objects.filter(plan=plan).values_list("titre", "code"))
    assert codes == {"Mère": "A01", "Hors axe": "A02", "Fille": "A03"}
    mere = Action.objects.get(titre="Mère")
    assert str(mere.axe) == "a"
    assert str(mere.axe.parent) == "A"
    assert Action.objects.get(titre="Fille").parent == mere
    assert Action.objects.get(titre="Fille").axe == mere.axe
    assert Action.objects.get(titre="Hors axe").axe is None
    assert (mere.statut, mere.fin_on, mere.budget_eur) == (
        Statut.EN_COURS, date(2026, 3, 1), Decimal("2500.50"),
    )  # fmt: skip
    partners = mere.participants.filter(role=ParticipantRole.PARTENAIRE).order_by("ordre")
    assert [p.nom for p in partners] == ["CCI", "CMA"]
    (funder,) = mere.financements.all()
    assert (funder.financeur, funder.montant_eur) == ("ADEME", 1000)
    (line,) = mere.lignebudgets.all()
    assert (line.annee, line.previsionnel_eur) == (2026, 10)
    assert Axe.objects.filter(plan=plan, titre="B").exists()


def test_one_import_is_one_operation_that_can_be_undone(territoire: Territoire) -> None:
    make_plan(territoire)
    run(territoire, file_of(["Axe (x)", TITLE], ["A", "Un"], ["A", "Deux"]))
    (row,) = Operation.objects.filter(kind="plan.importer")
    assert row.reason == "Import de plan.xlsx"
    restore_operation(by=system(territoire), row=row)
    assert not Action.objects.exists()
    assert not Axe.objects.exists()


def test_importing_twice_changes_nothing_and_leaves_no_trace(territoire: Territoire) -> None:
    read = file_of(["Axe (x)", TITLE, "Statut"], ["A", "Un", "En cours"], ["A", "Deux", None])
    run(territoire, read)
    operations, events = Operation.objects.count(), Event.objects.count()
    assert counts(run(territoire, read)) == (0, 0, 2, 0)
    assert (Operation.objects.count(), Event.objects.count()) == (operations, events)


def test_a_difference_is_told_field_by_field(territoire: Territoire) -> None:
    plan = make_plan(territoire)
    make_action(plan, "Un", statut=Statut.A_VENIR, budget_eur=Decimal(1000), descriptif="long")
    read = file_of([TITLE, "Statut", "Budget", "Descriptif"], ["un", "Réalisé", 1000, None])
    preview = run(territoire, read)
    assert counts(preview) == (0, 1, 0, 0)
    assert changes(preview) == [("titre", "Un", "un"), ("statut", "À venir", "Réalisé")]
    action = Action.objects.get()
    assert (action.titre, action.statut, action.descriptif) == ("un", Statut.REALISE, "long")


def test_the_code_finds_an_action_that_was_renamed_and_moved(territoire: Territoire) -> None:
    plan = make_plan(territoire)
    action = make_action(plan, "Ancien titre")
    make_action(plan, "Sous-action", parent=action)
    read = file_of(["Code", "Axe (x)", TITLE], [action.code.lower(), "Nouvel axe", "Nouveau"])
    assert changes(run(territoire, read)) == [
        ("titre", "Ancien titre", "Nouveau"), ("axes", "", "Nouvel axe"),
    ]  # fmt: skip
    assert {str(a.axe) for a in Action.objects.all()} == {"Nouvel axe"}


def test_titles_can_be_swapped_by_code(territoire: Territoire) -> None:
    plan = make_plan(territoire)
    one, two = make_action(plan, "Un"), make_action(plan, "Deux")
    read = file_of(["Code", TITLE], [one.code, "Deux"], [two.code, "Un"])
    assert run(territoire, read).is_ok
    assert Action.objects.get(code=one.code).titre == "Deux"


def test_an_empty_cell_never_erases_unless_asked(territoire: Territoire) -> None:
    plan = make_plan(territoire)
    make_action(plan, "Un", descriptif="long", statut=Statut.EN_COURS, objectifs="gardés")
    read = file_of([TITLE, "Descriptif", "Statut", "Confidentialité"], ["Un", None, None, None])
    assert counts(run(territoire, read)) == (0, 0, 1, 0)
    assert changes(run(territoire, read, erase_empty=True)) == [
        ("descriptif", "long", ""), ("statut", "En cours", ""),
    ]  # fmt: skip
    action = Action.objects.get()
    # A column that the file does not have is never erased; nor is who may read the action.
    assert (action.descriptif, action.statut, action.objectifs) == ("", "", "gardés")
    assert action.confidentialite == Confidentialite.INTERNE


def test_funders_are_cells_of_their_own(territoire: Territoire) -> None:
    labels = [TITLE, "Financeur 1", "Montant € HT", "Financeur 2", "Montant € HT"]
    run(territoire, file_of(labels, ["Un", "ADEME", 10, "Région", 20]))
    assert counts(run(territoire, file_of(labels, ["Un", "ADEME"]))) == (0, 0, 1, 0)
    preview = run(territoire, file_of(labels, ["Un", "Banque des Territoires", 30]))
    funders = Action.objects.get().financements.order_by("ordre")
    assert [(f.financeur, f.montant_eur) for f in funders] == [
        ("Banque des Territoires", 30), ("Région", 20),
    ]  # fmt: skip
    assert counts(preview) == (0, 1, 0, 0)
    run(territoire, file_of(labels, ["Un", "Région"]), erase_empty=True)
    funders = Action.objects.get().financements.order_by("ordre")
    assert [(f.financeur, f.montant_eur) for f in funders] == [("Région", None)]


def test_a_dry_run_tells_all_and_writes_nothing(territoire: Territoire) -> None:
    read = file_of(["Axe (x)", TITLE], ["A", "Un"])
    preview = run(territoire, read, is_dry_run=True)
    assert counts(preview) == (1, 0, 0, 0)
    assert preview.new_axes == (("A",),)
    assert not Plan.objects.exists()
    assert not Operation.objects.filter(kind="plan.importer").exists()


def test_one_fault_and_nothing_is_written(territoire: Territoire) -> None:
    plan = make_plan(territoire)
    make_action(plan, "Deux")
    read = file_of([TITLE, "Statut"], ["Un", "En cours"], ["Deux", "peut-être"], ["Trois", None])
    preview = run(territoire, read)
    assert [row.status for row in preview.rows] == [
        RowStatus.CREATED, RowStatus.FAULTY, RowStatus.CREATED,
    ]  # fmt: skip
    assert not preview.is_ok
    assert Action.objects.count() == 1


def test_what_only_the_plan_can_refuse_has_its_cell_too(territoire: Territoire) -> None:
    plan = make_plan(territoire)
    one = make_action(plan, "Un")
    make_action(plan, "Deux")
    gone = make_action(plan, "Supprimée")
    delete_action(by=system(territoire), action=gone)
    read = file_of(["Code", TITLE], [one.code, "Deux"], [gone.code, "Revenante"])
    preview = run(territoire, read)
    assert sorted(fault.place.cell for fault in preview.faults) == ["B2", "B3"]
    assert {"code_deja_pris"} < {fault.code for fault in preview.faults}
    assert Action.objects.get(pk=one.pk).titre == "Un"


def test_new_codes_avoid_those_of_the_file_and_of_deleted_actions(territoire: Territoire) -> None:
    plan = make_plan(territoire)
    delete_action(by=system(territoire), action=make_action(plan, "Supprimée"))
    run(territoire, file_of(["Code", TITLE], [None, "Un"], ["A07", "Deux"], [None, "Trois"]))
    codes = dict(Action.objects.values_list("titre", "code"))
    assert codes["Deux"] == "A07"
    assert len({*codes.values(), "A01"}) == 4


def test_a_sub_action_changes_parent(territoire: Territoire) -> None:
    labels = ["Axe (x)", TITLE, SUB, "Code"]
    run(territoire, file_of(labels, ["A", "M1"], ["A", "M2"], ["A", "M1", "F"]))
    code = Action.objects.get(titre="F").code
    moved = file_of(labels, ["A", "M1"], ["A", "M2"], ["B", "M3"], ["B", "M3", "F", code])
    assert run(territoire, moved).is_ok
    fille = Action.objects.get(titre="F")
    assert (str(fille.axe), fille.parent.titre) == ("B", "M3")
    freed = file_of(labels, ["A", "F", None, code])
    assert run(territoire, freed).is_ok
    assert Action.objects.get(titre="F").parent is None


def test_intercommunalites_are_named_by_the_perimeter_or_refused(territoire: Territoire) -> None:
    label = "Intercommunalités concernées"
    preview = run(territoire, file_of([TITLE, label], ["Un", "Inconnue, 246300701"]))
    assert [fault.value for fault in preview.faults] == ["Inconnue", "246300701"]
    full = file_of([TITLE, label], ["Un", "Clermont Auvergne Métropole (246300701)"])
    assert run(territoire, full).is_ok
    again = file_of([TITLE, label], ["Un", "246300701"])
    assert counts(run(territoire, again)) == (0, 0, 1, 0)


def test_the_preview_that_was_accepted_must_still_hold(territoire: Territoire) -> None:
    plan = make_plan(territoire)
    make_action(plan, "Un", descriptif="avant")
    read = file_of([TITLE, "Descriptif"], ["Un", "après"])
    accepted = compare_plan(territoire=territoire, plan=plan, read=read).fingerprint
    Action.objects.update(descriptif="entre-temps")
    with pytest.raises(UserFault, match="aperçu"):
        run(territoire, read, expected_fingerprint=accepted)
    fresh = compare_plan(territoire=territoire, plan=plan, read=read).fingerprint
    assert run(territoire, read, expected_fingerprint=fresh).is_ok


@pytest.mark.parametrize("role", [Role.PILOTE, Role.CONTRIBUTEUR, Role.LECTEUR, Role.PUBLIC])
def test_only_who_edits_the_plan_imports(territoire: Territoire, role: Role) -> None:
    make_plan(territoire)
    with pytest.raises(Forbidden):
        import_plan(
            by=make_access(territoire, role),
            territoire=territoire,
            read=file_of([TITLE], ["Un"]),
        )
    assert not Action.objects.exists()


def test_an_export_holds_only_what_its_reader_may_read(territoire: Territoire) -> None:
    plan = make_plan(territoire)
    make_action(plan, "Publique", confidentialite=Confidentialite.PUBLIC)
    make_action(plan, "Secrète", confidentialite=Confidentialite.RESTREINT)
    public = make_access(territoire, Role.PUBLIC)
    read = read_plan(export_plan(plan=plan, by=public, format=PlanFormat.JSON), file_name="a.json")
    assert [draft.titre for draft in read.drafts] == ["Publique"]


def test_comparing_takes_few_queries_whatever_the_size(territoire: Territoire) -> None:
    rows = [[f"Axe {n % 3}", f"Action {n}", "CCI, CMA"] for n in range(12)]
    read = file_of(["Axe (x)", TITLE, "Partenaires"], *rows)
    run(territoire, read)
    plan = plan_of(territoire)
    with CaptureQueriesContext(connection) as queries:
        compare_plan(territoire=territoire, plan=plan, read=read)
    assert len(queries) <= 8


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drafts=st.lists(DRAFT, min_size=1, max_size=3, unique_by=lambda draft: fold(draft.titre)))
def test_import_export_import_is_no_change(
    territoire: Territoire, drafts: list[ActionDraft]
) -> None:
    kept = [replace(d, code=None, intercommunalites=None) for d in one_spelling(drafts)]
    axes = dict.fromkeys(d.axes[:n] for d in kept for n in range(1, len(d.axes) + 1))
    read = PlanRead(file_name="plan.xlsx", axes=tuple(axes), drafts=tuple(kept))
    with transaction.atomic():
        assert run(territoire, read).faults == ()
        for form in (PlanFormat.XLSX, PlanFormat.JSON):
            again = exported(territoire, form)
            assert again.faults == ()
            assert counts(run(territoire, again, erase_empty=True)) == (0, 0, len(kept), 0)
        transaction.set_rollback(True)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    labels=st.permutations(LABELS),
    rows=st.lists(st.lists(VALUES, min_size=len(LABELS), max_size=len(LABELS)), max_size=3),
)
def test_a_spoiled_file_is_written_whole_or_not_at_all(
    territoire: Territoire, labels: list[str], rows: list[list[object]]
) -> None:
    read = read_plan(spoiled(labels, rows), file_name="plan.xlsx")
    with transaction.atomic():
        before = Event.objects.count()
        preview = run(territoire, read)
        written = Event.objects.count() > before
        assert preview.is_ok or not written
        assert not preview.is_ok or Action.objects.count() == len(read.drafts)
        transaction.set_rollback(True)


@pytest.mark.parametrize("form", PlanFormat)
def test_every_format_of_a_rich_plan_is_no_change(territoire: Territoire, form: PlanFormat) -> None:
    plan = make_plan(territoire)
    action = make_action(plan, "  Titre   à  espaces ", descriptif="=1+1\r\nfin\r\n")
    make_action(plan, "Sous-action", parent=action, statut=Statut.BLOQUE)
    make_action(plan, "Autre", budget_eur=Decimal("0.00"), is_grand_projet=True)
    assert counts(run(territoire, exported(territoire, form))) == (0, 0, 3, 0)
    assert counts(run(territoire, exported(territoire, form), erase_empty=True)) == (0, 0, 3, 0)


def test_the_words_of_the_files_are_those_of_the_tables() -> None:
    for vocabulary, choices in (
        (STATUTS, Statut), (PRIORITES, Priorite), (ENGAGEMENTS, Engagement),
        (CONFIDENTIALITES, Confidentialite), (ETATS_FINANCEMENT, EtatFinancement),
        (NATURES_BUDGET, NatureBudget),
    ):  # fmt: skip
        assert vocabulary.labels == tuple(choices.labels)
