from django.urls import path

from essor.web.indicateurs import views_define, views_figures, views_read

app_name = "indicateurs"
HERE = "territoires/<slug:code>/indicateurs/"
ONE = HERE + "<slug:indicateur_code>/"

urlpatterns = [
    path(HERE, views_read.board, name="list"),
    path(HERE + "indicateurs.csv", views_read.board_csv, name="list_csv"),
    path(HERE + "jeu-de-depart/", views_define.start, name="start"),
    path(HERE + "ajouter/", views_define.add, name="add"),
    path(ONE, views_read.show, name="show"),
    path(ONE + "valeurs.csv", views_read.values_csv, name="values_csv"),
    path(ONE + "modifier/", views_define.edit, name="edit"),
    path(ONE + "valeurs/ajouter/", views_figures.add_value, name="add_value"),
    path(ONE + "valeurs/<uuid:valeur_id>/corriger/", views_figures.fix_value, name="fix_value"),
    path(ONE + "valeurs/<uuid:valeur_id>/annuler/", views_figures.drop_value, name="drop_value"),
    path(ONE + "cibles/ajouter/", views_figures.add_target, name="add_target"),
    path(ONE + "cibles/<uuid:cible_id>/annuler/", views_figures.drop_target, name="drop_target"),
]
