"""Firms: cards, visits, and the rights of the people met."""

import datetime as dt
import json
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from essor.foundations.errors import UserFault
from essor.records.accounts.models import User
from essor.records.accounts.permissions import Access, Forbidden
from essor.records.accounts.queries import access_for
from essor.records.accounts.roles import Role
from essor.records.entreprises.actions import (
    change_etablissement,
    delete_etablissement,
    link_action,
)
from essor.records.entreprises.conservation import conserve_until
from essor.records.entreprises.erasure import erase_contact, held_on
from essor.records.entreprises.exchanges import (
    change_contact,
    change_echange,
    finish_step,
    log_echange,
)
from essor.records.entreprises.imports import import_etablissements
from essor.records.entreprises.models import ERASED_NAME, Contact, Echange, Etablissement
from essor.records.entreprises.queries import ListFilter, card_of, contacts_of, list_rows
from essor.records.journal.actions import revert_operation
from essor.records.journal.models import Event, Operation
from essor.records.journal.queries import replay
from essor.records.journal.snapshots import kind_of, snapshot
from essor.records.plans.actions import delete_action, restore_operation
from essor.records.recherche.models import Document, Word
from essor.records.recherche.permissions import reader_of
from essor.records.recherche.queries import search
from essor.records.recherche.ranking import Scope
from essor.records.territoires.models import Territoire
from essor.references.rgpd.registre import registre
from tests.factories import (
    make_access,
    make_action,
    make_member,
    make_plan,
    make_territoire,
    system,
)
from tests.records.entreprises.made import (
    DAY,
    make_contact,
    make_exchange,
    make_firm,
    make_firm_project,
)

SIRET = "73282932000074"


@pytest.fixture
def territoire(db: None) -> Territoire:
    return make_territoire()


@pytest.fixture
def by(territoire: Territoire) -> Access:
    return system(territoire)


class TestCards:
    def test_codes_are_put_in_their_one_form(self, territoire: Territoire):
        firm = make_firm(
            territoire, siret="732 829 320 00074", naf_rev2="2451z", code_commune_insee="63113"
        )
        assert (firm.siret, firm.naf_rev2) == (SIRET, "24.51Z")

    def test_every_wrong_code_is_said_at_once(self, territoire: Territoire):
        with pytest.raises(UserFault) as caught:
            make_firm(territoire, siret="73282932000075", naf_rev2="99.99Z", naf_2025="24.51Z")
        assert {fault.place.field for fault in caught.value.faults} == {
            "SIRET", "activité (NAF rév. 2)", "activité (NAF 2025)",
        }  # fmt: skip

    def test_one_firm_is_followed_once_here_and_again_elsewhere(self, territoire: Territoire):
        make_firm(territoire, siret=SIRET)
        make_firm(territoire, "Sans numéro")
        for twice in ({"siret": "732 829 320 00074"}, {"denomination": "SANS NUMÉRO"}):
            with pytest.raises(UserFault, match="déjà suivi"):
                make_firm(territoire, **twice)
        make_firm(make_territoire("ti-8412", "Ailleurs"), siret=SIRET)

    def test_a_visited_firm_is_closed_not_deleted(self, territoire: Territoire, by: Access):
        firm = make_firm(territoire)
        make_exchange(firm)
        with pytest.raises(UserFault, match="Fermé"):
            delete_etablissement(by=by, etablissement=firm)

    def test_a_deletion_is_undone_with_all_that_belonged(self, territoire: Territoire, by: Access):
        firm = make_firm(territoire)
        action = make_action(make_plan(territoire), "Former")
        link_action(by=by, etablissement=firm, action=action, role="porteur")
        make_firm_project(firm)
        delete_etablissement(by=by, etablissement=firm)
        row = Operation.objects.get(kind="entreprises.supprimer")
        restore_operation(by=by, row=row)
        card = card_of(Etablissement.objects.get(), by)
        assert (len(card.liens), len(card.projets)) == (1, 1)

    def test_deleting_an_action_takes_its_links_and_gives_them_back(
        self, territoire: Territoire, by: Access
    ):
        firm = make_firm(territoire)
        action = make_action(make_plan(territoire), "Former")
        link_action(by=by, etablissement=firm, action=action, role="porteur")
        restore_operation(by=by, row=delete_action(by=by, action=action))
        assert card_of(firm, by).liens[0].action.titre == "Former"

    def test_an_import_adds_refreshes_and_keeps_what_the_file_does_not_say(
        self, territoire: Territoire, by: Access
    ):
        make_firm(territoire, "Nom d'usage", siret=SIRET, commune="Thiers")
        cards = [
            {"siret": SIRET, "denomination": "", "commune": "CLERMONT-FERRAND", "etat": "F"},
            {"siret": "35600000000048", "denomination": "LA POSTE", "commune": "", "etat": "A"},
        ]

        def take() -> tuple[int, int, int]:
            done = import_etablissements(
                by=by, territoire=territoire, cards=cards, file_name="a.csv", read_on=DAY
            )
            return done.created, done.changed, done.unchanged

        assert [take(), take()] == [(1, 1, 0), (0, 0, 2)]
        kept = Etablissement.objects.get(siret=SIRET)
        assert (kept.denomination, kept.commune, kept.etat) == (
            "Nom d'usage", "CLERMONT-FERRAND", "F",
        )  # fmt: skip


class TestVisits:
    def test_a_visit_keeps_the_contact_longer(self, territoire: Territoire, by: Access):
        firm = make_firm(territoire)
        contact = make_contact(firm)
        assert contact.conserve_jusqu_au == dt.date(2029, 11, 3)
        make_exchange(firm, contact=contact, happened_on=dt.date(2026, 11, 20))
        contact.refresh_from_db()
        assert contact.conserve_jusqu_au == dt.date(2029, 11, 20)
        make_exchange(firm, contact=contact, happened_on=dt.date(2026, 2, 1))
        contact.refresh_from_db()
        assert contact.conserve_jusqu_au == dt.date(2029, 11, 20), "an older visit shortens nothing"

    def test_a_term_never_falls_on_a_day_that_does_not_exist(self):
        assert conserve_until(dt.date(2028, 2, 29)) == dt.date(2031, 3, 1)

    def test_whoever_noted_it_corrects_it_and_her_colleagues_do_not(self, territoire: Territoire):
        firm = make_firm(territoire)
        ana = access_for(make_member(territoire, Role.CONTRIBUTEUR), territoire)
        bob = access_for(make_member(territoire, Role.PILOTE), territoire)
        echange = log_echange(
            by=ana, etablissement=firm, nature="telephone", happened_on=DAY, compte_rendu="Appel"
        )
        assert change_echange(by=ana, echange=echange, compte_rendu="Long appel").version == 2
        with pytest.raises(Forbidden):
            change_echange(by=bob, echange=echange, compte_rendu="Rien")

    def test_an_exchange_is_never_public(self, territoire: Territoire):
        firm = make_firm(territoire, confidentialite="public")
        with pytest.raises(UserFault, match="jamais public"):
            make_exchange(firm, confidentialite="public")
        echange = make_exchange(firm)
        with pytest.raises(IntegrityError), transaction.atomic():
            Echange.objects.filter(pk=echange.pk).update(confidentialite="public")

    def test_each_reads_what_her_role_opens(self, territoire: Territoire):
        firm = make_firm(territoire, confidentialite="public")
        make_exchange(firm, contact=make_contact(firm))
        make_exchange(firm, confidentialite="restreint")
        seen = {
            role: (len(card.echanges), len(card.contacts))
            for role in Role
            for card in [card_of(firm, make_access(territoire, role))]
        }
        assert seen == {
            Role.ADMINISTRATEUR: (2, 1), Role.CHEF_DE_PROJET: (2, 1), Role.PILOTE: (1, 1),
            Role.CONTRIBUTEUR: (1, 1), Role.LECTEUR: (1, 0), Role.PUBLIC: (0, 0),
        }  # fmt: skip

    def test_a_done_step_leaves_the_list_of_what_is_due(self, territoire: Territoire, by: Access):
        firm = make_firm(territoire)
        echange = make_exchange(firm, prochaine_etape="Rappeler", echeance_on=DAY)
        asked = ListFilter()
        rows = list_rows(by=by, asked=asked, today=DAY)
        assert (rows[0].open_steps, rows[0].last_on) == (1, DAY)
        finish_step(by=by, echange=echange, done_on=DAY)
        assert list_rows(by=by, asked=asked, today=DAY)[0].open_steps == 0

    def test_filters_of_the_list(self, territoire: Territoire, by: Access):
        seen = make_firm(territoire, "Fonderie", naf_rev2="24.51Z", tranche_effectif="12")
        make_exchange(seen)
        make_firm(territoire, "Scierie", naf_rev2="16.10A", tranche_effectif="01")

        def names(**asked: Any) -> list[str]:
            rows = list_rows(by=by, asked=ListFilter(**asked), today=dt.date(2026, 11, 20))
            return [str(row.etablissement) for row in rows]

        assert names(activite="24") == ["Fonderie"]
        assert names(activite="1610A") == ["Scierie"]
        assert names(tranche="01") == ["Scierie"]
        assert names(texte="scie") == ["Scierie"]
        assert names(sans_echange_days=90) == ["Scierie"]
        assert names(sans_echange_days=10) == ["Fonderie", "Scierie"]


class TestSearchOfFirms:
    def found(self, text: str, user: Any) -> list[str]:
        answer = search(text=text, reader=reader_of(user), scope=Scope())
        return [str(hit.obj) for group in answer.groups for hit in group.hits]

    def test_a_firm_is_found_by_its_number_typed_any_way(self, territoire: Territoire):
        make_firm(territoire, siret=SIRET, confidentialite="public")
        for typed in (SIRET, "732 829 320 00074", "732829320", "732 829 320", "7328293"):
            assert self.found(typed, None) == ["Fonderie Volcan"], typed

    def test_closing_a_card_closes_what_belongs_to_it(self, territoire: Territoire, by: Access):
        firm = make_firm(territoire, confidentialite="public")
        make_firm_project(firm, "Extension du laminoir", confidentialite="public")
        assert self.found("laminoir ", None) == ["Extension du laminoir"]
        change_etablissement(by=by, etablissement=firm, confidentialite="interne")
        assert self.found("laminoir ", None) == []
        assert self.found("laminoir ", make_member(territoire, Role.LECTEUR))

    def test_people_met_are_not_in_the_index(self, territoire: Territoire):
        make_contact(make_firm(territoire), "Zoé Quetzal")
        assert not Word.objects.filter(text="quetzal").exists()


NAMES = ("Camille Dumontel", "Zoé Quetzal", "Jean-Paul Ode")
GESTURES = st.lists(
    st.tuples(
        st.sampled_from(("visit", "rename", "call", "note", "step")),
        st.sampled_from(NAMES),
        st.booleans(),
    ),
    max_size=8,
)


class TestErasure(TestCase):
    """Whatever was written before: the person is nowhere, and history still replays."""

    @settings(max_examples=20)
    @given(GESTURES)
    def test_nothing_of_the_person_stays_and_the_history_still_leads_here(
        self, gestures: list[tuple[str, str, bool]]
    ):
        territoire = make_territoire()
        by = system(territoire)
        firm = make_firm(territoire)
        contact = make_contact(firm, NAMES[0], email="camille@volcan.fr", telephone="0473000000")
        for verb, name, is_named in gestures:
            self.write(by, firm, contact, verb, name, is_named)
        contact.refresh_from_db()
        renamed = {name for verb, name, _ in gestures if verb == "rename"}
        words = [word for name in {NAMES[0], *renamed} for word in name.split()]
        gone = [*words, contact.email, "0473000000", "0473111111"]
        count = Event.objects.count()
        erase_contact(by=by, contact=contact, motif="demande", on=DAY)
        everything = json.dumps(
            [
                *Event.objects.values_list("changes", "object_label"),
                *Operation.objects.values_list("reason", "author_label"),
                *Document.objects.values_list("words"),
                *Word.objects.values_list("text"),
                *Contact.objects.values_list("nom", "fonction", "email", "telephone"),
                *Echange.objects.values_list(*Echange.MAY_NAME),
            ],
            ensure_ascii=False,
        )
        for word in gone:
            assert not word or word not in everything, word
        assert Event.objects.count() > count, "the history says that it was done"
        erased = Contact.objects.get()
        assert (erased.nom, erased.erased_on) == (ERASED_NAME, DAY)
        self.check_replay()

    def write(
        self,
        by: Access,
        firm: Etablissement,
        contact: Contact,
        verb: str,
        name: str,
        is_named: bool,
    ) -> None:
        contact.refresh_from_db()
        known = contact.nom if is_named else "la direction"
        if verb == "visit":
            make_exchange(firm, contact=contact if is_named else None, avec_qui=known)
        elif verb == "rename":
            change_contact(by=by, contact=contact, nom=name)
        elif verb == "call":
            change_contact(by=by, contact=contact, telephone="0473111111")
        elif verb == "note":
            make_exchange(firm, compte_rendu=f"Vu M. {known.upper()} à l'atelier")
        elif verb == "step":
            make_exchange(firm, prochaine_etape="Rappeler", responsable_nom=known)

    def check_replay(self) -> None:
        states = replay(Event.objects.order_by("id"))
        for model in (Contact, Echange, Etablissement):
            present = {obj.pk: snapshot(obj) for obj in model.objects.all()}
            assert states.get(kind_of(model), {}) == present, model


class TestRights:
    def test_an_erasure_cannot_be_undone_nor_the_person_come_back(
        self, territoire: Territoire, by: Access
    ):
        contact = make_contact(make_firm(territoire))
        erased = erase_contact(by=by, contact=contact, motif="fin", on=DAY)
        row = Operation.objects.get(kind="entreprises.contact.effacer")
        with pytest.raises(UserFault, match="effacée"):
            revert_operation(author=None, row=row)
        with pytest.raises(UserFault, match="effacée"):
            change_contact(by=by, contact=erased, nom="Camille")
        with pytest.raises(UserFault, match="déjà effacée"):
            erase_contact(by=by, contact=erased, motif="fin", on=DAY)
        with pytest.raises(IntegrityError), transaction.atomic():
            Contact.objects.filter(pk=contact.pk).update(nom="Camille")

    def test_the_list_of_those_whose_term_has_come(self, territoire: Territoire, by: Access):
        firm = make_firm(territoire)
        due = make_contact(firm, "Ana", conserve_jusqu_au=DAY)
        make_contact(firm, "Bob", conserve_jusqu_au=DAY + dt.timedelta(days=1))
        assert list(contacts_of(by, due_on=DAY)) == [due]
        erase_contact(by=by, contact=due, motif="fin", on=DAY)
        assert not contacts_of(by, due_on=DAY).exists()

    def test_a_consent_bears_its_date(self, territoire: Territoire):
        with pytest.raises(UserFault, match="porte sa date"):
            make_contact(make_firm(territoire), base_legale="consentement")

    def test_a_person_is_handed_all_that_is_kept(self, territoire: Territoire, by: Access):
        firm = make_firm(territoire)
        contact = make_contact(firm, email="camille@volcan.fr")
        make_exchange(firm, contact=contact, compte_rendu="Recrute deux soudeurs")
        make_exchange(firm, compte_rendu="Mme Dumontel rappellera")
        make_exchange(firm, compte_rendu="Sans elle")
        held = held_on(by=by, contact=contact)
        assert held["personne"]["adresse électronique"] == "camille@volcan.fr"
        assert [one["compte_rendu"] for one in held["echanges"]] == [
            "Mme Dumontel rappellera", "Recrute deux soudeurs",
        ]  # fmt: skip
        assert json.dumps(held, ensure_ascii=False)


# Columns that name a person by their name: each must be in the register.
TELLS = ("email", "prenom", "telephone", "responsable_nom", "auteur", "ip_address", "user_agent")


def test_the_register_cites_columns_that_exist_and_misses_none_that_names_a_person():
    cited = {
        f"{table}.{name}"
        for traitement in registre().traitements
        for table, names in traitement.donnees.items()
        for name in names
    }
    existing = {
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
    }
    assert not cited - existing, "the register cites what the code does not store"
    naming = {column for column in existing if column.rpartition(".")[2] in TELLS}
    naming |= {
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is User
    }
    missing = sorted(naming - cited)
    assert not missing, f"add to references/rgpd/registre.yaml: {missing}"
