"""Amounts by impact that add up before the eyes of the reader, on screen, in files, on paper.

A tax, a rent or an aid is a line for who receives it and nothing for the whole: what others pay
is taken off in a line of its own, so that the lines always make their total.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from essor.engines.friches.catalogue import IMPACTS
from essor.engines.friches.profiles import REFERENCE
from essor.records.studies.nouns import detail_label
from essor.reports.etude_friche.words import plain

Json = Mapping[str, Any]
SHOWN_EUR = 1.0
"""Below this, the gap between the lines and their sum is cents."""
TRANSFERS = "À déduire\u00a0: transferts, que d'autres paient ou reçoivent"
ROUNDING = "Arrondis de la méthode de référence"
BETWEEN = "Transferts entre l'aménageur et les autres (achat, aides)"
OTHERS = "Autres lignes, données en annexe"
BALANCE_LINES = (
    "remise_en_etat",
    "amenagement",
    "batiments",
    "achat_site",
    "revente_site",
    "revente_batiments",
    "subventions",
    "charges_exploitation",
    "recettes_exploitation",
)
"""The nine lines of the developer's balance, in the order of the works."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an account, EUR."""

    label: str
    eur: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Lines and their sum, EUR; the last line closes the account when they do not meet alone."""

    lines: tuple[Line, ...]
    total: Line

    def shortened(self, count: int) -> "Account":
        """Keep the largest lines and the closing one; the others become one line."""
        kept = sorted(self.lines, key=lambda line: -abs(line.eur))[:count]
        kept += [line for line in self.lines if line.label in (TRANSFERS, ROUNDING)]
        shown = [line for line in self.lines if line in kept]
        rest = sum(line.eur for line in self.lines if line not in kept)
        if len(shown) == len(self.lines):
            return self
        closing = [line for line in shown if line.label in (TRANSFERS, ROUNDING)]
        first = [line for line in shown if line not in closing]
        return Account(lines=(*first, Line(OTHERS, rest), *closing), total=self.total)


def totals_of(found: Json, table: str) -> dict[str, float]:
    """Sum a table of the results by impact, over zones and details, EUR."""
    totals: dict[str, float] = {}
    for zone in found["zones"].values():
        for row in zone[table]:
            totals[row["impact"]] = totals.get(row["impact"], 0.0) + row["eur"]
    return totals


def balance_account(found: Json) -> Account:
    """The developer's balance: its nine lines, even at zero."""
    totals = dict.fromkeys(BALANCE_LINES, 0.0) | totals_of(found, "bilan")
    return _closed(found, _named(totals), "Bilan de l'aménageur", found["bilan_amenageur_eur"])


def detailed_balance(found: Json) -> Account:
    """The developer's balance, each work apart, zones summed."""
    totals: dict[str, float] = {}
    for zone in found["zones"].values():
        for row in zone["bilan"]:
            detail = detail_label(row["detail"])
            label = f"{row['libelle']}, {detail[:1].lower()}{detail[1:]}"
            label = label if detail else row["libelle"]
            totals[label] = totals.get(label, 0.0) + row["eur"]
    lines = [Line(label, eur) for label, eur in totals.items() if eur]
    return _closed(found, lines, "Bilan de l'aménageur", found["bilan_amenageur_eur"])


def impacts_account(found: Json) -> Account:
    """What everyone else gains or loses, from the largest to the smallest."""
    totals = {name: eur for name, eur in totals_of(found, "impacts_indirects").items() if eur}
    lines = sorted(_named(totals), key=lambda line: -abs(line.eur))
    return _closed(found, lines, "Effets sur les autres", found["impacts_indirects_eur"])


def status_quo_account(found: Json) -> Account:
    """What doing nothing costs."""
    lines = _named(totals_of(found, "statu_quo"))
    return _closed(found, lines, "Ne rien faire", found["statu_quo_eur"])


def value_account(found: Json) -> Account:
    """From the developer's balance and the effects on the others to the value for society."""
    lines = [
        Line("Bilan de l'aménageur", found["bilan_amenageur_eur"]),
        Line("Effets sur les autres", found["impacts_indirects_eur"]),
    ]
    total = found["van_socioeconomique_eur"]
    return _closed(found, lines, "Valeur pour la société", total, label=BETWEEN)


def _named(totals: Mapping[str, float]) -> list[Line]:
    return [Line(IMPACTS.get(name, plain(name)), eur) for name, eur in totals.items()]


def _closed(
    found: Json, lines: Iterable[Line], total: str, total_eur: float, *, label: str = TRANSFERS
) -> Account:
    """Close an account: the reference, which balances no transfer, only rounds its lines."""
    kept = list(lines)
    gap = total_eur - sum(line.eur for line in kept)
    if abs(gap) >= SHOWN_EUR:
        kept.append(Line(ROUNDING if found["profil"] == REFERENCE else label, gap))
    return Account(lines=tuple(kept), total=Line(total, total_eur))
