from django.urls import path

from essor.web.registre import views_files, views_generate, views_ligne, views_list, views_slip

app_name = "registre"
HERE = "territoires/<slug:code>/terres/registre/"
ONE = HERE + "lignes/<uuid:ligne_id>/"
GENRE = HERE + "<slug:genre>/"

urlpatterns = [
    path(HERE, views_list.home, name="home"),
    path(HERE + "registre.csv", views_list.list_csv, name="list_csv"),
    path(HERE + "verifier/", views_files.verify, name="verify"),
    path(HERE + "importer/", views_files.take, name="take"),
    path(ONE, views_ligne.show, name="show"),
    path(ONE + "modifier/", views_ligne.edit, name="edit"),
    path(ONE + "completer/", views_ligne.complete, name="complete"),
    path(ONE + "annuler/", views_ligne.cancel, name="cancel"),
    path(ONE + "supprimer/", views_ligne.remove, name="remove"),
    path(ONE + "bordereau.pdf", views_slip.slip, name="slip_document"),
    path(GENRE + "ajouter/", views_ligne.add, name="add"),
    path(GENRE + "depuis-bordereaux/", views_generate.generate, name="generate"),
    path(GENRE + "exporter/", views_files.export, name="prepare"),
    path(GENRE + "exporter/declarees/", views_files.declare, name="declare"),
    path(GENRE + "a-declarer.<slug:file_format>", views_files.download, name="file_document"),
    path(GENRE + "modele.<slug:file_format>", views_files.blank, name="blank_document"),
]
