"""Reads of the studies of a territory, each in a bounded number of queries."""

import uuid
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404

from essor.records.accounts.permissions import Access
from essor.records.jobs.models import Job
from essor.records.jobs.queries import latest_job
from essor.records.journal.models import Event
from essor.records.plans.attached import deleted_attached
from essor.records.plans.models import Action, Plan
from essor.records.studies.actions import RUN_JOB
from essor.records.studies.models import Study, StudyRun
from essor.records.studies.permissions import visible_studies


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyRow:
    """A study and its last computation, None when it has none."""

    study: Study
    run: StudyRun | None

    @property
    def is_stale(self) -> bool:
        """Tell whether the study changed since its last computation."""
        return self.run is not None and is_stale(self.study, self.run)


def is_stale(study: Study, run: StudyRun) -> bool:
    """Tell whether a computation answers another question than the study asks now."""
    asked = (study.inputs, study.profil, study.draws, study.seed)
    return asked != (run.inputs, run.profil, run.draws, run.seed)


def studies_of(plan: Plan, by: Access) -> QuerySet[Study]:
    """Return the studies of a plan that this person may read."""
    found = Study.objects.filter(visible_studies(by), plan=plan)
    return found.select_related("action", "plan__territoire").order_by("titre", "id")


def study_rows(plan: Plan, by: Access, action: Action | None = None) -> list[StudyRow]:
    """Return the studies of a plan, or of one action, with their last computation. Two queries."""
    studies = studies_of(plan, by)
    if action is not None:
        studies = studies.filter(action=action)
    last = StudyRun.objects.filter(study=OuterRef("pk")).order_by("-numero").values("pk")[:1]
    studies = studies.annotate(last_run=Subquery(last))
    rows = list(studies)
    runs = StudyRun.objects.in_bulk([study.last_run for study in rows if study.last_run])
    return [StudyRow(study=study, run=runs.get(study.last_run)) for study in rows]


def get_study(plan: Plan, study_id: uuid.UUID, by: Access) -> Study:
    """Return a study. Raises Http404 when absent or not readable."""
    study = studies_of(plan, by).filter(pk=study_id).first()
    if study is None:
        raise Http404
    return study


def last_run(study: Study) -> StudyRun | None:
    """Return the last computation of a study."""
    return study.runs.order_by("-numero").first()


def job_of(study: Study) -> Job | None:
    """Return the last job asked for a study."""
    return latest_job(kind=RUN_JOB, subject_id=study.id)


def deleted_studies(plan: Plan, by: Access) -> list[Event]:
    """Return the deletions of studies that nothing has undone, latest first. Raises Forbidden."""
    return deleted_attached(Study.objects.filter(plan=plan), plan, by)
