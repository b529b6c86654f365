from django.urls import path

from essor.web.webhooks import views, views_gestures

app_name = "webhooks"
HERE = "territoires/<slug:code>/webhooks/"
ONE = HERE + "<uuid:abonnement_id>/"
LIVRAISON = ONE + "livraisons/<uuid:livraison_id>/"

urlpatterns = [
    path(HERE, views.index, name="list"),
    path(HERE + "nouveau/", views.create, name="create"),
    path(ONE, views.show, name="show"),
    path(ONE + "modifier/", views.edit, name="edit"),
    path(ONE + "livraisons.csv", views.csv, name="log_csv"),
    path(ONE + "secret/", views_gestures.renew, name="renew"),
    path(ONE + "essai/", views_gestures.trial, name="trial"),
    path(ONE + "pause/", views_gestures.pause, name="pause"),
    path(ONE + "reprise/", views_gestures.restart, name="restart"),
    path(ONE + "supprimer/", views_gestures.remove, name="remove"),
    path(LIVRAISON + "renvoyer/", views_gestures.again, name="again"),
]
