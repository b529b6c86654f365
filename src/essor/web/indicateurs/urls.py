from django.urls import path

from essor.web.indicateurs import (
    views_define,
    views_enter,
    views_figures,
    views_files,
    views_observatory,
    views_read,
)

app_name = "indicateurs"
HERE = "territoires/<slug:code>/indicateurs/"
ONE = HERE + "<slug:indicateur_code>/"
VALEUR = ONE + "valeurs/<uuid:valeur_id>/"
CIBLE = ONE + "cibles/<uuid:cible_id>/"

urlpatterns = [
    path(HERE, views_read.board, name="list"),
    path(HERE + "indicateurs.csv", views_read.board_csv, name="list_csv"),
    path(HERE + "jeu-de-depart/", views_define.start, name="start"),
    path(HERE + "ajouter/", views_define.add, name="add"),
    path(HERE + "a-renseigner/", views_enter.missing, name="missing"),
    path(HERE + "a-renseigner/a-renseigner.csv", views_enter.missing_csv, name="missing_csv"),
    path(HERE + "saisie/", views_enter.enter, name="enter"),
    path(HERE + "observatoire/", views_observatory.feed, name="observatory"),
    path(HERE + "importer/", views_files.send, name="import"),
    path(HERE + "importer/apercu/", views_files.preview, name="preview"),
    path(HERE + "importer/confirmer/", views_files.confirm, name="confirm_import"),
    path(HERE + "export/<slug:sheet>.<slug:file_format>", views_files.export, name="export"),
    path(ONE, views_read.show, name="show"),
    path(ONE + "valeurs.csv", views_read.values_csv, name="values_csv"),
    path(ONE + "courbe.csv", views_read.chart_csv, name="chart_csv"),
    path(ONE + "modifier/", views_define.edit, name="edit"),
    path(ONE + "supprimer/", views_define.remove, name="remove"),
    path(ONE + "valeurs/ajouter/", views_figures.add_value, name="add_value"),
    path(VALEUR + "corriger/", views_figures.fix_value, name="fix_value"),
    path(VALEUR + "annuler/", views_figures.drop_value, name="drop_value"),
    path(ONE + "cibles/ajouter/", views_figures.add_target, name="add_target"),
    path(CIBLE + "corriger/", views_figures.fix_target, name="fix_target"),
    path(CIBLE + "annuler/", views_figures.drop_target, name="drop_target"),
]
