"""The life of a convention: what a text adopts, how actions come and go, what comes back."""

import datetime as dt
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from essor.foundations.errors import UserFault
from essor.foundations.periods import Period
from essor.records.accounts.roles import Role
from essor.records.conventions.adoption import rehearse_adoption
from essor.records.conventions.erasure import erase_person
from essor.records.conventions.instants import instant_of, plans_then
from essor.records.conventions.life import life_of, phase_names
from essor.records.conventions.models import Filiation, Mandat, Mouvement, Signataire
from essor.records.conventions.mouvements import (
    apply_mouvement,
    change_mouvement,
    delete_mouvement,
    record_addition,
)
from essor.records.conventions.moves import MOVABLE, movable_models
from essor.records.conventions.promises import dates_promised
from essor.records.conventions.queries import lineage_of, movements_of
from essor.records.conventions.signataires import change_signataire, delete_signataire
from essor.records.conventions.textes import attach_file, change_acte, create_acte, delete_acte
from essor.records.jalons.models import Jalon
from essor.records.journal.models import Event, Operation
from essor.records.journal.queries import replay
from essor.records.journal.snapshots import snapshot
from essor.records.plans.actions import change_action, delete_action, restore_operation
from essor.records.plans.models import Action, Financement, LigneBudget, Note, Plan
from essor.records.plans.notes import add_note
from essor.records.plans.parts import FinancementValues, LigneBudgetValues, PartValues
from essor.records.plans.queries import actions_of, outline_as_of, outline_of
from essor.records.risques.actions import create_risque
from essor.records.risques.models import Risque
from tests.factories import (
    make_access,
    make_action,
    make_jalon,
    make_member,
    make_plan,
    make_territoire,
    system,
)
from tests.records.conventions.made import (
    adopt,
    make_acte,
    make_label,
    make_mandat,
    make_signataire,
    propose,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    return make_plan()


def titles(plan: Plan) -> list[str]:
    return [action.titre for action in actions_of(plan, system(plan.territoire))]


def undo_last(plan: Plan, kind: str) -> None:
    row = Operation.objects.filter(kind=kind).latest("at")
    restore_operation(by=system(plan.territoire), row=row)


def state_of(plan: Plan) -> Any:
    """Everything that a movement may touch, versions left out."""
    models = (Action, Jalon, Risque, Financement, LigneBudget, Note, Mouvement, Filiation)
    return {(type(row), row.pk): snapshot(row) for model in models for row in model.objects.all()}


def equipped(plan: Plan, titre: str) -> Action:
    """An action with a bit of everything, the same titles as its sisters."""
    action = make_action(plan, titre)
    by = system(plan.territoire)
    parts = PartValues(
        financements=[FinancementValues(financeur="Région", montant_eur=Decimal(1000))],
        lignes_budget=[LigneBudgetValues(annee=2026, nature="investissement")],  # type: ignore[arg-type]
    )
    change_action(by=by, action=action, parts=parts)
    jalon = make_jalon(action, "Études", "2027")
    create_risque(by=by, action=action, jalon=jalon, titre="Pollution", probabilite=3, impact=3)
    add_note(by=by, action=action, texte="Vu", noted_on=dt.date(2026, 11, 2))
    return action


def test_adopting_freezes_the_dates_and_applies_what_the_text_carries(plan: Plan) -> None:
    kept, ended = make_action(plan, "Former"), make_action(plan, "Ancienne")
    jalon = make_jalon(kept, "Livraison", "2027")
    make_jalon(ended, "Jamais", "2027")
    convention = make_acte(plan, signe="06/03/2024")
    adopt(convention)
    jalon.refresh_from_db()
    assert jalon.baseline_on == dt.date(2027, 1, 1)
    said_after = "Convention (date annoncée après cette signature\u00a0: 1er\u00a0juin\u00a02026)"
    assert jalon.baseline_motif == said_after
    assert jalon.baseline_adopted_on == dt.date(2024, 3, 6)
    make_jalon(make_action(plan, "Hors"), "Ailleurs", "2029")
    avenant = make_acte(plan, "avenant", signe="mars 2026")
    propose(plan, "fin", [ended], sortie="abandonnee", acte=avenant)
    propose(plan, "ajout", apres=["Décarboner"], acte=avenant)
    promised = rehearse_adoption(avenant, system(plan.territoire), action_ids=[kept.pk])
    assert titles(plan) == ["Former", "Ancienne", "Hors"], "a rehearsal leaves nothing"
    assert not promised.promises, "the date did not move"
    done = adopt(avenant)
    assert titles(plan) == ["Former", "Hors", "Décarboner"]
    assert [one.jalon.titre for one in done.promises] == ["Ailleurs"]
    (kept_in_history,) = dates_promised(done.acte, system(plan.territoire))
    assert (kept_in_history.titre, kept_in_history.before) == ("Ailleurs", None)
    assert kept_in_history.after == Period.year(2029)
    assert not dates_promised(done.acte, make_access(plan.territoire, Role.PUBLIC))
    ended.refresh_from_db()
    assert (ended.sortie, ended.sortie_on) == ("abandonnee", dt.date(2026, 3, 1))
    assert ended.statut == "abandonne"
    undo_last(plan, "plan.convention.adopter")
    avenant.refresh_from_db()
    assert avenant.adopted_at is None
    assert titles(plan) == ["Former", "Ancienne", "Hors"]
    assert Jalon.objects.get(titre="Ailleurs").baseline_on is None


def test_a_text_is_adopted_once_signed_and_only_once(plan: Plan) -> None:
    acte = make_acte(plan)
    with pytest.raises(UserFault, match="date de signature manque"):
        adopt(acte)
    by = system(plan.territoire)
    acte = change_acte(by=by, acte=acte, signe=Period.day(dt.date(2024, 3, 6)))
    adopt(acte)
    with pytest.raises(UserFault, match="déjà adopté"):
        adopt(acte)
    with pytest.raises(UserFault, match="ne se supprime pas"):
        delete_acte(by=by, acte=acte)


@pytest.mark.parametrize("kinds", [(), tuple(MOVABLE)], ids=["nothing follows", "all follows"])
def test_merging_says_what_becomes_of_each_row_and_undoing_brings_all_back(
    plan: Plan, kinds: tuple[str, ...]
) -> None:
    first, second = equipped(plan, "Eau"), equipped(plan, "Énergie")
    make_action(plan, "Compteurs", parent=first)
    movement = propose(plan, "fusion", [first], [second], moved_kinds=[*kinds, "plans.action"])
    before = state_of(plan)
    done = apply_mouvement(by=system(plan.territoire), mouvement=movement).outcome
    first.refresh_from_db()
    assert (first.sortie, titles(plan)) == ("fusionnee", ["Énergie", "Compteurs"])
    assert Action.objects.get(titre="Compteurs").parent == second
    assert len(done.moves) == 6, "five rows and a sub-action are accounted for"
    here = Jalon.objects.filter(action=second).values_list("titre", flat=True)
    if kinds:
        assert sorted(here) == ["Études", f"Études ({first.code})"]
        risque = Risque.objects.get(action=second, jalon__titre=f"Études ({first.code})")
        assert risque.titre == f"Pollution ({first.code})"
        (left,) = done.left
        assert left.kind == "plans.lignebudget"
        assert "existe déjà" in left.detail
        assert Financement.objects.filter(action=second).count() == 2
    else:
        assert list(here) == ["Études"]
        assert len(done.left) == 5
        assert Risque.objects.get(action=first).jalon is not None
    undo_last(plan, "plan.convention.mouvement.appliquer")
    assert state_of(plan) == before


def test_merged_budgets_of_one_year_and_nature_add_up(plan: Plan) -> None:
    def line(action: Action, expected: int | None, actual: int | None) -> None:
        values = {"previsionnel_eur": expected, "reel_eur": actual}
        amounts = {name: None if one is None else Decimal(one) for name, one in values.items()}
        lines = [LigneBudgetValues(annee=2026, nature="investissement", **amounts)]  # type: ignore[arg-type]
        by = system(plan.territoire)
        change_action(by=by, action=action, parts=PartValues(lignes_budget=lines))

    first, second = make_action(plan, "Eau"), make_action(plan, "Énergie")
    line(first, 60_000, None)
    line(second, 40_000, None)
    movement = propose(plan, "fusion", [first], [second], moved_kinds=["plans.lignebudget"])
    before = state_of(plan)
    done = apply_mouvement(by=system(plan.territoire), mouvement=movement).outcome
    (move,) = done.moved
    assert "100" in move.detail
    (kept,) = LigneBudget.objects.all()
    assert (kept.action, kept.previsionnel_eur, kept.reel_eur) == (second, Decimal(100_000), None)
    undo_last(plan, "plan.convention.mouvement.appliquer")
    assert state_of(plan) == before
    line(second, 40_000, 10_000)
    done = apply_mouvement(
        by=system(plan.territoire), mouvement=Mouvement.objects.get(pk=movement.pk)
    ).outcome
    (left,) = done.left
    assert "existe déjà" in left.detail, "a known amount and an unknown one make no sum"


def test_a_risk_that_leaves_its_milestone_behind_says_so(plan: Plan) -> None:
    first, second = equipped(plan, "Eau"), make_action(plan, "Énergie")
    movement = propose(plan, "fusion", [first], [second], moved_kinds=["risques.risque"])
    done = apply_mouvement(by=system(plan.territoire), mouvement=movement).outcome
    assert Risque.objects.get().jalon is None
    assert [move.kind for move in done.moved] == ["risques.risque"]
    assert "ne vise plus son jalon" in done.moved[0].detail


def test_splitting_creates_children_as_closed_as_their_parent(plan: Plan) -> None:
    action = make_action(plan, "Friches", confidentialite="restreint")
    movement = propose(plan, "scission", [action], ["Études", "Travaux"])
    apply_mouvement(by=system(plan.territoire), mouvement=movement)
    made = actions_of(plan, system(plan.territoire))
    assert [one.titre for one in made] == ["Études", "Travaux"]
    assert {one.confidentialite for one in made} == {"restreint"}
    (row,) = lineage_of(made[0], system(plan.territoire))
    assert [side.titre for side in row.avant] == ["Friches"]
    reader = make_access(plan.territoire, Role.LECTEUR)
    assert movements_of(plan, reader) == []
    undo_last(plan, "plan.convention.mouvement.appliquer")
    assert titles(plan) == ["Friches"]


@pytest.mark.parametrize(
    ("nature", "avant", "apres", "said"),
    [
        ("fusion", [], ["Neuve"], "au moins deux actions"),
        ("fusion", [0, 1], ["Une", "Deux"], "une seule action d'arrivée"),
        ("scission", [0, 1], ["Une", "Deux"], "part d'une seule action"),
        ("scission", [0], ["Une"], "au moins deux actions"),
        ("scission", [0], ["Une", "une"], "même titre"),
        ("ajout", [], ["x" * 301], "a 301 caractères"),
        ("fin", [], [], "Aucune action n'est choisie"),
        ("ajout", [], [], "Aucune action n'est ajoutée"),
        ("fin", [2], [], "déjà sortie du plan"),
        ("fin", [3], [], "déjà dans un mouvement prévu"),
        ("fin", [0, 4], [], "sous-action d'une action citée"),
    ],
)
def test_what_is_impossible_is_said(
    plan: Plan, nature: str, avant: list[int], apres: list[str], said: str
) -> None:
    actions = [make_action(plan, titre) for titre in ("Un", "Deux", "Partie", "Prise")]
    actions.append(make_action(plan, "Dessous", parent=actions[0]))
    gone = propose(plan, "fin", [actions[2]])
    apply_mouvement(by=system(plan.territoire), mouvement=gone)
    propose(plan, "fin", [actions[3]])
    actions[2].refresh_from_db()
    with pytest.raises(UserFault, match=said):
        propose(plan, nature, [actions[one] for one in avant], apres)


def test_every_fault_is_said_at_once(plan: Plan) -> None:
    with pytest.raises(UserFault) as caught:
        propose(plan, "fin", [], ["Neuve"], motif=" ", sortie="")
    assert len(caught.value.faults) == 4


def test_texts_are_adopted_in_the_order_of_their_signatures(plan: Plan) -> None:
    adopt(make_acte(plan, "avenant", signe="2025"))
    with pytest.raises(UserFault, match="figerait le plan d'aujourd'hui à une date passée"):
        adopt(make_acte(plan, signe="06/03/2024"))
    adopt(make_acte(plan, "avenant", signe="mars 2025"))


def test_what_moved_outside_a_text_is_to_regularise(plan: Plan) -> None:
    by = system(plan.territoire)
    adopt(make_acte(plan, signe="2024"))
    loose = make_action(plan, "Venue seule")
    movement = propose(plan, "fin", [make_action(plan, "Autre")])
    apply_mouvement(by=by, mouvement=movement)
    life = life_of(plan=plan, by=by, now=timezone.now())
    assert life.deviation is not None
    assert [one.titre for one in life.deviation.came] == ["Venue seule"]
    assert [row.standing for row in life.loose] == ["hors avenant, à régulariser"]
    recorded = record_addition(by=by, action=loose, motif="Demandée par la Région", acte=None)
    with pytest.raises(UserFault, match="dit déjà d'où vient"):
        record_addition(by=by, action=loose, motif="Encore", acte=None)
    assert life_of(plan=plan, by=by, now=timezone.now()).deviation is None
    convention = plan.actes.get()
    with pytest.raises(UserFault, match="adopté sans ce mouvement"):
        change_mouvement(by=by, mouvement=recorded, motif="Demandée", acte=convention)
    avenant = make_acte(plan, "avenant", signe="2025")
    adopt(avenant, also=[Mouvement.objects.get(pk=movement.pk), recorded])
    life = life_of(plan=plan, by=by, now=timezone.now())
    assert not life.loose
    assert [len(one.movements) for one in life.signatures] == [0, 2]
    with pytest.raises(UserFault, match="ne se supprime pas"):
        delete_mouvement(by=by, mouvement=movement)


def test_counts_and_reasons_at_each_signature(plan: Plan) -> None:
    by = system(plan.territoire)
    first = [make_action(plan, f"Action {number}", confidentialite="public") for number in range(3)]
    convention = make_acte(plan, signe="2024", confidentialite="public")
    adopt(convention)
    avenant = make_acte(plan, "avenant", signe="2025", confidentialite="public")
    propose(plan, "scission", [first[0]], ["Nord", "Sud"], acte=avenant)
    propose(plan, "ajout", apres=["Quatre", "Cinq"], acte=avenant)
    make_acte(plan, "avenant", signe="2020")
    adopt(avenant)
    life = life_of(plan=plan, by=by, now=timezone.now())
    counts = [one.plan_then.count if one.plan_then else None for one in life.signatures]
    assert counts == [None, 3, 6]
    since = life.signatures[2].since
    assert since is not None
    assert ([one.titre for one in since.left], len(since.came)) == (["Action 0"], 4)
    assert life.now.count == 6
    public = life_of(plan=plan, by=make_access(plan.territoire, Role.PUBLIC), now=timezone.now())
    assert [one.acte.nom for one in public.signatures] == ["Convention", "Avenant n°\u00a01"]
    assert [one.plan_then.count for one in public.signatures if one.plan_then] == [3, 4]
    assert [row.mouvement.nature for row in public.movements] == ["scission"], (
        "an internal addition"
    )
    assert public.deviation is None


STEPS = st.lists(
    st.sampled_from(["add", "rename", "end", "split", "merge", "adopt"]), min_size=2, max_size=7
)


@given(steps=STEPS, where=st.randoms(use_true_random=False))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_plan_of_a_signature_is_what_was_shown_that_day(steps: list[str], where: Any) -> None:
    """The page of each signature repeats what the plan page showed when it was adopted."""
    from django.db import transaction

    with transaction.atomic():
        plan = make_plan(make_territoire("ti-8412", "Ailleurs"))
        by = system(plan.territoire)
        make_action(plan, "Première")
        shown: dict[Any, list[tuple[str, str]]] = {}
        for number, step in enumerate([*steps, "adopt"]):
            actions = list(actions_of(plan, by).filter(parent=None))
            if step == "add" or len(actions) < 2:
                make_action(plan, f"Action {number}")
            elif step == "rename":
                change_action(by=by, action=where.choice(actions), titre=f"Autre {number}")
            elif step == "adopt":
                nature = "avenant" if shown else "convention"
                acte = adopt(make_acte(plan, nature, signe="2025")).acte
                shown[acte.pk] = seen(outline_of(plan=plan, by=by, today=timezone.localdate()))
            else:
                one, other = where.sample(actions, 2)
                sides = {
                    "end": ("fin", [one], []),
                    "split": ("scission", [one], [f"Nord {number}", f"Sud {number}"]),
                    "merge": ("fusion", [one], [other]),
                }
                nature, avant, apres = sides[step]
                apply_mouvement(by=by, mouvement=propose(plan, nature, avant, apres))
        instants = {
            acte.pk: instant_of(acte, timezone.now())
            for acte in plan.actes.all()
            if acte.adopted_at
        }
        then = plans_then(plan=plan, by=by, instants=[at for at in instants.values() if at])
        for pk, at in instants.items():
            assert at is not None
            assert seen(outline_as_of(plan=plan, by=by, at=at)) == shown[pk]
            found = then[at]
            assert found is not None
            assert sorted((one.code, one.titre) for one in found.actions) == sorted(shown[pk])
        everything = replay(
            Event.objects.filter(operation__territoire_code="ti-8412").order_by("id")
        )
        for row in Action.objects.filter(plan=plan):
            assert everything["plans.action"][row.pk] == snapshot(row)
        transaction.set_rollback(True)


def seen(outline: Any) -> list[tuple[str, str]]:
    return [(row.action.code, row.action.titre) for row in outline.walk()]


def test_a_movement_outlives_the_action_that_it_named(plan: Plan) -> None:
    by = system(plan.territoire)
    waiting = propose(plan, "scission", [make_action(plan, "Friches")], ["Nord", "Sud"])
    action = Action.objects.get()
    delete_action(by=by, action=action)
    (row,) = movements_of(plan, by)
    assert (row.avant, row.nobody_before) == ((), "action supprimée depuis")
    with pytest.raises(UserFault, match="part d'une seule action"):
        apply_mouvement(by=by, mouvement=waiting)
    undo_last(plan, "plan.action.supprimer")
    apply_mouvement(by=by, mouvement=waiting)
    assert titles(plan) == ["Nord", "Sud"]


def test_texts_are_numbered_named_and_never_twice(plan: Plan) -> None:
    make_acte(plan)
    with pytest.raises(UserFault, match="convention est déjà"):
        make_acte(plan)
    assert [make_acte(plan, "avenant").numero for _ in range(2)] == [1, 2]
    with pytest.raises(UserFault, match=r"n°\u00a02 existe déjà"):
        make_acte(plan, "avenant", numero=2)
    make_label(plan, actions_annoncees=15)
    with pytest.raises(UserFault, match="déjà enregistré"):
        make_label(plan)
    assert phase_names() == ["2018-2022", "2023-2027"]


def test_the_signed_text_is_checked_as_any_document(
    plan: Plan, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    acte, by = make_acte(plan), system(plan.territoire)
    with pytest.raises(UserFault, match="ne correspond pas"):
        attach_file(by=by, acte=acte, file_name="signe.pdf", content=BytesIO(b"pas un PDF"))
    kept = attach_file(by=by, acte=acte, file_name="signe.pdf", content=BytesIO(b"%PDF-1.7 x"))
    assert (tmp_path / kept.sha256).read_bytes() == b"%PDF-1.7 x"
    undo_last(plan, "plan.convention.texte.joindre")
    acte.refresh_from_db()
    assert acte.sha256 == ""


def test_the_pair_is_one_at_a_time_unless_a_source_says_two(plan: Plan) -> None:
    make_mandat(plan, "Ada Martin", debut=Period.year(2023), fin=Period.year(2024))
    make_mandat(plan, "Bea Roux", debut=Period.year(2025))
    with pytest.raises(UserFault, match="Bea Roux est déjà élu"):
        make_mandat(plan, "Cléo Petit", debut=Period.year(2025))
    make_mandat(plan, "Cléo Petit", debut=Period.year(2025), source_title="Un journal")
    assert make_mandat(plan, "Dan Leroy", role="industriel").fin is None


def test_erasing_a_person_reaches_the_history_and_keeps_the_fact(plan: Plan) -> None:
    by = system(plan.territoire)
    acte = make_acte(plan, signe="2024", objet="Porté par Ada Martin")
    signed = make_signataire(acte, nom="Ada Martin", a_signe=True)
    gone = make_signataire(acte, "Autre", nom="Ada Martin")
    delete_signataire(by=by, signataire=gone)
    change_signataire(by=by, signataire=signed, nom="Ada MARTIN")
    make_mandat(plan, "Ada Martin", fonction="Présidente")
    with pytest.raises(UserFault, match="Personne ne porte ce nom"):
        erase_person(by=by, plan=plan, nom="Zoé")
    assert erase_person(by=by, plan=plan, nom="ada martin") == 2
    assert Signataire.objects.get().nom == Mandat.objects.get().nom == "Personne effacée"
    assert Signataire.objects.get().a_signe
    rows = Event.objects.filter(operation__territoire_code="ti-8404")
    texts = [str(value) for value in rows.values_list("changes", "object_label")]
    assert not [text for text in texts if "artin" in text.casefold()]
    assert replay(rows.order_by("id"))["conventions.signataire"] == {
        signed.pk: snapshot(Signataire.objects.get())
    }


def test_only_managers_write_and_only_at_home(plan: Plan) -> None:
    for role in (Role.PILOTE, Role.LECTEUR, Role.PUBLIC):
        by = make_access(plan.territoire, role)
        with pytest.raises(UserFault):
            create_acte(by=by, plan=plan, nature="convention")
    member = make_member(plan.territoire, Role.CHEF_DE_PROJET)
    chief = make_access(make_territoire("ti-8412", "Ailleurs"), Role.CHEF_DE_PROJET, member)
    with pytest.raises(UserFault, match="autre territoire"):
        create_acte(by=chief, plan=plan, nature="convention")


def test_every_kind_that_may_follow_is_a_table_of_actions() -> None:
    assert len(movable_models()) == len(MOVABLE)
