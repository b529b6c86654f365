"""Studies: kept whole, computed the same twice, never rewritten, restored whole."""

import json

import pytest

from essor.foundations.errors import UserFault
from essor.records.accounts.permissions import Forbidden
from essor.records.accounts.roles import Role
from essor.records.jobs.models import Job
from essor.records.jobs.worker import work_one
from essor.records.journal.actions import operation
from essor.records.plans.models import Plan
from essor.records.studies.actions import (
    INLINE_DRAWS,
    change_study,
    delete_study,
    duplicate_study,
    reproduces,
    restore_study,
    run_study,
)
from essor.records.studies.compute import compute, first_range
from essor.records.studies.models import Study, StudyRun
from essor.records.studies.queries import deleted_studies, get_study, is_stale, last_run, study_rows
from essor.references.loader import parameters
from tests.factories import make_access, make_action, make_member, make_plan, system
from tests.records.studies.made import DAY, make_inputs, make_study

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    return make_plan()


def run(study: Study) -> StudyRun:
    found = run_study(by=system(study.plan.territoire), study=study, on=DAY)
    assert isinstance(found, StudyRun)
    return found


def test_computing_twice_gives_the_same_bytes(plan: Plan) -> None:
    study = make_study(plan)
    first, second = run(study), run(study)
    assert (first.numero, second.numero) == (1, 2)
    assert first.results == second.results
    assert first.sha256 == second.sha256
    assert reproduces(StudyRun.objects.get(pk=first.pk)) == (True, "")


def test_another_seed_or_another_answer_gives_other_bytes(plan: Plan) -> None:
    study = make_study(plan)
    first = run(study)
    by = system(plan.territoire)
    study = change_study(by=by, study=study, seed=2)
    assert is_stale(study, first)
    second = run(study)
    assert second.sha256 != first.sha256
    assert not is_stale(study, second)
    study = change_study(by=by, study=study, inputs=make_inputs(surface_ha=6.0))
    third = run(study)
    van = [one.found["van_socioeconomique_eur"] for one in (first, second, third)]
    assert van[0] == van[1] != van[2]


def test_a_run_that_no_longer_reproduces_says_why(plan: Plan) -> None:
    kept = run(make_study(plan))
    StudyRun.objects.filter(pk=kept.pk).update(sha256="0" * 64, parameters="[]")
    assert reproduces(StudyRun.objects.get(pk=kept.pk)) == (
        False,
        "des paramètres ont changé depuis ce calcul",
    )


def test_a_run_is_never_changed(plan: Plan) -> None:
    kept = run(make_study(plan))
    with (
        pytest.raises(UserFault, match="ne se modifie pas"),
        operation(kind="test", author=None) as op,
    ):
        op.change(kept, seed=9)


def test_a_run_keeps_the_parameters_it_read_with_their_source_and_status(plan: Plan) -> None:
    kept = run(make_study(plan))
    names = {row["nom"]: row for row in kept.parameters_read}
    assert "friches/couts/depollution_eur_m2" in names
    assert "friches/solaire/m2_par_kwc" not in names, "no solar plant here"
    for row in names.values():
        assert row["valeur"]
        assert row["statut"] in ("verifie", "a_relire")
        assert row["sources"][0]["titre"]
    assert kept.parameters_on == DAY


def test_a_deleted_study_comes_back_with_its_computations(plan: Plan) -> None:
    by = system(plan.territoire)
    study = make_study(plan)
    kept = run(study)
    row = delete_study(by=by, study=study)
    assert not Study.objects.exists()
    assert not StudyRun.objects.exists()
    assert [event.object_label for event in deleted_studies(plan, by)] == ["Une friche"]
    restore_study(by=by, plan=plan, row=row)
    again = last_run(get_study(plan, study.pk, by))
    assert again is not None
    assert (again.results, again.sha256) == (kept.results, kept.sha256)
    assert not deleted_studies(plan, by)
    assert reproduces(again)[0]


def test_only_the_deletion_of_a_study_is_undone_here(plan: Plan) -> None:
    by = system(plan.territoire)
    study = make_study(plan)
    with operation(kind="autre", author=None) as op:
        op.change(study, titre="Changé")
    with pytest.raises(UserFault, match="pas supprimé d'étude"):
        restore_study(by=by, plan=plan, row=op.row)


def test_a_copy_has_everything_but_the_computations(plan: Plan) -> None:
    study = make_study(plan, action=make_action(plan, "Requalifier"), confidentialite="public")
    run(study)
    copy = duplicate_study(by=system(plan.territoire), study=study, titre="Variante")
    assert copy.pk != study.pk
    assert (copy.inputs, copy.action_id, copy.confidentialite) == (
        study.inputs,
        study.action_id,
        "public",
    )
    assert last_run(copy) is None


def test_a_long_computation_becomes_a_job_signed_by_who_asked(plan: Plan) -> None:
    person = make_member(plan.territoire, Role.CHEF_DE_PROJET)
    by = make_access(plan.territoire, Role.CHEF_DE_PROJET, person)
    study = make_study(plan, draws=INLINE_DRAWS + 1)
    asked = run_study(by=by, study=study, on=DAY)
    assert isinstance(asked, Job)
    assert last_run(study) is None
    work_one("w1")
    asked.refresh_from_db()
    assert asked.state == "reussi", asked.fault
    kept = last_run(study)
    assert kept is not None
    assert kept.found["incertitude"]["tirages"] == INLINE_DRAWS + 1
    assert reproduces(kept)[0]


def test_a_job_whose_author_lost_her_rights_writes_nothing(plan: Plan) -> None:
    person = make_member(plan.territoire, Role.CHEF_DE_PROJET)
    by = make_access(plan.territoire, Role.CHEF_DE_PROJET, person)
    study = make_study(plan, draws=INLINE_DRAWS + 1)
    asked = run_study(by=by, study=study, on=DAY)
    assert isinstance(asked, Job)
    person.membres.all().delete()
    work_one("w1")
    asked.refresh_from_db()
    assert asked.state == "echoue"
    assert last_run(study) is None


def test_wrong_inputs_are_told_all_at_once_and_nothing_is_kept(plan: Plan) -> None:
    inputs = make_inputs()
    inputs["zones"][0]["site"] |= {"activite": "usine", "surface_m2": -1}
    study = make_study(plan, inputs=inputs)
    with pytest.raises(UserFault) as caught:
        run(study)
    assert {fault.place.field for fault in caught.value.faults} == {
        "zones.1.site.activite",
        "zones.1.site.surface_m2",
    }
    assert not StudyRun.objects.exists()


@pytest.mark.parametrize(
    ("level", "role", "is_read"),
    [
        ("public", Role.PUBLIC, True),
        ("interne", Role.PUBLIC, False),
        ("interne", Role.LECTEUR, True),
        ("restreint", Role.PILOTE, False),
        ("restreint", Role.CHEF_DE_PROJET, True),
    ],
)
def test_confidentiality_decides_who_reads(
    plan: Plan, level: str, role: Role, is_read: bool
) -> None:
    make_study(plan, confidentialite=level)
    assert bool(study_rows(plan, make_access(plan.territoire, role))) is is_read


def test_a_public_study_of_a_hidden_action_is_hidden(plan: Plan) -> None:
    action = make_action(plan, "Secrète", confidentialite="restreint")
    make_study(plan, action=action, confidentialite="public")
    assert not study_rows(plan, make_access(plan.territoire, Role.LECTEUR))


def test_readers_do_not_compute(plan: Plan) -> None:
    study = make_study(plan)
    with pytest.raises(Forbidden):
        run_study(by=make_access(plan.territoire, Role.LECTEUR), study=study, on=DAY)


def test_every_programme_answers_from_five_answers() -> None:
    programmes = ["renaturation", "bureaux", "centrale_photovoltaique", "logement_zone_tendue"]
    for programme in programmes:
        found = first_range(
            make_inputs(programme=programme), on=DAY, parameters=parameters(), n_draws=200
        )
        assert found.low_eur < found.high_eur
        assert 0 <= found.probability_positive <= 1


def test_a_commune_without_published_price_gets_a_range() -> None:
    inputs = make_inputs(code_commune_insee="67482")
    assert inputs["incertitudes"]["commune.prix_median_eur_m2"]["bas"] == 1024
    answer = compute(
        inputs, profil="france-2025", n_draws=100, seed=1, on=DAY, parameters=parameters()
    )
    drawn = {row["nom"] for row in json.loads(answer.results)["incertitude"]["tornade"]}
    assert "commune.prix_median_eur_m2" in drawn


def test_an_unknown_commune_is_told() -> None:
    with pytest.raises(UserFault, match="ne connaît"):
        make_inputs(code_commune_insee="99999")
