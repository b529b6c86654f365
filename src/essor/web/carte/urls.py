from django.urls import path

from essor.web.carte import views_carte, views_data

app_name = "carte"
ROOT = "observatoire/carte/"

urlpatterns = [
    path(ROOT, views_carte.carte, name="carte"),
    path(ROOT + "contours/<slug:couche>.json", views_data.contours, name="contours"),
    path(ROOT + "valeurs.json", views_data.valeurs, name="valeurs"),
    path(ROOT + "carte.csv", views_data.csv, name="csv"),
    path(ROOT + "carte.geojson", views_data.geojson, name="geojson"),
]
