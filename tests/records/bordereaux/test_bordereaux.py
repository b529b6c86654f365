"""A slip counts once, says where it went, is corrected and cancelled in the open."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from essor.foundations.errors import UserFault
from essor.records.accounts.permissions import Forbidden
from essor.records.accounts.roles import Role
from essor.records.bordereaux.actions import (
    add_bordereau,
    attach_lot,
    cancel_bordereau,
    change_bordereau,
    receive_bordereau,
    restore_bordereau,
)
from essor.records.bordereaux.liens import find_open_lien, open_lien, revoke_lien, token_of
from essor.records.bordereaux.models import Bordereau
from essor.records.bordereaux.queries import Filtre, bordereaux_of
from essor.records.journal.models import Event, Operation
from essor.records.plans.models import Plan
from tests.factories import make_access, make_plan, make_territoire, system
from tests.records.bordereaux.made import DAY, make_bordereau, make_lien
from tests.records.terres.made import Terres, make_chantier, make_exutoire, make_terres

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    return make_plan()


@pytest.fixture
def terres(plan: Plan) -> Terres:
    return make_terres(plan)


def test_a_slip_takes_the_site_of_its_lot_and_is_in_its_history(terres: Terres) -> None:
    row = make_bordereau(terres.lot, terres.exutoire, numero=" B-1 ")
    assert row.chantier == terres.chantier
    assert row.numero == "B-1"
    assert str(row) == "Bordereau B-1 du 03/11/2026"
    assert Event.objects.get(object_id=row.pk).root_id == terres.chantier.pk


def test_a_day_to_come_is_refused(plan: Plan, terres: Terres) -> None:
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    with pytest.raises(UserFault, match="pas encore venue"):
        make_bordereau(terres.lot, terres.exutoire, realise_on=tomorrow)
    assert not Bordereau.objects.exists()


def test_every_fault_is_said_at_once(plan: Plan, terres: Terres) -> None:
    other = make_chantier(plan)
    with pytest.raises(UserFault) as caught:
        add_bordereau(
            by=system(plan.territoire), plan=plan, chantier=other, lot=terres.lot,
            realise_on=DAY, tonnes=Decimal("12"), transporteur_siret="123",
        )  # fmt: skip
    said = str(caught.value)
    for part in ("autre chantier", "Dire où va le camion", "SIRET"):
        assert part in said, said


def test_the_base_refuses_two_destinations_and_half_a_cancellation(terres: Terres) -> None:
    row = make_bordereau(terres.lot, terres.exutoire)
    mine = Bordereau.objects.filter(pk=row.pk)
    for values in (
        {"plateforme": terres.plateforme},
        {"exutoire": None},
        {"chantier": None},
        {"tonnes": Decimal(0)},
        {"annule_motif": "Erreur"},
        {"source": "fax"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            mine.update(**values)


def test_one_live_number_per_place_and_day(terres: Terres) -> None:
    by = system(terres.lot.plan.territoire)
    first = make_bordereau(terres.lot, terres.exutoire, numero="7")
    make_bordereau(terres.lot, terres.exutoire, numero="7", realise_on=dt.date(2026, 11, 4))
    with pytest.raises(UserFault, match="déjà enregistré"):
        make_bordereau(terres.lot, terres.exutoire, numero="7")
    first = cancel_bordereau(by=by, bordereau=first, motif="Double saisie")
    second = make_bordereau(terres.lot, terres.exutoire, numero="7")
    with pytest.raises(UserFault, match="déjà enregistré"):
        restore_bordereau(by=by, bordereau=first)
    cancel_bordereau(by=by, bordereau=second, motif="Camion refusé")
    assert restore_bordereau(by=by, bordereau=first).is_live


def test_a_cancelled_slip_needs_a_reason_and_no_longer_counts(terres: Terres) -> None:
    plan = terres.lot.plan
    by, row = system(plan.territoire), make_bordereau(terres.lot, terres.exutoire)
    with pytest.raises(UserFault, match="pourquoi"):
        cancel_bordereau(by=by, bordereau=row, motif="  ")
    cancel_bordereau(by=by, bordereau=row, motif="Camion refusé")
    assert not bordereaux_of(plan, by).exists()
    assert bordereaux_of(plan, by, Filtre(is_annule=True)).get() == row


def test_a_correction_keeps_who_and_what(terres: Terres) -> None:
    row = make_bordereau(None, terres.exutoire, chantier=terres.chantier)
    by = system(row.plan.territoire)
    change_bordereau(by=by, bordereau=row, expected_version=1, tonnes=Decimal("19"))
    assert attach_lot(by=by, bordereaux=[row], lot=terres.lot) == 1
    assert attach_lot(by=by, bordereaux=[row], lot=terres.lot) == 0
    kinds = list(Operation.objects.filter(events__object_id=row.pk).values_list("kind", flat=True))
    assert sorted(kinds) == [f"terres.bordereaux.{w}" for w in ("ajouter", "corriger", "rattacher")]


def test_the_same_sending_is_written_once(terres: Terres) -> None:
    lien, sent = make_lien(terres.chantier), uuid.uuid4()
    said = {"realise_on": DAY, "exutoire": terres.exutoire, "tonnes": Decimal("12.5")}
    first = receive_bordereau(lien=lien, envoi_uuid=sent, saisi_par="Ana", **said)
    again = receive_bordereau(lien=lien, envoi_uuid=sent, saisi_par="Ana", **said)
    assert (first.is_new, again.is_new) == (True, False)
    assert first.bordereau == again.bordereau == Bordereau.objects.get()
    assert first.bordereau.source == "telephone"
    assert first.bordereau.lot is None
    assert "Ana" in Operation.objects.get(kind="terres.bordereaux.recevoir").author_label
    with pytest.raises(UserFault, match="d'autres valeurs"):
        receive_bordereau(lien=lien, envoi_uuid=sent, **{**said, "tonnes": Decimal("13")})
    by = system(lien.chantier.plan.territoire)
    change_bordereau(by=by, bordereau=first.bordereau, tonnes=Decimal("12.6"))
    assert not receive_bordereau(lien=lien, envoi_uuid=sent, **said).is_new


def test_a_link_opens_its_site_until_it_is_withdrawn_or_outlived(terres: Terres) -> None:
    lien, now = make_lien(terres.chantier), timezone.now()
    token = token_of(lien)
    assert find_open_lien(token, at=now) == lien
    assert find_open_lien(token, at=lien.expires_at) is None
    forged = ("A" if token[-2] != "A" else "B").join((token[:-2], token[-1]))
    for wrong in ("", "é" * 44, token[:-1], token + "A", forged, "A" * 43, "=" * 44):
        assert find_open_lien(wrong, at=now) is None, wrong
    revoke_lien(by=system(lien.chantier.plan.territoire), lien=lien)
    assert find_open_lien(token, at=now) is None


def test_a_link_says_what_it_is_for_and_does_not_open_for_ever(terres: Terres) -> None:
    with pytest.raises(UserFault) as caught:
        open_lien(
            by=system(terres.lot.plan.territoire), chantier=terres.chantier, titre=" ", days=999
        )
    assert len(caught.value.faults) == 2


def test_slips_are_for_members_and_follow_the_confidentiality_of_both_ends(plan: Plan) -> None:
    terres = make_terres(plan)
    hidden = make_exutoire(plan, confidentialite="restreint")
    make_bordereau(terres.lot, terres.exutoire)
    make_bordereau(terres.lot, hidden)
    counts = {
        role: bordereaux_of(plan, make_access(plan.territoire, role)).count() for role in Role
    }
    assert counts[Role.PUBLIC] == 0
    assert counts[Role.LECTEUR] == 1
    assert counts[Role.CHEF_DE_PROJET] == 2
    elsewhere = make_access(make_territoire("ti-8412", "Ailleurs"), Role.ADMINISTRATEUR)
    assert not bordereaux_of(plan, elsewhere).exists()
    with pytest.raises(Forbidden):
        add_bordereau(by=elsewhere, plan=plan, lot=terres.lot, realise_on=DAY)
