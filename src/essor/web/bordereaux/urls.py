from django.urls import path

from essor.web.bordereaux import (
    views_ecarts,
    views_import,
    views_liens,
    views_list,
    views_replan,
    views_slip,
    views_telephone,
)

app_name = "bordereaux"
HERE = "territoires/<slug:code>/terres/bordereaux/"
ONE = HERE + "<uuid:bordereau_id>/"
LIEN = HERE + "liens/<uuid:lien_id>/"
PHONE = "bordereau/"

urlpatterns = [
    path(HERE, views_ecarts.home, name="home"),
    path(HERE + "alertes.csv", views_ecarts.alerts_csv, name="alerts_csv"),
    path(HERE + "ecarts/", views_ecarts.deviations, name="deviations"),
    path(HERE + "ecarts/ecarts.csv", views_ecarts.deviations_csv, name="deviations_csv"),
    path(HERE + "ecarts/semaines.csv", views_ecarts.weeks_csv, name="weeks_csv"),
    path(HERE + "liste/", views_list.slips, name="list"),
    path(HERE + "liste/bordereaux.csv", views_list.slips_csv, name="list_csv"),
    path(HERE + "sans-lot/", views_list.attach, name="attach"),
    path(HERE + "saisir/", views_slip.add, name="add"),
    path(HERE + "importer/", views_import.send, name="import"),
    path(HERE + "importer/modele.csv", views_import.model_csv, name="model_csv"),
    path(HERE + "importer/apercu/", views_import.preview, name="preview"),
    path(HERE + "importer/confirmer/", views_import.confirm, name="confirm_import"),
    path(HERE + "importer/<uuid:operation_id>/annuler/", views_import.undo, name="undo_import"),
    path(HERE + "liens/", views_liens.links, name="links"),
    path(LIEN + "affiche/", views_liens.poster, name="poster"),
    path(LIEN + "retirer/", views_liens.revoke, name="revoke"),
    path(HERE + "recalculer/", views_replan.replan_page, name="replan"),
    path(HERE + "recalculer/<int:numero>/suivre/", views_replan.follow, name="follow"),
    path(ONE, views_slip.show, name="show"),
    path(ONE + "modifier/", views_slip.edit, name="edit"),
    path(ONE + "annuler/", views_slip.cancel, name="cancel"),
    path(ONE + "retablir/", views_slip.restore, name="restore"),
    path(PHONE + "hors-ligne.js", views_telephone.worker, name="worker_js"),
    path(PHONE + "<str:jeton>/", views_telephone.telephone, name="telephone"),
    path(PHONE + "<str:jeton>/envoi/", views_telephone.envoi, name="envoi"),
]
