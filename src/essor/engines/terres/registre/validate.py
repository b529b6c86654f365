"""Check whole registers: every fault of every line, at once."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from essor.engines.terres.registre.cells import read_cell
from essor.engines.terres.registre.lines import CheckedLine, Genre, Line, Refused, Remarque
from essor.engines.terres.registre.rules import RULES
from essor.engines.terres.registre.view import View
from essor.references.registre_national.tables import Colonne, Registre, registre

Identity = tuple[str, str]


def check_lines(
    lines: Iterable[Line],
    *,
    genre: Genre,
    today: dt.date,
    declared: Collection[Identity] | None = None,
) -> tuple[CheckedLine, ...]:
    """Check lines against every constraint of the national register.

    today : the day of the check
    declared : (SIRET, identifier) of what the register already holds; None when it is not
    known, and then only the file itself is compared
    """
    table = registre(genre)
    found = [check_line(line, table=table, today=today) for line in lines]
    return tuple(_with_identity(found, table=table, declared=declared))


def check_line(line: Line, *, table: Registre, today: dt.date) -> CheckedLine:
    """Check one line by itself."""
    champs, remarques = _read(line, table)
    by_champ = table.by_champ
    view = View(
        registre=table,
        champs=champs,
        unread=frozenset(one.champ for one in remarques if one.code != "requis"),
        today=today,
    )
    genre = Genre(table.nom)
    for rule in RULES:
        if genre not in rule.genres:
            continue
        remarques += [
            Remarque(
                number=line.number,
                champ=found.champ,
                entete=_head(by_champ, found.champ),
                code=rule.code,
                message=found.message,
                value=champs.get(found.champ, ""),
                expected=found.expected,
                gravite=found.gravite,
            )
            for found in rule.check(view)
        ]
    return CheckedLine(number=line.number, champs=champs, remarques=tuple(_once(remarques, table)))


def _read(line: Line, table: Registre) -> tuple[dict[str, str], list[Remarque]]:
    champs: dict[str, str] = {}
    remarques: list[Remarque] = []
    for colonne in table.colonnes:
        text = line.champs.get(colonne.champ, "")
        try:
            clean = read_cell(colonne, text)
        except Refused as refused:
            remarques.append(_remark(line, colonne, refused, text))
            continue
        if clean:
            champs[colonne.champ] = clean
        elif colonne.is_required:
            missing = Refused("requis", "la valeur manque", "une valeur")
            remarques.append(_remark(line, colonne, missing, ""))
    return champs, remarques


def _remark(line: Line, colonne: Colonne, refused: Refused, text: str) -> Remarque:
    return Remarque(
        number=line.number,
        champ=colonne.champ,
        entete=colonne.entete or colonne.champ,
        code=refused.code,
        message=refused.message,
        value=" ".join(text.split()),
        expected=refused.expected,
    )


def _once(remarques: list[Remarque], table: Registre) -> list[Remarque]:
    """Keep one « missing » per field, in the order of the columns."""
    missing = {one.champ for one in remarques if one.code == "requis"}
    kept = [
        one
        for one in remarques
        if one.code == "requis" or one.champ not in missing or not one.is_refused
    ]
    order = {colonne.champ: index for index, colonne in enumerate(table.colonnes)}
    return sorted(kept, key=lambda one: (not one.is_refused, order.get(one.champ, 0)))


def _with_identity(
    lines: list[CheckedLine], *, table: Registre, declared: Collection[Identity] | None
) -> Iterable[CheckedLine]:
    """Add what identifiers say: a reused one is refused before it would be ignored in silence."""
    first_seen: dict[Identity, int] = {}
    head = _head(table.by_champ, "publicId")
    for line in lines:
        if not line.identity[1]:
            yield line
            continue
        wrong = _identity_fault(line, first_seen, declared)
        first_seen.setdefault(line.identity, line.number)
        if wrong is None:
            yield line
            continue
        remark = Remarque(
            number=line.number,
            champ="publicId",
            entete=head,
            code=wrong.code,
            message=wrong.message,
            value=line.identity[1],
            expected=wrong.expected,
        )
        yield replace(line, remarques=(remark, *line.remarques))


def _identity_fault(
    line: CheckedLine, first_seen: Mapping[Identity, int], declared: Collection[Identity] | None
) -> Refused | None:
    reason = line.champs.get("reason", "")
    is_in_file, is_declared = line.identity in first_seen, line.identity in (declared or ())
    if not reason and is_in_file:
        first = first_seen[line.identity]
        return Refused(
            "identifiant_double",
            f"l'identifiant sert déjà à la ligne {first} : celle-ci serait ignorée sans un mot",
            "un identifiant neuf, ou le motif MODIFIER",
        )
    if not reason and is_declared:
        return Refused(
            "identifiant_declare",
            "l'identifiant est déjà déclaré : la ligne serait ignorée sans un mot",
            "un identifiant neuf, ou le motif MODIFIER ou ANNULER",
        )
    if reason and declared is not None and not is_declared and not is_in_file:
        return Refused(
            "identifiant_inconnu",
            f"le motif {reason} vise une ligne qui n'est pas déclarée",
            "l'identifiant d'une ligne déclarée, ou aucun motif",
        )
    return None


def _head(by_champ: Mapping[str, Colonne], champ: str) -> str:
    colonne = by_champ.get(champ)
    return colonne.entete or champ if colonne else champ
