from django.urls import path

from essor.web.entreprises import (
    views_card,
    views_contacts,
    views_exchanges,
    views_list,
    views_projects,
)

app_name = "entreprises"
HERE = "territoires/<slug:code>/entreprises/"
ONE = HERE + "<uuid:etablissement_id>/"
ECHANGE = ONE + "echanges/<uuid:part_id>/"
PROJET = ONE + "projets/<uuid:part_id>/"
CONTACT = ONE + "contacts/<uuid:part_id>/"

urlpatterns = [
    path(HERE, views_list.etablissements, name="list"),
    path(HERE + "etablissements.csv", views_list.list_csv, name="list_csv"),
    path(HERE + "echanges.csv", views_list.exchanges_csv, name="exchanges_csv"),
    path(HERE + "ajouter/", views_card.add, name="add"),
    path(HERE + "importer/", views_list.take_sirene, name="import"),
    path(HERE + "visite/", views_exchanges.choose, name="choose"),
    path(HERE + "a-faire/", views_exchanges.steps, name="steps"),
    path(HERE + "contacts/", views_contacts.contacts, name="contacts"),
    path(ONE, views_card.show, name="show"),
    path(ONE + "modifier/", views_card.edit, name="edit"),
    path(ONE + "supprimer/", views_card.remove, name="remove"),
    path(ONE + "actions/", views_card.link, name="link"),
    path(ONE + "actions/<uuid:part_id>/retirer/", views_card.unlink, name="unlink"),
    path(ONE + "visite/", views_exchanges.log, name="log"),
    path(ECHANGE + "modifier/", views_exchanges.edit, name="edit_exchange"),
    path(ECHANGE + "etape/", views_exchanges.finish, name="finish_step"),
    path(ECHANGE + "supprimer/", views_exchanges.remove, name="remove_exchange"),
    path(ONE + "projets/ajouter/", views_projects.add, name="add_project"),
    path(PROJET + "modifier/", views_projects.edit, name="edit_project"),
    path(PROJET + "supprimer/", views_projects.remove, name="remove_project"),
    path(ONE + "contacts/ajouter/", views_contacts.add, name="add_contact"),
    path(CONTACT + "modifier/", views_contacts.edit, name="edit_contact"),
    path(CONTACT + "effacer/", views_contacts.erase, name="erase_contact"),
    path(CONTACT + "donnees.json", views_contacts.held, name="held_json"),
    path("donnees-personnelles/", views_contacts.register, name="register"),
]
