from django.urls import path

from essor.web.portrait import views

app_name = "portrait"
ONE = "observatoire/territoires/<slug:code>/"

urlpatterns = [
    path(ONE, views.portrait, name="show"),
    path(ONE + "portrait.pdf", views.pdf, name="pdf"),
    path(ONE + "portrait.csv", views.csv, name="csv"),
]
