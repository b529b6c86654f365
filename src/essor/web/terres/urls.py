from django.urls import path

from essor.web.terres import (
    kinds,
    views_laboratory,
    views_lots,
    views_matrix,
    views_outlets,
    views_overview,
    views_sheets,
    views_workbook,
)
from essor.web.terres.editing import adding, changing, deleting

app_name = "terres"
HERE = "territoires/<slug:code>/terres/"
CHANTIER = HERE + "chantiers/<uuid:row_id>/"
LOT = HERE + "lots/<uuid:row_id>/"
ANALYSE = HERE + "analyses/<uuid:row_id>/"
EXUTOIRE = HERE + "exutoires/<uuid:row_id>/"
PLATEFORME = HERE + "plateformes/<uuid:row_id>/"
DAP = HERE + "acceptations/<uuid:row_id>/"

urlpatterns = [
    path(HERE, views_overview.overview, name="overview"),
    path(HERE + "lots/", views_lots.lots, name="lots"),
    path(HERE + "lots.csv", views_lots.lots_csv, name="lots_csv"),
    path(HERE + "chantiers/ajouter/", adding(kinds.CHANTIERS), name="add_chantier"),
    path(CHANTIER, views_lots.chantier, name="chantier"),
    path(CHANTIER + "modifier/", changing(kinds.CHANTIERS), name="edit_chantier"),
    path(CHANTIER + "supprimer/", deleting(kinds.CHANTIERS), name="delete_chantier"),
    path(CHANTIER + "lots/ajouter/", adding(kinds.LOTS_KIND), name="add_lot"),
    path(LOT, views_lots.lot, name="lot"),
    path(LOT + "modifier/", changing(kinds.LOTS_KIND), name="edit_lot"),
    path(LOT + "laboratoire/", views_laboratory.send, name="laboratory"),
    path(LOT + "laboratoire/apercu/", views_laboratory.preview, name="laboratory_preview"),
    path(LOT + "laboratoire/garder/", views_laboratory.confirm, name="laboratory_confirm"),
    path(LOT + "etat/", views_sheets.edit_profile, name="edit_profile"),
    path(LOT + "supprimer/", deleting(kinds.LOTS_KIND), name="delete_lot"),
    path(LOT + "analyses/ajouter/", adding(kinds.ANALYSES), name="add_analyse"),
    path(ANALYSE, views_lots.analyse, name="analyse"),
    path(ANALYSE + "modifier/", changing(kinds.ANALYSES), name="edit_analyse"),
    path(ANALYSE + "resultats/", views_sheets.edit_results, name="edit_results"),
    path(ANALYSE + "supprimer/", deleting(kinds.ANALYSES), name="delete_analyse"),
    path(HERE + "exutoires/", views_outlets.outlets, name="exutoires"),
    path(HERE + "exutoires.csv", views_outlets.outlets_csv, name="exutoires_csv"),
    path(HERE + "exutoires/ajouter/", adding(kinds.EXUTOIRES_KIND), name="add_exutoire"),
    path(EXUTOIRE, views_outlets.outlet, name="exutoire"),
    path(EXUTOIRE + "modifier/", changing(kinds.EXUTOIRES_KIND), name="edit_exutoire"),
    path(EXUTOIRE + "fiche/", views_sheets.edit_sheet, name="edit_sheet"),
    path(EXUTOIRE + "supprimer/", deleting(kinds.EXUTOIRES_KIND), name="delete_exutoire"),
    path(EXUTOIRE + "acceptations/ajouter/", adding(kinds.DAPS), name="add_dap"),
    path(DAP + "modifier/", changing(kinds.DAPS), name="edit_dap"),
    path(DAP + "supprimer/", deleting(kinds.DAPS), name="delete_dap"),
    path(HERE + "plateformes/ajouter/", adding(kinds.PLATEFORMES), name="add_plateforme"),
    path(PLATEFORME, views_outlets.platform, name="plateforme"),
    path(PLATEFORME + "modifier/", changing(kinds.PLATEFORMES), name="edit_plateforme"),
    path(PLATEFORME + "supprimer/", deleting(kinds.PLATEFORMES), name="delete_plateforme"),
    path(HERE + "classeur/", views_workbook.send, name="workbook"),
    path(HERE + "classeur/apercu/", views_workbook.preview, name="workbook_preview"),
    path(HERE + "classeur/ecrire/", views_workbook.confirm, name="workbook_confirm"),
    path(HERE + "classeur/terres.xlsx", views_workbook.export, name="export"),
    path(HERE + "classeur/modele.xlsx", views_workbook.model, name="model_export"),
    path(HERE + "compatibilite/", views_matrix.matrix, name="matrix"),
    path(HERE + "compatibilite.csv", views_matrix.matrix_csv, name="matrix_csv"),
    path(HERE + "compatibilite/<uuid:lot_id>/<uuid:exutoire_id>/", views_matrix.pair, name="pair"),
    path(HERE + "couts/", views_outlets.costs, name="costs"),
    path(HERE + "couts/dire/", views_outlets.say_cost, name="say_cost"),
    path(HERE + "couts/<uuid:row_id>/retirer/", views_outlets.remove_cost, name="remove_cost"),
    path(HERE + "distances/dire/", views_outlets.say_distance, name="say_distance"),
    path(
        HERE + "distances/<uuid:row_id>/retirer/",
        views_outlets.remove_distance,
        name="remove_distance",
    ),
]
