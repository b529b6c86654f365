"""Tell a missing network apart from the other ways a download fails."""

from tools.console import ToolFailure

NETWORK_SIGNS = (
    "dns error",
    "could not resolve",
    "name resolution",
    "name or service not known",
    "network connectivity is disabled",
    "network was disabled",
    "network is unreachable",
    "connection refused",
    "connection reset",
    "connection error",
    "connection broken",
    "error sending request",
    "failed to fetch",
    "operation timed out",
    "read timed out",
    "no matching distribution found",
    "enotcached",
    "enotfound",
    "eai_again",
    "econnrefused",
    "econnreset",
    "etimedout",
    "enetunreach",
    "err_socket_timeout",
    "tunneling socket",
    "proxyerror",
)
HASH_SIGNS = ("do not match the hashes", "hash mismatch", "eintegrity")
DISK_SIGNS = ("no space left", "enospc")


def explain(what: str, failure: ToolFailure) -> str:
    """Return the sentence to show when `what` (French, with its article) could not be obtained."""
    text = failure.output.lower()
    if any(sign in text for sign in DISK_SIGNS):
        sentence = f"Il n'y a plus de place sur le disque pour {what}."
    elif any(sign in text for sign in HASH_SIGNS):
        sentence = (
            f"Refusé : un fichier reçu parmi {what} n'a pas l'empreinte attendue. "
            "Le dépôt interrogé sert peut-être autre chose que le paquet publié."
        )
    elif any(sign in text for sign in NETWORK_SIGNS):
        sentence = (
            f"Pas de réseau, ou dépôt de paquets injoignable. Il manque : {what}.\n"
            "Connectez cette machine à Internet (ou à un miroir interne) puis relancez la même "
            "commande. Rien n'a été installé à moitié."
        )
    else:
        sentence = f"L'installation a échoué pour {what}."
    return f"{sentence}\nDétail :\n{failure.tail()}"
