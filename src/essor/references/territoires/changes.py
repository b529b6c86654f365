"""What changed between two versions of the perimeter, line by line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from essor.references.territoires.rattachement import attach_communes
from essor.references.territoires.schema import Faits


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One version, reduced to what is compared.

    territoires : code -> name; membres : SIREN -> (territory, name); communes : code -> territory;
    noms_commune : code -> name, for the sentences; populations : territory -> inhabitants
    """

    territoires: Mapping[str, str]
    membres: Mapping[str, tuple[str, str]]
    communes: Mapping[str, str]
    populations: Mapping[str, int]
    noms_commune: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference: what (`territoire`, `membre`, `commune`, `population`), which, before, after.

    before or after is None when the thing did not exist; values are written as text.
    """

    kind: str
    code: str
    nom: str
    before: str | None
    after: str | None

    def sentence(self) -> str:
        """One line of French."""
        label = f"{self.kind} {self.code}" + (f" ({self.nom})" if self.nom else "")
        if self.before is None:
            return f"+ {label}\u00a0: {self.after}"
        if self.after is None:
            return f"- {label}\u00a0: {self.before}"
        return f"~ {label}\u00a0: {self.before} → {self.after}"

    def as_dict(self) -> dict[str, str | None]:
        """The change for JSON."""
        return {
            "objet": self.kind,
            "code": self.code,
            "nom": self.nom,
            "avant": self.before,
            "apres": self.after,
        }


def snapshot_of(faits: Faits) -> Snapshot:
    """Reduce facts to what is compared."""
    geographie, perimetre = faits.geographie, faits.perimetre
    rows, _ = attach_communes(membres=perimetre.membres, communes=geographie.communes)
    by_code = {c.code_commune_insee: c for c in geographie.communes}
    populations: dict[str, int] = {t.code_territoire: 0 for t in perimetre.territoires}
    for row in rows:
        commune = by_code[row.code_commune_insee]
        populations[row.code_territoire] += commune.population_municipale or 0
    return Snapshot(
        territoires={t.code_territoire: t.nom for t in perimetre.territoires},
        membres={m.siren: (m.code_territoire, m.nom_publie) for m in perimetre.membres},
        communes={r.code_commune_insee: r.code_territoire for r in rows},
        populations=populations,
        noms_commune={r.code_commune_insee: by_code[r.code_commune_insee].nom for r in rows},
    )


def compare(before: Snapshot, after: Snapshot) -> tuple[Change, ...]:
    """Every difference, territories first; empty when the two say the same."""
    noms = {**before.noms_commune, **after.noms_commune}
    membres = {s: nom for s, (_, nom) in {**before.membres, **after.membres}.items()}
    return (
        *_pairs("territoire", before.territoires, after.territoires, {}),
        *_pairs(
            "membre",
            {s: code for s, (code, _) in before.membres.items()},
            {s: code for s, (code, _) in after.membres.items()},
            membres,
        ),
        *_pairs("commune", before.communes, after.communes, noms),
        *_pairs(
            "population",
            {k: str(v) for k, v in before.populations.items() if k in after.populations},
            {k: str(v) for k, v in after.populations.items() if k in before.populations},
            after.territoires,
        ),
    )


def _pairs(
    kind: str, before: Mapping[str, str], after: Mapping[str, str], noms: Mapping[str, str]
) -> Iterator[Change]:
    for code in sorted(before.keys() | after.keys()):
        old, new = before.get(code), after.get(code)
        if old != new:
            yield Change(kind=kind, code=code, nom=noms.get(code, ""), before=old, after=new)
