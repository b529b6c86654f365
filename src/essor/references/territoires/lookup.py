"""Find the territory of a place: one set of rules over any source of facts.

`Annuaire` is what the rules need to know; the shipped facts (`repertoire.py`) and the database
both provide it, so that the two can never answer differently.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from essor.foundations.codes import parse_siren, parse_siret, siren_of
from essor.foundations.errors import UserFault
from essor.foundations.text import without_spaces
from essor.references.territoires.answers import (
    Answer,
    Basis,
    Candidate,
    Verdict,
    explain_commune,
    explain_groupement,
    explain_many,
    explain_unknown_siren,
    explain_unknown_siret,
)
from essor.references.territoires.names import name_key
from essor.references.territoires.schema import (
    Commune,
    CommuneRattachee,
    Groupement,
    Membre,
    Territoire,
)

MAX_CANDIDATES = 20
NBSP = "\u00a0"
PUBLIC_BODY = (
    "Ce SIRET est celui d’une collectivité\u00a0: la réponse vaut pour son territoire. Si "
    "l’établissement est ailleurs, indiquez sa commune."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NameMatch:
    """A commune found by name, and the delegated commune that bears the name when it is one."""

    commune: Commune
    rattachee: CommuneRattachee | None = None

    @property
    def nom(self) -> str:
        """The name that was matched."""
        return (self.rattachee.nom or "") if self.rattachee else self.commune.nom


@dataclass(frozen=True, slots=True, kw_only=True)
class Matches:
    """The first matches of a name and how many there are in all."""

    first: tuple[NameMatch, ...]
    total: int


def rank(match: NameMatch) -> tuple[bool, int, str, str, str]:
    """Order of matches: present-day communes first, then the most populated."""
    via = match.rattachee
    return (
        via is not None,
        -(match.commune.population_municipale or 0),
        match.commune.code_commune_insee,
        via.code if via else "",
        (via.nom or "") if via else "",
    )


class Annuaire(Protocol):
    """The questions the rules ask. Implementations return present-day communes only."""

    @property
    def basis(self) -> Basis:
        """What every answer rests on."""
        ...

    def commune(self, code: str) -> Commune | None:
        """Present-day commune of this INSEE code."""
        ...

    def rattachee(self, code: str) -> CommuneRattachee | None:
        """Old, delegated or associated commune, or district, of this code."""
        ...

    def commune_of_siren(self, siren: str) -> Commune | None:
        """Commune that this SIREN is."""
        ...

    def communes_of_postal_code(self, code: str) -> Sequence[Commune]:
        """Communes served by a postal code."""
        ...

    def communes_of_groupement(self, siren: str) -> Sequence[Commune]:
        """Communes of an EPCI or EPT."""
        ...

    def named(self, key: str, *, exactly: bool, limit: int) -> "Matches":
        """Communes whose key is, or begins with, `key`, in the order of `rank`, cut at `limit`."""
        ...

    def groupement(self, siren: str) -> Groupement | None:
        """EPCI or EPT of this SIREN."""
        ...

    def membre(self, siren: str) -> tuple[Membre, Territoire] | None:
        """Member of this SIREN, and its territory."""
        ...

    def attachments(self, codes: Sequence[str]) -> dict[str, tuple[Membre, Territoire]]:
        """Member and territory of each commune that has one."""
        ...

    def departement_names(self) -> dict[str, str]:
        """Department code -> name."""
        ...

    def commune_of_siret(self, siret: str) -> str | None:
        """Commune of an establishment that was loaded."""
        ...


def answer_commune(annuaire: Annuaire, text: str) -> Answer:
    """Answer for a commune's INSEE code, postal code or name. Raises UserFault when unknown."""
    question = " ".join(text.split())
    code = without_spaces(text).upper()
    if not question:
        raise UserFault.single(
            "aucune commune n’est indiquée", expected="un nom ou un code, comme 63113"
        )
    if len(code) == 5 and code[-3:].isdigit() and code[0].isdigit():
        return _answer_code(annuaire, code)
    key = name_key(question)
    matches = annuaire.named(key, exactly=True, limit=MAX_CANDIDATES)
    if key and not any(name_key(m.nom) == key for m in matches.first):
        # « saint » is the start of many names rather than the whole of « Le Saint ».
        matches = annuaire.named(key, exactly=False, limit=MAX_CANDIDATES)
    if not matches.total:
        raise UserFault.single(
            "aucune commune ne porte ce nom",
            value=question,
            expected="le nom d’une commune, entier ou son début, ou son code INSEE",
            field="commune",
            code="commune_inconnue",
        )
    return _one_or_many(annuaire, question, matches)


def answer_siren(annuaire: Annuaire, text: str) -> Answer:
    """Answer for the SIREN of an EPCI, an EPT or a commune. Raises UserFault when misspelt."""
    siren = str(parse_siren(text))
    found = _answer_body(annuaire, siren, question=siren)
    if found is not None:
        return found
    return Answer(
        question=siren,
        verdict=Verdict.INCONNU,
        explanation=explain_unknown_siren(siren),
        basis=annuaire.basis,
    )


def answer_siret(annuaire: Annuaire, text: str) -> Answer:
    """Answer for an establishment. Raises UserFault when misspelt.

    A loaded SIRENE extract says its commune; without one, only the establishments of a public body
    whose whole area is known can be placed.
    """
    siret = parse_siret(text)
    code = annuaire.commune_of_siret(str(siret))
    if code is not None:
        return _answer_insee(annuaire, code, question=str(siret))
    found = _answer_body(annuaire, str(siren_of(siret)), question=str(siret))
    if found is not None:
        return replace(found, notes=(PUBLIC_BODY, *found.notes))
    return Answer(
        question=str(siret),
        verdict=Verdict.INCONNU,
        explanation=explain_unknown_siret(str(siret)),
        basis=annuaire.basis,
    )


def answer_any(annuaire: Annuaire, text: str) -> Answer:
    """Answer for whatever a person types in one field: 14 digits, 9 digits, else a commune.

    Raises UserFault when it is none of them.
    """
    digits = without_spaces(text)
    if digits.isdigit() and len(digits) == 14:
        return answer_siret(annuaire, text)
    if digits.isdigit() and len(digits) == 9:
        return answer_siren(annuaire, text)
    return answer_commune(annuaire, text)


def suggest(annuaire: Annuaire, text: str, *, limit: int = 10) -> tuple[Candidate, ...]:
    """Communes whose name begins with the text, the most populated first; empty for no text."""
    key = name_key(text)
    if not key:
        return ()
    return _candidates(annuaire, annuaire.named(key, exactly=False, limit=limit).first)


def _by_insee(annuaire: Annuaire, code: str) -> NameMatch | None:
    """The commune of an INSEE code, old and delegated codes included."""
    commune = annuaire.commune(code)
    if commune is not None:
        return NameMatch(commune=commune)
    rattachee = annuaire.rattachee(code)
    now = annuaire.commune(rattachee.code_commune_insee) if rattachee else None
    return NameMatch(commune=now, rattachee=rattachee) if now else None


def _answer_insee(annuaire: Annuaire, code: str, *, question: str) -> Answer:
    """Answer for a code that is surely an INSEE code: no postal reading is offered."""
    match = _by_insee(annuaire, code)
    if match is None:
        raise _unknown_code(code)
    return _answer_one(annuaire, question, match)


def _answer_code(annuaire: Annuaire, code: str) -> Answer:
    match = _by_insee(annuaire, code)
    commune = match.commune if match else None
    postal = [c for c in annuaire.communes_of_postal_code(code) if c != commune]
    if match is not None and not (match.rattachee and postal):
        return _answer_one(annuaire, code, match, postal)
    if match is not None:
        # An old INSEE code that is a living postal code: the person must say which was meant.
        return _one_or_many(annuaire, code, _ranked([match, *_as_matches(postal)]))
    if not postal:
        raise _unknown_code(code)
    return _one_or_many(annuaire, f"code postal {code}", _ranked(_as_matches(postal)))


def _unknown_code(code: str) -> UserFault:
    return UserFault.single(
        "ce code n’est celui d’aucune commune",
        value=code,
        expected="un code INSEE comme 63113, un code postal ou un nom de commune",
        field="commune",
        code="commune_inconnue",
    )


def _answer_one(
    annuaire: Annuaire, question: str, match: NameMatch, postal: Sequence[Commune] = ()
) -> Answer:
    commune = match.commune
    found = annuaire.attachments([commune.code_commune_insee]).get(commune.code_commune_insee)
    membre, territoire = found if found else (None, None)
    siren = commune.siren_ept or commune.siren_epci
    notes = []
    if postal:
        names = ", ".join(c.nom for c in postal[:5])
        notes.append(
            f"{question} a été lu comme un code INSEE{NBSP}; c’est aussi le code postal "
            f"de{NBSP}: {names}{'…' if len(postal) > 5 else ''}."
        )
    departement = annuaire.departement_names().get(commune.code_departement, "")
    return Answer(
        question=question,
        verdict=Verdict.DEDANS if territoire else Verdict.DEHORS,
        explanation=explain_commune(
            commune=commune,
            departement=departement or commune.code_departement,
            membre=membre,
            territoire=territoire,
            rattachee=match.rattachee,
            basis=annuaire.basis,
        ),
        basis=annuaire.basis,
        territoire=territoire,
        membre=membre,
        groupement=annuaire.groupement(siren) if siren else None,
        commune=commune,
        rattachee=match.rattachee,
        candidates=_candidates(annuaire, _ranked(_as_matches(postal)).first) if postal else (),
        total=len(postal),
        territoires=(territoire,) if territoire else (),
        notes=tuple(notes),
    )


def _one_or_many(annuaire: Annuaire, question: str, matches: Matches) -> Answer:
    communes = {m.commune.code_commune_insee for m in matches.first}
    if len(communes) == 1 and len(matches.first) == matches.total:
        return _answer_one(annuaire, question, matches.first[0])
    return Answer(
        question=question,
        verdict=Verdict.PLUSIEURS,
        explanation=explain_many(question=question, total=matches.total, shown=len(matches.first)),
        basis=annuaire.basis,
        candidates=_candidates(annuaire, matches.first),
        total=matches.total,
    )


def _as_matches(communes: Sequence[Commune]) -> list[NameMatch]:
    return [NameMatch(commune=c) for c in communes]


def _ranked(matches: Sequence[NameMatch]) -> Matches:
    first = sorted(matches, key=rank)[:MAX_CANDIDATES]
    return Matches(first=tuple(first), total=len(matches))


def _answer_body(annuaire: Annuaire, siren: str, *, question: str) -> Answer | None:
    commune = annuaire.commune_of_siren(siren)
    if commune is not None:
        return _answer_one(annuaire, question, NameMatch(commune=commune))
    groupement = annuaire.groupement(siren)
    if groupement is None:
        return None
    whole = annuaire.membre(siren)
    if whole is not None:
        membre, territoire = whole
        found: tuple[Territoire, ...] = (territoire,)
    else:
        membre, territoire = None, None
        found = _partial(annuaire, siren)
    return Answer(
        question=question,
        verdict=Verdict.DEDANS if whole else Verdict.PARTIEL if found else Verdict.DEHORS,
        explanation=explain_groupement(
            groupement=groupement,
            territoires=found,
            is_whole=whole is not None,
            basis=annuaire.basis,
        ),
        basis=annuaire.basis,
        territoire=territoire,
        membre=membre,
        groupement=groupement,
        territoires=found,
    )


def _partial(annuaire: Annuaire, siren: str) -> tuple[Territoire, ...]:
    codes = [c.code_commune_insee for c in annuaire.communes_of_groupement(siren)]
    found = {t.code_territoire: t for _, t in annuaire.attachments(codes).values()}
    return tuple(found[code] for code in sorted(found))


def _candidates(annuaire: Annuaire, matches: Sequence[NameMatch]) -> tuple[Candidate, ...]:
    attached = annuaire.attachments([m.commune.code_commune_insee for m in matches])
    departements = annuaire.departement_names()
    found = []
    for match in matches:
        commune = match.commune
        _, territoire = attached.get(commune.code_commune_insee, (None, None))
        via = match.rattachee
        found.append(
            Candidate(
                code_commune_insee=commune.code_commune_insee,
                nom=commune.nom,
                code_departement=commune.code_departement,
                departement=departements.get(commune.code_departement, ""),
                population_municipale=commune.population_municipale,
                code_territoire=territoire.code_territoire if territoire else None,
                nom_territoire=territoire.nom if territoire else None,
                via=f"{via.nom or via.code}, {via.nature_label}, aujourd’hui {commune.nom}"
                if via
                else "",
            )
        )
    return tuple(found)
