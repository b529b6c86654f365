from django.urls import path

from essor.web.compte.views import account, invitation, passwords, sign_in, two_factor

app_name = "compte"
urlpatterns = [
    path("", account.compte, name="compte"),
    path("connexion/", sign_in.connexion, name="connexion"),
    path("connexion/code/", sign_in.second_facteur, name="second_facteur"),
    path("deconnexion/", sign_in.deconnexion, name="deconnexion"),
    path("demonstration/", sign_in.demonstration, name="demonstration"),
    path("mot-de-passe/", passwords.mot_de_passe, name="mot_de_passe"),
    path("mot-de-passe/oublie/", passwords.mot_de_passe_oublie, name="mot_de_passe_oublie"),
    path("mot-de-passe/envoye/", passwords.mot_de_passe_envoye, name="mot_de_passe_envoye"),
    path(
        "mot-de-passe/nouveau/<str:uid>/<str:token>/",
        passwords.mot_de_passe_nouveau,
        name="mot_de_passe_nouveau",
    ),
    path("double-authentification/", two_factor.double, name="double"),
    path("double-authentification/commencer/", two_factor.commencer, name="double_commencer"),
    path("double-authentification/cle/", two_factor.cle, name="double_cle"),
    path("double-authentification/codes/", two_factor.codes, name="double_codes"),
    path("double-authentification/desactiver/", two_factor.desactiver, name="double_desactiver"),
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
]
