"""Where each object that can be found is read: the page, and the place on the page."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

Address = Callable[[str, Any], str]


def _sheet(code: str, action: Any, mark: str = "") -> str:
    return reverse("plan:action", args=[code, action.code]) + (f"#{mark}" if mark else "")


def _part(mark: str = "") -> Address:
    return lambda code, obj: _sheet(code, obj.action, mark)


def _of_jalon(code: str, action: Any, jalon_id: object) -> str:
    return reverse("jalons:list", args=[code, action.code]) + f"#jalon-{jalon_id}"


def _annonce(code: str, annonce: Any) -> str:
    return _sheet(code, annonce.action) if annonce.action else reverse("plan:plan", args=[code])


def _firm(code: str, firm: Any, mark: str = "") -> str:
    return reverse("entreprises:show", args=[code, firm.pk]) + (f"#{mark}" if mark else "")


def _projet(code: str, action: Any, mark: str = "") -> str:
    return reverse("projets:show", args=[code, action.code]) + (f"#{mark}" if mark else "")


def _meeting(code: str, comite_id: object) -> str:
    return reverse("comites:show", args=[code, comite_id])


ADDRESSES: dict[str, Address] = {
    "actions": _sheet,
    "axes": lambda code, axe: reverse("plan:plan", args=[code]) + f"?axe={axe.pk}",
    "indicateurs": lambda code, one: reverse("indicateurs:show", args=[code, one.code]),
    "notes": _part("notes"),
    "documents": lambda code, obj: reverse("plan:document", args=[code, obj.action.code, obj.pk]),
    "participants": _part(),
    "financeurs": _part(),
    "annonces": _annonce,
    "jalons": lambda code, jalon: _of_jalon(code, jalon.action, jalon.pk),
    "previsions": lambda code, one: _of_jalon(code, one.jalon.action, one.jalon_id),
    "risques": _part("risques"),
    "points-bloquants": _part("suivi"),
    "comites": lambda code, one: _meeting(code, one.pk),
    "ordres-du-jour": lambda code, one: _meeting(code, one.comite_id),
    "decisions": lambda code, one: _meeting(code, one.comite_id),
    "documents-comites": lambda code, one: reverse(
        "comites:document", args=[code, one.comite_id, one.pk]
    ),
    "entreprises": lambda code, one: _firm(code, one),
    "projets-entreprises": lambda code, one: _firm(code, one.etablissement, f"projet-{one.pk}"),
    "echanges": lambda code, one: _firm(code, one.etablissement, f"echange-{one.pk}"),
    "grands-projets": lambda code, one: _projet(code, one.action),
    "phases": lambda code, one: _projet(code, one.action, f"phase-{one.pk}"),
    "lots": lambda code, one: _projet(code, one.action, "lots"),
    "chantiers": lambda code, one: reverse("terres:chantier", args=[code, one.pk]),
    "lots-de-terres": lambda code, one: reverse("terres:lot", args=[code, one.pk]),
    "bulletins-analyse": lambda code, one: reverse("terres:analyse", args=[code, one.pk]),
    "exutoires": lambda code, one: reverse("terres:exutoire", args=[code, one.pk]),
    "plateformes": lambda code, one: reverse("terres:plateforme", args=[code, one.pk]),
    "etudes": lambda code, study: reverse("etudes:show", args=[code, study.pk]),
    "plans-de-terres": lambda code, one: reverse("terres_plans:show", args=[code, one.pk]),
}


def address_of(slug: str, code: str, obj: Any) -> str:
    """Return where an object is read."""
    return ADDRESSES[slug](code, obj)


def context_of(obj: Any) -> str:
    """Return what the object belongs to, for the line under its title: « A09 Requalifier »."""
    action = getattr(obj, "action", None) or getattr(getattr(obj, "jalon", None), "action", None)
    names = ("etablissement", "comite", "chantier", "lot")
    belongs = action or next((one for name in names if (one := getattr(obj, name, None))), None)
    return "" if belongs is None else str(belongs)
