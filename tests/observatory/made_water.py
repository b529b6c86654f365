"""Answers of VigiEau made by hand, in the shape that its repository documents."""

from typing import Any


def zone(kind: str, level: str | None) -> dict[str, Any]:
    """A zone of alert, invented."""
    return {
        "id": 2418, "code": f"63_{kind}", "nom": "Zone inventée pour l'essai", "type": kind,
        "niveauGravite": level, "departement": "63",
        "arrete": {
            "id": 34668, "dateDebutValidite": "2026-11-01", "dateFinValidite": "2026-12-31",
            "cheminFichier": "https://example.org/arrete.pdf",
            "cheminFichierArreteCadre": "https://example.org/cadre.pdf",
        },
    }  # fmt: skip


def no_zone() -> dict[str, Any]:
    return {"statusCode": 404, "message": "Aucune zone d’alerte sur cette commune."}


def answer(commune: str, *zones: dict[str, Any], status: int = 200, body: Any = None) -> Any:
    """What Essor keeps of an answer: the commune asked, the day, the status, the answer."""
    return {
        "commune": commune, "lu_le": "2026-11-23T12:00:00+00:00", "statut": status,
        "reponse": list(zones) if body is None else body,
    }  # fmt: skip
