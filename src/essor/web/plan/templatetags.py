"""Filters of the plan's pages: announcements and operations in words."""

from django import template

from essor.records.journal.models import Operation
from essor.records.plans import announcements
from essor.records.plans.models import Annonce

register = template.Library()

OPERATIONS = {
    "plan.creer": "Plan créé",
    "plan.modifier": "Plan modifié",
    "plan.importer": "Plan importé d'un fichier",
    "plan.axe.creer": "Axe ajouté",
    "plan.axe.modifier": "Axe modifié",
    "plan.axe.supprimer": "Axe supprimé",
    "plan.action.creer": "Action ajoutée",
    "plan.action.modifier": "Action modifiée",
    "plan.actions.modifier": "Actions modifiées en lot",
    "vue.enregistrer": "Vue enregistrée",
    "vue.supprimer": "Vue supprimée",
    "vue.choisir": "Vue ouverte en premier choisie",
    "plan.action.supprimer": "Action supprimée",
    "plan.action.note.ajouter": "Note ajoutée",
    "plan.action.note.modifier": "Note modifiée",
    "plan.action.note.supprimer": "Note supprimée",
    "plan.action.document.ajouter": "Document ajouté",
    "plan.action.document.modifier": "Document modifié",
    "plan.action.document.supprimer": "Document retiré",
    "plan.annonce.ajouter": "Annonce publique ajoutée",
    "plan.annonce.modifier": "Annonce publique modifiée",
    "plan.annonce.supprimer": "Annonce publique supprimée",
    "etude.creer": "Étude créée",
    "etude.modifier": "Étude modifiée",
    "etude.situer": "Site d'une étude situé",
    "etude.dupliquer": "Étude dupliquée",
    "etude.supprimer": "Étude supprimée",
    "etude.calculer": "Étude calculée",
    "plan.jalon.creer": "Jalon ajouté",
    "plan.jalon.modifier": "Jalon modifié",
    "plan.jalon.supprimer": "Jalon supprimé",
    "plan.jalon.prevoir": "Date d'un jalon annoncée",
    "plan.jalon.prevision.retirer": "Prévision retirée",
    "plan.jalon.atteindre": "Jalon atteint",
    "plan.jalon.rouvrir": "Jalon rouvert",
    "plan.jalon.reference": "Dates de référence adoptées",
    "plan.jalon.relier": "Dépendance ajoutée",
    "plan.jalon.delier": "Dépendance retirée",
    "plan.blocage.ajouter": "Point bloquant ajouté",
    "plan.blocage.modifier": "Point bloquant modifié",
    "plan.blocage.lever": "Point bloquant levé",
    "plan.blocage.rouvrir": "Point bloquant rouvert",
    "plan.blocage.supprimer": "Point bloquant supprimé",
    "plan.sante.dire": "Avis sur la santé donné",
    "plan.sante.retirer": "Avis sur la santé retiré",
    "plan.risque.creer": "Risque ajouté",
    "plan.risque.modifier": "Risque modifié",
    "plan.risque.supprimer": "Risque supprimé",
    "plan.indicateur.creer": "Indicateur ajouté",
    "plan.indicateur.modifier": "Indicateur modifié",
    "plan.indicateur.supprimer": "Indicateur supprimé",
    "plan.indicateur.importer": "Indicateurs importés d'un fichier",
    "plan.indicateur.jeu": "Indicateurs pris du jeu de départ",
    "plan.indicateur.valeur.ajouter": "Valeur d'indicateur ajoutée",
    "plan.indicateur.valeur.corriger": "Valeur d'indicateur corrigée",
    "plan.indicateur.valeur.annuler": "Valeur d'indicateur annulée",
    "plan.indicateur.cible.ajouter": "Cible d'indicateur fixée",
    "plan.indicateur.cible.corriger": "Cible d'indicateur corrigée",
    "plan.indicateur.cible.annuler": "Cible d'indicateur annulée",
    "plan.indicateur.observatoire": "Valeurs reçues de l'observatoire",
    "plan.indicateur.moteur": "Valeur d'indicateur calculée",
    "entreprises.creer": "Établissement ajouté",
    "entreprises.modifier": "Établissement modifié",
    "entreprises.supprimer": "Établissement supprimé",
    "entreprises.importer": "Établissements importés de Sirene",
    "entreprises.lier": "Établissement lié à une action",
    "entreprises.delier": "Établissement retiré d'une action",
    "entreprises.projet.creer": "Projet d'entreprise ajouté",
    "entreprises.projet.modifier": "Projet d'entreprise modifié",
    "entreprises.projet.supprimer": "Projet d'entreprise supprimé",
    "entreprises.echange.noter": "Échange noté",
    "entreprises.echange.modifier": "Échange corrigé",
    "entreprises.echange.etape": "Étape d'un échange suivie",
    "entreprises.echange.supprimer": "Échange supprimé",
    "entreprises.contact.creer": "Contact ajouté",
    "entreprises.contact.modifier": "Contact modifié",
    "entreprises.contact.effacer": "Personne effacée",
    "plan.comite.creer": "Comité ajouté",
    "plan.comite.modifier": "Comité modifié",
    "plan.comite.supprimer": "Comité supprimé",
    "plan.comite.point.ajouter": "Point ajouté à l'ordre du jour",
    "plan.comite.point.modifier": "Point de l'ordre du jour modifié",
    "plan.comite.point.deplacer": "Ordre du jour réordonné",
    "plan.comite.point.supprimer": "Point retiré de l'ordre du jour",
    "plan.comite.decision.ajouter": "Décision de comité ajoutée",
    "plan.comite.decision.modifier": "Décision de comité modifiée",
    "plan.comite.decision.suivre": "Suite d'une décision dite",
    "plan.comite.decision.supprimer": "Décision de comité supprimée",
    "plan.comite.document.ajouter": "Document de comité ajouté",
    "plan.comite.document.supprimer": "Document de comité retiré",
    "plan.comite.etude.presenter": "Étude présentée à un comité",
    "plan.comite.etude.retirer": "Étude retirée d'un comité",
    "plan.projet.fiche": "Fiche d'un grand projet modifiée",
    "plan.projet.phase.modele": "Phases d'un grand projet prises du modèle",
    "plan.projet.phase.ajouter": "Phase de projet ajoutée",
    "plan.projet.phase.renommer": "Phase de projet renommée",
    "plan.projet.phase.deplacer": "Phases de projet réordonnées",
    "plan.projet.phase.supprimer": "Phase de projet retirée",
    "plan.projet.phase.jalons": "Jalons rattachés à une phase",
    "plan.projet.phase.passage": "Passage d'une phase dit",
    "plan.projet.parcelle.ajouter": "Parcelles ajoutées",
    "plan.projet.parcelle.modifier": "Parcelle modifiée",
    "plan.projet.parcelle.supprimer": "Parcelle retirée",
    "plan.projet.lot.ajouter": "Lot ajouté",
    "plan.projet.lot.modifier": "Lot modifié",
    "plan.projet.lot.supprimer": "Lot supprimé",
    "plan.projet.photo.ajouter": "Photo ajoutée",
    "plan.projet.photo.modifier": "Photo modifiée",
    "plan.projet.photo.supprimer": "Photo retirée",
    "plan.convention.label.ajouter": "Label enregistré",
    "plan.convention.label.modifier": "Label modifié",
    "plan.convention.label.supprimer": "Label supprimé",
    "plan.convention.texte.ajouter": "Texte de la convention enregistré",
    "plan.convention.texte.modifier": "Texte de la convention modifié",
    "plan.convention.texte.joindre": "Texte signé joint",
    "plan.convention.texte.supprimer": "Texte de la convention supprimé",
    "plan.convention.adopter": "Texte adopté : mouvements et dates de référence",
    "plan.convention.signataire.ajouter": "Signataire ajouté",
    "plan.convention.signataire.modifier": "Signataire modifié",
    "plan.convention.signataire.supprimer": "Signataire retiré",
    "plan.convention.mandat.ajouter": "Mandat du binôme enregistré",
    "plan.convention.mandat.modifier": "Mandat du binôme modifié",
    "plan.convention.mandat.supprimer": "Mandat du binôme supprimé",
    "plan.convention.mouvement.proposer": "Mouvement du plan préparé",
    "plan.convention.mouvement.modifier": "Motif ou texte d'un mouvement modifié",
    "plan.convention.mouvement.appliquer": "Mouvement appliqué au plan",
    "plan.convention.mouvement.constater": "Ajout d'une action consigné",
    "plan.convention.mouvement.supprimer": "Mouvement prévu abandonné",
    "conventions.personne.effacer": "Personne effacée des signatures et du binôme",
    "demonstration.charger": "Démonstration chargée",
    "demonstration.comptes": "Comptes de démonstration ajoutés",
    "demonstration.retirer": "Comptes de démonstration retirés",
    "invitation.accepter": "Invitation acceptée",
    "invitation.creer": "Invitation envoyée",
    "invitation.renvoyer": "Invitation renvoyée",
    "invitation.retirer": "Invitation retirée",
    "membre.ajouter": "Membre ajouté",
    "membre.retirer": "Membre retiré",
    "membre.role": "Rôle modifié",
    "plan.action.pilote.adresse": "Adresse d'une pilote donnée",
    "plan.action.repondre": "Fiche courte remplie",
    "relance.campagne.preparer": "Demande de nouvelles préparée",
    "relance.campagne.modifier": "Demande de nouvelles modifiée",
    "relance.campagne.lancer": "Demande de nouvelles lancée",
    "relance.campagne.clore": "Demande de nouvelles close",
    "relance.campagne.supprimer": "Demande de nouvelles supprimée",
    "relance.lien.creer": "Lien de fiche créé",
    "relance.lien.envoyer": "Lien de fiche envoyé",
    "relance.lien.retirer": "Liens de fiche retirés",
    "relance.regle.modifier": "Règle de relance modifiée",
    "plan.action.pilote.relier": "Comptes des pilotes reliés",
    "webhook.creer": "Webhook créé",
    "webhook.modifier": "Webhook modifié",
    "webhook.secret.renouveler": "Secret d'un webhook renouvelé",
    "webhook.mettre_en_pause": "Webhook mis en pause",
    "webhook.reprendre": "Webhook remis en marche",
    "webhook.suspendre": "Webhook suspendu",
    "webhook.supprimer": "Webhook supprimé",
}
UNDONE = ".annuler"


@register.filter
def said_label(annonce: Annonce) -> str:
    """Write what was announced."""
    return announcements.said_label(annonce)


@register.filter
def announced_label(annonce: Annonce) -> str:
    """Write when it was announced, as finely as its source says."""
    period = announcements.announced_period(annonce)
    return period.label() if period else ""


@register.filter
def operation_label(operation: Operation) -> str:
    """Write what an operation did."""
    kind = operation.kind
    if kind.endswith(UNDONE):
        first = OPERATIONS.get(kind.removesuffix(UNDONE), kind.removesuffix(UNDONE))
        return f"Annulation : {first[:1].lower()}{first[1:]}"
    return OPERATIONS.get(kind, kind.replace(".", " "))


@register.filter
def is_revertible(operation: Operation) -> bool:
    """Tell whether the page offers to undo an operation: those of the plan only."""
    return operation.kind.startswith("plan.")
