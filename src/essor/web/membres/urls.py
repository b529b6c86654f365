from django.urls import path

from essor.web.membres import views

app_name = "membres"
urlpatterns = [
    path("", views.list_page, name="list"),
    path("inviter/", views.invite, name="invite"),
    path("<uuid:pk>/role/", views.change_role, name="role"),
    path("<uuid:pk>/retirer/", views.remove, name="remove"),
    path("invitations/<uuid:pk>/retirer/", views.revoke, name="revoke"),
    path("invitations/<uuid:pk>/renvoyer/", views.resend, name="resend"),
]
