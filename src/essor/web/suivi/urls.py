from django.urls import path

from essor.web.suivi import views_plan, views_points, views_sante

app_name = "suivi"
PLAN = "territoires/<slug:code>/plan/"
ACTION = PLAN + "actions/<str:action_code>/"
POINT = ACTION + "points-bloquants/<uuid:point_id>/"
SANTE = ACTION + "sante/<slug:dimension>/"

urlpatterns = [
    path(PLAN + "attentes/", views_plan.expected, name="expected"),
    path(PLAN + "attentes/attentes.<str:file_format>", views_plan.export, name="export"),
    path(PLAN + "sante/", views_plan.health, name="health"),
    path(PLAN + "sans-nouvelle/", views_plan.silent, name="silent"),
    path(ACTION + "points-bloquants/ajouter/", views_points.add, name="add"),
    path(POINT + "modifier/", views_points.edit, name="edit"),
    path(POINT + "lever/", views_points.lift, name="lift"),
    path(POINT + "rouvrir/", views_points.reopen, name="reopen"),
    path(POINT + "supprimer/", views_points.remove, name="remove"),
    path(SANTE, views_sante.state, name="state"),
    path(SANTE + "retirer/", views_sante.take_back, name="take_back"),
]
