from django.urls import path

from essor.web.accueil import views

urlpatterns = [
    path("", views.home, name="accueil"),
    path("sources/", views.sources, name="sources"),
    path("accessibilite/", views.accessibilite, name="accessibilite"),
]
