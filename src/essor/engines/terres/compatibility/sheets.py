"""Read the acceptance sheet of an outlet from its JSON form; every fault at once."""

from collections.abc import Mapping
from decimal import Decimal

from essor.engines.terres.compatibility.fields import (
    amount,
    exact_number,
    numbers_by_code,
    tri_state,
    unknown_code,
)
from essor.engines.terres.compatibility.outlets import (
    Acceptance,
    Article6,
    Limit,
    OutletFacts,
    Permit,
    Sheet,
    Study,
)
from essor.engines.terres.compatibility.vocabulary import (
    Conclusion,
    EtatHydrique,
    Niveau,
    Usage,
)
from essor.engines.terres.json_fields import TermReader
from essor.engines.terres.vocabulary import EVERY_CLASS, OutletKind
from essor.foundations.errors import Place, UserFault
from essor.references.terres.parametres_analytiques import parametres_analytiques

LIMIT_TABLES = ("non_dangereux", "dangereux")
BACKGROUND_TABLES = ("aspitet_ordinaires", "aspitet_anomalies_moderees")


def read_sheet(data: Mapping[str, object] | None, *, prefix: str = "sheet.") -> Sheet:
    """The sheet of its JSON form. Raises UserFault with every fault."""
    reader = TermReader(data or {}, path=prefix)
    found = Sheet(
        source=reader.text("source", is_required=False),
        codes_dechet=reader.texts("codes_dechet"),
        takes_hazardous=tri_state(reader, "accepte_dangereux"),
        takes_pop=tri_state(reader, "accepte_pop"),
        limits=_limits(reader, prefix),
        limits_table=_known(reader, "seuils_table", LIMIT_TABLES),
        article_6=_article_6(reader, prefix),
        usage=reader.choice("usage", Usage, is_required=False),
        niveau=reader.choice("niveau", Niveau, is_required=False),
        level_limits=_numbers(reader, "seuils_niveau", prefix),
        level_source=reader.text("seuils_niveau_source", is_required=False),
        background=_numbers(reader, "fond", prefix),
        background_source=reader.text("fond_source", is_required=False),
        background_table=_known(reader, "fond_table", BACKGROUND_TABLES),
        receiver=_numbers(reader, "receveur", prefix),
        water_study=_study(reader, "etude_eau", prefix),
        health_study=_study(reader, "etude_sanitaire", prefix),
        gtr_classes=reader.texts("classes_gtr"),
        hydric_states=_states(reader),
        is_treatment_possible=tri_state(reader, "traitement_possible"),
        permit=_permit(reader, prefix),
        acceptances=_acceptances(reader, prefix),
        is_acceptance_required=tri_state(reader, "dap_exigee"),
    )
    if found.level_limits and not found.level_source:
        reader.refuse("seuils_niveau_source", "la source des seuils manque", None, "un texte")
    reader.close()
    return found


def read_outlet(
    *,
    id: str,
    kind: OutletKind,
    accepts: tuple[str, ...] = (EVERY_CLASS,),
    sheet: Mapping[str, object] | None = None,
    prefix: str = "",
) -> OutletFacts:
    """An outlet from what an instance says of it. Raises UserFault with every fault."""
    found = read_sheet(sheet, prefix=f"{prefix}sheet.")
    return OutletFacts(id=id, kind=kind, accepts=accepts, sheet=found)


def _numbers(reader: TermReader, name: str, prefix: str) -> Mapping[str, Decimal]:
    data = reader.mapping(name, is_required=False)
    return numbers_by_code(data, field=prefix + name, faults=reader.faults)


def _known(reader: TermReader, name: str, allowed: tuple[str, ...]) -> str:
    found = reader.text(name, is_required=False)
    if found and found not in allowed:
        reader.refuse(name, "ce tableau n'est pas livré", found, " ou ".join(allowed))
        return ""
    return found


def _states(reader: TermReader) -> tuple[EtatHydrique, ...]:
    found = reader.texts("etats_hydriques")
    allowed = [one.value for one in EtatHydrique]
    for one in found:
        if one not in allowed:
            reader.refuse("etats_hydriques", "cet état n'existe pas", one, ", ".join(allowed))
    return tuple(EtatHydrique(one) for one in found if one in allowed)


def _limits(reader: TermReader, prefix: str) -> Mapping[str, Limit]:
    found: dict[str, Limit] = {}
    for code, entry in (reader.mapping("seuils", is_required=False) or {}).items():
        place = Place(field=f"{prefix}seuils.{code}")
        if code not in parametres_analytiques():
            reader.faults.add(unknown_code(code, place))
            continue
        with reader.faults.catching(place):
            found[code] = _limit(entry)
    return found


def _limit(entry: object) -> Limit:
    sides = entry if isinstance(entry, Mapping) else {"max": entry}
    numbers = {side: exact_number(value) for side, value in sides.items()}
    maximum, minimum = numbers.get("max"), numbers.get("min")
    is_wrong = (
        not numbers
        or set(numbers) - {"max", "min"}
        or any(one is None or one < 0 for one in numbers.values())
        or (maximum is not None and minimum is not None and minimum > maximum)
    )
    if is_wrong:
        raise UserFault.single(
            "le seuil ne se lit pas", value=str(entry), code="champ",
            expected="un nombre, ou {max: …}, {min: …}, {min: …, max: …}",
        )  # fmt: skip
    return Limit(maximum=maximum, minimum=minimum)


def _inner(reader: TermReader, name: str, prefix: str) -> TermReader | None:
    data = reader.mapping(name, is_required=False)
    return None if data is None else TermReader(data, path=f"{prefix}{name}.")


def _article_6(reader: TermReader, prefix: str) -> Article6 | None:
    inner = _inner(reader, "article_6", prefix)
    if inner is None:
        return None
    with reader.faults.catching():
        arrete = inner.text("arrete")
        data = inner.mapping("seuils")
        limits = numbers_by_code(data, field=f"{prefix}article_6.seuils", faults=inner.faults)
        inner.close()
        return Article6(arrete=arrete, limits=limits)
    return None


def _study(reader: TermReader, name: str, prefix: str) -> Study | None:
    inner = _inner(reader, name, prefix)
    if inner is None:
        return None
    with reader.faults.catching():
        titre, conclusion = inner.text("titre"), inner.choice("conclusion", Conclusion)
        lots = inner.texts("lots")
        inner.close()
        assert conclusion is not None
        return Study(titre=titre, conclusion=conclusion, lots=lots)
    return None


def _permit(reader: TermReader, prefix: str) -> Permit | None:
    inner = _inner(reader, "autorisation", prefix)
    if inner is None:
        return None
    with reader.faults.catching():
        found = Permit(
            numero=inner.text("numero"),
            valid_from=inner.day("valid_from", is_required=False),
            valid_until=inner.day("valid_until", is_required=False),
        )
        inner.close()
        return found
    return None


def _acceptances(reader: TermReader, prefix: str) -> tuple[Acceptance, ...]:
    entries = reader.take("daps")
    if entries is None:
        return ()
    if not isinstance(entries, list):
        reader.refuse("daps", "ce n'est pas une liste", entries, "une liste d'acceptations")
        return ()
    found = []
    for rank, entry in enumerate(entries):
        with reader.faults.catching():
            found.append(_acceptance(entry, f"{prefix}daps[{rank}]."))
    return tuple(found)


def _acceptance(entry: object, prefix: str) -> Acceptance:
    if not isinstance(entry, Mapping):
        raise UserFault.single(
            "l'acceptation ne se lit pas", value=str(entry), expected="un groupe de champs",
            field=prefix.rstrip("."), code="champ",
        )  # fmt: skip
    inner = TermReader(entry, path=prefix)
    found = Acceptance(
        numero=inner.text("numero"),
        lot=inner.text("lot", is_required=False),
        chantier=inner.text("chantier", is_required=False),
        valid_from=inner.day("valid_from", is_required=False),
        valid_until=inner.day("valid_until", is_required=False),
        tonnage_max_t=amount(inner, "tonnage_max_t"),
        tonnes_recues_t=amount(inner, "tonnes_recues_t") or Decimal(0),
        is_refuse=inner.flag("is_refuse"),
    )
    inner.close()
    return found
