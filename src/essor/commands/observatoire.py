"""`essor observatoire`: bring open data in, show what it says of a place."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from essor.commands.observatoire_alimenter import command as alimenter
from essor.commands.observatoire_echantillons import command as echantillons
from essor.commands.observatoire_etat import command as etat
from essor.commands.observatoire_moteur import engine_options, opened_engine, said_engine
from essor.commands.observatoire_telecharger import FOLDER, download
from essor.commands.workspace import current_workspace, say
from essor.foundations.errors import UserFault
from essor.foundations.french import format_number
from essor.observatory.catalogue import get_source, list_sources
from essor.observatory.download.downloading import Outcome
from essor.observatory.geography import COVERING, Niveau
from essor.observatory.lake import Lake
from essor.observatory.reading import Value, values_of
from essor.observatory.refresh import SourceReport, find_files, refresh

STATES = {
    "charge": "chargée",
    "inchange": "déjà à jour",
    "refuse": "refusée, la version précédente reste en service",
    "absent": "aucun fichier dans ce dossier",
}
STATUSES = {
    "connu": "",
    "intervalle": "une partie n'est pas publiée\u00a0: seules les bornes sont sûres",
    "secret": "secret statistique",
    "sans_donnee": "la source ne dit rien de ce lieu",
    "non_charge": "source non chargée",
}


@click.group()
def group() -> None:
    """Rafraîchir l'observatoire et lire ce qu'il dit d'un lieu."""


group.add_command(echantillons)
group.add_command(etat)
group.add_command(alimenter)


@group.command("rafraichir")
@click.option(
    "--depuis",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Dossier des fichiers des producteurs, sous-dossiers compris. Sans lui, les télécharger.",
)
@click.option("--source", "names", multiple=True, metavar="NOM", help="Une source. Répétable.")
@click.option(
    "--territoire",
    "territoires",
    multiple=True,
    metavar="CODE",
    help="Ne demander que ce territoire aux interfaces interrogées lieu par lieu. Répétable.",
)
@engine_options
@click.option("--attendre", "is_waiting", is_flag=True, help="Attendre la fin d'un autre.")
@click.option("--json", "is_json", is_flag=True, help="Répondre en JSON.")
def rafraichir(
    folder: Path | None,
    names: Sequence[str],
    territoires: Sequence[str],
    moteur: str,
    master: str | None,
    is_waiting: bool,
    is_json: bool,
) -> None:
    """Lire les fichiers des producteurs et recalculer les indicateurs.

    Sans --depuis, les fichiers sont d'abord téléchargés aux adresses des producteurs : ce qui n'a
    pas changé ne l'est pas deux fois, ce qui est coupé reprend où il s'était arrêté.

    Un fichier abîmé ou changé est refusé avec la liste de ce qui diffère ; la dernière bonne
    version reste en service. Code de sortie 2 si une source est refusée.
    """
    at = datetime.now(UTC)
    sources = [get_source(name) for name in names] if names else list(list_sources())
    outcomes: list[Outcome] = []
    if folder is None:
        folder = the_lake().root / FOLDER
        outcomes = download(
            sources, folder=folder, at=at, territoires=territoires, is_waiting=is_waiting,
            is_silent=is_json,
        )  # fmt: skip
        sources = [source for source in sources if find_files(source, folder)]
    with opened_engine(moteur, master) as engine:
        reports = refresh(
            lake=the_lake(),
            sources=sources,
            folder=folder,
            at=at,
            on_source=lambda source: (
                None if is_json else say(f"{source.name}\u00a0: {source.title}")
            ),
            is_waiting=is_waiting,
            engine=engine,
            on_wait=lambda holder: click.echo(f"En attente de {holder}.", err=True),
        )
    told = [one.as_dict() for one in reports]
    if is_json:
        files = [one.as_dict() for one in outcomes]
        answer = {"files": files, "sources": told} if outcomes else told
        click.echo(json.dumps(answer, ensure_ascii=False, indent=1))
    else:
        for report in reports:
            _say_report(report)
    faults = [fault for outcome in outcomes for fault in outcome.faults]
    faults += [fault for report in reports for fault in report.faults]
    if faults:
        raise UserFault(faults)


@group.command("montrer")
@click.option("--territoire", metavar="CODE", help="Un Territoire d'industrie (ti-8404).")
@click.option("--epci", metavar="SIREN", help="Une intercommunalité.")
@click.option("--commune", metavar="CODE", help="Une commune.")
@click.option("--historique", is_flag=True, help="Tous les millésimes, et non le dernier.")
@click.option("--json", "is_json", is_flag=True, help="Répondre en JSON.")
def montrer(
    territoire: str | None, epci: str | None, commune: str | None, historique: bool, is_json: bool
) -> None:
    """Dire chaque indicateur d'un lieu, avec ses bornes, son millésime et sa source."""
    asked = {Niveau.TERRITOIRE: territoire, Niveau.EPCI: epci, Niveau.COMMUNE: commune}
    given = [(niveau, code) for niveau, code in asked.items() if code]
    if len(given) != 1:
        raise UserFault.single(
            "Un lieu et un seul est attendu.", expected="--territoire, --epci ou --commune"
        )
    ((niveau, code),) = given
    found = values_of(the_lake(), niveau=niveau, code=code, latest=not historique)
    if is_json:
        click.echo(json.dumps([one.as_dict() for one in found], ensure_ascii=False, indent=1))
        return
    for value in found:
        click.echo(sentence(value))


def the_lake() -> Lake:
    """Return the lake of the workspace."""
    return Lake(current_workspace().root / "observatoire")


def sentence(value: Value) -> str:
    """Write one value in French, with what is uncertain about it."""
    told = _figure(value)
    where = f" ({value.lieu.nom})" if value.lieu.niveau in COVERING else ""
    what = f", {value.rubrique}" if value.rubrique else ""
    note = STATUSES[value.status]
    sample = "échantillon livré avec Essor" if value.is_sample else ""
    parts = [told, value.vintage, note, value.note, sample]
    return f"{value.indicator.title}{what}{where}\u00a0: " + " · ".join(filter(None, parts))


def _figure(value: Value) -> str:
    if value.value is not None:
        return format_number(round(value.value, 2))
    if value.low is not None and value.high is not None:
        return f"de {format_number(round(value.low, 1))} à {format_number(round(value.high, 1))}"
    return "inconnu"


def _say_report(report: SourceReport) -> None:
    say(f"{report.source}\u00a0: {STATES[report.state]}{said_engine(report.engine)}")
    for role, count in report.counts.items():
        refused = sum(count.refused.values())
        say(
            f"  {role}\u00a0: {format_number(count.read)} lignes lues, "
            f"{format_number(count.kept)} gardées, {format_number(count.corrected)} corrigées, "
            f"{format_number(refused)} mises à part"
        )
        for reason, number in sorted(count.refused.items()):
            say(f"    {format_number(number)}\u00a0: {reason}")
