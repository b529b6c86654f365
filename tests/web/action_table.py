"""What each write asks of its author. Adding an action function means adding its row here.

Rows with a capability are tried with every role; ``SELF`` rows with every other account;
``INSTALLATION`` rows with everyone who does not administer the installation.
"""

import datetime as dt
from typing import Any

from django.utils import timezone

from essor.foundations.periods import Period
from essor.records.accounts.roles import Capability as C
from essor.records.accounts.roles import Role
from essor.records.comites.models import StatutDecision
from essor.records.jalons.values import Preuve
from essor.records.jetons.scopes import Scope
from essor.records.plans.tableur import ActionDraft, PlanRead
from essor.records.relances.answers import ActionAnswer
from essor.records.relances.kinds import Nature
from essor.records.relances.rules import Rule
from essor.records.studies.assumptions import Group
from essor.records.studies.compute import Computed
from essor.records.suivi.rules import Color, Dimension
from essor.records.vues.bulk import Edits
from essor.records.vues.description import ViewDescription
from tests.factories import forecast
from tests.records.indicateurs.made import cible_values, measured, valeur_values
from tests.web.row_kinds import INSTALLATION, SELF, Arguments
from tests.web.row_kinds import WriteRow as Row
from tests.web.rows import gathered
from tests.web.world import announcement


def on_person(**values: Any) -> Arguments:
    return lambda world: {"person": world.membre.user, **values}


PLANS = "essor.records.plans."
STUDIES = "essor.records.studies.actions."
FIRMS = "essor.records.entreprises."
JALONS = "essor.records.jalons."
RELANCES = "essor.records.relances."
RISQUES = "essor.records.risques."
INDICATEURS = "essor.records.indicateurs."
SUIVI = "essor.records.suivi.actions."
VUES = "essor.records.vues."
COMITES = "essor.records.comites."
ACCOUNTS = "essor.records.accounts.actions."
JETONS = "essor.records.jetons.actions."
DAY = dt.date(2026, 11, 3)
CARD_SOURCE = {"source_title": "Un journal", "read_on": DAY}

ROWS: dict[str, Row] = {
    # plans
    f"{PLANS}actions.create_plan": Row(
        C.EDIT_PLAN, lambda w: {"territoire": w.territoire, "titre": "Un plan"}
    ),
    f"{PLANS}actions.change_plan": Row(C.EDIT_PLAN, lambda w: {"plan": w.plan, "titre": "Autre"}),
    f"{PLANS}actions.create_axe": Row(C.EDIT_PLAN, lambda w: {"plan": w.plan, "titre": "Axe 2"}),
    f"{PLANS}actions.change_axe": Row(C.EDIT_PLAN, lambda w: {"axe": w.axe, "titre": "Autre"}),
    f"{PLANS}actions.delete_axe": Row(C.EDIT_PLAN, lambda w: {"axe": w.axe}),
    f"{PLANS}actions.create_action": Row(C.EDIT_PLAN, lambda w: {"plan": w.plan, "titre": "Agir"}),
    f"{PLANS}actions.change_action": Row(
        C.EDIT_PLAN, lambda w: {"action": w.action, "titre": "Autre"}
    ),
    f"{PLANS}actions.delete_action": Row(C.EDIT_PLAN, lambda w: {"action": w.action}),
    f"{PLANS}actions.restore_operation": Row(C.RESTORE, lambda w: {"row": w.deletion}),
    f"{PLANS}actions.restore_value": Row(
        C.RESTORE, lambda w: {"action": w.action, "event": w.change, "field": "objectifs"}
    ),
    f"{PLANS}imports.import_plan": Row(
        C.IMPORT_PLAN,
        lambda w: {
            "territoire": w.territoire,
            "read": PlanRead(file_name="plan.json", drafts=(ActionDraft(titre="Importée"),)),
        },
    ),
    f"{PLANS}announce.add_annonce": Row(
        C.EDIT_PLAN, lambda w: {"plan": w.plan, "values": announcement()}
    ),
    f"{PLANS}announce.add_annonces": Row(
        C.EDIT_PLAN, lambda w: {"plan": w.plan, "rows": [announcement()]}
    ),
    f"{PLANS}announce.change_annonce": Row(
        C.EDIT_PLAN, lambda w: {"annonce": w.annonce, "sujet": "Autre"}
    ),
    f"{PLANS}announce.delete_annonce": Row(C.EDIT_PLAN, lambda w: {"annonce": w.annonce}),
    f"{PLANS}documents.add_document": Row(
        C.EDIT_PLAN,
        lambda w: {"action": w.action, "titre": "Lien", "href": "https://exemple.fr/"},
    ),
    f"{PLANS}documents.change_document": Row(
        C.EDIT_PLAN, lambda w: {"document": w.document, "titre": "Autre"}
    ),
    f"{PLANS}documents.delete_document": Row(C.EDIT_PLAN, lambda w: {"document": w.document}),
    f"{PLANS}notes.add_note": Row(
        C.COMMENT, lambda w: {"action": w.action, "texte": "Vu", "noted_on": DAY}
    ),
    f"{PLANS}notes.change_note": Row(C.EDIT_PLAN, lambda w: {"note": w.note, "texte": "Autre"}),
    f"{PLANS}notes.delete_note": Row(C.EDIT_PLAN, lambda w: {"note": w.note}),
    f"{PLANS}pilots.link_pilots": Row(C.EDIT_PLAN, lambda w: {"action": w.action, "users": {}}),
    f"{FIRMS}actions.create_etablissement": Row(
        C.EDIT_PLAN,
        lambda w: {"territoire": w.territoire, "denomination": "Autre", **CARD_SOURCE},
    ),
    f"{FIRMS}actions.change_etablissement": Row(
        C.EDIT_PLAN, lambda w: {"etablissement": w.etablissement, "commune": "Thiers"}
    ),
    f"{FIRMS}actions.delete_etablissement": Row(
        C.EDIT_PLAN, lambda w: {"etablissement": w.firm_to_delete}
    ),
    f"{FIRMS}actions.link_action": Row(
        C.EDIT_PLAN,
        lambda w: {"etablissement": w.etablissement, "action": w.action, "role": "porteur"},
    ),
    f"{FIRMS}actions.unlink_action": Row(C.EDIT_PLAN, lambda w: {"lien": w.lien}),
    f"{FIRMS}actions.add_projet": Row(
        C.EDIT_PLAN,
        lambda w: {
            "etablissement": w.etablissement,
            "titre": "Ligne",
            "confiance": "presse",
            **CARD_SOURCE,
        },
    ),
    f"{FIRMS}actions.change_projet": Row(
        C.EDIT_PLAN, lambda w: {"projet": w.projet_entreprise, "titre": "Autre"}
    ),
    f"{FIRMS}actions.delete_projet": Row(C.EDIT_PLAN, lambda w: {"projet": w.projet_entreprise}),
    f"{FIRMS}exchanges.log_echange": Row(
        C.COMMENT,
        lambda w: {
            "etablissement": w.etablissement,
            "nature": "visite",
            "happened_on": DAY,
            "compte_rendu": "Vu",
        },
    ),
    f"{FIRMS}exchanges.change_echange": Row(
        C.EDIT_PLAN, lambda w: {"echange": w.echange, "compte_rendu": "Autre"}
    ),
    f"{FIRMS}exchanges.finish_step": Row(
        C.COMMENT, lambda w: {"echange": w.echange, "done_on": DAY}
    ),
    f"{FIRMS}exchanges.delete_echange": Row(C.EDIT_PLAN, lambda w: {"echange": w.echange}),
    f"{FIRMS}exchanges.add_contact": Row(
        C.COMMENT,
        lambda w: {
            "etablissement": w.etablissement,
            "met_on": DAY,
            "nom": "Ana",
            "base_legale": "mission",
        },
    ),
    f"{FIRMS}exchanges.change_contact": Row(
        C.COMMENT, lambda w: {"contact": w.contact, "fonction": "Autre"}
    ),
    f"{FIRMS}erasure.erase_contact": Row(
        C.EDIT_PLAN, lambda w: {"contact": w.contact, "motif": "demande", "on": DAY}
    ),
    f"{FIRMS}erasure.held_on": Row(C.EDIT_PLAN, lambda w: {"contact": w.contact}),
    f"{FIRMS}imports.import_etablissements": Row(
        C.EDIT_PLAN,
        lambda w: {
            "territoire": w.territoire,
            "cards": [],
            "file_name": "sirene.csv",
            "read_on": DAY,
        },
    ),
    # studies
    f"{STUDIES}create_study": Row(
        C.EDIT_PLAN, lambda w: {"plan": w.plan, "titre": "Autre", "inputs": w.study.inputs}
    ),
    f"{STUDIES}change_study": Row(C.EDIT_PLAN, lambda w: {"study": w.study, "titre": "Autre"}),
    f"{STUDIES}change_inputs": Row(
        C.EDIT_PLAN,
        lambda w: {
            "study": w.study,
            "group": Group(slug="vide", label="", rows=()),
            "values": {},
            "expected_version": 1,
        },
    ),
    f"{STUDIES}replace_inputs": Row(
        C.EDIT_PLAN,
        lambda w: {
            "study": w.study,
            "inputs": w.study.inputs,
            "expected_version": w.study.version,
        },
    ),
    f"{STUDIES}duplicate_study": Row(C.EDIT_PLAN, lambda w: {"study": w.study, "titre": "Copie"}),
    f"{STUDIES}delete_study": Row(C.EDIT_PLAN, lambda w: {"study": w.study}),
    f"{STUDIES}restore_study": Row(C.RESTORE, lambda w: {"plan": w.plan, "row": w.study_deletion}),
    f"{STUDIES}run_study": Row(C.EDIT_PLAN, lambda w: {"study": w.study, "on": DAY}),
    f"{STUDIES}cancel_run": Row(C.EDIT_PLAN, lambda w: {"study": w.study}),
    f"{STUDIES}keep_run": Row(
        C.EDIT_PLAN,
        lambda w: {
            "study": w.study,
            "computed": Computed(results="{}", parameters="[]", engine_version="essai"),
            "on": DAY,
        },
    ),
    # milestones
    f"{JALONS}actions.create_jalon": Row(
        C.EDIT_PLAN, lambda w: {"action": w.action, "titre": "Livraison"}
    ),
    f"{JALONS}actions.change_jalon": Row(
        C.EDIT_PLAN, lambda w: {"jalon": w.jalon, "titre": "Autre"}
    ),
    f"{JALONS}actions.delete_jalon": Row(C.EDIT_PLAN, lambda w: {"jalon": w.jalon}),
    f"{JALONS}actions.adopt_baseline": Row(
        C.EDIT_PLAN, lambda w: {"plan": w.plan, "reason": "Convention"}
    ),
    f"{JALONS}actions.link_jalons": Row(
        C.EDIT_PLAN, lambda w: {"avant": w.jalon, "apres": w.dependance.avant}
    ),
    f"{JALONS}actions.unlink_jalons": Row(C.EDIT_PLAN, lambda w: {"dependance": w.dependance}),
    f"{JALONS}forecasts.announce": Row(
        C.EDIT_PLAN, lambda w: {"jalon": w.jalon, "values": forecast("2028")}
    ),
    f"{JALONS}forecasts.cancel_prevision": Row(
        C.EDIT_PLAN, lambda w: {"prevision": w.prevision, "motif": "Erreur"}
    ),
    f"{JALONS}forecasts.reach": Row(
        C.EDIT_PLAN,
        lambda w: {
            "jalon": w.jalon,
            "actual": Period.day(DAY),
            "preuve": Preuve(texte="Procès-verbal"),
        },
    ),
    f"{JALONS}forecasts.reopen": Row(
        C.EDIT_PLAN, lambda w: {"jalon": w.jalon, "reason": "Réserves"}
    ),
    # follow-up
    f"{SUIVI}add_point": Row(
        C.EDIT_PLAN,
        lambda w: {
            "action": w.action,
            "cause": "Accord attendu",
            "destinataire_nature": "region",
            "destinataire_nom": "La Région",
        },
    ),
    f"{SUIVI}change_point": Row(C.EDIT_PLAN, lambda w: {"point": w.point, "cause": "Autre"}),
    f"{SUIVI}lift_point": Row(
        C.EDIT_PLAN, lambda w: {"point": w.point, "leve_on": DAY, "leve_motif": "Permis reçu"}
    ),
    f"{SUIVI}reopen_point": Row(C.EDIT_PLAN, lambda w: {"point": w.point}),
    f"{SUIVI}delete_point": Row(C.EDIT_PLAN, lambda w: {"point": w.point}),
    f"{SUIVI}state_color": Row(
        C.EDIT_PLAN,
        lambda w: {
            "action": w.action,
            "dimension": Dimension.BUDGET,
            "couleur": Color.VERT,
            "commentaire": "Recompté",
        },
    ),
    f"{SUIVI}take_back_color": Row(C.EDIT_PLAN, lambda w: {"avis": w.avis}),
    # risks
    f"{RISQUES}actions.create_risque": Row(
        C.EDIT_PLAN,
        lambda w: {"action": w.action, "titre": "Recours", "probabilite": 2, "impact": 3},
    ),
    f"{RISQUES}actions.change_risque": Row(
        C.EDIT_PLAN, lambda w: {"risque": w.risque, "statut": "clos"}
    ),
    f"{RISQUES}actions.delete_risque": Row(C.EDIT_PLAN, lambda w: {"risque": w.risque}),
    # indicators
    f"{INDICATEURS}actions.create_indicateur": Row(
        C.EDIT_PLAN,
        lambda w: {
            "plan": w.plan,
            "libelle": "Surface remise en usage",
            "unit": "m2",
            "sens": "hausse",
            "agregation": "somme",
        },
    ),
    f"{INDICATEURS}actions.change_indicateur": Row(
        C.EDIT_PLAN, lambda w: {"indicateur": w.indicateur, "formule": "Relevé annuel"}
    ),
    f"{INDICATEURS}actions.delete_indicateur": Row(
        C.EDIT_PLAN, lambda w: {"indicateur": w.indicateur}
    ),
    f"{INDICATEURS}starting.start_from_set": Row(
        C.EDIT_PLAN, lambda w: {"plan": w.plan, "cles": ["decarbonation/tonnes_evitees"]}
    ),
    f"{INDICATEURS}record.record_value": Row(
        C.EDIT_PLAN, lambda w: {"indicateur": w.indicateur, "values": valeur_values(50, 2024)}
    ),
    f"{INDICATEURS}record.record_values": Row(
        C.EDIT_PLAN, lambda w: {"rows": [(w.indicateur, valeur_values(50, 2024))]}
    ),
    f"{INDICATEURS}record.correct_value": Row(
        C.EDIT_PLAN,
        lambda w: {"valeur": w.valeur, "values": valeur_values(41, 2025), "motif": "Faute"},
    ),
    f"{INDICATEURS}record.cancel_value": Row(
        C.EDIT_PLAN, lambda w: {"valeur": w.valeur, "motif": "Saisie par erreur"}
    ),
    f"{INDICATEURS}record.set_target": Row(
        C.EDIT_PLAN, lambda w: {"indicateur": w.indicateur, "values": cible_values(80, 2028)}
    ),
    f"{INDICATEURS}record.correct_target": Row(
        C.EDIT_PLAN,
        lambda w: {"cible": w.cible, "values": cible_values(90, 2027), "motif": "Revue"},
    ),
    f"{INDICATEURS}record.cancel_target": Row(
        C.EDIT_PLAN, lambda w: {"cible": w.cible, "motif": "Abandonnée"}
    ),
    f"{INDICATEURS}automatic.push_value": Row(
        C.EDIT_PLAN,
        lambda w: {
            "indicateur": w.indicateur,
            "sourced": measured(12),
            "periode": Period.year(2024),
        },
    ),
    f"{INDICATEURS}automatic.record_automatic_values": Row(
        C.EDIT_PLAN, lambda w: {"territoire": w.territoire, "values": []}
    ),
    # members and invitations
    f"{ACCOUNTS}membres.grant_role": Row(
        C.MANAGE_MEMBERS,
        lambda w: {
            "territoire": w.territoire,
            "user": w.people["connecté sans rôle"],
            "role": Role.LECTEUR,
        },
    ),
    f"{ACCOUNTS}membres.change_role": Row(
        C.MANAGE_MEMBERS, lambda w: {"membre": w.membre, "role": Role.LECTEUR}
    ),
    f"{ACCOUNTS}membres.remove_membre": Row(C.MANAGE_MEMBERS, lambda w: {"membre": w.membre}),
    f"{ACCOUNTS}invitations.invite": Row(
        C.INVITE,
        lambda w: {
            "territoire": w.territoire,
            "email": "luc@exemple.fr",
            "role": Role.LECTEUR,
            "make_url": str,
        },
    ),
    f"{ACCOUNTS}invitations.send_invitation_again": Row(
        C.INVITE, lambda w: {"invitation": w.invitation, "make_url": str}
    ),
    f"{ACCOUNTS}invitations.revoke_invitation": Row(
        C.INVITE, lambda w: {"invitation": w.invitation}
    ),
    # working lists
    f"{VUES}bulk.edit_many": Row(
        C.EDIT_PLAN,
        lambda w: {
            "plan": w.plan,
            "versions": {w.action.code: w.action.version},
            "edits": Edits(values={"statut": "en_cours"}),
        },
    ),
    f"{VUES}bulk.undo_edit": Row(C.RESTORE, lambda w: {"row": w.change.operation}),
    f"{VUES}actions.save_view": Row(
        C.VIEW_INTERNAL,
        lambda w: {"territoire": w.territoire, "nom": "Vue", "description": ViewDescription()},
    ),
    f"{VUES}actions.choose_default": Row(
        C.VIEW_INTERNAL, lambda w: {"territoire": w.territoire, "view": w.vue}
    ),
    f"{VUES}actions.delete_view": Row(C.EDIT_PLAN, lambda w: {"view": w.vue}),
    # committees
    f"{COMITES}actions.create_comite": Row(
        C.EDIT_PLAN,
        lambda w: {"plan": w.plan, "nature": "copil", "titre": "Comité", "tenu_on": DAY},
    ),
    f"{COMITES}actions.change_comite": Row(
        C.EDIT_PLAN, lambda w: {"comite": w.comite, "lieu": "Mairie"}
    ),
    f"{COMITES}actions.delete_comite": Row(C.EDIT_PLAN, lambda w: {"comite": w.comite}),
    f"{COMITES}actions.add_point": Row(
        C.EDIT_PLAN, lambda w: {"comite": w.comite, "titre": "Autre point"}
    ),
    f"{COMITES}actions.change_point": Row(
        C.EDIT_PLAN, lambda w: {"point": w.point_odj, "texte": "Dit"}
    ),
    f"{COMITES}actions.move_point": Row(
        C.EDIT_PLAN, lambda w: {"point": w.point_odj, "is_up": True}
    ),
    f"{COMITES}actions.delete_point": Row(C.EDIT_PLAN, lambda w: {"point": w.point_odj}),
    f"{COMITES}decisions.add_decision": Row(
        C.EDIT_PLAN, lambda w: {"comite": w.comite, "texte": "Décidé"}
    ),
    f"{COMITES}decisions.change_decision": Row(
        C.EDIT_PLAN, lambda w: {"decision": w.decision, "texte": "Autre"}
    ),
    f"{COMITES}decisions.follow_decision": Row(
        C.EDIT_PLAN, lambda w: {"decision": w.decision, "statut": StatutDecision.FAITE}
    ),
    f"{COMITES}decisions.delete_decision": Row(C.EDIT_PLAN, lambda w: {"decision": w.decision}),
    f"{COMITES}attachments.add_document": Row(
        C.EDIT_PLAN, lambda w: {"comite": w.comite, "href": "https://exemple.fr/"}
    ),
    f"{COMITES}attachments.delete_document": Row(
        C.EDIT_PLAN, lambda w: {"document": w.document_comite}
    ),
    f"{COMITES}attachments.present_study": Row(
        C.EDIT_PLAN, lambda w: {"comite": w.comite, "study": w.other_study}
    ),
    f"{COMITES}attachments.withdraw_study": Row(
        C.EDIT_PLAN, lambda w: {"presentation": w.presentation}
    ),
    # reminders
    f"{RELANCES}campagnes.prepare_campagne": Row(
        C.EDIT_PLAN,
        lambda w: {
            "plan": w.plan,
            "titre": "Point",
            "echeance_on": w.asked.campagne.echeance_on,
            "asked": [(w.action, w.membre.user)],
        },
    ),
    f"{RELANCES}campagnes.change_campagne": Row(
        C.EDIT_PLAN, lambda w: {"campagne": w.asked.campagne, "titre": "Autre"}
    ),
    f"{RELANCES}campagnes.launch_campagne": Row(
        C.EDIT_PLAN, lambda w: {"campagne": w.asked.prepared}
    ),
    f"{RELANCES}campagnes.close_campagne": Row(
        C.EDIT_PLAN, lambda w: {"campagne": w.asked.campagne}
    ),
    f"{RELANCES}campagnes.delete_campagne": Row(
        C.EDIT_PLAN, lambda w: {"campagne": w.asked.prepared}
    ),
    f"{RELANCES}campagnes.draw_link": Row(
        C.EDIT_PLAN, lambda w: {"campagne": w.asked.campagne, "user": w.membre.user}
    ),
    f"{RELANCES}campagnes.revoke_links": Row(
        C.EDIT_PLAN, lambda w: {"plan": w.plan, "user": w.membre.user}
    ),
    f"{RELANCES}campagnes.address_pilot": Row(
        C.EDIT_PLAN, lambda w: {"participant": w.asked.participant, "email": "sacha@exemple.fr"}
    ),
    f"{RELANCES}campagnes.set_rule": Row(
        C.EDIT_PLAN,
        lambda w: {"plan": w.plan, "rule": Rule(nature=Nature.JALON_PROCHE, is_on=True, days=5)},
    ),
    f"{RELANCES}answers.answer_sheet": Row(
        C.EDIT_PLAN,
        lambda w: {"answers": [ActionAnswer(action=w.action, version=1, is_nothing_new=True)]},
    ),
    f"{RELANCES}subscriptions.set_refused": Row(SELF, on_person(natures=frozenset())),
    f"{RELANCES}subscriptions.renew_feed": Row(SELF, on_person(plan=None)),
    f"{RELANCES}subscriptions.stop_feed": Row(
        SELF, lambda w: {"person": w.membre.user, "plan": w.plan}
    ),
    f"{ACCOUNTS}people.change_password": Row(
        SELF, on_person(current="mot-de-passe-solide", new="quatre mots bien choisis")
    ),
    f"{ACCOUNTS}second_factor.start_totp": Row(SELF, on_person()),
    f"{ACCOUNTS}second_factor.confirm_totp": Row(SELF, on_person(code="000000")),
    f"{ACCOUNTS}second_factor.renew_backup_codes": Row(
        SELF, on_person(password="mot-de-passe-solide", code="000000")
    ),
    f"{ACCOUNTS}second_factor.disable_totp": Row(
        SELF, on_person(password="mot-de-passe-solide", code="000000")
    ),
    f"{JETONS}create_jeton": Row(
        SELF,
        on_person(
            titre="Essai",
            scopes=[Scope.LECTURE],
            expires_at=timezone.now() + dt.timedelta(days=30),
        ),
    ),
    f"{JETONS}revoke_jeton": Row(SELF, lambda w: {"jeton": w.jeton}),
    f"{ACCOUNTS}people.create_user": Row(
        INSTALLATION, lambda w: {"email": "luc@exemple.fr", "password": "quatre mots bien choisis"}
    ),
    f"{ACCOUNTS}people.change_profile": Row(INSTALLATION, on_person(nom="Autre")),
    f"{ACCOUNTS}people.deactivate_user": Row(INSTALLATION, on_person()),
    f"{ACCOUNTS}people.reactivate_user": Row(INSTALLATION, on_person()),
    f"{ACCOUNTS}people.make_superuser": Row(INSTALLATION, on_person()),
    f"{ACCOUNTS}second_factor.lift_totp": Row(INSTALLATION, on_person()),
    **gathered("WRITES"),
}
