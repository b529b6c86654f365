from django.urls import path

from essor.web.fiche_pilote import views

app_name = "fiche"
urlpatterns = [
    path("fiche/<str:token>/", views.sheet, name="sheet"),
]
