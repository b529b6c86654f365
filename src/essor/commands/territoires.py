"""`essor territoires`: the labelled territories, and who is in one.

Without a workspace the commands that read answer from the facts Essor ships, and need no Django.
"""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import click

from essor.commands.territoires_charger import charger, etablissements, publier_faits
from essor.commands.territoires_source import Source, open_source
from essor.foundations.errors import UserFault
from essor.foundations.french import format_number, parse_date_fr
from essor.foundations.text import fold_words
from essor.references.territoires.answers import Answer
from essor.references.territoires.summaries import TerritoireFiche, TerritoireResume

as_json = click.option("--json", "is_json", is_flag=True, help="Répondre en JSON.")


def _read_day(ctx: click.Context, param: click.Parameter, text: str | None) -> date | None:
    return None if text is None else parse_date_fr(text)


at_date = click.option(
    "--au", "day", metavar="DATE", callback=_read_day, help="Périmètre à cette date."
)


@click.group()
def group() -> None:
    """Consulter les territoires, leurs membres et leurs communes."""


group.add_command(charger)
group.add_command(etablissements)
group.add_command(publier_faits)


@group.command("list")
@click.option("--region", default="", metavar="CODE|NOM", help="Code ou nom de région.")
@click.option("--recherche", "search", default="", metavar="MOTS", help="Mots du nom ou du code.")
@at_date
@as_json
def list_(region: str, search: str, day: date | None, is_json: bool) -> None:
    """Lister les territoires de la phase en cours."""
    source = open_source()
    code = _region_code(source, region) if region else ""
    rows = source.list_territoires(search=search, region=code, on=day)
    if is_json:
        _print_json([row.as_dict() for row in rows])
        return
    _print_table(rows)


@group.command()
@click.argument("texte", required=False)
@click.option("--commune", metavar="CODE|NOM", help="Code INSEE, code postal ou nom.")
@click.option("--siren", metavar="SIREN", help="SIREN d’une intercommunalité ou d’une commune.")
@click.option("--siret", metavar="SIRET", help="SIRET d’un établissement.")
@at_date
@as_json
def trouver(
    texte: str | None,
    commune: str | None,
    siren: str | None,
    siret: str | None,
    day: date | None,
    is_json: bool,
) -> None:
    """Dire si un lieu est dans un Territoire d’industrie.

    TEXTE : un SIRET, un SIREN, un code ou un nom de commune.
    """
    given = [value for value in (texte, commune, siren, siret) if value is not None]
    if len(given) != 1:
        raise UserFault.single(
            "indiquez une seule chose à chercher",
            value=", ".join(given) or None,
            expected="--commune 63113, --siren 246300701 ou --siret suivi de 14 chiffres",
        )
    source = open_source()
    if commune is not None:
        answer = source.find_commune(commune, on=day)
    elif siren is not None:
        answer = source.find_siren(siren, on=day)
    elif siret is not None:
        answer = source.find_siret(siret, on=day)
    else:
        answer = source.trouver(given[0], on=day)
    if is_json:
        _print_json(answer.as_dict())
        return
    _print_answer(answer)


@group.command()
@click.argument("code")
@at_date
@as_json
def show(code: str, day: date | None, is_json: bool) -> None:
    """Montrer un territoire, ses membres et ses communes."""
    source = open_source()
    fiche = source.get_territoire(code, on=day)
    if is_json:
        _print_json(fiche.as_dict())
        return
    _print_fiche(fiche)
    click.echo(source.basis_line(on=day))


@group.command()
@as_json
def versions(is_json: bool) -> None:
    """Lister les versions du périmètre, avec leur source et leur date."""
    rows = open_source().list_versions()
    if is_json:
        _print_json(rows)
        return
    for row in rows:
        loaded = f"chargé le {row['charge_le']} par " if row["charge_le"] else ""
        click.echo(
            f"{row['phase']} n°\u00a0{row['numero']}, valable à partir du {row['valable_du']}"
            f"\u00a0: {row['titre']} (COG {row['code_officiel_geographique']}, {row['licence']}), "
            f"{loaded}{row['charge_par']}"
        )


def _region_code(source: Source, text: str) -> str:
    regions = source.list_regions()
    wanted = fold_words(text)
    found = [r for r in regions if wanted in (r.code_region.casefold(), fold_words(r.nom))]
    if not found:
        raise UserFault.single(
            "région inconnue, ou sans territoire d’industrie",
            value=text,
            expected=", ".join(f"{r.code_region} {r.nom}" for r in regions),
            field="--region",
        )
    return found[0].code_region


def _print_json(data: Any) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def _print_table(rows: Sequence[TerritoireResume]) -> None:
    width = max((len(row.nom) for row in rows), default=0)
    for row in rows:
        click.echo(
            f"{row.code_territoire}  {row.nom:<{width}}  {row.membres:>2} membres  "
            f"{row.communes:>3} communes  {format_number(row.population_municipale):>9} hab.  "
            f"{row.nom_region}"
        )
    click.echo(f"{len(rows)} territoire{'s' if len(rows) > 1 else ''}", err=True)


def _print_answer(answer: Answer) -> None:
    for line in (answer.explanation, *answer.notes):
        click.echo(line)
    for candidate in answer.candidates:
        inside = candidate.code_territoire or "hors Territoire d’industrie"
        click.echo(f"  {candidate.code_commune_insee}  {candidate.label()}\u00a0: {inside}")


def _print_fiche(fiche: TerritoireFiche) -> None:
    resume = fiche.resume
    click.echo(f"{resume.nom} ({resume.code_territoire}, {resume.nom_region})")
    click.echo(
        f"{resume.membres} membres, {resume.communes} communes, "
        f"{format_number(resume.population_municipale)} habitants (population municipale)"
    )
    names: dict[str, list[str]] = {c.siren_membre: [] for c in fiche.communes}
    for commune in fiche.communes:
        names[commune.siren_membre].append(commune.nom)
    for membre in fiche.membres:
        people = membre.population_municipale
        figure = "non publié" if people is None else f"{format_number(people)} hab."
        click.echo(f"  {membre.siren}  {membre.nom} ({membre.nature.label}), {figure}")
        click.echo(f"    {', '.join(names.get(membre.siren, []))}")
