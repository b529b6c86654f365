"""Five answers, a first range, then a study."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from essor.foundations.errors import UserFault
from essor.records.plans.models import Action
from essor.records.plans.queries import actions_of
from essor.records.studies.actions import create_study, run_study
from essor.records.studies.answers import PROGRAMMES, inputs_of
from essor.records.studies.compute import FirstRange, first_range
from essor.records.studies.from_action import KnownOfSite, known_of
from essor.records.studies.permissions import require_create_study
from essor.records.territoires.models import Territoire
from essor.records.territoires.queries import get_territoire
from essor.references.loader import parameters
from essor.web.design.form_faults import add_faults
from essor.web.etudes.forms import StartForm
from essor.web.etudes.gate import TAB
from essor.web.plan.gate import PlanGate, plan_or_404


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Show a first range for the answers in the address; keep the study when it is sent."""
    gate = plan_or_404(request, code)
    require_create_study(gate.access, gate.plan)
    asked = request.POST or (request.GET if "surface" in request.GET else None)
    actions = actions_of(gate.plan, gate.access)
    action = actions.filter(code=request.GET.get("action", "")).first()
    known = known_of(action) if action else KnownOfSite()
    form = StartForm(
        asked or None,
        communes=communes_of(gate.territoire),
        actions=actions,
        initial=_initial(action, known) | _asked_programme(request),
    )
    found: FirstRange | None = None
    if form.is_bound and form.is_valid():
        try:
            if request.method == "POST":
                return _keep(request, gate, form)
            found = first_range(
                inputs_of(form.answers(), parameters=parameters()),
                on=timezone.localdate(),
                parameters=parameters(),
            )
        except UserFault as error:
            add_faults(form, error)
    status = 422 if request.method == "POST" else 200
    context = gate.context(form=form, found=found, action=action, known=known) | TAB
    return render(request, "etudes/nouvelle.html", context, status=status)


def _initial(action: Action | None, known: KnownOfSite) -> dict[str, object]:
    """First answers: what the sheet of the action says, else the most usual."""
    start = known.decide_le.year if known.decide_le else timezone.localdate().year + 1
    area = known.surface_ha
    return {
        "action": action.code if action else None,
        "commune": known.code_commune_insee,
        "surface": None if area is None else f"{area:.12g}".replace(".", ","),
        "programme": "industrie",
        "porteur": "epci",
        "annee": start,
    }


def _asked_programme(request: HttpRequest) -> dict[str, object]:
    """The project asked in the address, as a screening of the site gives it."""
    asked = request.GET.get("programme", "")
    return {"programme": asked} if asked in PROGRAMMES else {}


def _keep(request: HttpRequest, gate: PlanGate, form: StartForm) -> HttpResponse:
    study = create_study(
        by=gate.access,
        plan=gate.plan,
        titre=form.title(),
        inputs=inputs_of(form.answers(), parameters=parameters()),
        action=form.cleaned_data["action"],
    )
    run_study(by=gate.access, study=study, on=timezone.localdate())
    messages.success(request, "L'étude est enregistrée. Chaque hypothèse peut maintenant s'ouvrir.")
    return redirect("etudes:show", gate.territoire.code, study.id)


def communes_of(territoire: Territoire) -> list[tuple[str, str]]:
    """Return the communes of a territory, most populated first."""
    try:
        fiche = get_territoire(territoire.code)
    except UserFault:
        return []
    rows = sorted(fiche.communes, key=lambda one: -(one.population_municipale or 0))
    return [(one.code_commune_insee, f"{one.nom} ({one.code_commune_insee})") for one in rows]
