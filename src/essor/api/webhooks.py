"""The messages that Essor sends by itself, as the description of the API shows them."""

import datetime as dt
import uuid
from typing import Any, Literal

from pydantic import BaseModel, Field

from essor.api.types import Shown
from essor.records.webhooks.choices import Famille
from essor.records.webhooks.delivery import DELAYS, FAILING
from essor.records.webhooks.message import MOST_OBJECTS, OPERATION, TRIAL

SCHEMAS = "#/components/schemas/"
EXAMPLE = '''\
import base64
import hashlib
import hmac
import json
import time


def lire(secret, entetes, corps):
    """Rend le message d'Essor ; lève ValueError s'il n'en vient pas. corps : octets reçus."""
    identite, instant = entetes["webhook-id"], entetes["webhook-timestamp"]
    if abs(time.time() - int(instant)) > 300:
        raise ValueError("message trop ancien")
    cle = base64.b64decode(secret.removeprefix("whsec_"))
    signe = f"{identite}.{instant}.".encode() + corps
    attendu = base64.b64encode(hmac.new(cle, signe, hashlib.sha256).digest())
    recues = entetes["webhook-signature"].split()
    if not any(hmac.compare_digest(b"v1," + attendu, une.encode()) for une in recues):
        raise ValueError("signature fausse")
    return json.loads(corps)
'''
HEADERS = {
    "webhook-id": ("Identité du message, la même à chaque essai : ignorer celle déjà reçue.",
                   "msg_942a6b0e98d147dd80f98948120c3e0b"),
    "webhook-timestamp": ("Instant de l'essai, en secondes depuis 1970.", "1795441869"),
    "webhook-signature": (
        "Signatures séparées par une espace : « v1, » puis le HMAC-SHA256 en base64 de "
        "« webhook-id.webhook-timestamp.corps ». Deux pendant le renouvellement du secret.",
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    ),
}  # fmt: skip


class ObjetTouche(Shown):
    """One object that a gesture wrote: where to read it, nothing of what it says."""

    famille: Famille = Field(description="Type de changement, tel que choisi par l'abonné.")
    geste: Literal["creation", "modification", "suppression"] = Field(
        description="Ce qui a eu lieu."
    )
    objet: str = Field(description="Type d'objet, comme dans l'historique.")
    id: uuid.UUID = Field(description="Identité de l'objet.")
    code: str | None = Field(description="Code de l'action ou de l'indicateur, null ailleurs.")
    adresse: str | None = Field(
        description="Où le relire ; null s'il est supprimé ou ne se lit que dans l'historique."
    )


class DonneesOperation(Shown):
    """What a gesture touched."""

    territoire: str = Field(description="Code du territoire.")
    operation: uuid.UUID = Field(description="Identité du geste, la même que dans l'historique.")
    nature: str = Field(description="Nature du geste.")
    adresse: str = Field(description="Le geste dans l'historique.")
    total: int = Field(description="Nombre d'objets touchés et lisibles.")
    objets: list[ObjetTouche] = Field(
        max_length=MOST_OBJECTS, description=f"Les {MOST_OBJECTS} premiers de ces objets."
    )


class MessageOperation(Shown):
    """A gesture changed something that the subscriber may read."""

    type: Literal["plan.operation"] = Field(description="Nature du message.")
    timestamp: dt.datetime = Field(description="Quand le geste a eu lieu.")
    data: DonneesOperation = Field(description="Ce qu'il a touché.")


class DonneesEssai(Shown):
    """That nothing happened."""

    territoire: str = Field(description="Code du territoire.")
    message: str = Field(description="Phrase en français.")


class MessageEssai(Shown):
    """A trial that a person asked for."""

    type: Literal["webhook.essai"] = Field(description="Nature du message.")
    timestamp: dt.datetime = Field(description="Quand l'essai a été demandé.")
    data: DonneesEssai = Field(description="Rien n'a changé.")


MESSAGES: dict[str, tuple[type[BaseModel], str, str]] = {
    OPERATION: (
        MessageOperation,
        "Un geste a changé le plan ou ce qui le suit",
        "Un message par geste et par webhook, après l'enregistrement. Seuls les objets que le "
        "webhook peut annoncer y figurent. Répondre 2xx en moins de quinze secondes ; toute autre "
        f"réponse est un échec, retenté {len(DELAYS)} fois en trois jours environ (Retry-After est "
        f"suivi). 410 arrête le webhook ; {FAILING.days} jours d'échecs aussi.",
    ),
    TRIAL: (
        MessageEssai,
        "Un essai demandé depuis la page du webhook",
        "Rien n'a changé : sert à vérifier l'adresse et la signature.",
    ),
}


def described() -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the webhooks of the description, and the schemas that they cite."""
    schemas: dict[str, Any] = {}
    found: dict[str, Any] = {}
    for name, (model, summary, text) in MESSAGES.items():
        schema = model.model_json_schema(ref_template=SCHEMAS + "{model}")
        schemas |= schema.pop("$defs", {})
        schemas[model.__name__] = schema
        found[name] = {"post": _operation(name, model, summary, text)}
    return found, schemas


def _operation(name: str, model: type[BaseModel], summary: str, text: str) -> dict[str, Any]:
    body = {"schema": {"$ref": SCHEMAS + model.__name__}}
    return {
        "operationId": name.replace(".", "_"),
        "summary": summary,
        "description": text,
        "security": [],
        "parameters": [
            {
                "in": "header",
                "name": header,
                "required": True,
                "description": said,
                "schema": {"type": "string"},
                "example": example,
            }
            for header, (said, example) in HEADERS.items()
        ],
        "requestBody": {"required": True, "content": {"application/json": body}},
        "responses": {
            "2XX": {"description": "Reçu."},
            "410": {"description": "N'envoyez plus rien : le webhook est suspendu."},
            "default": {"description": "Échec, retenté plus tard."},
        },
    }
