from django.urls import path

from essor.web.comites import (
    views_agenda,
    views_attachments,
    views_comites,
    views_decisions,
    views_drift,
)

app_name = "comites"
HERE = "territoires/<slug:code>/comites/"
COMITE = HERE + "<uuid:comite_id>/"
POINT = COMITE + "points/<uuid:point_id>/"
DECISION = COMITE + "decisions/<uuid:decision_id>/"

urlpatterns = [
    path(HERE, views_comites.comites, name="list"),
    path(HERE + "ajouter/", views_comites.add, name="add"),
    path(HERE + "decisions/", views_decisions.register, name="register"),
    path(HERE + "decisions/decisions.csv", views_decisions.register_csv, name="register_csv"),
    path(HERE + "glissements/", views_drift.drift, name="drift"),
    path(HERE + "glissements/glissements.csv", views_drift.drift_csv, name="drift_csv"),
    path(COMITE, views_comites.comite, name="show"),
    path(COMITE + "modifier/", views_comites.edit, name="edit"),
    path(COMITE + "supprimer/", views_comites.remove, name="remove"),
    path(COMITE + "points/ajouter/", views_agenda.add, name="add_point"),
    path(POINT + "modifier/", views_agenda.edit, name="edit_point"),
    path(POINT + "deplacer/", views_agenda.move, name="move_point"),
    path(POINT + "retirer/", views_agenda.remove, name="remove_point"),
    path(COMITE + "decisions/ajouter/", views_decisions.add, name="add_decision"),
    path(DECISION + "modifier/", views_decisions.edit, name="edit_decision"),
    path(DECISION + "suivre/", views_decisions.follow, name="follow_decision"),
    path(DECISION + "supprimer/", views_decisions.remove, name="remove_decision"),
    path(COMITE + "documents/ajouter/", views_attachments.add, name="add_document"),
    path(COMITE + "documents/<uuid:document_id>/", views_attachments.document, name="document"),
    path(
        COMITE + "documents/<uuid:document_id>/retirer/",
        views_attachments.remove,
        name="remove_document",
    ),
    path(COMITE + "etudes/presenter/", views_attachments.present, name="present_study"),
    path(COMITE + "terres/presenter/", views_attachments.present_soils, name="present_soils"),
    path(
        COMITE + "terres/<uuid:presentation_id>/retirer/",
        views_attachments.withdraw_soils,
        name="withdraw_soils",
    ),
    path(
        COMITE + "etudes/<uuid:presentation_id>/retirer/",
        views_attachments.withdraw,
        name="withdraw_study",
    ),
]
