"""Tags of the portrait: a sentence whose every figure leads to what made it."""

from collections.abc import Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from essor.observatory.portrait.sentence import Part, Quoted
from essor.web.observatoire.templatetags import figure_href

register = template.Library()


@register.simple_tag(takes_context=True)
def phrase(context: template.Context, parts: Sequence[Part]) -> SafeString:
    """Write a sentence, each of its figures as a link to its page."""
    code = context["territoire"].code
    return format_html_join("", "{}", ((_part(one, code),) for one in parts))


def _part(one: Part, code: str) -> str | SafeString:
    if not isinstance(one, Quoted):
        return one
    value = one.values[0]
    href = figure_href(
        territoire=code,
        indicator=value.indicator.id,
        niveau=value.lieu.niveau,
        code=value.lieu.code,
        rubrique=value.rubrique,
        vintage=value.vintage,
    )
    return format_html('<a class="chiffre-valeur" href="{}">{}</a>', href, one.text)


@register.filter
def dessin(svg: str) -> SafeString:
    """Insert a drawing of ours: `reports.charts.svg` escaped every text of it."""
    return SafeString(svg)
