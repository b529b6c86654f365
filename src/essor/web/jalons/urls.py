from django.urls import path

from essor.web.jalons import views_action, views_build, views_calendar, views_forecast, views_links

app_name = "jalons"
PLAN = "territoires/<slug:code>/plan/"
ACTION = PLAN + "actions/<str:action_code>/jalons/"
JALON = ACTION + "<uuid:jalon_id>/"

urlpatterns = [
    path(PLAN + "calendrier/", views_calendar.calendar, name="calendar"),
    path(PLAN + "calendrier/calendrier.csv", views_calendar.calendar_csv, name="calendar_csv"),
    path(PLAN + "calendrier/reference/", views_calendar.adopt, name="adopt"),
    path(ACTION, views_action.jalons, name="list"),
    path(ACTION + "jalons.csv", views_action.list_csv, name="list_csv"),
    path(ACTION + "annonces.csv", views_action.slips_csv, name="slips_csv"),
    path(ACTION + "ajouter/", views_build.add, name="add"),
    path(ACTION + "relier/", views_links.link, name="link"),
    path(ACTION + "dependances/<uuid:dependance_id>/retirer/", views_links.unlink, name="unlink"),
    path(JALON + "modifier/", views_build.edit, name="edit"),
    path(JALON + "supprimer/", views_build.remove, name="remove"),
    path(JALON + "prevoir/", views_forecast.forecast, name="forecast"),
    path(JALON + "atteindre/", views_forecast.declare_reached, name="reach"),
    path(JALON + "rouvrir/", views_forecast.take_back_reached, name="reopen"),
    path(JALON + "previsions/<uuid:prevision_id>/annuler/", views_forecast.cancel, name="cancel"),
]
