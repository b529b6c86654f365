from django.urls import path

from essor.web.terres_plans import (
    views_change,
    views_compare,
    views_figures,
    views_files,
    views_front,
    views_list,
    views_lots,
    views_map,
    views_run,
    views_show,
    views_start,
)

app_name = "terres_plans"
PLANS = "territoires/<slug:code>/terres/plans/"
PLAN = PLANS + "<uuid:plan_id>/"

urlpatterns = [
    path(PLANS, views_list.plans, name="list"),
    path(PLANS + "plans.csv", views_list.plans_csv, name="list_csv"),
    path(PLANS + "nouveau/", views_start.start, name="start"),
    path(PLANS + "comparer/", views_compare.compare, name="compare"),
    path(PLANS + "comparer.csv", views_compare.compare_csv, name="compare_csv"),
    path(PLANS + "corbeille/", views_change.trash, name="trash"),
    path(PLANS + "corbeille/<uuid:operation_id>/retablir/", views_change.restore, name="restore"),
    path(PLAN, views_show.show, name="show"),
    path(PLAN + "carte/", views_map.flow_map_page, name="map"),
    path(PLAN + "semaines/", views_show.weeks, name="weeks"),
    path(PLAN + "prix/", views_show.prices_page, name="prices"),
    path(PLAN + "lots/", views_lots.lots, name="lots"),
    path(PLAN + "lots/<str:lot>/", views_lots.lot, name="lot"),
    path(PLAN + "certificat/", views_show.certificate, name="certificate"),
    path(PLAN + "compromis/", views_front.front, name="front"),
    path(PLAN + "compromis/<int:point>/choisir/", views_front.choose, name="choose"),
    path(PLAN + "risque/", views_front.risk_page, name="risk"),
    path(PLAN + "calculer/", views_run.run, name="run"),
    path(PLAN + "annuler/", views_run.cancel, name="cancel"),
    path(PLAN + "avancement/", views_run.progress, name="progress"),
    path(PLAN + "calculs/<int:numero>/verifier/", views_run.verify, name="verify"),
    path(PLAN + "calculs/<int:numero>/retenir/", views_run.retain, name="retain"),
    path(PLAN + "modifier/", views_change.edit, name="edit"),
    path(PLAN + "dupliquer/", views_change.duplicate, name="duplicate"),
    path(PLAN + "supprimer/", views_change.remove, name="remove"),
    path(PLAN + "indicateur/", views_figures.report, name="report"),
    path(PLAN + "plan.pdf", views_files.pdf, name="pdf_document"),
    path(PLAN + "plan.xlsx", views_files.xlsx, name="xlsx_document"),
    path(PLAN + "instance.json", views_files.instance, name="instance_json"),
    path(PLAN + "resultat.json", views_files.result, name="result_json"),
    path(PLAN + "<slug:table>.csv", views_files.table, name="table_csv"),
]
