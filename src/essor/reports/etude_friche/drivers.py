"""What makes the result uncertain, one line per quantity, from the answers of the engine."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from essor.reports.etude_friche.words import label_of, number, short_label

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """One uncertain quantity and what it does to the net present value.

    name : how the engine calls it; description : its whole label, label : its first clause
    low, high : its first and last deciles, in words; low_eur, high_eur : results there
    share : part of the variance, interactions included, from 0 to 1
    switch : value that brings the result to zero, empty when there is none
    worth_eur : the most that knowing it before deciding is worth
    """

    name: str
    label: str
    description: str
    low: str
    high: str
    low_eur: float
    high_eur: float
    share: float
    switch: str
    worth_eur: float


def drivers_of(draws: Json, descriptions: Mapping[str, str]) -> Iterator[Driver]:
    """Read the field `incertitude` of the results, widest bar first."""
    shares = {row["nom"]: row["total"] for row in draws["indices_sobol"]}
    worth = {row["nom"]: row["eur"] for row in draws["information_eur"]}
    for bar in draws["tornade"]:
        name = bar["nom"]
        switch = draws["valeurs_de_bascule"].get(name)
        description = label_of(name, dict(descriptions))
        yield Driver(
            name=name,
            label=short_label(description),
            description=description,
            low=number(bar["valeur_basse"]),
            high=number(bar["valeur_haute"]),
            low_eur=bar["van_basse_eur"],
            high_eur=bar["van_haute_eur"],
            share=min(max(shares.get(name, 0.0), 0.0), 1.0),
            switch="" if switch is None else number(switch),
            worth_eur=worth.get(name, 0.0),
        )
