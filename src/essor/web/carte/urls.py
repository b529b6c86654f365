from django.urls import path

from essor.web.carte import views_carte, views_data, views_sites

app_name = "carte"
ROOT = "observatoire/carte/"
SITES = "observatoire/territoires/<slug:code>/sites"

urlpatterns = [
    path(ROOT, views_carte.carte, name="carte"),
    path(ROOT + "contours/<slug:couche>.json", views_data.contours, name="contours"),
    path(ROOT + "valeurs.json", views_data.valeurs, name="valeurs"),
    path(ROOT + "carte.csv", views_data.csv, name="csv"),
    path(ROOT + "carte.geojson", views_data.geojson, name="geojson"),
    path(SITES + "/", views_sites.sites, name="sites"),
    path(SITES + ".csv", views_sites.sites_csv, name="sites_csv"),
    path(SITES + ".geojson", views_sites.sites_geojson, name="sites_geojson"),
]
