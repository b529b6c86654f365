"""`essor observatoire rafraichir` without a folder: download first, and say what came."""

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from essor.commands.workspace import say
from essor.foundations.french import format_number
from essor.observatory.download.caller import Caller
from essor.observatory.download.downloading import Download, Outcome, file_name
from essor.observatory.download.patience import Patience
from essor.observatory.source import Collect, RawFile, SourceDescription

FOLDER = "telecharges"
STATES = {
    "telecharge": "téléchargé",
    "inchange": "inchangé depuis la dernière fois",
    "sans_adresse": "à déposer à la main",
    "a_preciser": "se demande commune par commune\u00a0: ajouter --territoire CODE",
    "refuse": "pas téléchargé",
    "hors_ligne": "pas essayé, aucun producteur ne répond",
}
OFFLINE = (
    "Aucun producteur n'est joignable depuis ce poste. Télécharger les fichiers d'un poste relié à "
    "internet, les copier ici, puis lancer « essor observatoire rafraichir --depuis DOSSIER ». "
    "Les versions déjà chargées restent en service."
)
MO = 1_000_000
SHOWN_EVERY = 20  # twentieths of a file, or answers of an interface


def download(
    sources: Sequence[SourceDescription],
    *,
    folder: Path,
    at: datetime,
    territoires: Sequence[str],
    is_waiting: bool,
    is_silent: bool,
) -> list[Outcome]:
    """Bring the files of sources into a folder, telling how far it is.

    is_silent : say nothing on the way
    """
    progress = Progress()
    outcomes = Download(
        folder=folder, at=at, caller=Caller(), patience=Patience(), territoires=territoires,
        on_progress=(lambda *_: None) if is_silent else progress,
    ).bring(
        sources,
        is_waiting=is_waiting,
        on_wait=lambda holder: click.echo(f"En attente de {holder}.", err=True),
    )  # fmt: skip
    if not is_silent:
        progress.close()
        _say_outcomes(outcomes, folder)
    return outcomes


class Progress:
    """How far each file is: one line that changes on a terminal, one a twentieth elsewhere."""

    def __init__(self) -> None:
        """Nothing has come yet."""
        self._shown: tuple[str, int] = ("", -1)

    def __call__(
        self, source: SourceDescription, raw: RawFile, here: int, whole: int | None
    ) -> None:
        """Say it, when it has moved enough."""
        step = (SHOWN_EVERY * here // whole if whole else here // (10 * MO)) if here else 0
        key = f"{source.name}, {raw.role}"
        if (key, step) == self._shown:
            return
        if self._shown[0] and self._shown[0] != key:
            self.close()
        self._shown = (key, step)
        text = f"{key}\u00a0: {amount(raw, here, whole)}"
        click.echo(f"\r{text}\x1b[K" if _is_terminal() else text, err=True, nl=not _is_terminal())

    def close(self) -> None:
        """End the line that was changing."""
        if self._shown[0] and _is_terminal():
            click.echo(err=True)
        self._shown = ("", -1)


def amount(raw: RawFile, here: int, whole: int | None) -> str:
    """Return « 12,3 Mo sur 40,1 Mo (31 %) », or answers for an interface."""
    if raw.collect is not Collect.FICHIER:
        return f"{format_number(here)} réponses sur {format_number(whole or 0)}"
    told = _megabytes(here)
    if not whole:
        return f"{told}, taille non annoncée"
    return f"{told} sur {_megabytes(whole)} ({100 * here // whole}\u00a0%)"


def _megabytes(size: int) -> str:
    return f"{format_number(round(size / MO, 1))}\u00a0Mo"


def _is_terminal() -> bool:
    return sys.stderr.isatty()


def _say_outcomes(outcomes: Sequence[Outcome], folder: Path) -> None:
    for one in outcomes:
        if one.state != "sans_adresse":
            size = f", {_megabytes(one.kept.bytes)}" if one.kept else ""
            checked = ", somme de contrôle du producteur vérifiée" if _is_checked(one) else ""
            say(f"{one.source.name}, {one.raw.role}\u00a0: {STATES[one.state]}{size}{checked}")
    by_hand = [one for one in outcomes if one.state == "sans_adresse"]
    if by_hand:
        say("Sans adresse de téléchargement, à prendre à la page du producteur\u00a0:")
    for one in by_hand:
        say(f"  {one.source.name}\u00a0: {one.source.page}")
        say(f"    {file_name(one.raw)}, à déposer dans {folder / one.source.name}")
    if is_offline(outcomes):
        say(OFFLINE)


def _is_checked(outcome: Outcome) -> bool:
    return bool(outcome.kept and outcome.kept.checked_by)


def is_offline(outcomes: Sequence[Outcome]) -> bool:
    """Tell whether no producer answered at all."""
    tried = [one for one in outcomes if one.state not in ("sans_adresse", "a_preciser")]
    return any(one.state == "hors_ligne" for one in tried) and not any(one.kept for one in tried)
