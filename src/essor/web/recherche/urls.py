from django.urls import path

from essor.web.recherche import views

app_name = "recherche"
urlpatterns = [path("recherche/", views.recherche, name="search")]
