"""Where the site is: what the page shows, without the outline at its own scale."""

from essor.reports.document.blocks import Block, Bullets, Figure, Heading, Paragraph, Tone
from essor.reports.etude_friche.facts import StudyFacts
from essor.reports.etude_friche.map_facts import OUTLINES, Shows, place_of

IN_DOCUMENT = (Shows.COMMUNE, Shows.ZONES)


def site_map(facts: StudyFacts) -> list[Block]:
    """Words, then drawings; what is unknown says so."""
    sheet = facts.sheet
    found = place_of(sheet.inputs, sheet.localisation, members=sheet.membres)
    blocks: list[Block] = [
        Heading("Où est le site", 2),
        Bullets(tuple(f"{fact.label}\u00a0: {fact.said}" for fact in found.facts)),
    ]
    if found.caution:
        blocks.append(Paragraph(found.caution, Tone.WARNING))
    drawn = [one for one in found.drawings if one.shows in IN_DOCUMENT]
    blocks += [Figure(svg=one.svg, alt=one.alt, caption=one.caption) for one in drawn]
    return [*blocks, Paragraph(OUTLINES, Tone.NOTE)] if drawn else blocks
