from django.urls import path

from essor.web.territoires import downloads, views_list, views_perimetre, views_show, views_site

app_name = "territoires"
ONE = "territoires/<slug:code>/"

urlpatterns = [
    path("territoires/", views_list.territoires, name="list"),
    path("territoires/carte.svg", views_list.carte, name="carte"),
    path("territoires/liste.csv", downloads.list_csv, name="list_csv"),
    path("territoires/liste.json", downloads.list_json, name="list_json"),
    path(ONE, views_show.territoire, name="show"),
    path(ONE + "essentiel.csv", downloads.summary_csv, name="summary_csv"),
    path(ONE + "perimetre/", views_perimetre.perimetre, name="perimetre"),
    path(ONE + "perimetre.csv", downloads.perimetre_csv, name="perimetre_csv"),
    path("mon-site/", views_site.site, name="site"),
    path("mon-site/communes/", views_site.suggestions, name="suggestions"),
]
