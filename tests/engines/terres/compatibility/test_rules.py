"""Waste, physical state, annex I, sheets, levels of use, background, papers."""

from datetime import date
from decimal import Decimal

import pytest

from essor.engines.terres.vocabulary import OutletKind
from essor.foundations.errors import UserFault
from essor.references.parameter import Status
from tests.engines.terres.compatibility.cases import (
    CLEAN,
    CLEAN_SITE,
    SHEET,
    Outcome,
    Verdict,
    decide,
    finding,
    outcome,
)

DRY = {"physique.siccite": "85"}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("17 05 04", Verdict.ADMIS),
        ("170504", Verdict.ADMIS),
        ("20 02 02", Verdict.ADMIS),
        ("17 05 06", Verdict.ADMIS),
        ("17 05 03*", Verdict.REFUSE),
        ("17 01 01", Verdict.REFUSE),
        (None, Verdict.DONNEE_MANQUANTE),
    ],
)
def test_waste_code_at_an_inert_landfill(code, expected):
    assert decide(code=code).verdict is expected


@pytest.mark.parametrize(
    ("profile", "sheet", "expected"),
    [
        ({"is_pop": True}, {}, Verdict.DONNEE_MANQUANTE),
        ({"is_pop": True}, {"accepte_pop": False}, Verdict.REFUSE),
        ({"is_pop": True}, {"accepte_pop": True}, Verdict.ADMIS_SOUS_CONDITION),
        ({"is_pop": None}, {}, Verdict.DONNEE_MANQUANTE),
        ({"proprietes_danger": ["HP14"]}, {"accepte_dangereux": False}, Verdict.REFUSE),
        ({"is_dangereux": True}, {"accepte_dangereux": True}, Verdict.ADMIS_SOUS_CONDITION),
        ({"is_dangereux": True}, {}, Verdict.DONNEE_MANQUANTE),
        ({}, {}, Verdict.ADMIS),
    ],
)
def test_hazard_and_pop_need_an_authorised_outlet(profile, sheet, expected):
    own = {"seuils": {"brut.hct_c10_c40": 5000}, "dap_exigee": False} | sheet
    decision = decide(profile=profile, sheet=own, kind=OutletKind.TRAITEMENT)
    assert decision.verdict is expected


def test_a_landfill_of_hazardous_waste_takes_hazardous_waste():
    sheet = {"seuils_table": "dangereux", "dap_exigee": False}
    decision = decide(code="17 05 03*", kind=OutletKind.ISDD, sheet=sheet)
    assert decision.verdict is Verdict.ADMIS_SOUS_CONDITION
    assert "BSDD" in decision.needs[0]


def test_pop_never_goes_to_inert_waste():
    assert decide(profile={"is_pop": True}).verdict is Verdict.REFUSE


def test_codes_and_classes_of_the_sheet():
    assert decide(sheet={"codes_dechet": ["20 02 02"]}).verdict is Verdict.REFUSE
    assert decide(sheet={"codes_dechet": ["17.05.04"]}).verdict is Verdict.ADMIS


@pytest.mark.parametrize(
    ("dryness", "expected"),
    [
        ("30", Verdict.ADMIS), ("30.01", Verdict.ADMIS), ("29.99", Verdict.REFUSE),
        ("<40", Verdict.DONNEE_MANQUANTE), ("<29", Verdict.REFUSE),
    ],
)  # fmt: skip
def test_dryness(dryness, expected):
    assert decide(analyses={"physique.siccite": dryness}).verdict is expected


@pytest.mark.parametrize(("heat", "expected"), [("60", Verdict.ADMIS), ("60.1", Verdict.REFUSE)])
def test_temperature(heat, expected):
    assert decide(analyses={"physique.temperature": heat}).verdict is expected


@pytest.mark.parametrize(
    "profile",
    [
        {"is_liquide": True}, {"is_radioactif": True}, {"is_amiante": True},
        {"is_pelletable": False}, {"is_pulverulent": True}, {"is_minier": True},
    ],
)  # fmt: skip
def test_exclusions_of_article_2(profile):
    assert decide(profile=profile).verdict is Verdict.REFUSE


def test_conditioned_dust_is_taken_and_mining_waste_may_go_to_a_quarry():
    dust = {"is_pulverulent": True, "is_conditionne": True}
    assert decide(profile=dust).verdict is Verdict.ADMIS
    quarry = decide(profile={"is_minier": True}, kind=OutletKind.CARRIERE)
    assert quarry.verdict is Verdict.ADMIS


def test_without_the_declaration_each_exclusion_is_asked():
    decision = decide(profile={"exclusions_absentes": None})
    assert decision.verdict is Verdict.DONNEE_MANQUANTE
    assert {one.rule for one in decision.deciding} == {
        "article_2.physique.temperature", "article_2.liquide", "article_2.radioactif",
        "article_2.amiante", "article_2.pelletable", "article_2.pulverulent",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "profile", "expected"),
    [
        ("17 05 04", CLEAN_SITE, Verdict.ADMIS),
        ("17 05 04", CLEAN_SITE | {"is_terre_vegetale": True}, Verdict.DONNEE_MANQUANTE),
        ("17 05 04", CLEAN_SITE | {"is_terre_vegetale": None}, Verdict.DONNEE_MANQUANTE),
        ("17 05 04", CLEAN_SITE | {"is_ssp": True}, Verdict.DONNEE_MANQUANTE),
        ("20 02 02", CLEAN_SITE | {"is_jardin_ou_parc": True}, Verdict.ADMIS),
        ("20 02 02", CLEAN_SITE | {"is_jardin_ou_parc": False}, Verdict.DONNEE_MANQUANTE),
        ("20 02 02", CLEAN_SITE, Verdict.DONNEE_MANQUANTE),
        ("17 05 06", CLEAN_SITE, Verdict.DONNEE_MANQUANTE),
    ],
)
def test_annex_1_spares_the_tests(code, profile, expected):
    decision = decide(code=code, profile=profile, raw=DRY)
    assert decision.verdict is expected


def test_analyses_that_contradict_annex_1_are_heard():
    decision = decide(profile=CLEAN_SITE, raw=DRY | {"brut.hct_c10_c40": "800"})
    assert decision.verdict is Verdict.REFUSE
    doubtful = decide(profile=CLEAN_SITE, raw=DRY | {"brut.hct_c10_c40": "<800"})
    assert doubtful.verdict is Verdict.DONNEE_MANQUANTE


def test_full_tests_admit_whatever_the_origin():
    unknown = {"is_ssp": None, "is_terre_vegetale": None}
    assert decide(profile=unknown).verdict is Verdict.ADMIS


@pytest.mark.parametrize("kind", [OutletKind.ISDND, OutletKind.TRAITEMENT, OutletKind.AUTRE])
def test_no_sheet_no_conclusion(kind):
    decision = decide(kind=kind)
    assert decision.verdict is Verdict.DONNEE_MANQUANTE
    assert finding(decision, "fiche.absente").origin.status is Status.A_CHARGER
    assert "Impossible de conclure" in decision.sentence


def test_own_limits_of_a_sheet():
    sheet = {"seuils": {"brut.hct_c10_c40": {"max": 2000}, "brut.ph": {"min": 6, "max": 9}}}
    kind = OutletKind.ISDND
    daps = {"daps": [{"numero": "C", "valid_until": "2027-01-01"}]}
    given = {"brut.hct_c10_c40": "2000", "brut.ph": "6"}
    assert decide(kind=kind, sheet=sheet | daps, analyses=given).verdict is Verdict.ADMIS
    for change in ({"brut.hct_c10_c40": "2000.1"}, {"brut.ph": "5.9"}, {"brut.ph": "9.1"}):
        decision = decide(kind=kind, sheet=sheet | daps, analyses=given | change)
        assert decision.verdict is Verdict.REFUSE
        assert not decision.is_to_review  # the sheet has a source
    missing = decide(kind=kind, sheet=sheet | daps)
    assert missing.verdict is Verdict.DONNEE_MANQUANTE


def test_a_shipped_table_is_shown_as_to_review_and_gives_way_to_the_sheet():
    sheet = {"seuils_table": "non_dangereux", "seuils": {"eluat.sb": 0.5}}
    decision = decide(kind=OutletKind.ISDND, sheet=sheet, analyses={"eluat.sb": "0.6"})
    assert decision.verdict is Verdict.REFUSE
    assert finding(decision, "fiche.max.eluat.sb").threshold == Decimal("0.5")
    assert finding(decision, "fiche.max.eluat.as").origin.status is Status.A_RELIRE


def reuse(sheet, profile=None, analyses=None, kind=OutletKind.AMENAGEMENT):
    return decide(kind=kind, sheet=sheet, profile=profile, analyses=analyses)


def test_the_table_of_level_1_is_not_shipped():
    decision = reuse({"usage": "sous_couverture", "niveau": "n1"})
    assert decision.verdict is Verdict.DONNEE_MANQUANTE
    (found,) = decision.deciding
    assert found.origin.status is Status.A_CHARGER
    assert decision.is_to_review


@pytest.mark.parametrize(
    ("usage", "is_ssp", "expected"),
    [
        ("logement", True, Outcome.NON_CONFORME),
        ("sensible", True, Outcome.NON_CONFORME),
        ("drainant", True, Outcome.NON_CONFORME),
        ("logement", False, Outcome.CONFORME),
        ("logement", None, Outcome.A_COMPLETER),
        ("sous_batiment", True, Outcome.CONFORME),
        ("sous_couverture", None, Outcome.CONFORME),
    ],
)
def test_uses_forbidden_to_polluted_sites(usage, is_ssp, expected):
    decision = reuse({"usage": usage, "niveau": "n1"}, {"is_ssp": is_ssp})
    assert outcome(decision, "usage.terrain") is expected
    if is_ssp is None:
        assert decision.verdict is Verdict.DONNEE_MANQUANTE


def test_a_road_is_its_own_use():
    decision = reuse({"niveau": "n1"}, kind=OutletKind.ROUTE)
    assert outcome(decision, "usage.terrain") is Outcome.CONFORME
    assert outcome(decision, "usage.route") is Outcome.SOUS_CONDITION
    assert outcome(reuse({"niveau": "n1"}), "usage.terrain") is Outcome.A_COMPLETER


STUDIES = {
    "etude_eau": {"titre": "HYDROTEX 2026", "conclusion": "conforme"},
    "etude_sanitaire": {"titre": "EQRS 2026", "conclusion": "conforme"},
}
LEVEL_2 = {
    "usage": "sous_couverture", "niveau": "n2", "fond": {"brut.as": 40}, "fond_source": "BDSolU",
} | STUDIES  # fmt: skip


@pytest.mark.parametrize(
    ("sheet", "analyses", "expected"),
    [
        ({}, {"brut.as": "40"}, Verdict.ADMIS),
        ({}, {"brut.as": "40.1"}, Verdict.REFUSE),
        ({}, {}, Verdict.DONNEE_MANQUANTE),
        ({"fond": None}, {"brut.as": "1"}, Verdict.DONNEE_MANQUANTE),
        ({"etude_eau": None}, {"brut.as": "1"}, Verdict.DONNEE_MANQUANTE),
        ({"etude_eau": {"titre": "H", "conclusion": "non_conforme"}}, {"brut.as": "1"},
         Verdict.REFUSE),
        ({"etude_eau": {"titre": "H", "conclusion": "conforme", "lots": ["L2"]}}, {"brut.as": "1"},
         Verdict.DONNEE_MANQUANTE),
        ({"etude_sanitaire": None}, {"brut.as": "1"}, Verdict.DONNEE_MANQUANTE),
    ],
)  # fmt: skip
def test_level_2_needs_the_three_criteria(sheet, analyses, expected):
    assert reuse(LEVEL_2 | sheet, analyses=analyses).verdict is expected


def test_the_shipped_background_is_to_review():
    sheet = LEVEL_2 | {"fond": None, "fond_table": "aspitet_ordinaires"}
    metals = ("as", "cd", "cr", "co", "cu", "hg", "ni", "pb", "se", "tl", "zn")
    decision = reuse(sheet, analyses={f"brut.{metal}": "0.01" for metal in metals})
    assert decision.verdict is Verdict.ADMIS
    assert decision.is_to_review


@pytest.mark.parametrize(("arsenic", "expected"), [("12", Verdict.ADMIS), ("12.1", Verdict.REFUSE)])
def test_level_3_compares_with_the_receiver(arsenic, expected):
    sheet = {"usage": "sous_batiment", "niveau": "n3", "receveur": {"brut.as": 12}} | STUDIES
    assert reuse(sheet, analyses={"brut.as": arsenic}).verdict is expected


@pytest.mark.parametrize(
    ("daps", "tonnes", "on", "expected"),
    [
        ([], None, date(2026, 11, 23), Verdict.ADMIS_SOUS_CONDITION),
        ([{"numero": "D", "valid_from": "2026-06-01"}], None, date(2027, 6, 1), Verdict.ADMIS),
        # A year at most (article 5), whatever the document says.
        ([{"numero": "D", "valid_from": "2026-06-01", "valid_until": "2030-01-01"}], None,
         date(2027, 6, 2), Verdict.ADMIS_SOUS_CONDITION),
        ([{"numero": "D", "valid_from": "2026-12-01"}], None, date(2026, 11, 30),
         Verdict.ADMIS_SOUS_CONDITION),
        ([{"numero": "D", "valid_from": "2026-06-01", "valid_until": "2026-11-22"}], None,
         date(2026, 11, 23), Verdict.ADMIS_SOUS_CONDITION),
        ([{"numero": "D", "valid_from": "2026-06-01", "tonnage_max_t": 100}], 100,
         date(2026, 11, 23), Verdict.ADMIS),
        ([{"numero": "D", "valid_from": "2026-06-01", "tonnage_max_t": 100}], 101,
         date(2026, 11, 23), Verdict.ADMIS_SOUS_CONDITION),
        ([{"numero": "D", "valid_from": "2026-06-01", "tonnage_max_t": 100, "tonnes_recues_t": 1}],
         100, date(2026, 11, 23), Verdict.ADMIS_SOUS_CONDITION),
        ([{"numero": "D", "valid_from": "2026-06-01", "tonnage_max_t": 100}], None,
         date(2026, 11, 23), Verdict.ADMIS_SOUS_CONDITION),
        ([{"numero": "D", "valid_from": "2026-06-01", "lot": "autre"}], None, date(2026, 11, 23),
         Verdict.ADMIS_SOUS_CONDITION),
        ([{"numero": "D", "valid_from": "2026-06-01", "chantier": "S1"}], None,
         date(2026, 11, 23), Verdict.ADMIS),
        ([{"numero": "D", "is_refuse": True}], None, date(2026, 11, 23), Verdict.REFUSE),
    ],
)  # fmt: skip
def test_prior_acceptance(daps, tonnes, on, expected):
    decision = decide(sheet={"daps": daps}, on=on, tonnes=tonnes, chantier="S1")
    assert decision.verdict is expected


@pytest.mark.parametrize(
    ("permit", "expected"),
    [
        (None, Verdict.ADMIS_SOUS_CONDITION),
        ({"numero": "AP"}, Verdict.ADMIS),
        ({"numero": "AP", "valid_until": "2026-11-23"}, Verdict.ADMIS),
        ({"numero": "AP", "valid_until": "2026-11-22"}, Verdict.REFUSE),
        ({"numero": "AP", "valid_from": "2026-11-24"}, Verdict.REFUSE),
    ],
)
def test_permit(permit, expected):
    assert decide(sheet={"autorisation": permit}).verdict is expected


def test_sis_and_number_of_analyses_are_conditions():
    for profile in ({"is_sis": True}, {"is_sis": None}, {"volume_m3": 1000.5}):
        assert decide(profile=profile).verdict is Verdict.ADMIS_SOUS_CONDITION
    assert decide(profile={"is_sis": True, "sis_identifiant": "63SIS1"}).verdict is Verdict.ADMIS
    assert decide(profile={"volume_m3": 1000}).verdict is Verdict.ADMIS


def test_several_samples_each_have_their_say():
    first = {"id": "A", "values": CLEAN}
    second = {"id": "B", "values": {"eluat.sb": "0.07"}}
    decision = decide(raw={"samples": [first, second]})
    assert decision.verdict is Verdict.REFUSE
    assert decision.deciding[0].sample == "B"
    # Footnote (1) is read sample by sample: one fails by chloride, the other by solubles.
    salty = [
        {"id": "A", "values": CLEAN | {"eluat.chlorure": "900"}},
        {"id": "B", "values": CLEAN | {"eluat.fraction_soluble": "5000"}},
    ]
    assert decide(raw={"samples": salty}).verdict is Verdict.ADMIS_SOUS_CONDITION


def test_every_fault_of_a_sheet_and_a_profile_at_once():
    with pytest.raises(UserFault) as caught:
        decide(
            sheet={
                "seuils": {"eluat.xx": 1, "eluat.sb": "beaucoup", "eluat.as": {"min": 2, "max": 1}},
                "usage": "plage", "seuils_table": "martien", "daps": [{"valid_until": "hier"}],
                "article_6": {"seuils": {"eluat.sb": -1}}, "truc": 1, "etats_hydriques": ["x"],
                "seuils_niveau": {"brut.as": 1},
            }
        )  # fmt: skip
    assert len(caught.value.faults) == 12
    with pytest.raises(UserFault) as caught:
        decide(profile={"is_pop": "oui", "volume_m3": -1, "couleur": "brun"})
    assert {fault.place.field for fault in caught.value.faults} == {
        "profile.is_pop", "profile.volume_m3", "profile.couleur",
    }  # fmt: skip


def test_before_the_order_nothing_is_invented():
    with pytest.raises(UserFault):
        decide(on=date(2014, 12, 31), sheet=SHEET)
