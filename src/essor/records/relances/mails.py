"""The one mail of a day: plain words, a link to the sheet, a way out for each kind."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.mail import EmailMultiAlternatives
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from essor.records.accounts.models import User
from essor.records.relances.addresses import unsubscribe_url, whole
from essor.records.relances.kinds import Nature
from essor.records.relances.links import unsubscribe_token
from essor.records.relances.models import Courriel, Rappel

NBSP = "\u00a0"
WHY = (
    "Vous recevez ce message parce que vous êtes pilote ou responsable de ces actions. "
    "Un message par jour ouvré au plus, jamais deux fois le même rappel."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What one territory says in a mail; ``sheet_url`` opens the short sheet of its person."""

    territoire: str
    message: str
    rappels: tuple[Rappel, ...]
    sheet_url: str


def subject_of(rappels: Sequence[tuple[Nature, str]]) -> str:
    """Return the subject of a mail.

    rappels : (kind, name of the territory) of each line
    """
    places = sorted({nom for _, nom in rappels})
    where = places[0] if len(places) == 1 else f"{len(places)} territoires"
    if any(nature is Nature.DEMANDE for nature, _ in rappels):
        return f"{where}{NBSP}: des nouvelles de vos actions{NBSP}?"[:200]
    count = len(rappels)
    return f"{where}{NBSP}: {count} rappel{'s' if count > 1 else ''} sur vos actions"[:200]


def compose(
    *, courriel: Courriel, person: User, sections: Sequence[Section]
) -> EmailMultiAlternatives:
    """Compose the mail, text and HTML saying the same.

    Its Message-ID is that of the row: a mail server that receives it twice can tell.
    """
    natures = tuple(
        one for one in Nature if any(one == row.nature for s in sections for row in s.rappels)
    )
    stop_all = unsubscribe_url(unsubscribe_token(person.pk, natures))
    stops = [(one.label, unsubscribe_url(unsubscribe_token(person.pk, (one,)))) for one in natures]
    message = EmailMultiAlternatives(
        subject=courriel.subject,
        body=_text(person, sections, stops),
        to=[person.email],
        headers={
            "Message-ID": f"<{courriel.pk}@essor.invalid>",
            "List-Unsubscribe": f"<{stop_all}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(_html(courriel, person, sections, stops), "text/html")
    return message


def _groups(section: Section) -> list[tuple[str, list[Rappel]]]:
    return [
        (nature.label, rows)
        for nature in Nature
        if (rows := [row for row in section.rappels if row.nature == nature])
    ]


def _text(person: User, sections: Sequence[Section], stops: Sequence[tuple[str, str]]) -> str:
    lines = [f"Bonjour {person.label},", ""]
    for section in sections:
        lines += [section.territoire, ""]
        if section.message:
            lines += [section.message, ""]
        for label, rows in _groups(section):
            lines.append(f"{label}{NBSP}:")
            lines += [f"- {row.texte}\n  {whole(row.path)}" for row in rows]
            lines.append("")
        lines += [
            f"Répondre en deux minutes, sans mot de passe{NBSP}:",
            section.sheet_url,
            f"Ce lien est personnel{NBSP}: ne le transférez pas.",
            "",
        ]
    lines += ["--", WHY, ""]
    lines += [f"Ne plus recevoir «{NBSP}{label}{NBSP}»{NBSP}: {url}" for label, url in stops]
    return "\n".join([*lines, ""])


def _html(
    courriel: Courriel,
    person: User,
    sections: Sequence[Section],
    stops: Sequence[tuple[str, str]],
) -> SafeString:
    return format_html(
        '<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{}</title></head>'
        "<body><h1>{}</h1><p>Bonjour {},</p>{}<hr><p><small>{}</small></p><ul>{}</ul>"
        "</body></html>",
        courriel.subject,
        courriel.subject,
        person.label,
        format_html_join("", "{}", ((_html_section(section),) for section in sections)),
        WHY,
        format_html_join(
            "",
            '<li><a href="{}">Ne plus recevoir «\u00a0{}\u00a0»</a></li>',
            ((url, label) for label, url in stops),
        ),
    )


def _html_section(section: Section) -> SafeString:
    groups = format_html_join(
        "",
        "<h3>{}</h3><ul>{}</ul>",
        (
            (
                label,
                format_html_join(
                    "", '<li><a href="{}">{}</a></li>', ((whole(r.path), r.texte) for r in rows)
                ),
            )
            for label, rows in _groups(section)
        ),
    )
    return format_html(
        '<h2>{}</h2>{}{}<p><strong><a href="{}">Répondre en deux minutes, sans mot de passe</a>'
        "</strong><br>Ce lien est personnel\u00a0: ne le transférez pas.</p>",
        section.territoire,
        format_html("<p>{}</p>", section.message) if section.message else "",
        groups,
        section.sheet_url,
    )
