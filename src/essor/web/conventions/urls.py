from django.urls import path

from essor.web.conventions import (
    views_adopt,
    views_files,
    views_life,
    views_mouvements,
    views_people,
    views_textes,
)

app_name = "conventions"
HERE = "territoires/<slug:code>/convention/"
LABEL = HERE + "labels/<uuid:label_id>/"
TEXTE = HERE + "textes/<uuid:acte_id>/"
SIGNATAIRE = TEXTE + "signataires/<uuid:signataire_id>/"
MANDAT = HERE + "binome/<uuid:mandat_id>/"
MOUVEMENT = HERE + "mouvements/<uuid:mouvement_id>/"

urlpatterns = [
    path(HERE, views_life.life, name="life"),
    path(HERE + "mouvements.csv", views_files.movements_csv, name="movements_csv"),
    path(HERE + "signataires.csv", views_files.signatories_csv, name="signatories_csv"),
    path(HERE + "labels/ajouter/", views_textes.add_label, name="add_label"),
    path(LABEL + "modifier/", views_textes.edit_label, name="edit_label"),
    path(LABEL + "supprimer/", views_textes.remove_label, name="remove_label"),
    path(HERE + "textes/ajouter/", views_textes.add, name="add"),
    path(TEXTE, views_life.text, name="text"),
    path(TEXTE + "plan/", views_life.plan_then, name="plan_then"),
    path(TEXTE + "modifier/", views_textes.edit, name="edit"),
    path(TEXTE + "supprimer/", views_textes.remove, name="remove"),
    path(TEXTE + "joindre/", views_files.attach, name="attach"),
    path(TEXTE + "fichier/", views_files.document, name="document"),
    path(TEXTE + "adopter/", views_adopt.adopt, name="adopt"),
    path(TEXTE + "signataires/ajouter/", views_people.add_signatory, name="add_signatory"),
    path(SIGNATAIRE + "modifier/", views_people.edit_signatory, name="edit_signatory"),
    path(SIGNATAIRE + "retirer/", views_people.remove_signatory, name="remove_signatory"),
    path(HERE + "binome/ajouter/", views_people.add_mandate, name="add_mandate"),
    path(MANDAT + "modifier/", views_people.edit_mandate, name="edit_mandate"),
    path(MANDAT + "supprimer/", views_people.remove_mandate, name="remove_mandate"),
    path(HERE + "effacer-une-personne/", views_people.erase, name="erase"),
    path(HERE + "mouvements/preparer/<slug:nature>/", views_mouvements.propose, name="propose"),
    path(HERE + "mouvements/constater/<str:action_code>/", views_mouvements.record, name="record"),
    path(MOUVEMENT, views_mouvements.movement, name="movement"),
    path(MOUVEMENT + "modifier/", views_mouvements.edit, name="edit_movement"),
    path(MOUVEMENT + "appliquer/", views_mouvements.apply, name="apply_movement"),
    path(MOUVEMENT + "supprimer/", views_mouvements.remove, name="remove_movement"),
]
