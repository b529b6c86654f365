"""The first screen of a territory: how the plan stands, what moved, who must act."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from essor.records.accounts.permissions import Access
from essor.records.accounts.roles import Capability
from essor.records.comites import permissions as comites_permissions
from essor.records.comites.models import Comite
from essor.records.comites.queries import last_committee
from essor.records.plans.queries import plan_of
from essor.records.plans.summary import PlanSummary, summary_of
from essor.records.relances.queries import late_answers
from essor.records.suivi.health import standing_of
from essor.records.territoires.models import Territoire
from essor.web.design.territoire import territoire_or_404
from essor.web.territoires import phrases
from essor.web.territoires.cards import plan_tracks, project_card, segments
from essor.web.territoires.carte import locate
from essor.web.territoires.place import place_of

MOST_MOVEMENTS = 8
MOST_ALERTS = 12


@require_safe
def territoire(request: HttpRequest, code: str) -> HttpResponse:
    """Show the essentials of a territory, with or without a plan."""
    found, access = territoire_or_404(request, code)
    plan = plan_of(found)
    now = timezone.localtime()
    last = _last_committee(found, access, now)
    since = last.instant(now.tzinfo) if last and now.tzinfo else None
    summary = summary_of(plan=plan, by=access, now=now, since=since) if plan else None
    context = {
        "territoire": found,
        "access": access,
        "tab": "essentiel",
        "plan": plan,
        "last_committee": last,
        "headline": phrases.headline(summary, is_member=access.is_member),
        "can_create": plan is None and access.can(Capability.EDIT_PLAN),
        "carte": locate(found.code, found.nom),
        "place": place_of(found),
    }
    if summary is not None:
        context |= _standing(summary, access)
        # for suivi/ligne.html, which the card of the plan includes
        context["standing"] = standing_of(plan=summary.plan, by=access, today=summary.today)
        # for relances/ligne.html, managers only
        context["owed_late"] = late_answers(summary.plan, access, summary.today)
    return render(request, "territoires/essentiel.html", context)


def _last_committee(territoire: Territoire, access: Access, now: dt.datetime) -> Comite | None:
    """Return the committee since which movements count, for those who read both."""
    if not (comites_permissions.can_read(access) and access.can(Capability.VIEW_HISTORY)):
        return None
    return last_committee(territoire, now.date() + dt.timedelta(days=1))


def _standing(summary: PlanSummary, access: Access) -> dict[str, object]:
    projects = [project_card(one, summary.today) for one in summary.grands_projets]
    return {
        "summary": summary,
        "segments": segments(summary.statuts),
        "attention": phrases.attention(summary),
        "budget": phrases.euros(summary.budget, "budget"),
        "funding": phrases.euros(summary.funding, "financement"),
        "alerts": [(one, phrases.alert_reason(one)) for one in summary.alerts[:MOST_ALERTS]],
        "more_alerts": max(0, len(summary.alerts) - MOST_ALERTS),
        "projects": projects,
        "silent": [one for one in projects if one.is_silent],
        "published": phrases.published(summary.plan_series),
        "plan_tracks": plan_tracks(summary.plan_series, summary.today),
        "can_edit": access.can(Capability.EDIT_PLAN),
        **_moves(summary),
    }


def _moves(summary: PlanSummary) -> dict[str, object]:
    """Return what moved; actions that were only added are counted, an import adds dozens."""
    rows = summary.movements.rows if summary.movements else ()
    told = [one for one in rows if not one.is_only_new]
    return {
        "moves": [(one, phrases.movement_steps(one)) for one in told[:MOST_MOVEMENTS]],
        "more_moves": max(0, len(told) - MOST_MOVEMENTS),
        "added": len(rows) - len(told),
    }
