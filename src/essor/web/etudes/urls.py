from django.urls import path

from essor.web.etudes import (
    map_views,
    views_aptitude,
    views_assumptions,
    views_change,
    views_compare,
    views_files,
    views_list,
    views_portfolio,
    views_run,
    views_show,
    views_start,
    views_zones,
)

app_name = "etudes"
ETUDES = "territoires/<slug:code>/etudes/"
ETUDE = ETUDES + "<uuid:study_id>/"

urlpatterns = [
    path(ETUDES, views_list.studies, name="list"),
    path(ETUDES + "nouvelle/", views_start.start, name="start"),
    path(ETUDES + "etudes.csv", views_list.studies_csv, name="list_csv"),
    path(ETUDES + "comparer/", views_compare.compare, name="compare"),
    path(ETUDES + "comparer.csv", views_compare.compare_csv, name="compare_csv"),
    path(ETUDES + "aptitude/", views_aptitude.aptitude, name="aptitude"),
    path(ETUDES + "aptitude.csv", views_aptitude.aptitude_csv, name="aptitude_csv"),
    path(ETUDES + "portefeuille/", views_portfolio.portfolio, name="portfolio"),
    path(ETUDES + "portefeuille.csv", views_portfolio.portfolio_csv, name="portfolio_csv"),
    path(ETUDES + "corbeille/", views_change.trash, name="trash"),
    path(ETUDES + "corbeille/<uuid:operation_id>/retablir/", views_change.restore, name="restore"),
    path(ETUDE, views_show.study, name="show"),
    path(ETUDE + "calculer/", views_run.run, name="run"),
    path(ETUDE + "calculs/<int:numero>/verifier/", views_run.verify, name="verify"),
    path(ETUDE + "annuler/", views_run.cancel, name="cancel"),
    path(ETUDE + "avancement/", views_run.progress, name="progress"),
    path(ETUDE + "hypotheses/", views_assumptions.index, name="assumptions"),
    path(ETUDE + "hypotheses/<slug:slug>/", views_assumptions.group, name="assumption_group"),
    path(ETUDE + "zones/", views_zones.zones, name="zones"),
    path(ETUDE + "zones/nouvelle/", views_zones.add, name="add_zone"),
    path(ETUDE + "zones/<int:number>/", views_zones.edit, name="edit_zone"),
    path(ETUDE + "zones/<int:number>/retirer/", views_zones.remove, name="remove_zone"),
    path(ETUDE + "lieu/", map_views.place, name="place"),
    path(ETUDE + "modifier/", views_change.edit, name="edit"),
    path(ETUDE + "dupliquer/", views_change.duplicate, name="duplicate"),
    path(ETUDE + "supprimer/", views_change.remove, name="remove"),
    path(ETUDE + "etude.pdf", views_files.pdf, name="pdf_document"),
    path(ETUDE + "etude.docx", views_files.docx, name="docx_document"),
    path(ETUDE + "etude.json", views_files.inputs, name="inputs_json"),
    path(ETUDE + "<slug:table>.csv", views_files.table, name="table_csv"),
]
