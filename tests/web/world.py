"""One of everything, and one person of every kind: what the permission tables are tried on."""

import datetime as dt
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from django.contrib.auth.tokens import default_token_generator

from essor.records.accounts.actions import invite
from essor.records.accounts.links import invitation_token, password_reset_parts
from essor.records.accounts.models import Invitation, Membre, User
from essor.records.accounts.permissions import Access
from essor.records.accounts.queries import access_for
from essor.records.accounts.roles import Role
from essor.records.comites.attachments import present_plan_terres, present_study
from essor.records.comites.models import (
    Comite,
    Decision,
    DocumentComite,
    EtudePresentee,
    PlanTerresPresente,
    PointOrdreDuJour,
)
from essor.records.conventions.models import Acte, Label, Mandat, Mouvement, Signataire
from essor.records.conventions.mouvements import record_addition
from essor.records.entreprises.actions import link_action
from essor.records.entreprises.models import Contact, Echange, Etablissement, LienAction, Projet
from essor.records.indicateurs.models import Cible, Indicateur, Valeur
from essor.records.jalons.actions import link_jalons
from essor.records.jalons.models import Dependance, Jalon, Prevision
from essor.records.jetons.models import Jeton
from essor.records.journal.models import Event, Operation
from essor.records.plans.actions import change_action, create_axe, delete_action
from essor.records.plans.announce import AnnonceValues, add_annonce
from essor.records.plans.choices import Confiance, NatureAnnonce
from essor.records.plans.documents import add_document
from essor.records.plans.models import Action, Annonce, Axe, Document, Note, Plan
from essor.records.plans.notes import add_note
from essor.records.projets.models import Lot, Parcelle, PhaseProjet, PhotoProjet
from essor.records.risques.actions import create_risque
from essor.records.risques.models import Risque
from essor.records.studies.actions import delete_study, run_study
from essor.records.studies.models import Study
from essor.records.suivi.actions import add_point, state_color
from essor.records.suivi.models import AvisSante, PointBloquant
from essor.records.suivi.rules import Color, Dimension
from essor.records.terres_plans.actions import (
    delete_plan_terres,
    keep_calcul,
    question_of,
    run_plan_terres,
)
from essor.records.terres_plans.choices import NatureCalcul
from essor.records.terres_plans.compute import solve_question
from essor.records.terres_plans.gather import gather
from essor.records.terres_plans.models import CalculTerres, PlanTerres
from essor.records.territoires.models import Territoire
from essor.records.vues.actions import save_view
from essor.records.vues.description import Filters, ViewDescription
from essor.records.vues.models import VueEnregistree
from tests.factories import (
    make_action,
    make_jalon,
    make_jeton,
    make_member,
    make_plan,
    make_territoire,
    make_user,
    system,
)
from tests.records.comites.made import make_comite, make_decision, make_paper, make_point
from tests.records.conventions.made import (
    adopt,
    make_acte,
    make_label,
    make_mandat,
    make_signataire,
    propose,
)
from tests.records.entreprises.made import (
    make_contact,
    make_exchange,
    make_firm,
    make_firm_project,
)
from tests.records.indicateurs.made import aim, make_indicateur, say
from tests.records.projets.made import (
    make_cost,
    make_lot,
    make_parcelle,
    make_phase,
    make_photo,
    make_projet,
)
from tests.records.relances.made import Asked, make_asked
from tests.records.studies.made import make_study
from tests.records.terres.made import Terres, make_terres
from tests.records.terres_plans.made import MONDAY as SOILS_ON
from tests.records.terres_plans.made import make_plan_terres, make_soils

ANONYMOUS = "anonyme"
STRANGER = "connecté sans rôle"
NEIGHBOUR = "administrateur d'un autre territoire"
CLOSED = "compte fermé, administrateur"
SUPERUSER = "administre l'installation"


@dataclass(slots=True, kw_only=True)
class World:
    """A territory with a plan, everything a plan may hold, and its neighbour."""

    territoire: Territoire
    other: Territoire
    plan: Plan
    axe: Axe
    action: Action
    note: Note
    document: Document
    annonce: Annonce
    jalon: Jalon
    prevision: Prevision
    dependance: Dependance
    risque: Risque
    indicateur: Indicateur
    valeur: Valeur
    cible: Cible
    point: PointBloquant
    avis: AvisSante
    change: Event
    deletion: Operation
    study: Study
    study_deletion: Operation
    other_study: Study
    etablissement: Etablissement
    firm_to_delete: Etablissement
    lien: LienAction
    echange: Echange
    contact: Contact
    projet_entreprise: Projet
    vue: VueEnregistree
    comite: Comite
    point_odj: PointOrdreDuJour
    decision: Decision
    document_comite: DocumentComite
    presentation: EtudePresentee
    projet: Action
    phase_projet: PhaseProjet
    parcelle: Parcelle
    lot: Lot
    cout: Annonce
    photo_projet: PhotoProjet
    membre: Membre
    invitation: Invitation
    jeton: Jeton
    asked: Asked
    label: Label
    convention: Acte
    avenant: Acte
    signataire: Signataire
    mandat: Mandat
    mouvement: Mouvement
    terres: Terres
    plan_terres: PlanTerres
    front_terres: CalculTerres
    plan_terres_deletion: Operation
    plan_terres_presente: PlanTerresPresente
    plan_terres_offert: PlanTerres
    people: dict[str, User | None] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """Code of the territory, as addresses write it."""
        return self.territoire.code

    @property
    def invitation_token(self) -> str:
        """Signed part of the invitation's link."""
        return invitation_token(self.invitation)

    @property
    def reset_parts(self) -> dict[str, str]:
        """Both parts of a link to a new password."""
        uid, token = password_reset_parts(self.membre.user)
        return {"uid": uid, "token": token}

    @property
    def reset_token(self) -> str:
        """Token of a link to a new password of the member."""
        return default_token_generator.make_token(self.membre.user)

    def access(self, actor: str) -> Access:
        """Return what an actor is in the territory."""
        return access_for(self.people[actor], self.territoire)


def announcement(**values: Any) -> AnnonceValues:
    """Return an announcement that is complete."""
    return AnnonceValues(
        sujet="Ouverture",
        nature=NatureAnnonce.TEXTE,
        texte="Ouverture annoncée",
        source_title="Un journal",
        read_on=dt.date(2026, 11, 1),
        confiance=Confiance.PRESSE,
        **values,
    )


def build_world() -> World:
    """Write it all, through the public actions."""
    territoire = make_territoire()
    other = make_territoire("ti-8412", "Ailleurs")
    by = system(territoire)
    plan = make_plan(territoire)
    axe = create_axe(by=by, plan=plan, titre="Axe 1")
    action = make_action(plan, "Former", axe=axe, confidentialite="public")
    gone = make_action(plan, "Supprimée", axe=axe)
    change_action(by=by, action=action, objectifs="Former cent personnes")
    pilot = make_member(territoire, Role.PILOTE, email="membre@exemple.fr")
    first = make_jalon(action, "Études", "mars 2026")
    jalon = make_jalon(action, "Travaux", "2027")
    sent = invite(
        by=by, territoire=territoire, email="ana@exemple.fr", role=Role.LECTEUR, make_url=str
    )
    study = make_study(plan, confidentialite="public")
    run_study(by=by, study=study, on=dt.date(2026, 11, 3))
    deleted = delete_study(by=by, study=make_study(plan, "Étude supprimée"))
    firm = make_firm(territoire, confidentialite="public")
    contact = make_contact(firm)
    indicateur = make_indicateur(plan, confidentialite="public")
    comite = make_comite(plan)
    projet = make_projet(plan)
    convention = make_acte(plan, signe="2024", confidentialite="public")
    signataire = make_signataire(convention)
    adopt(convention, action_ids=())
    record_addition(by=by, action=action, motif="Demandée par la Région", acte=None)
    return World(
        territoire=territoire,
        other=other,
        plan=plan,
        axe=axe,
        action=action,
        note=add_note(by=by, action=action, texte="Vu", noted_on=dt.date(2026, 11, 2)),
        document=add_document(
            by=by, action=action, file_name="note.txt", content=BytesIO(b"Un texte")
        ),
        annonce=add_annonce(by=by, plan=plan, values=announcement()),
        jalon=jalon,
        prevision=jalon.previsions.get(),
        dependance=link_jalons(by=by, avant=first, apres=jalon, lag_days=30),
        risque=_risque(by, jalon),
        indicateur=indicateur,
        valeur=say(indicateur, 40, year=2025),
        cible=aim(indicateur, 100),
        point=add_point(
            by=by,
            action=action,
            cause="Permis en attente",
            destinataire_nature="etat",
            destinataire_nom="Un service",
        ),
        avis=state_color(
            by=by,
            action=action,
            dimension=Dimension.TEMPS,
            couleur=Color.ORANGE,
            commentaire="Marge mince",
        ),
        change=Event.objects.filter(object_id=action.id).latest("id"),
        deletion=delete_action(by=by, action=gone),
        study=study,
        study_deletion=deleted,
        other_study=make_study(plan, "Étude à présenter"),
        etablissement=firm,
        firm_to_delete=make_firm(territoire, "Saisie par erreur"),
        lien=link_action(by=by, etablissement=firm, action=action, role="partenaire"),
        contact=contact,
        echange=make_exchange(firm, contact=contact, prochaine_etape="Envoyer le plan"),
        projet_entreprise=make_firm_project(firm),
        vue=_vue(territoire, pilot),
        comite=comite,
        point_odj=make_point(comite, actions=[action]),
        decision=make_decision(comite, actions=[action], echeance_on=dt.date(2026, 4, 1)),
        document_comite=make_paper(comite),
        presentation=present_study(by=by, comite=comite, study=study),
        projet=projet,
        phase_projet=make_phase(projet),
        parcelle=make_parcelle(projet, contenance_m2=1200),
        lot=make_lot(projet, etat="disponible"),
        cout=make_cost(projet, 200_000_000, "2016"),
        photo_projet=make_photo(projet, is_publique=True),
        membre=Membre.objects.get(user=pilot),
        invitation=sent.invitation,
        jeton=make_jeton(pilot),
        asked=make_asked(action, pilot),
        label=make_label(plan),
        convention=convention,
        avenant=make_acte(plan, "avenant"),
        signataire=signataire,
        mandat=make_mandat(plan, confidentialite="public"),
        mouvement=propose(plan, "ajout", apres=["Décarboner"]),
        terres=make_terres(plan),
        **_soils(plan, comite),
        people=_people(territoire, other),
    )


def _soils(plan: Plan, comite: Comite) -> dict[str, Any]:
    """A plan of soils and its front, computed; another that is deleted, one to present."""
    by, shared = system(plan.territoire), {"confidentialite": "public"}
    make_soils(plan, **shared)
    row = make_plan_terres(plan, **shared)
    run_plan_terres(by=by, plan_terres=row, on=SOILS_ON)
    question = question_of(
        row, gather(row, on=SOILS_ON), nature=NatureCalcul.PARETO, options={"pareto_points": 1}
    )
    front = keep_calcul(
        by=by,
        plan_terres=row,
        question=question,
        gathered=gather(row, on=SOILS_ON),
        solved=solve_question(question),
    )
    gone = delete_plan_terres(by=by, plan_terres=make_plan_terres(plan, "Plan supprimé"))
    return {
        "plan_terres": row,
        "front_terres": front,
        "plan_terres_deletion": gone,
        "plan_terres_presente": present_plan_terres(by=by, comite=comite, plan_terres=row),
        "plan_terres_offert": make_plan_terres(plan, "Plan à présenter", **shared),
    }


def _vue(territoire: Territoire, owner: User) -> VueEnregistree:
    return save_view(
        by=access_for(owner, territoire),
        territoire=territoire,
        nom="En retard",
        description=ViewDescription(filters=Filters(is_late=True)),
        is_shared=True,
    )


def _risque(by: Access, jalon: Jalon) -> Risque:
    return create_risque(
        by=by,
        action=jalon.action,
        jalon=jalon,
        titre="Pollution",
        probabilite=4,
        impact=5,
        retard_min_days=30,
        retard_days=90,
        retard_max_days=400,
        revue_on=dt.date(2026, 1, 15),
    )


def _people(territoire: Territoire, other: Territoire) -> dict[str, User | None]:
    people: dict[str, User | None] = {
        role.value: make_member(territoire, role) for role in Role if role is not Role.PUBLIC
    }
    return people | {
        ANONYMOUS: None,
        STRANGER: make_user("inconnue@exemple.fr"),
        NEIGHBOUR: make_member(other, Role.ADMINISTRATEUR),
        CLOSED: make_member(
            territoire, Role.ADMINISTRATEUR, email="ferme@exemple.fr", is_active=False
        ),
        SUPERUSER: make_user("root@exemple.fr", is_superuser=True),
    }


ACTORS = (
    *(role.value for role in Role if role is not Role.PUBLIC),
    ANONYMOUS,
    STRANGER,
    NEIGHBOUR,
    CLOSED,
    SUPERUSER,
)
