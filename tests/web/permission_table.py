"""What each address asks of the reader. Adding a page means adding its row here.

A row says the least that opens the page: a capability of the role table, ``PUBLIC`` (anyone),
``SIGNED_IN`` (any account that is open) or ``DEMONSTRATION`` (refused to all outside one). An
address without a row fails the tests, and so does a row without an address.
"""

from typing import Any

from essor.records.accounts.roles import Capability as C
from essor.records.relances.kinds import Nature
from essor.records.relances.links import unsubscribe_token
from tests.web.row_kinds import DEMONSTRATION, OWNER, PUBLIC, SIGNED_IN, nothing
from tests.web.row_kinds import PageRow as Row
from tests.web.rows import gathered
from tests.web.world import World

__all__ = ["DEMONSTRATION", "OWNER", "PUBLIC", "ROWS", "SIGNED_IN", "Row", "nothing"]


def here(world: World) -> dict[str, Any]:
    return {"code": world.code}


def on_action(world: World) -> dict[str, Any]:
    return {"code": world.code, "action_code": world.action.code}


def on_axe(world: World) -> dict[str, Any]:
    return {"code": world.code, "axe_id": world.axe.pk}


def on_deletion(world: World) -> dict[str, Any]:
    return {"code": world.code, "operation_id": world.deletion.pk}


def on_document(world: World) -> dict[str, Any]:
    return {**on_action(world), "document_id": world.document.pk}


def on_field(world: World) -> dict[str, Any]:
    return {**on_action(world), "field": "objectifs"}


def on_change(world: World) -> dict[str, Any]:
    return {**on_field(world), "event_id": world.change.pk}


def on_membre(world: World) -> dict[str, Any]:
    return {"code": world.code, "pk": world.membre.pk}


def on_invitation(world: World) -> dict[str, Any]:
    return {"code": world.code, "pk": world.invitation.pk}


def on_study(world: World) -> dict[str, Any]:
    return {"code": world.code, "study_id": world.study.pk}


def on_table(world: World) -> dict[str, Any]:
    return {**on_study(world), "table": "gains"}


def on_zone(world: World) -> dict[str, Any]:
    return {**on_study(world), "number": 1}


def on_group(world: World) -> dict[str, Any]:
    return {**on_study(world), "slug": "couts"}


def on_study_deletion(world: World) -> dict[str, Any]:
    return {"code": world.code, "operation_id": world.study_deletion.pk}


def on_jalon(world: World) -> dict[str, Any]:
    return {**on_action(world), "jalon_id": world.jalon.pk}


def on_prevision(world: World) -> dict[str, Any]:
    return {**on_jalon(world), "prevision_id": world.prevision.pk}


def on_dependance(world: World) -> dict[str, Any]:
    return {**on_action(world), "dependance_id": world.dependance.pk}


def on_point(world: World) -> dict[str, Any]:
    return {**on_action(world), "point_id": world.point.pk}


def on_avis(world: World) -> dict[str, Any]:
    return {**on_action(world), "dimension": world.avis.dimension}


def on_vue(world: World) -> dict[str, Any]:
    return {"code": world.code, "view_id": world.vue.pk}


def on_risque(world: World) -> dict[str, Any]:
    return {**on_action(world), "risque_id": world.risque.pk}


def on_indicateur(world: World) -> dict[str, Any]:
    return {"code": world.code, "indicateur_code": world.indicateur.code}


def on_valeur(world: World) -> dict[str, Any]:
    return {**on_indicateur(world), "valeur_id": world.valeur.pk}


def on_cible(world: World) -> dict[str, Any]:
    return {**on_indicateur(world), "cible_id": world.cible.pk}


def on_firm(world: World) -> dict[str, Any]:
    return {"code": world.code, "etablissement_id": world.etablissement.pk}


def on_firm_link(world: World) -> dict[str, Any]:
    return {**on_firm(world), "part_id": world.lien.pk}


def on_exchange(world: World) -> dict[str, Any]:
    return {**on_firm(world), "part_id": world.echange.pk}


def on_firm_project(world: World) -> dict[str, Any]:
    return {**on_firm(world), "part_id": world.projet_entreprise.pk}


def on_comite(world: World) -> dict[str, Any]:
    return {"code": world.code, "comite_id": world.comite.pk}


def on_agenda_point(world: World) -> dict[str, Any]:
    return {**on_comite(world), "point_id": world.point_odj.pk}


def on_decision(world: World) -> dict[str, Any]:
    return {**on_comite(world), "decision_id": world.decision.pk}


def on_paper(world: World) -> dict[str, Any]:
    return {**on_comite(world), "document_id": world.document_comite.pk}


def on_presentation(world: World) -> dict[str, Any]:
    return {**on_comite(world), "presentation_id": world.presentation.pk}


def on_campagne(world: World) -> dict[str, Any]:
    return {"code": world.code, "campagne_id": world.asked.campagne.pk}


def on_prepared(world: World) -> dict[str, Any]:
    return {"code": world.code, "campagne_id": world.asked.prepared.pk}


def on_asked_person(world: World) -> dict[str, Any]:
    return {**on_campagne(world), "user_id": world.membre.user_id}


def on_nameless(world: World) -> dict[str, Any]:
    return {"code": world.code, "participant_id": world.asked.participant.pk}


def on_unsubscription(world: World) -> dict[str, Any]:
    return {"token": unsubscribe_token(world.membre.user_id, (Nature.JALON_PROCHE,))}


def on_contact(world: World) -> dict[str, Any]:
    return {**on_firm(world), "part_id": world.contact.pk}


ROWS: dict[str, list[Row]] = {
    "accueil": [Row(PUBLIC)],
    "sources": [Row(PUBLIC)],
    "accessibilite": [Row(PUBLIC)],
    "openapi_json": [Row(PUBLIC)],
    "documentation_api": [Row(PUBLIC)],
    "jetons:list": [Row(SIGNED_IN), Row(SIGNED_IN, method="post")],
    "jetons:revoke": [Row(OWNER, lambda world: {"jeton_id": world.jeton.pk}, "post")],
    "recherche:search": [Row(PUBLIC)],
    # compte
    "compte:compte": [Row(SIGNED_IN), Row(SIGNED_IN, method="post")],
    "compte:connexion": [Row(PUBLIC)],
    "compte:second_facteur": [Row(PUBLIC)],
    "compte:deconnexion": [Row(PUBLIC, method="post")],
    "compte:demonstration": [Row(DEMONSTRATION, method="post")],
    "compte:mot_de_passe": [Row(SIGNED_IN), Row(SIGNED_IN, method="post")],
    "compte:mot_de_passe_oublie": [Row(PUBLIC)],
    "compte:mot_de_passe_envoye": [Row(PUBLIC)],
    "compte:mot_de_passe_nouveau": [Row(PUBLIC, lambda world: world.reset_parts)],
    "compte:double": [Row(SIGNED_IN)],
    "compte:double_commencer": [Row(SIGNED_IN, method="post")],
    "compte:double_cle": [Row(SIGNED_IN)],
    "compte:double_codes": [Row(SIGNED_IN, method="post")],
    "compte:double_desactiver": [Row(SIGNED_IN, method="post")],
    "compte:invitation": [Row(PUBLIC, lambda world: {"token": world.invitation_token})],
    # membres
    "membres:list": [Row(C.VIEW_INTERNAL, here)],
    "membres:invite": [Row(C.INVITE, here, "post")],
    "membres:role": [Row(C.MANAGE_MEMBERS, on_membre, "post")],
    "membres:remove": [Row(C.MANAGE_MEMBERS, on_membre, "post")],
    "membres:revoke": [Row(C.INVITE, on_invitation, "post")],
    "membres:resend": [Row(C.INVITE, on_invitation, "post")],
    # territoires
    "territoires:list": [Row(PUBLIC)],
    "territoires:carte": [Row(PUBLIC)],
    "territoires:list_csv": [Row(PUBLIC)],
    "territoires:list_json": [Row(PUBLIC)],
    "territoires:show": [Row(PUBLIC, here)],
    "territoires:summary_csv": [Row(PUBLIC, here)],
    "territoires:perimetre": [Row(PUBLIC, here)],
    "territoires:perimetre_csv": [Row(PUBLIC, here)],
    "territoires:site": [Row(PUBLIC)],
    "territoires:suggestions": [Row(PUBLIC)],
    # plan
    "plan:plan": [Row(PUBLIC, here)],
    "plan:create": [Row(C.EDIT_PLAN, here, "post")],
    "plan:journal": [Row(C.VIEW_HISTORY, here)],
    "plan:undo": [Row(C.RESTORE, on_deletion, "post")],
    "plan:import": [Row(C.IMPORT_PLAN, here), Row(C.IMPORT_PLAN, here, "post")],
    "plan:preview": [Row(C.IMPORT_PLAN, here)],
    "plan:confirm_import": [Row(C.IMPORT_PLAN, here, "post")],
    "plan:export": [Row(PUBLIC, lambda world: {**here(world), "file_format": "json"})],
    "plan:axes": [Row(C.EDIT_PLAN, here), Row(C.EDIT_PLAN, here, "post")],
    "plan:edit_axe": [Row(C.EDIT_PLAN, on_axe), Row(C.EDIT_PLAN, on_axe, "post")],
    "plan:remove_axe": [Row(C.EDIT_PLAN, on_axe, "post")],
    "plan:trash": [Row(C.RESTORE, here)],
    "plan:restore_action": [Row(C.RESTORE, on_deletion, "post")],
    "plan:new_action": [Row(C.EDIT_PLAN, here), Row(C.EDIT_PLAN, here, "post")],
    "plan:action": [Row(PUBLIC, on_action)],
    "plan:new_sub_action": [Row(C.EDIT_PLAN, on_action), Row(C.EDIT_PLAN, on_action, "post")],
    "plan:remove_action": [Row(C.EDIT_PLAN, on_action), Row(C.EDIT_PLAN, on_action, "post")],
    "plan:link_pilots": [Row(C.EDIT_PLAN, on_action), Row(C.EDIT_PLAN, on_action, "post")],
    "plan:add_note": [Row(C.COMMENT, on_action, "post", {"texte": "Vu sur place"})],
    "plan:history": [Row(C.VIEW_HISTORY, on_action)],
    "plan:restore_field": [Row(C.RESTORE, on_change, "post")],
    "plan:edit_field": [Row(C.EDIT_PLAN, on_field), Row(C.EDIT_PLAN, on_field, "post")],
    "plan:add_document": [Row(C.EDIT_PLAN, on_action), Row(C.EDIT_PLAN, on_action, "post")],
    "plan:document": [Row(C.VIEW_INTERNAL, on_document)],
    "plan:remove_document": [Row(C.EDIT_PLAN, on_document, "post")],
    # etudes
    "etudes:list": [Row(PUBLIC, here)],
    "etudes:start": [Row(C.EDIT_PLAN, here), Row(C.EDIT_PLAN, here, "post")],
    "etudes:compare": [Row(PUBLIC, here)],
    "etudes:trash": [Row(C.RESTORE, here)],
    "etudes:restore": [Row(C.RESTORE, on_study_deletion, "post")],
    "etudes:show": [Row(PUBLIC, on_study)],
    "etudes:run": [Row(C.EDIT_PLAN, on_study, "post")],
    "etudes:cancel": [Row(C.EDIT_PLAN, on_study, "post")],
    "etudes:progress": [Row(PUBLIC, on_study)],
    "etudes:assumptions": [Row(PUBLIC, on_study)],
    "etudes:assumption_group": [Row(PUBLIC, on_group), Row(C.EDIT_PLAN, on_group, "post")],
    "etudes:zones": [Row(PUBLIC, on_study)],
    "etudes:add_zone": [Row(C.EDIT_PLAN, on_study), Row(C.EDIT_PLAN, on_study, "post")],
    "etudes:edit_zone": [Row(C.EDIT_PLAN, on_zone), Row(C.EDIT_PLAN, on_zone, "post")],
    "etudes:remove_zone": [Row(C.EDIT_PLAN, on_zone, "post")],
    "etudes:edit": [Row(C.EDIT_PLAN, on_study), Row(C.EDIT_PLAN, on_study, "post")],
    "etudes:duplicate": [Row(C.EDIT_PLAN, on_study), Row(C.EDIT_PLAN, on_study, "post")],
    "etudes:remove": [Row(C.EDIT_PLAN, on_study), Row(C.EDIT_PLAN, on_study, "post")],
    "etudes:pdf_document": [Row(PUBLIC, on_study, is_costly=True)],
    "etudes:docx_document": [Row(PUBLIC, on_study, is_costly=True)],
    "etudes:inputs_json": [Row(PUBLIC, on_study)],
    "etudes:table_csv": [Row(PUBLIC, on_table)],
    # milestones
    "jalons:calendar": [Row(PUBLIC, here)],
    "jalons:calendar_csv": [Row(PUBLIC, here)],
    "jalons:adopt": [Row(C.EDIT_PLAN, here), Row(C.EDIT_PLAN, here, "post")],
    "jalons:list": [Row(PUBLIC, on_action)],
    "jalons:list_csv": [Row(PUBLIC, on_action)],
    "jalons:slips_csv": [Row(PUBLIC, on_action)],
    "jalons:add": [Row(C.EDIT_PLAN, on_action), Row(C.EDIT_PLAN, on_action, "post")],
    "jalons:link": [Row(C.EDIT_PLAN, on_action), Row(C.EDIT_PLAN, on_action, "post")],
    "jalons:unlink": [Row(C.EDIT_PLAN, on_dependance, "post")],
    "jalons:edit": [Row(C.EDIT_PLAN, on_jalon), Row(C.EDIT_PLAN, on_jalon, "post")],
    "jalons:remove": [Row(C.EDIT_PLAN, on_jalon), Row(C.EDIT_PLAN, on_jalon, "post")],
    "jalons:forecast": [Row(C.EDIT_PLAN, on_jalon), Row(C.EDIT_PLAN, on_jalon, "post")],
    "jalons:reach": [Row(C.EDIT_PLAN, on_jalon), Row(C.EDIT_PLAN, on_jalon, "post")],
    "jalons:reopen": [Row(C.EDIT_PLAN, on_jalon), Row(C.EDIT_PLAN, on_jalon, "post")],
    "jalons:cancel": [Row(C.EDIT_PLAN, on_prevision), Row(C.EDIT_PLAN, on_prevision, "post")],
    # working lists
    "listes:tableau": [Row(PUBLIC, here)],
    "listes:kanban": [Row(PUBLIC, here)],
    "listes:frise": [Row(PUBLIC, here)],
    "listes:export": [
        Row(PUBLIC, lambda world: {**here(world), "kind": "frise", "file_format": "csv"}),
        Row(PUBLIC, lambda world: {**here(world), "kind": "tableau", "file_format": "xlsx"}),
    ],
    "listes:cell": [
        Row(C.EDIT_PLAN, lambda world: {**on_action(world), "field": "statut"}),
        Row(C.EDIT_PLAN, lambda world: {**on_action(world), "field": "statut"}, "post"),
    ],
    "listes:move": [Row(C.EDIT_PLAN, on_action, "post", {"statut": "en_cours", "version": "1"})],
    "listes:bulk": [Row(C.EDIT_PILOTED, here, "post")],
    "listes:undo": [
        Row(
            C.RESTORE,
            lambda world: {**here(world), "operation_id": world.change.operation_id},
            "post",
        ),
    ],
    "listes:kept": [Row(C.VIEW_INTERNAL, here), Row(C.VIEW_INTERNAL, here, "post")],
    "listes:choose": [Row(C.VIEW_INTERNAL, on_vue, "post")],
    "listes:remove": [Row(C.EDIT_PLAN, on_vue, "post")],
    # risks
    "indicateurs:list": [Row(PUBLIC, here)],
    "indicateurs:list_csv": [Row(PUBLIC, here)],
    "indicateurs:show": [Row(PUBLIC, on_indicateur)],
    "indicateurs:values_csv": [Row(PUBLIC, on_indicateur)],
    "indicateurs:start": [Row(C.EDIT_PLAN, here), Row(C.EDIT_PLAN, here, "post")],
    "indicateurs:add": [Row(C.EDIT_PLAN, here), Row(C.EDIT_PLAN, here, "post")],
    "indicateurs:edit": [Row(C.EDIT_PLAN, on_indicateur), Row(C.EDIT_PLAN, on_indicateur, "post")],
    "indicateurs:add_value": [
        Row(C.EDIT_PLAN, on_indicateur),
        Row(C.EDIT_PLAN, on_indicateur, "post"),
    ],
    "indicateurs:fix_value": [Row(C.EDIT_PLAN, on_valeur), Row(C.EDIT_PLAN, on_valeur, "post")],
    "indicateurs:drop_value": [Row(C.EDIT_PLAN, on_valeur), Row(C.EDIT_PLAN, on_valeur, "post")],
    "indicateurs:add_target": [
        Row(C.EDIT_PLAN, on_indicateur),
        Row(C.EDIT_PLAN, on_indicateur, "post"),
    ],
    "indicateurs:drop_target": [Row(C.EDIT_PLAN, on_cible), Row(C.EDIT_PLAN, on_cible, "post")],
    "risques:register": [Row(C.VIEW_INTERNAL, here)],
    "risques:export": [Row(C.VIEW_INTERNAL, lambda world: {**here(world), "file_format": "xlsx"})],
    "risques:list": [Row(C.VIEW_INTERNAL, on_action)],
    "risques:chances": [Row(C.VIEW_INTERNAL, on_action)],
    "risques:chances_csv": [Row(C.VIEW_INTERNAL, on_action)],
    "risques:add": [Row(C.EDIT_PLAN, on_action), Row(C.EDIT_PLAN, on_action, "post")],
    "risques:edit": [Row(C.EDIT_PLAN, on_risque), Row(C.EDIT_PLAN, on_risque, "post")],
    "risques:remove": [Row(C.EDIT_PLAN, on_risque), Row(C.EDIT_PLAN, on_risque, "post")],
    # firms
    "entreprises:list": [Row(PUBLIC, here)],
    "entreprises:list_csv": [Row(PUBLIC, here)],
    "entreprises:exchanges_csv": [Row(C.VIEW_INTERNAL, here)],
    "entreprises:add": [Row(C.EDIT_PLAN, here), Row(C.EDIT_PLAN, here, "post")],
    "entreprises:import": [Row(C.EDIT_PLAN, here), Row(C.EDIT_PLAN, here, "post")],
    "entreprises:choose": [Row(C.COMMENT, here)],
    "entreprises:steps": [Row(C.VIEW_INTERNAL, here)],
    "entreprises:contacts": [Row(C.COMMENT, here)],
    "entreprises:show": [Row(PUBLIC, on_firm)],
    "entreprises:edit": [Row(C.EDIT_PLAN, on_firm), Row(C.EDIT_PLAN, on_firm, "post")],
    "entreprises:remove": [Row(C.EDIT_PLAN, on_firm), Row(C.EDIT_PLAN, on_firm, "post")],
    "entreprises:link": [Row(C.EDIT_PLAN, on_firm, "post")],
    "entreprises:unlink": [Row(C.EDIT_PLAN, on_firm_link, "post")],
    "entreprises:log": [Row(C.COMMENT, on_firm), Row(C.COMMENT, on_firm, "post")],
    "entreprises:edit_exchange": [
        Row(C.EDIT_PLAN, on_exchange),
        Row(C.EDIT_PLAN, on_exchange, "post"),
    ],
    "entreprises:finish_step": [Row(C.COMMENT, on_exchange, "post")],
    "entreprises:remove_exchange": [
        Row(C.EDIT_PLAN, on_exchange),
        Row(C.EDIT_PLAN, on_exchange, "post"),
    ],
    "entreprises:add_project": [Row(C.EDIT_PLAN, on_firm), Row(C.EDIT_PLAN, on_firm, "post")],
    "entreprises:edit_project": [
        Row(C.EDIT_PLAN, on_firm_project),
        Row(C.EDIT_PLAN, on_firm_project, "post"),
    ],
    "entreprises:remove_project": [
        Row(C.EDIT_PLAN, on_firm_project),
        Row(C.EDIT_PLAN, on_firm_project, "post"),
    ],
    "entreprises:add_contact": [Row(C.COMMENT, on_firm), Row(C.COMMENT, on_firm, "post")],
    "entreprises:edit_contact": [Row(C.COMMENT, on_contact), Row(C.COMMENT, on_contact, "post")],
    "entreprises:erase_contact": [
        Row(C.EDIT_PLAN, on_contact),
        Row(C.EDIT_PLAN, on_contact, "post"),
    ],
    "entreprises:held_json": [Row(C.EDIT_PLAN, on_contact)],
    "entreprises:register": [Row(PUBLIC)],
    # follow-up
    "suivi:expected": [Row(C.VIEW_INTERNAL, here)],
    "suivi:export": [
        Row(C.VIEW_INTERNAL, lambda world: {**here(world), "file_format": "csv"}),
        Row(C.VIEW_INTERNAL, lambda world: {**here(world), "file_format": "xlsx"}),
    ],
    "suivi:health": [Row(C.VIEW_INTERNAL, here)],
    "suivi:silent": [Row(C.VIEW_INTERNAL, here)],
    "suivi:add": [Row(C.EDIT_PLAN, on_action), Row(C.EDIT_PLAN, on_action, "post")],
    "suivi:edit": [Row(C.EDIT_PLAN, on_point), Row(C.EDIT_PLAN, on_point, "post")],
    "suivi:lift": [Row(C.EDIT_PLAN, on_point), Row(C.EDIT_PLAN, on_point, "post")],
    "suivi:reopen": [Row(C.EDIT_PLAN, on_point, "post")],
    "suivi:remove": [Row(C.EDIT_PLAN, on_point), Row(C.EDIT_PLAN, on_point, "post")],
    "suivi:state": [Row(C.EDIT_PLAN, on_avis), Row(C.EDIT_PLAN, on_avis, "post")],
    "suivi:take_back": [Row(C.EDIT_PLAN, on_avis, "post")],
    # committees
    "comites:list": [Row(C.VIEW_INTERNAL, here)],
    "comites:add": [Row(C.EDIT_PLAN, here), Row(C.EDIT_PLAN, here, "post")],
    "comites:register": [Row(C.VIEW_INTERNAL, here)],
    "comites:register_csv": [Row(C.VIEW_INTERNAL, here)],
    "comites:drift": [Row(C.VIEW_INTERNAL, here)],
    "comites:drift_csv": [Row(C.VIEW_INTERNAL, here)],
    "comites:show": [Row(C.VIEW_INTERNAL, on_comite)],
    "comites:edit": [Row(C.EDIT_PLAN, on_comite), Row(C.EDIT_PLAN, on_comite, "post")],
    "comites:remove": [Row(C.EDIT_PLAN, on_comite), Row(C.EDIT_PLAN, on_comite, "post")],
    "comites:add_point": [Row(C.EDIT_PLAN, on_comite), Row(C.EDIT_PLAN, on_comite, "post")],
    "comites:edit_point": [
        Row(C.EDIT_PLAN, on_agenda_point),
        Row(C.EDIT_PLAN, on_agenda_point, "post"),
    ],
    "comites:move_point": [Row(C.EDIT_PLAN, on_agenda_point, "post")],
    "comites:remove_point": [Row(C.EDIT_PLAN, on_agenda_point, "post")],
    "comites:add_decision": [Row(C.EDIT_PLAN, on_comite), Row(C.EDIT_PLAN, on_comite, "post")],
    "comites:edit_decision": [
        Row(C.EDIT_PLAN, on_decision),
        Row(C.EDIT_PLAN, on_decision, "post"),
    ],
    "comites:follow_decision": [
        Row(C.EDIT_PLAN, on_decision),
        Row(C.EDIT_PLAN, on_decision, "post"),
    ],
    "comites:remove_decision": [
        Row(C.EDIT_PLAN, on_decision),
        Row(C.EDIT_PLAN, on_decision, "post"),
    ],
    "comites:add_document": [Row(C.EDIT_PLAN, on_comite), Row(C.EDIT_PLAN, on_comite, "post")],
    "comites:document": [Row(C.VIEW_INTERNAL, on_paper)],
    "comites:remove_document": [Row(C.EDIT_PLAN, on_paper, "post")],
    "comites:present_study": [Row(C.EDIT_PLAN, on_comite, "post")],
    "comites:withdraw_study": [Row(C.EDIT_PLAN, on_presentation, "post")],
    # reminders; a secret address opens to whoever holds it, and to nothing else
    "fiche:sheet": [
        Row(PUBLIC, lambda world: {"token": world.asked.fiche_token}),
        Row(PUBLIC, lambda world: {"token": world.asked.fiche_token}, "post"),
    ],
    "agenda:feed_ics": [Row(PUBLIC, lambda world: {"token": world.asked.feed_token})],
    "agenda:mine": [Row(SIGNED_IN)],
    "agenda:renew": [Row(SIGNED_IN, method="post")],
    "agenda:stop": [Row(SIGNED_IN, method="post")],
    "relances:home": [Row(C.EDIT_PLAN, here)],
    "relances:rules": [Row(C.EDIT_PLAN, here), Row(C.EDIT_PLAN, here, "post")],
    "relances:preview": [Row(C.EDIT_PLAN, here)],
    "relances:preview_csv": [Row(C.EDIT_PLAN, here)],
    "relances:log": [Row(C.EDIT_PLAN, here)],
    "relances:log_csv": [Row(C.EDIT_PLAN, here)],
    "relances:unanswered": [Row(C.EDIT_PLAN, here)],
    "relances:unanswered_csv": [Row(C.EDIT_PLAN, here)],
    "relances:ask": [Row(C.EDIT_PLAN, here), Row(C.EDIT_PLAN, here, "post")],
    "relances:address": [Row(C.EDIT_PLAN, on_nameless), Row(C.EDIT_PLAN, on_nameless, "post")],
    "relances:campagne": [Row(C.EDIT_PLAN, on_campagne)],
    "relances:edit": [Row(C.EDIT_PLAN, on_campagne), Row(C.EDIT_PLAN, on_campagne, "post")],
    "relances:launch": [Row(C.EDIT_PLAN, on_prepared, "post")],
    "relances:close": [Row(C.EDIT_PLAN, on_campagne, "post")],
    "relances:remove": [Row(C.EDIT_PLAN, on_prepared, "post")],
    "relances:link": [Row(C.EDIT_PLAN, on_asked_person, "post")],
    "relances:revoke": [Row(C.EDIT_PLAN, on_asked_person, "post")],
    "relances:unsubscribe": [
        Row(PUBLIC, on_unsubscription),
        Row(PUBLIC, on_unsubscription, "post"),
    ],
    "relances:subscriptions": [Row(SIGNED_IN), Row(SIGNED_IN, method="post")],
    **gathered("PAGES"),
}
