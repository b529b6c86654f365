from django.urls import path

from essor.web.jetons import views

app_name = "jetons"
urlpatterns = [
    path("compte/jetons/", views.jetons, name="list"),
    path("compte/jetons/<uuid:jeton_id>/revoquer/", views.revoke, name="revoke"),
]
