"""What is said, in French, when a file does not come: what happened, and what to do."""

import urllib3.exceptions as http

from essor.foundations.errors import UserFault
from essor.foundations.french import format_number
from essor.observatory.download.caller import PrivateAddressError

FROM_FOLDER = "le télécharger d'un autre poste, puis « rafraichir --depuis DOSSIER »"
NAMES = (http.NameResolutionError, http.NewConnectionError, http.ConnectTimeoutError)


def unreachable(href: str, error: Exception) -> UserFault:
    """Nobody answered, or the answer never came to its end."""
    if isinstance(error, PrivateAddressError):
        return UserFault.single(
            "Ce nom mène à l'adresse d'un réseau privé.", value=href,
            expected="une adresse publique", code="adresse_refusee",
        )  # fmt: skip
    if isinstance(error, NAMES):
        return UserFault.single(
            "Le serveur du producteur est injoignable.", value=href, code="injoignable",
            expected=f"une connexion à internet, ou {FROM_FOLDER}",
        )  # fmt: skip
    if isinstance(error, http.SSLError):
        return UserFault.single(
            "Le certificat du serveur n'est pas reconnu.", value=href, code="certificat",
            expected=f"les certificats du système à jour, ou {FROM_FOLDER}",
        )  # fmt: skip
    return UserFault.single(
        "La connexion a été coupée avant la fin, plusieurs fois.", value=href, code="coupure",
        expected=f"relancer\u00a0: ce qui est reçu est gardé\u00a0; ou {FROM_FOLDER}",
    )  # fmt: skip


def refused(href: str, status: int) -> UserFault:
    """The server answered, and not with the file."""
    if status in (404, 410):
        return UserFault.single(
            "Le fichier n'est plus à cette adresse.", value=href, code="adresse_perdue",
            expected=f"chercher la nouvelle sur la page du jeu de données, puis {FROM_FOLDER}",
        )  # fmt: skip
    if status == 429 or status >= 500:
        return UserFault.single(
            f"Le serveur du producteur ne peut pas répondre pour l'instant ({status}).",
            value=href, expected="relancer plus tard", code="serveur_occupe",
        )  # fmt: skip
    return UserFault.single(
        f"Le serveur du producteur refuse ({status}).", value=href, expected=FROM_FOLDER,
        code="serveur_refuse",
    )  # fmt: skip


def too_big(href: str, most: int) -> UserFault:
    """The file passes the limit that the description sets."""
    return UserFault.single(
        "Le fichier est plus gros que prévu.", value=href, code="trop_gros",
        expected=f"au plus {format_number(most // 1_000_000)} Mo\u00a0; au-delà, {FROM_FOLDER}",
    )  # fmt: skip


def no_room(href: str, needed: int, free: int) -> UserFault:
    """The disk cannot hold the file."""
    return UserFault.single(
        "Il n'y a pas assez de place sur le disque.", value=href, code="disque_plein",
        expected=f"{format_number(needed // 1_000_000)} Mo libres, "
        f"il y en a {format_number(free // 1_000_000)}",
    )  # fmt: skip


def not_a_file(href: str) -> UserFault:
    """The portal answered with a page for people."""
    return UserFault.single(
        "L'adresse rend une page et non un fichier.", value=href, code="page_html",
        expected=f"l'adresse du fichier\u00a0; ou {FROM_FOLDER}",
    )  # fmt: skip


def wrong_checksum(href: str, found: str, expected: str) -> UserFault:
    """The bytes received are not those that the producer announced."""
    return UserFault.single(
        f"Le fichier reçu n'est pas celui que le producteur annonce\u00a0: {href}.",
        value=found, expected=f"somme de contrôle {expected}", code="somme_fausse",
    )  # fmt: skip
