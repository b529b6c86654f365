"""Reports of laboratories: layouts, bounds, units, sums, and every fault at once."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essor.engines.terres.compatibility.analyses import read_samples
from essor.engines.terres.compatibility.laboratory.names import codes_of
from essor.engines.terres.compatibility.laboratory.read import read_laboratory
from essor.engines.terres.compatibility.laboratory.sums import with_sums
from essor.engines.terres.compatibility.laboratory.units import factor, says_ls10
from essor.engines.terres.compatibility.laboratory.values import ValueKind, parse_value
from essor.engines.terres.compatibility.measures import Measure
from essor.foundations.errors import UserFault
from essor.foundations.tables import ColumnStyle, HeadRole, SheetToWrite, write_xlsx
from essor.references.terres.parametres_analytiques import parametres_analytiques

LONG = """Bulletin 12;;;
Analyses sur brut;;;
Paramètre;Valeur;Unité;LQ
Arsenic;12,5;mg/kg MS;1
HCT C10-C40;<20;mg/kg MS;20
Somme des HAP;n.d.;mg/kg MS;0,05
COT;3,1;% MS;
Lixiviation NF EN 12457-2;;;
Arsenic;0,03;mg/kg MS;
Antimoine;< 5;µg/l;
Sulfates (SO4);-;mg/kg;
"""


def read(text: str, **options):
    return read_laboratory(text.encode(), file_name="bulletin.csv", **options)


def codes(error: pytest.ExceptionInfo) -> list[tuple[str | None, str]]:
    return [(fault.place.cell, fault.code) for fault in error.value.faults]


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("0,05", ValueKind.EXACT, "0.05"),
        ("1 234,5", ValueKind.EXACT, "1234.5"),
        ("1.234,5", ValueKind.EXACT, "1234.5"),
        ("1,234.5", ValueKind.EXACT, "1234.5"),
        ("1.234", ValueKind.EXACT, "1.234"),
        ("1,5E-03", ValueKind.EXACT, "0.0015"),
        ("0,5 ± 0,1", ValueKind.EXACT, "0.5"),
        ("0", ValueKind.EXACT, "0"),
        ("<0,05", ValueKind.BELOW, "0.05"),
        ("≤ 2", ValueKind.BELOW, "2"),
        ("inf. à 0,1", ValueKind.BELOW, "0.1"),
        ("> 100", ValueKind.ABOVE, "100"),
        ("n.d.", ValueKind.NOT_DETECTED, None),
        ("ND", ValueKind.NOT_DETECTED, None),
        ("<LQ", ValueKind.NOT_DETECTED, None),
        ("-", ValueKind.MISSING, None),
        ("n.m.", ValueKind.MISSING, None),
        ("", ValueKind.MISSING, None),
    ],
)
def test_value(text, kind, number):
    found = parse_value(text)
    assert found.kind is kind
    assert found.number == (None if number is None else Decimal(number))


@pytest.mark.parametrize("text", ["-3", "< -1", "abc", "1 2", "1.2.3", "1e99", "nan", "inf", "=1"])
def test_what_is_no_value_is_refused(text):
    with pytest.raises(UserFault):
        parse_value(text)


@settings(max_examples=150)
@given(st.text(max_size=20))
def test_any_text_is_a_value_or_a_fault(text):
    try:
        found = parse_value(text)
    except UserFault:
        return
    assert found.number is None or 0 <= found.number <= 10**9


@settings(max_examples=100)
@given(st.decimals(min_value=0, max_value=10**6, places=4), st.sampled_from(["", "<", "< "]))
def test_a_number_written_in_french_reads_back(number, sign):
    assert parse_value(sign + f"{number:f}".replace(".", ",")).number == number


def test_long_table():
    report = read(LONG)
    values = report.values("")
    assert values["brut.as"] == Measure.exact(Decimal("12.5"), lq=Decimal(1))
    assert (values["brut.hct_c10_c40"].low, values["brut.hct_c10_c40"].high) == (0, 20)
    assert values["brut.hap16"].high == Decimal("0.05")  # n.d.: a bound, never a zero
    assert values["brut.cot"].low == 31000
    assert values["eluat.as"].low == Decimal("0.03")
    assert values["eluat.sb"].high == Decimal("0.05")  # 5 µg/l × 10 l/kg
    assert "eluat.sulfate" not in values  # « - » is not measured
    assert len(report.notes) == 2


def test_wide_table_and_workbook_say_the_same():
    rows = [
        ("Paramètre", "Unité", "S1", "S2", "Seuil ISDI"),
        ("Arsenic sur éluat", "mg/kg MS", Decimal("0.1"), "<0,05", Decimal("0.5")),
        ("PCB 28", "µg/kg", Decimal(1), "", ""),
    ]
    workbook = write_xlsx(
        [
            SheetToWrite(
                title="Résultats",
                head=((HeadRole.LABEL, rows[0]),),
                columns=(ColumnStyle(),) * 5,
                rows=rows[1:],
            )
        ]
    )
    text = "\n".join(";".join(str(cell).replace(".", ",") for cell in row) for row in rows)
    found = [read_laboratory(workbook, file_name="b.xlsx"), read(text)]
    for report in found:
        assert report.names == ("S1", "S2")
        assert report.values("S1")["brut.pcb_28"].low == Decimal("0.001")
        assert report.values("S1")["brut.pcb7"].high is None  # six congeners are missing
        assert report.values("S2")["eluat.as"].high == Decimal("0.05")
        assert "brut.pcb_28" not in report.values("S2")


def test_a_column_of_samples():
    report = read("Echantillon;Paramètre;Résultat;Unité\nA;HCT;10;mg/kg\nB;HCT;20;mg/kg\n")
    assert [report.values(name)["brut.hct_c10_c40"].low for name in report.names] == [10, 20]


def test_commas_between_cells():
    report = read('Paramètre,Valeur,Unité\n"HCT C10-C40",120,mg/kg\n"HAP (somme)","1,5",mg/kg\n')
    assert report.values("")["brut.hap16"].low == Decimal("1.5")


def test_every_fault_at_once_with_its_cell():
    with pytest.raises(UserFault) as caught:
        read(
            """Paramètre;Unité;S1;S2
Arsenic sur éluat;mg/kg MS;0,1;<0,05
Benzo(a)pyrène;mg/kg M.S.;0,3;-1
Arsenic;mg/kg;1;2
Truc;mg/kg;1;2
Sb sur éluat;mg/l;1;2
Arsenic sur éluat;mg/kg MS;0,2;
Zinc sur brut;mg/m3;1;
HCT;;1;
"""
        )
    assert codes(caught) == [
        ("D3", "valeur_negative"),
        ("A4", "support_inconnu"),
        ("A5", "parametre_inconnu"),
        ("B6", "unite"),
        ("C7", "doublon"),
        ("B8", "unite"),
        ("B9", "unite"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Paramètre;Valeur (mg/kg MS)\nHCT;120\n",
        "Paramètre;S1 (mg/kg MS)\nHCT;120\n",
        "Paramètre (mg/kg MS);Valeur\nHCT (mg/kg MS);120\n",
        "Résultats exprimés en mg/kg MS\nParamètre;Valeur\nHCT;120\n",
        "Paramètre;Valeur;Unité\nHCT;120000;µg/kg MS\n",
    ],
)
def test_the_unit_may_be_written_elsewhere(text):
    report = read(text)
    assert report.values(report.names[0])["brut.hct_c10_c40"].low == 120


def test_one_line_per_sample():
    report = read("Échantillon;HCT (mg/kg MS);Sb sur éluat (mg/kg MS)\nS1;120;<0,01\nS2;-;0,07\n")
    assert report.names == ("S1", "S2")
    assert report.values("S1")["eluat.sb"].high == Decimal("0.01")
    assert set(report.values("S2")) == {"eluat.sb"}
    with_units = "Échantillon;HCT;HAP (somme)\nUnité;mg/kg;µg/kg\nLQ;20;50\nS1;n.d.;1200\n"
    values = read(with_units).values("S1")
    assert values["brut.hct_c10_c40"].high == 20
    assert values["brut.hap16"].low == Decimal("1.2")
    with pytest.raises(UserFault) as caught:
        read("Échantillon;HCT (mg/kg MS);Sb sur éluat (mg/kg MS)\nS1;120;-4\nS2;beaucoup;0,07\n")
    assert codes(caught) == [("B3", "valeur_illisible"), ("C2", "valeur_negative")]


def test_a_line_not_measured_needs_no_unit():
    assert len(read("Paramètre;Valeur;Unité\nHAP (somme);-;\nHCT;12;mg/kg\n").lines) == 1


def test_a_wrong_unit_is_said_once_for_all_the_samples():
    with pytest.raises(UserFault) as caught:
        read("Paramètre;Unité;S1;S2;S3\nHCT;km;1;2;3\n")
    assert codes(caught) == [("B2", "unite")]


def test_unknown_parameters_may_be_passed_over():
    report = read("Paramètre;Valeur;Unité\nTruc;1;mg/kg\nHCT;2;mg/kg\n", is_strict=False)
    assert [label for label, _place in report.ignored] == ["Truc"]
    assert len(report.lines) == 1


def test_a_leachate_per_litre_needs_the_ratio():
    litre = "Paramètre;Valeur;Unité\nAntimoine;5;µg/l\n"
    with pytest.raises(UserFault, match="L/S"):
        read(litre)
    assert read("Lixiviation L/S = 10;;\n" + litre).values("")["eluat.sb"].low == Decimal("0.05")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L/S = 10", True), ("L/S 10 l/kg", True), ("NF EN 12457-2", True),
        ("L/S = 0,1", False), ("L/S = 2", False), ("10 échantillons", False), ("L/S=100", False),
    ],
)  # fmt: skip
def test_ratio_said(text, expected):
    assert says_ls10(text) is expected


@pytest.mark.parametrize(
    "text", ["rien;du;tout\n1;2;3\n", "Paramètre\nHCT\n", "Paramètre;Valeur;Unité\n"]
)
def test_a_file_without_results_is_refused(text):
    with pytest.raises(UserFault):
        read(text)


WORDS = [
    "Paramètre",
    "Valeur",
    "Unité",
    "LQ",
    "HCT",
    "Arsenic",
    "sur éluat",
    "mg/kg",
    "µg/l",
    "<0,1",
    "n.d.",
    "-",
    "-4",
    "12",
    "Échantillon",
    "S1",
    "Somme des HAP",
    "",
    "L/S 10",
]
TABLES = st.lists(st.lists(st.sampled_from(WORDS), max_size=5), max_size=8)


@settings(max_examples=60)
@given(TABLES)
def test_any_table_is_a_report_or_faults(rows):
    try:
        report = read("\n".join(";".join(row) for row in rows) or " ")
    except UserFault:
        return
    assert report.lines
    assert all(line.measure.low >= 0 for line in report.lines)


def test_every_way_to_write_a_parameter_leads_to_it():
    for code, parametre in parametres_analytiques().items():
        for text in (parametre.libelle, *parametre.ecritures):
            assert code in codes_of(text), text


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Somme des HAP", "brut.hap16"),
        ("Hydrocarbures totaux (C10-C40)", "brut.hct_c10_c40"),
        ("Antimoine (Sb) sur éluat", None),
        ("m+p-xylène", "brut.mp_xylenes"),
        ("Indéno(1,2,3-cd)pyrène", "brut.indeno_1_2_3_cd_pyrene"),
        ("Fraction soluble", "eluat.fraction_soluble"),
    ],
)
def test_name(label, code):
    if code is not None:
        assert codes_of(label) == (code,)


def test_sums_are_intervals():
    parts = [f"brut.pcb_{number}" for number in (28, 52, 101, 118, 138, 153, 180)]
    values = {part: Measure.below(Decimal("0.01")) for part in parts}
    values["brut.pcb_28"] = Measure.exact(Decimal("0.5"))
    whole = with_sums(values)["brut.pcb7"]
    assert (whole.low, whole.high) == (Decimal("0.5"), Decimal("0.56"))
    # What the laboratory calls the sum often counts « < LQ » as zero: the parts win.
    assert with_sums(values | {"brut.pcb7": Measure.exact(Decimal("0.5"))})["brut.pcb7"] == whole
    del values["brut.pcb_180"]
    assert with_sums(values)["brut.pcb7"].high is None
    given_sum = with_sums(values | {"brut.pcb7": Measure.exact(Decimal("0.6"))})["brut.pcb7"]
    assert given_sum.high == Decimal("0.6")


def test_sums_of_sums():
    values = {
        f"brut.{name}": Measure.exact(Decimal(1))
        for name in ("benzene", "toluene", "ethylbenzene", "o_xylene", "mp_xylenes")
    }
    assert with_sums(values)["brut.btex"] == Measure.exact(Decimal(5))


@pytest.mark.parametrize(
    ("unit", "code", "is_ls10", "expected"),
    [
        ("mg/kg M.S.", "brut.as", False, "1"),
        ("mg / kg de MS", "brut.as", False, "1"),
        ("µg/kg", "brut.as", False, "0.001"),
        ("% MS", "brut.cot", False, "10000"),
        ("mg/l", "brut.as", True, None),
        ("mg/l", "eluat.as", False, None),
        ("mg/l", "eluat.as", True, "10"),
        ("mg/l", "eluat.sulfate_percolation", False, "1"),
        ("mg/kg", "eluat.sulfate_percolation", False, None),
        ("% MB", "physique.siccite", False, "1"),
        ("", "brut.as", False, None),
        ("mg/kg", "physique.vbs", False, None),
    ],
)
def test_unit(unit, code, is_ls10, expected):
    found = factor(unit, parametres_analytiques()[code], is_ls10=is_ls10)
    assert found == (None if expected is None else Decimal(expected))


def test_the_json_of_a_report_reads_back():
    report = read(LONG)
    (sample,) = read_samples(report.as_analyses())
    assert {code: (one.low, one.high) for code, one in sample.values.items()} == {
        code: (one.low, one.high) for code, one in report.values("").items()
    }


def test_json_faults_at_once():
    with pytest.raises(UserFault) as caught:
        read_samples(
            {
                "samples": [
                    {"id": "A", "values": {"eluat.xx": 1, "eluat.sb": -1, "brut.as": "abc"}},
                    {
                        "id": "A",
                        "truc": 1,
                        "sampled_on": "hier",
                        "values": {"eluat.sb": {"unit": "km", "value": 1}},
                    },
                    {"values": 3},
                    {"id": "B", "values": {"eluat.as": {"low": 3, "high": 1}, "eluat.ba": [1]}},
                ]
            }
        )
    fields = [fault.place.field for fault in caught.value.faults]
    assert len(fields) == 10
    assert "analyses.samples[0].values.eluat.sb" in fields
    assert "analyses.samples[1].sampled_on" in fields


def test_a_name_in_words_leads_to_its_codes():
    with pytest.raises(UserFault) as caught:
        read_samples({"Antimoine": 1})
    assert caught.value.faults[0].expected == "eluat.sb ou brut.sb"
