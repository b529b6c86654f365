from django.urls import path

from essor.web.plan import (
    views_action,
    views_axes,
    views_documents,
    views_field,
    views_history,
    views_import,
    views_pilots,
    views_plan,
    views_trash,
)

app_name = "plan"
PLAN = "territoires/<slug:code>/plan/"
ACTION = PLAN + "actions/<str:action_code>/"

urlpatterns = [
    path("territoires/<slug:code>/historique/", views_history.journal, name="journal"),
    path(
        "territoires/<slug:code>/historique/<uuid:operation_id>/annuler/",
        views_history.undo,
        name="undo",
    ),
    path(PLAN, views_plan.plan, name="plan"),
    path(PLAN + "creer/", views_plan.create, name="create"),
    path(PLAN + "importer/", views_import.send, name="import"),
    path(PLAN + "importer/apercu/", views_import.preview, name="preview"),
    path(PLAN + "importer/confirmer/", views_import.confirm, name="confirm_import"),
    path(PLAN + "plan.<slug:file_format>", views_import.export, name="export"),
    path(PLAN + "axes/", views_axes.axes, name="axes"),
    path(PLAN + "axes/<uuid:axe_id>/modifier/", views_axes.edit_axe, name="edit_axe"),
    path(PLAN + "axes/<uuid:axe_id>/supprimer/", views_axes.remove_axe, name="remove_axe"),
    path(PLAN + "corbeille/", views_trash.trash, name="trash"),
    path(
        PLAN + "corbeille/<uuid:operation_id>/retablir/", views_trash.restore, name="restore_action"
    ),
    path(PLAN + "actions/nouvelle/", views_action.new, name="new_action"),
    path(ACTION, views_action.action, name="action"),
    path(ACTION + "sous-action/", views_action.new_below, name="new_sub_action"),
    path(ACTION + "supprimer/", views_trash.remove, name="remove_action"),
    path(ACTION + "pilotes/", views_pilots.link, name="link_pilots"),
    path(ACTION + "notes/", views_action.add_news, name="add_note"),
    path(ACTION + "historique/", views_history.action_history, name="history"),
    path(
        ACTION + "historique/<int:event_id>/<slug:field>/retablir/",
        views_history.restore_field,
        name="restore_field",
    ),
    path(ACTION + "documents/", views_documents.add, name="add_document"),
    path(ACTION + "documents/<uuid:document_id>/", views_documents.document, name="document"),
    path(
        ACTION + "documents/<uuid:document_id>/retirer/",
        views_documents.remove,
        name="remove_document",
    ),
    path(ACTION + "modifier/<slug:field>/", views_field.edit, name="edit_field"),
]
