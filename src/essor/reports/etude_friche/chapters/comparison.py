"""Against doing nothing, and against building on open land; what the study does not say."""

from collections.abc import Iterator

from essor.reports.charts.scale import short_eur
from essor.reports.document.blocks import Block, Bullets, Heading, Paragraph
from essor.reports.etude_friche import accounts, tables
from essor.reports.etude_friche.facts import StudyFacts

UNSAID = (
    "Elle prend des moyennes nationales\u00a0: elle ne connaît ni les sols réels, ni la nappe, ni "
    "le marché local.",
    "Elle compare le projet à l'inaction\u00a0: un autre projet du même site peut valoir mieux.",
    "Elle ne dit ni la faisabilité juridique, ni la conformité au plan local d'urbanisme, ni "
    "l'acceptation par les habitants.",
    "La valeur ajoutée et les emplois industriels sont montrés, jamais ajoutés à la valeur "
    "actualisée nette\u00a0: le prix du terrain contient déjà le profit attendu.",
    "Valorisation immobilière, fraîcheur et bien-être se recouvrent en partie\u00a0: leur somme "
    "est une borne haute.",
    "Les bâtiments sont supposés construits de toute façon par leurs acheteurs\u00a0; leur carbone "
    "est compté entièrement au projet.",
    "Les montants sont hors taxes, sans inflation\u00a0; leurs sources mêlent des euros de "
    "plusieurs années (2009 à 2023), qui ne sont pas ramenés à une même année.",
)


def comparison(facts: StudyFacts) -> list[Block]:
    """The two counterfactuals."""
    return [
        Heading("Et si l'on faisait autrement"),
        Heading("Ne rien faire", 2),
        *_status_quo(facts),
        Heading("Bâtir ailleurs, sur des terres libres", 2),
        tables.elsewhere(facts.sheet).block(
            "Le même projet sur des terres libres, avec les valeurs de l'étude",
            (2.2, 1.3, 1.3, 1.4),
        ),
    ]


def _status_quo(facts: StudyFacts) -> Iterator[Block]:
    found = facts.sheet.results
    first, last = found["annees"]
    cost = found["statu_quo_eur"]
    verb = "coûte" if cost < 0 else "rapporte"
    yield Paragraph(
        f"De {first} à {last}, laisser le site en l'état {verb} {short_eur(abs(cost))} en valeur "
        "actualisée, stock de carbone des sols compris. Les frais évités sont déjà dans les effets "
        "du projet\u00a0: ils ne s'y ajoutent pas."
    )
    table = tables.of_account(accounts.status_quo_account(found))
    yield table.block("Ne rien faire, valeurs actualisées", (3.5, 1))


def limits(facts: StudyFacts) -> list[Block]:
    """What must not be read into the study."""
    return [Heading("Ce que l'étude ne dit pas"), Bullets(UNSAID)]
