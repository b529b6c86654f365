"""Templates are safe, local and used."""

from pathlib import Path

import pytest

from tests.house.rules import templates


@pytest.mark.parametrize(
    "rule",
    [templates.unsafe_markup, templates.outside_styles, templates.unused_templates],
    ids=lambda rule: rule.__name__,
)
def test_house_respects(rule, root: Path):
    found = rule(root)
    assert not found, "\n" + "\n".join(found)


def tree(tmp_path: Path, html: str, python: str = "NAME = 'plans/page.html'") -> Path:
    page = tmp_path / "src/essor/web/plans/templates/plans/page.html"
    page.parent.mkdir(parents=True)
    page.write_text(html, encoding="utf-8")
    (tmp_path / "src/essor/web/plans/views.py").write_text(python, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "html",
    [
        '<form method="post"><button>Enregistrer</button></form>',
        '<form method="POST" action="{% url \'a\' b=c|d:">" %}">\n</form>',
        '<form method="post">{% comment %}{% csrf_token %}{% endcomment %}</form>',
        '<button onclick="go()">Aller</button>',
        '<p style="color: red">Texte</p>',
        "<script>go()</script>",
        "<style>p {color: red}</style>",
        '<script src="https://elsewhere.example/x.js"></script>',
        '<img src="//elsewhere.example/x.png" alt="">',
        '<link rel="stylesheet" href="http://elsewhere.example/x.css">',
        '<form action="https://elsewhere.example/"></form>',
    ],
)
def test_unsafe_markup_is_caught(tmp_path: Path, html: str):
    assert len(templates.unsafe_markup(tree(tmp_path, html))) == 1


@pytest.mark.parametrize(
    "html",
    [
        '<form method="post">{% csrf_token %}<button>Enregistrer</button></form>',
        '<form method="get"><input name="q"></form>',
        "<script src=\"{% static 'essor/a.js' %}\" defer></script>",
        '<script nonce="{{ request.csp_nonce }}">go()</script>',
        '<script type="application/json">{}</script>',
        '<a href="https://www.legifrance.gouv.fr/">Texte</a>',
        "{# <button onclick='x'> #}",
    ],
)
def test_safe_markup_passes(tmp_path: Path, html: str):
    assert templates.unsafe_markup(tree(tmp_path, html)) == []


@pytest.mark.parametrize(
    "css", ["p { background: url(https://x.example/a.png) }", '@import "//x.example/a.css";']
)
def test_a_style_sheet_from_elsewhere_is_caught(tmp_path: Path, css: str):
    path = tmp_path / "src/essor/web/static/essor/a.css"
    path.parent.mkdir(parents=True)
    path.write_text(css, encoding="utf-8")
    assert len(templates.outside_styles(tmp_path)) == 1


def test_an_unused_template_is_caught(tmp_path: Path):
    assert templates.unused_templates(tree(tmp_path, "<p>", "NAME = 'other.html'")) == [
        "src/essor/web/plans/templates/plans/page.html: no view and no template names it"
    ]


def test_a_template_named_by_a_view_passes(tmp_path: Path):
    assert templates.unused_templates(tree(tmp_path, "<p>")) == []
