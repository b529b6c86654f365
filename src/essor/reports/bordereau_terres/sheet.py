"""The slip as a document: one page to sign at loading, on the road, at unloading."""

from essor.reports.bordereau_terres.facts import UNKNOWN, Party, SlipFacts
from essor.reports.document.blocks import Block, Document, Heading, Paragraph, Table, Tone
from essor.reports.document.pdf import render_pdf

DEMONSTRATION = "Inventé pour la démonstration : ce chargement n'existe pas"
BSDD = (
    "Ces terres sont dites dangereuses ou POP : elles voyagent avec un bordereau de suivi de "
    "déchets dangereux (BSDD) de Trackdéchets, que ce document ne remplace pas."
)
NOTE = (
    "Bordereau d'accompagnement établi avec Essor. Il n'est pas un formulaire officiel : le "
    "registre national est tenu dans Trackdéchets (article R. 541-43-1 du code de "
    "l'environnement)."
)


def slip_pdf(facts: SlipFacts) -> bytes:
    """Return the slip as a PDF."""
    return render_pdf(slip_document(facts))


def slip_document(facts: SlipFacts) -> Document:
    """Return the slip."""
    return Document(
        title="Bordereau d'accompagnement de terres excavées",
        subtitle=f"N° {facts.number} · {facts.territory}",
        label=DEMONSTRATION if facts.is_demonstration else "",
        footer=NOTE,
        edited_on=facts.edited_on,
        blocks=tuple(_blocks(facts)),
    )


def _blocks(facts: SlipFacts) -> list[Block]:
    found: list[Block] = []
    if facts.is_dangerous:
        found.append(Paragraph(BSDD, Tone.WARNING))
    found += [
        _pairs("Les terres", facts.soil),
        _parties("Les parties", (facts.producer, *facts.carriers, facts.receiver)),
        _pairs(
            "Le trajet",
            (
                ("Lieu de chargement", facts.loading),
                ("Parcelles d'origine", facts.origin),
                ("Immatriculations", facts.plates or "à écrire au départ : ……………………………"),
                ("Lieu de déchargement", facts.unloading),
                ("Traitement prévu", facts.treatment),
            ),
        ),
        Heading("Signatures"),
        _signatures(facts),
    ]
    return found


def _pairs(caption: str, rows: tuple[tuple[str, str], ...]) -> Table:
    return Table(caption=caption, head=("Donnée", "Valeur"), rows=rows, widths=(1.1, 2.6))


def _parties(caption: str, parties: tuple[Party, ...]) -> Table:
    rows = tuple((one.role, one.name, one.number, one.address or UNKNOWN) for one in parties)
    head = ("Rôle", "Nom", "SIRET ou numéro", "Adresse")
    return Table(caption=caption, head=head, rows=rows, widths=(1.1, 1.6, 1.2, 2))


def _signatures(facts: SlipFacts) -> Table:
    roles = ["Chargement", *(one.role for one in facts.carriers), "Déchargement, quantité reçue"]
    rows = tuple((role, "\n\n\n", "", "") for role in roles)
    head = ("Qui", "Nom et qualité", "Date et heure", "Signature")
    return Table(
        caption="À signer sur papier à chaque étape",
        head=head,
        rows=rows,
        widths=(1.2, 1.6, 1, 1.4),
    )
