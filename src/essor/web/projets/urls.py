from django.urls import path

from essor.web.projets import views_costs, views_phases, views_photos, views_show, views_site

app_name = "projets"
HERE = "territoires/<slug:code>/projets/"
ONE = HERE + "<str:action_code>/"
PHASE = ONE + "phases/<uuid:phase_id>/"
PARCELLE = ONE + "parcelles/<uuid:part_id>/"
LOT = ONE + "lots/<uuid:part_id>/"
COUT = ONE + "couts/<uuid:part_id>/"
PHOTO = ONE + "photos/<uuid:part_id>/"

urlpatterns = [
    path(HERE, views_show.projets, name="list"),
    path(HERE + "projets.csv", views_show.list_csv, name="list_csv"),
    path(ONE, views_show.projet, name="show"),
    path(ONE + "phases.csv", views_show.phases_csv, name="phases_csv"),
    path(ONE + "couts.csv", views_show.costs_csv, name="costs_csv"),
    path(ONE + "parcelles.csv", views_show.site_csv, name="site_csv"),
    path(ONE + "lots.csv", views_show.lots_csv, name="lots_csv"),
    path(ONE + "fiche/", views_site.card, name="card"),
    path(ONE + "phases/modele/", views_phases.template, name="template"),
    path(ONE + "phases/ajouter/", views_phases.add, name="add_phase"),
    path(PHASE + "renommer/", views_phases.rename, name="rename_phase"),
    path(PHASE + "deplacer/", views_phases.move, name="move_phase"),
    path(PHASE + "retirer/", views_phases.remove, name="remove_phase"),
    path(PHASE + "jalons/", views_phases.milestones, name="phase_milestones"),
    path(PHASE + "passage/", views_phases.passage, name="gate"),
    path(ONE + "parcelles/ajouter/", views_site.add_parcel, name="add_parcel"),
    path(PARCELLE + "modifier/", views_site.edit_parcel, name="edit_parcel"),
    path(PARCELLE + "retirer/", views_site.remove_parcel, name="remove_parcel"),
    path(ONE + "lots/ajouter/", views_site.add_one_lot, name="add_lot"),
    path(LOT + "modifier/", views_site.edit_lot, name="edit_lot"),
    path(LOT + "supprimer/", views_site.remove_lot, name="remove_lot"),
    path(ONE + "couts/ajouter/", views_costs.add, name="add_cost"),
    path(COUT + "modifier/", views_costs.edit, name="edit_cost"),
    path(COUT + "supprimer/", views_costs.remove, name="remove_cost"),
    path(ONE + "photos/ajouter/", views_photos.add, name="add_photo"),
    path(PHOTO, views_photos.photo, name="photo"),
    path(PHOTO + "modifier/", views_photos.edit, name="edit_photo"),
    path(PHOTO + "retirer/", views_photos.remove, name="remove_photo"),
]
