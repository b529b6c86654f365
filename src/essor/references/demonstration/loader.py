"""Reads a demonstration territory from YAML, gathering every fault of the file."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import yaml

from essor.foundations.errors import FaultGatherer, Place
from essor.foundations.fields import FieldReader
from essor.references.demonstration.schema import (
    ActionFact,
    AnnonceFact,
    Demonstration,
    Fineness,
    JalonFact,
    Nature,
    NoteFact,
    SourceFact,
    Trust,
)

FILE = "clermont_arverne.yaml"
NOTE_PREFIX = "Démonstration\u00a0:"
Data = Mapping[str, Any]


@cache
def clermont_arverne() -> Demonstration:
    """Return the demonstration territory shipped with Essor."""
    text = resources.files(__package__).joinpath(FILE).read_text(encoding="utf-8")
    return parse(text)


def parse(text: str) -> Demonstration:
    """Read a demonstration territory. Raises UserFault with every fault of the file."""
    data = yaml.safe_load(text)
    with FaultGatherer() as faults:
        reader = _Reader(faults, read_on=data["read_on"])
        reader.read_sources(data["sources"])
        annonces = reader.annonces(data["annonces"], "annonces")
        actions = tuple(
            action
            for rank, item in enumerate(data["actions"], start=1)
            if (action := reader.action(item, f"actions {rank}")) is not None
        )
        notes = tuple(
            note
            for rank, item in enumerate(data["notes"], start=1)
            if (note := reader.note(item, f"notes {rank}")) is not None
        )
        axes = tuple(str(titre) for titre in data["axes"])
        _check_links(faults, axes, actions, notes)
    head = data["plan"]
    return Demonstration(
        territoire_code=data["territoire"],
        phase=data["phase"],
        licence=data["licence"],
        titre=head["titre"],
        description=" ".join(head["description"].split()),
        debut_on=head["debut_on"],
        fin_on=head["fin_on"],
        axes=axes,
        annonces=annonces,
        actions=actions,
        notes=notes,
    )


class _Reader:
    """Reads the parts of the file, each fault with the part where it stands."""

    def __init__(self, faults: FaultGatherer, *, read_on: date) -> None:
        self.faults = faults
        self.read_on = read_on
        self.sources: dict[str, SourceFact] = {}

    def read_sources(self, data: Mapping[str, Data]) -> None:
        """Read the documents that the announcements name."""
        for key, item in data.items():
            with self.faults.catching(Place(file=f"sources {key}")):
                fields = FieldReader(item)
                title, href = fields.text("title"), fields.text("href", is_required=False)
                announced_on = fields.day("announced_on", is_required=False)
                precision = fields.choice("announced_precision", Fineness, is_required=False)
                confiance = fields.choice("confiance", Trust)
                is_self_declared = fields.flag("is_self_declared")
                fields.close()
                assert confiance is not None
                self.sources[key] = SourceFact(
                    title=title,
                    href=href,
                    announced_on=announced_on,
                    announced_precision=precision or Fineness.JOUR,
                    confiance=confiance,
                    is_self_declared=is_self_declared,
                )

    def annonces(self, items: Sequence[Data], place: str) -> tuple[AnnonceFact, ...]:
        """Read a list of announcements."""
        found = []
        for rank, item in enumerate(items, start=1):
            with self.faults.catching(Place(file=f"{place} {rank}")):
                found.append(self._annonce(item))
        return tuple(found)

    def _annonce(self, item: Data) -> AnnonceFact:
        fields = FieldReader(item)
        sujet, source = fields.text("sujet"), fields.text("source")
        nature = fields.choice("nature", Nature)
        numbers = {name: fields.number(name) for name in ("value", "low", "high")}
        unit = fields.text("unit", is_required=False)
        value_on = fields.day("value_on", is_required=False)
        precision = fields.choice("value_precision", Fineness, is_required=False)
        texte = fields.text("texte", is_required=False)
        if source not in self.sources:
            expected = ", ".join(self.sources)
            fields.faults.add_message("la source est inconnue", value=source, expected=expected)
        if (value_on is None) != (precision is None):
            fields.faults.add_message("une date va avec sa précision", value=sujet)
        fields.close()
        assert nature is not None
        return AnnonceFact(
            sujet=sujet,
            nature=nature,
            source=self.sources[source],
            read_on=self.read_on,
            unit=unit,
            value_on=value_on,
            value_precision=precision,
            texte=" ".join(texte.split()),
            **numbers,
        )

    def action(self, item: Data, place: str) -> ActionFact | None:
        """Read an action and its announcements; None when it is faulty."""
        annonces = self.annonces(item.get("annonces", ()), f"{place}, annonces")
        jalons = self.jalons(item.get("jalons", ()), annonces, f"{place}, jalons")
        with self.faults.catching(Place(file=place)):
            lists = ("annonces", "jalons")
            fields = FieldReader({k: v for k, v in item.items() if k not in lists})
            action = ActionFact(
                titre=fields.text("titre"),
                descriptif=fields.text("descriptif", is_required=False),
                calendrier=fields.text("calendrier", is_required=False),
                axe=int(fields.number("axe") or 0),
                is_axe_publie=fields.flag("is_axe_publie"),
                communes=_names(fields.text("communes", is_required=False)),
                is_grand_projet=fields.flag("is_grand_projet"),
                is_pilotee_en_demonstration=fields.flag("is_pilotee_en_demonstration"),
                annonces=annonces,
                jalons=jalons,
            )
            fields.close()
            return action
        return None

    def jalons(
        self, items: Sequence[Data], annonces: Sequence[AnnonceFact], place: str
    ) -> tuple[JalonFact, ...]:
        """Read milestones; each names the subject of dated announcements of its action."""
        dated = {annonce.sujet for annonce in annonces if annonce.value_on is not None}
        found = []
        for rank, item in enumerate(items, start=1):
            with self.faults.catching(Place(file=f"{place} {rank}")):
                fields = FieldReader(item)
                sujet = fields.text("sujet")
                titre = fields.text("titre", is_required=False) or sujet
                is_atteint = fields.flag("is_atteint")
                lecture = " ".join(fields.text("lecture", is_required=False).split())
                if sujet not in dated:
                    fields.faults.add_message(
                        "aucune date n'est annoncée à ce sujet",
                        value=sujet,
                        expected=", ".join(sorted(dated)),
                    )
                fields.close()
                found.append(
                    JalonFact(titre=titre, sujet=sujet, is_atteint=is_atteint, lecture=lecture)
                )
        return tuple(found)

    def note(self, item: Data, place: str) -> NoteFact | None:
        """Read a demonstration note; None when it is faulty."""
        with self.faults.catching(Place(file=place)):
            fields = FieldReader(item)
            titre, role, texte = fields.text("action"), fields.text("role"), fields.text("texte")
            noted_on = fields.day("noted_on")
            if not texte.startswith(NOTE_PREFIX):
                fields.faults.add_message(
                    "une note de démonstration doit le dire", value=texte, expected=NOTE_PREFIX
                )
            fields.close()
            assert noted_on is not None
            return NoteFact(action=titre, role=role, noted_on=noted_on, texte=texte)
        return None


def _names(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (name.strip() for name in text.split(","))))


def _check_links(
    faults: FaultGatherer,
    axes: Sequence[str],
    actions: Sequence[ActionFact],
    notes: Sequence[NoteFact],
) -> None:
    titres = {action.titre for action in actions}
    for action in actions:
        if not 1 <= action.axe <= len(axes):
            faults.add_message("l'axe n'existe pas", value=str(action.axe), expected=action.titre)
    for note in notes:
        if note.action not in titres:
            faults.add_message("la note vise une action inconnue", value=note.action)
