from django.urls import path

from essor.web.observatoire import downloads, views_chiffre, views_home, views_themes

app_name = "observatoire"
ONE = "observatoire/territoires/<slug:code>/"
CHIFFRE = ONE + "chiffres/<slug:indicateur>"

urlpatterns = [
    path("observatoire/", views_home.home, name="home"),
    path(ONE + "donnees.<slug:kind>", downloads.territory_file, name="territory_file"),
    path(ONE + "themes/", views_themes.themes, name="themes"),
    path(ONE + "themes/<slug:theme>/", views_themes.theme, name="theme"),
    path(ONE + "themes/<slug:theme>.<slug:kind>", downloads.theme_file, name="theme_file"),
    path(CHIFFRE + "/", views_chiffre.chiffre, name="chiffre"),
    path(CHIFFRE + ".<slug:kind>", downloads.figure_file, name="figure_file"),
    path(CHIFFRE + "/lignes.csv", downloads.rows_file, name="rows_file"),
]
