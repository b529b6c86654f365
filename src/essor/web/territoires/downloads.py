"""The same lists as on screen, as files: what is downloaded is exactly what is shown."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from essor.foundations.tables import Value
from essor.records.plans.queries import plan_of
from essor.records.plans.summary import PlanSummary, summary_of
from essor.records.territoires.models import PerimetreVersion
from essor.records.territoires.queries import get_territoire
from essor.records.territoires.register import Found, register
from essor.web.design.csv_file import csv_file
from essor.web.design.territoire import territoire_or_404
from essor.web.territoires.asked import read_asked
from essor.web.territoires.place import place_of


@require_safe
def list_csv(request: HttpRequest) -> HttpResponse:
    """Send the list as asked for."""
    version, found = _listed(request)
    labels = (
        "Code", "Nom", "Région", "Codes région", "Nombre de membres", "Membres",
        "Nombre de communes", "Population municipale", "Phase", "Périmètre du",
        "Code officiel géographique",
    )  # fmt: skip
    rows: list[list[Value]] = [
        [
            one.resume.code_territoire,
            one.resume.nom,
            one.resume.nom_region,
            ", ".join(one.resume.codes_region),
            one.resume.membres,
            "; ".join(one.membres),
            one.resume.communes,
            one.resume.population_municipale,
            one.resume.phase,
            version.valid_from,
            version.cog_version.vintage,
        ]
        for one in found
    ]
    return csv_file("territoires-industrie", labels, rows)


@require_safe
def list_json(request: HttpRequest) -> JsonResponse:
    """Send the list as asked for, with what it rests on."""
    version, found = _listed(request)
    body = {
        "perimetre": {
            "titre": version.title,
            "phase": version.phase,
            "valable_le": version.valid_from.isoformat(),
            "code_officiel_geographique": version.cog_version.vintage,
            "licence": version.licence,
            "adresse": version.href,
        },
        "nombre": len(found),
        "territoires": [
            one.resume.as_dict() | {"liste_membres": list(one.membres)} for one in found
        ],
    }
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False})


@require_safe
def perimetre_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Send every commune of a territory with the member through which it belongs to it."""
    territoire, _ = territoire_or_404(request, code)
    place = place_of(territoire)
    if place is None:
        raise Http404
    version = place.version
    fiche = get_territoire(territoire.code)
    membres = {membre.siren: membre for membre in fiche.membres}
    labels = (
        "Code INSEE", "Commune", "Département", "Population municipale", "SIREN du membre",
        "Membre", "Territoire", "Périmètre du", "Code officiel géographique",
    )  # fmt: skip
    rows: list[list[Value]] = [
        [
            commune.code_commune_insee,
            commune.nom,
            commune.code_departement,
            commune.population_municipale,
            commune.siren_membre,
            membres[commune.siren_membre].nom,
            territoire.code,
            version.valid_from,
            version.cog_version.vintage,
        ]
        for commune in fiche.communes
    ]
    return csv_file(f"perimetre-{territoire.code}", labels, rows)


@require_safe
def summary_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Send the figures of the first screen, as this person may see them."""
    territoire, access = territoire_or_404(request, code)
    plan = plan_of(territoire)
    if plan is None:
        raise Http404
    summary = summary_of(plan=plan, by=access, now=timezone.localtime())
    labels = ("Mesure", "Valeur", "Unité", "Au")
    return csv_file(f"essentiel-{territoire.code}", labels, _figures(summary))


def _figures(summary: PlanSummary) -> list[list[Value]]:
    figures: list[tuple[str, Value, str]] = [("Actions", summary.actions, "actions")]
    figures += [(f"Statut : {one.label}", one.count, "actions") for one in summary.statuts]
    figures += [
        ("Actions et sous-actions bloquées", summary.blocked, "actions"),
        ("Actions et sous-actions en retard", summary.late, "actions"),
        ("Actions sans date de fin publiée", summary.without_end, "actions"),
        ("Budgets connus", summary.budget.known_eur, "EUR"),
        ("Actions au budget incomplet ou non publié", summary.budget.unknown, "actions"),
        ("Financements connus", summary.funding.known_eur, "EUR"),
        ("Actions aux financements incomplets ou non publiés", summary.funding.unknown, "actions"),
    ]
    return [[name, value, unit, summary.today] for name, value, unit in figures]


def _listed(request: HttpRequest) -> tuple[PerimetreVersion, tuple[Found, ...]]:
    version, known = register()
    asked = read_asked(request)
    found = known.find(search=asked.search, region=asked.region, order=asked.order)
    return version, found
