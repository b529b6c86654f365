"""What to type, and where to look, to bring a source in."""

from dataclasses import dataclass

from essor.observatory.source import Collect, SourceDescription

COMMAND = "essor observatoire rafraichir"


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """How to bring a source in. files : names to look for at the producer's, when by hand."""

    sentence: str
    command: str
    files: tuple[str, ...] = ()


def advice_on(source: SourceDescription, *, territoire: str = "ti-8404") -> Advice:
    """Return what to do to load a source, or to load it again.

    territoire : taken as the example where an interface answers place by place
    """
    if any(one.collect is not Collect.FICHIER for one in source.files):
        return Advice(
            sentence="Se demande à l'interface du producteur, lieu par lieu.",
            command=f"{COMMAND} --source {source.name} --territoire {territoire}",
        )
    by_hand = tuple(one for one in source.files if not one.href)
    if not by_hand:
        return Advice(
            sentence="Se télécharge à l'adresse du producteur.",
            command=f"{COMMAND} --source {source.name}",
        )
    return Advice(
        sentence="Se dépose à la main\u00a0: prendre le fichier chez le producteur, le mettre dans "
        "un dossier sous l'un de ces noms.",
        command=f"{COMMAND} --depuis DOSSIER --source {source.name}",
        files=tuple(" ou ".join(one.names) for one in by_hand),
    )
