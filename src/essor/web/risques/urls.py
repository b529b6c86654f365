from django.urls import path

from essor.web.risques import views_build, views_chances, views_register

app_name = "risques"
PLAN = "territoires/<slug:code>/plan/"
ACTION = PLAN + "actions/<str:action_code>/risques/"
RISQUE = ACTION + "<uuid:risque_id>/"

urlpatterns = [
    path(PLAN + "risques/", views_register.register, name="register"),
    path(PLAN + "risques/risques.<str:file_format>", views_register.export, name="export"),
    path(ACTION, views_register.of_action, name="list"),
    path(ACTION + "ajouter/", views_build.add, name="add"),
    path(ACTION + "dates/", views_chances.chances, name="chances"),
    path(ACTION + "dates/chances.csv", views_chances.chances_csv, name="chances_csv"),
    path(RISQUE + "modifier/", views_build.edit, name="edit"),
    path(RISQUE + "supprimer/", views_build.remove, name="remove"),
]
