from django.urls import path

from essor.web.listes import views_bulk, views_cell, views_kept, views_list

app_name = "listes"
PLAN = "territoires/<slug:code>/plan/"

urlpatterns = [
    path(PLAN + "tableau/", views_list.tableau, name="tableau"),
    path(PLAN + "kanban/", views_list.kanban, name="kanban"),
    path(PLAN + "frise/", views_list.frise, name="frise"),
    path(PLAN + "carte/", views_list.carte, name="carte"),
    path(PLAN + "listes/<slug:kind>.<slug:file_format>", views_list.export, name="export"),
    path(PLAN + "tableau/<str:action_code>/<slug:field>/", views_cell.cell, name="cell"),
    path(PLAN + "kanban/<str:action_code>/deplacer/", views_cell.move, name="move"),
    path(PLAN + "lot/", views_bulk.bulk, name="bulk"),
    path(PLAN + "lot/<uuid:operation_id>/annuler/", views_bulk.undo, name="undo"),
    path(PLAN + "vues/", views_kept.kept, name="kept"),
    path(PLAN + "vues/<uuid:view_id>/ouvrir-en-premier/", views_kept.choose, name="choose"),
    path(PLAN + "vues/<uuid:view_id>/supprimer/", views_kept.remove, name="remove"),
]
