"""Addresses of the site: French words, stable, shareable."""

from django.urls import include, path

urlpatterns = [
    path("api/", include("essor.api.urls")),
    path("", include("essor.web.jetons.urls")),
    path("", include("essor.web.accueil.urls")),
    path("", include("essor.web.territoires.urls")),
    path("", include("essor.web.plan.urls")),
    path("", include("essor.web.etudes.urls")),
    path("", include("essor.web.comites.urls")),
    path("", include("essor.web.projets.urls")),
    path("", include("essor.web.terres.urls")),
    path("", include("essor.web.terres_plans.urls")),
    path("", include("essor.web.bordereaux.urls")),
    path("", include("essor.web.registre.urls")),
    path("", include("essor.web.jalons.urls")),
    path("", include("essor.web.listes.urls")),
    path("", include("essor.web.risques.urls")),
    path("", include("essor.web.indicateurs.urls")),
    path("", include("essor.web.suivi.urls")),
    path("", include("essor.web.recherche.urls")),
    path("", include("essor.web.entreprises.urls")),
    path("", include("essor.web.conventions.urls")),
    path("compte/", include("essor.web.compte.urls")),
    path("territoires/<slug:code>/membres/", include("essor.web.membres.urls")),
    path("", include("essor.web.fiche_pilote.urls")),
    path("", include("essor.web.relances.urls")),
    path("", include("essor.web.agenda.urls")),
    path("", include("essor.web.webhooks.urls")),
    path("", include("essor.web.observatoire.urls")),
    path("", include("essor.web.catalogue.urls")),
    path("", include("essor.web.comparaison.urls")),
    path("", include("essor.web.portrait.urls")),
    path("", include("essor.web.carte.urls")),
]
handler400 = "essor.web.design.faults.bad_request"
handler403 = "essor.web.design.faults.permission_denied"
handler404 = "essor.web.design.faults.page_not_found"
handler500 = "essor.web.design.faults.server_error"
