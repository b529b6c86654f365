from django.urls import path

from essor.web.relances import (
    views_ask,
    views_campagne,
    views_person,
    views_rules,
    views_unanswered,
)

app_name = "relances"
HERE = "territoires/<slug:code>/relances/"
CAMPAGNE = HERE + "demandes/<uuid:campagne_id>/"

urlpatterns = [
    path(HERE, views_rules.home, name="home"),
    path(HERE + "regles/", views_rules.rules, name="rules"),
    path(HERE + "apercu/", views_rules.preview_page, name="preview"),
    path(HERE + "apercu/apercu.csv", views_rules.preview_csv, name="preview_csv"),
    path(HERE + "envois/", views_rules.log, name="log"),
    path(HERE + "envois/envois.csv", views_rules.log_csv, name="log_csv"),
    path(HERE + "sans-reponse/", views_unanswered.page, name="unanswered"),
    path(HERE + "sans-reponse/sans-reponse.csv", views_unanswered.csv, name="unanswered_csv"),
    path(HERE + "demander/", views_ask.ask, name="ask"),
    path(HERE + "pilotes/<uuid:participant_id>/", views_ask.address, name="address"),
    path(CAMPAGNE, views_campagne.show, name="campagne"),
    path(CAMPAGNE + "modifier/", views_campagne.edit, name="edit"),
    path(CAMPAGNE + "lancer/", views_campagne.launch, name="launch"),
    path(CAMPAGNE + "clore/", views_campagne.close, name="close"),
    path(CAMPAGNE + "supprimer/", views_campagne.remove, name="remove"),
    path(CAMPAGNE + "liens/<int:user_id>/", views_campagne.link, name="link"),
    path(CAMPAGNE + "liens/<int:user_id>/retirer/", views_campagne.revoke, name="revoke"),
    path("desabonnement/<str:token>/", views_person.unsubscribe_page, name="unsubscribe"),
    path("compte/rappels/", views_person.subscriptions, name="subscriptions"),
]
