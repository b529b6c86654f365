"""Why a plan is the best one, line by line, with what anyone needs to check it again."""

from dataclasses import dataclass

from essor.foundations.french import format_number
from essor.reports.plan_terres.facts import PlanSheet
from essor.reports.plan_terres.words import NBSP

SCIENTIFIC = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofLine:
    """One fact of the proof; is_code : a fingerprint or a version, set in a fixed width."""

    label: str
    said: str
    help: str = ""
    is_code: bool = False


def proof_of(sheet: PlanSheet) -> list[ProofLine]:
    """Return the lines of the certificate, those of the plan without it."""
    plan = sheet.plan or {}
    found = plan.get("certificate") or {}
    unit = "€" if sheet.objectif == "cout" else "kgCO2e"
    lines = []
    if found:
        lines += [
            ProofLine(label="Valeur du plan", said=_figure(found["primal"], unit)),
            ProofLine(
                label="Borne inférieure",
                said=_figure(found["bound"], unit),
                help="Aucun plan possible ne descend sous cette valeur.",
            ),
            ProofLine(
                label="Écart entre les deux",
                said=_small(float(found["gap"])),
                help="Zéro, aux arrondis de calcul près\u00a0: le plan est optimal.",
            ),
            ProofLine(
                label="Plus petit coût réduit",
                said=f"{_small(float(found['min_reduced_cost']))}{NBSP}{unit}/t",
                help=(
                    "Aucun des flux possibles, même non retenu, ne ferait baisser la valeur "
                    "s'il est positif ou nul, aux arrondis près."
                ),
            ),
            ProofLine(
                label="Flux examinés",
                said=(
                    f"{format_number(int(found.get('columns') or 0))} possibles, dont "
                    f"{format_number(int(found.get('columns_used') or 0))} gardés au dernier tour "
                    f"(tour {format_number(int(found.get('rounds') or 0))})"
                ),
            ),
            ProofLine(label="Méthode", said=str(found.get("method") or plan.get("method") or "")),
        ]
        versions = found.get("solver_versions") or {}
        said = ", ".join(f"{name} {version}" for name, version in sorted(versions.items()))
        lines.append(ProofLine(label="Solveurs", said=said, is_code=True))
    lines += [
        ProofLine(
            label="Vérificateur indépendant",
            said="accepté" if sheet.is_verified else "non accepté",
            help="Il ne connaît que l'instance, le plan et les prix\u00a0; il refait les sommes.",
        ),
        ProofLine(label="Empreinte de l'instance", said=sheet.instance_sha256, is_code=True),
        ProofLine(label="Empreinte des résultats", said=sheet.sha256, is_code=True),
        ProofLine(label="Moteur", said=sheet.engine_version, is_code=True),
    ]
    return lines


def _figure(value: float, unit: str) -> str:
    return f"{format_number(round(float(value), 2) + 0.0, decimals=2)}{NBSP}{unit}"


def _small(value: float) -> str:
    """« 0 », « 3,1e-12 »: what is only rounding is shown as such."""
    if value == 0:
        return "0"
    if abs(value) < SCIENTIFIC:
        return f"{value:.1e}".replace(".", ",")
    return format_number(round(value, 4), decimals=4)
