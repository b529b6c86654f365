"""Rules of the actors: who each one is, by type, and what must be said of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from essor.engines.terres.registre.cells import siret_key_fault
from essor.engines.terres.registre.view import Found, Says, View
from essor.references.registre_national.tables import codes

FRENCH = frozenset({"ETABLISSEMENT_FR", "ASSOCIATION"})
_FRENCH_POSTCODE = re.compile(r"[0-9]{5,6}")
_OUTSIDE = re.compile(r"[A-Z0-9]{1,25}")
_ASSOCIATION = re.compile(r"W[0-9]{9}")
_DETAILS = {
    "Name": "la raison sociale",
    "Address": "l'adresse",
    "PostalCode": "le code postal",
    "City": "la commune",
    "CountryCode": "le code pays",
}


@dataclass(frozen=True, slots=True)
class Actor:
    """One actor of a line, by the first words of its fields."""

    line: View
    prefix: str

    def champ(self, name: str) -> str:
        """Return the name of one of its fields."""
        return f"{self.prefix}Company{name}"

    @property
    def type(self) -> str:
        """Its type, empty when not given."""
        return self.line.text(self.champ("Type"))

    @property
    def number(self) -> str:
        """Its number."""
        return self.line.text(self.champ("OrgId"))

    @property
    def is_described(self) -> bool:
        """Tell whether anything but the type is written."""
        return any(self.line.has(self.champ(name)) for name in ("OrgId", *_DETAILS))


def actors(line: View) -> Iterator[Actor]:
    """Yield the actors that this register knows, in its order."""
    for colonne in line.registre.colonnes:
        if colonne.champ.endswith("CompanyType"):
            yield Actor(line, colonne.champ.removesuffix("CompanyType"))


def type_is_given(line: View) -> Says:
    """An actor of whom something is said has a type."""
    for actor in actors(line):
        if actor.is_described and not line.has(actor.champ("Type")):
            yield Found(
                champ=actor.champ("Type"),
                message="le type manque alors que l'acteur est décrit",
                expected=", ".join(codes().types_acteur),
            )


def number_fits_type(line: View) -> Says:
    """A SIRET, a VAT number, an association number or a name, by type."""
    for actor in actors(line):
        champ = actor.champ("OrgId")
        if actor.type in ("", "COMMUNES") or champ in line.unread:
            continue
        if wrong := _number_fault(actor.type, actor.number):
            message = wrong if actor.number else "le numéro d'identification manque"
            expected = _EXPECTED[actor.type]
            yield Found(champ=champ, message=message, expected=expected)


_EXPECTED = {
    "ETABLISSEMENT_FR": "un SIRET de 14 chiffres",
    "ENTREPRISE_UE": "un numéro de TVA intracommunautaire, par exemple BE0403170701",
    "ENTREPRISE_HORS_UE": "1 à 25 lettres majuscules ou chiffres",
    "ASSOCIATION": "W suivi de 9 chiffres",
    "PERSONNE_PHYSIQUE": "le nom et le prénom",
}


def _number_fault(kind: str, number: str) -> str:
    """Return why a number is wrong for its type, empty when it is right."""
    if kind == "ETABLISSEMENT_FR":
        return _siret_fault(number)
    if kind == "ENTREPRISE_UE":
        return "" if vat_prefix(number) else "le numéro de TVA est mal formé"
    if kind == "PERSONNE_PHYSIQUE":
        return "" if number else "le nom manque"
    form = _OUTSIDE if kind == "ENTREPRISE_HORS_UE" else _ASSOCIATION
    return "" if form.fullmatch(number) else "le numéro d'identification est mal formé"


def _siret_fault(number: str) -> str:
    if not re.fullmatch(r"[0-9]{14}", number):
        return "le SIRET est mal formé"
    wrong = siret_key_fault(number)
    return wrong[0] if wrong else ""


def vat_prefix(number: str) -> str:
    """Return the prefix of a well-formed European VAT number, empty otherwise."""
    tight = number.replace(" ", "")
    form = codes().tva_ue.get(tight[:2])
    return tight[:2] if form and form.fullmatch(tight[2:]) else ""


def country_fits_type(line: View) -> Says:
    """A French actor is in FR, a European one in the country of its VAT number."""
    for actor in actors(line):
        country = line.text(actor.champ("CountryCode"))
        expected = _expected_country(actor)
        if country and expected and country != expected:
            message = "le pays ne va pas avec l'acteur"
            yield Found(champ=actor.champ("CountryCode"), message=message, expected=expected)


def _expected_country(actor: Actor) -> str:
    if actor.type in FRENCH:
        return "FR"
    if actor.type == "ENTREPRISE_UE":
        prefix = vat_prefix(actor.number)
        return codes().tva_pays.get(prefix, prefix)
    return ""


def french_postcode(line: View) -> Says:
    """Five digits, six for the forms that add one."""
    for actor in actors(line):
        champ = actor.champ("PostalCode")
        code = line.text(champ)
        if actor.type == "ETABLISSEMENT_FR" and code and not _FRENCH_POSTCODE.fullmatch(code):
            message = "le code postal n'est pas celui d'un établissement français"
            yield Found(champ=champ, message=message, expected="5 ou 6 chiffres")


def is_complete(line: View) -> Says:
    """Name, address, postcode, city, country; a person has her name as number."""
    for actor in actors(line):
        if actor.type in ("", "COMMUNES"):
            continue
        for name, said in _DETAILS.items():
            if name == "Name" and actor.type == "PERSONNE_PHYSIQUE":
                continue
            if not line.has(actor.champ(name)):
                message = f"{said} manque"
                yield Found(champ=actor.champ(name), message=message, expected=said)


def municipalities_are_named(line: View) -> Says:
    """Soil collected in several communes says which."""
    champ = "initialEmitterMunicipalitiesInseeCodes"
    if line.text("initialEmitterCompanyType") == "COMMUNES" and not line.has(champ):
        yield Found(
            champ=champ,
            message="les codes INSEE des communes manquent",
            expected="5 signes par commune, séparés par des virgules",
        )


def no_municipalities(line: View) -> Says:
    """A carrier loads at one place and unloads at one place."""
    for actor in actors(line):
        if actor.type == "COMMUNES":
            others = ", ".join(kind for kind in codes().types_acteur if kind != "COMMUNES")
            message = "le type « COMMUNES » n'est pas admis dans ce registre"
            yield Found(champ=actor.champ("Type"), message=message, expected=others)


def eco_organisme_is_named(line: View) -> Says:
    """A SIRET goes with a name."""
    if line.has("ecoOrganismeSiret") and not line.has("ecoOrganismeName"):
        message = "la raison sociale de l'éco-organisme manque"
        yield Found(champ="ecoOrganismeName", message=message, expected="la raison sociale")


def broker_is_named(line: View) -> Says:
    """A broker is named and holds a receipt."""
    yield from _go_between(line, "broker", "du courtier")


def trader_is_named(line: View) -> Says:
    """A dealer is named and holds a receipt."""
    yield from _go_between(line, "trader", "du négociant")


def _go_between(line: View, prefix: str, whose: str) -> Says:
    if not line.has(f"{prefix}CompanySiret"):
        return
    asked = {"CompanyName": "la raison sociale", "RecepisseNumber": "le numéro de récépissé"}
    for name, said in asked.items():
        if not line.has(f"{prefix}{name}"):
            yield Found(champ=f"{prefix}{name}", message=f"{said} {whose} manque", expected=said)
