"""What every template owes the reader: forms that are safe, no script in the text, no stranger."""

import ast
import re
from html.parser import HTMLParser
from pathlib import Path

from tests.house.rules.tree import files, parse, python_files

CSRF = re.compile(r"\{%\s*csrf_token\s*%\}")
CSRF_MARK = "csrf-token-here"
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
COMMENT = re.compile(r"\{%\s*comment.*?endcomment\s*%\}", re.DOTALL)
NAME = re.compile(r"""["']([\w./-]+\.(?:html|txt|svg|xml))["']""")
OUTSIDE = re.compile(r"^(https?:)?//", re.IGNORECASE)
CSS_OUTSIDE = re.compile(r"""(?:url\(\s*|@import\s+)["']?(?:https?:)?//""", re.IGNORECASE)
# Attributes by which a page makes the browser ask for something by itself. A link is not one.
LOADS = {
    "script": ("src",),
    "link": ("href",),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "iframe": ("src",),
    "audio": ("src",),
    "video": ("src", "poster"),
    "embed": ("src",),
    "object": ("data",),
    "form": ("action",),
    "use": ("href", "xlink:href"),
    "image": ("href", "xlink:href"),
}
# Django looks these up by itself.
FOUND_BY_NAME = frozenset({"400.html", "403.html", "403_csrf.html", "404.html", "500.html"})


def template_files(root: Path) -> list[Path]:
    """Return every HTML template."""
    return [path for path in files(root / "src", ".html") if "templates" in path.parts]


class Reader(HTMLParser):
    """Reads one template, its tags of the template language blanked, and notes the breaches."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[int, str]] = []
        self.open_form: int | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Check one tag."""
        line, given = self.getpos()[0], dict(attrs)
        for name in given:
            if name.startswith("on"):
                self.found.append((line, f"inline handler {name} on <{tag}>"))
        if "style" in given:
            self.found.append((line, f"style attribute on <{tag}>, which our policy blocks"))
        is_data = tag == "script" and "json" in (given.get("type") or "")
        inline = tag in ("script", "style") and "src" not in given and not is_data
        if inline and "nonce" not in given:
            self.found.append((line, f"<{tag}> without nonce"))
        for name in LOADS.get(tag, ()):
            if OUTSIDE.match((given.get(name) or "").strip()):
                self.found.append((line, f"<{tag} {name}> asks another host"))
        if tag == "form" and (given.get("method") or "get").lower() == "post":
            self.open_form = line

    def handle_data(self, data: str) -> None:
        """A form is safe once its token is seen."""
        if CSRF_MARK in data:
            self.open_form = None

    def handle_endtag(self, tag: str) -> None:
        """At the end of a form, its token must have been seen."""
        if tag == "form":
            self.end_form()

    def end_form(self) -> None:
        """Note a form left without token."""
        if self.open_form is not None:
            self.found.append((self.open_form, "<form method=post> without csrf_token"))
        self.open_form = None


def blank(text: str) -> str:
    """Remove the template language and keep the line numbers."""
    text = COMMENT.sub(lambda match: "\n" * match.group().count("\n"), text)
    text = CSRF.sub(CSRF_MARK, text)
    return TAG.sub(lambda match: "x" + "\n" * match.group().count("\n"), text)


def unsafe_markup(root: Path) -> list[str]:
    """Name what a template may not contain."""
    found = []
    for path in template_files(root):
        reader = Reader()
        reader.feed(blank(path.read_text(encoding="utf-8")))
        reader.close()
        reader.end_form()
        found += [f"{path.relative_to(root)}:{line} {what}" for line, what in reader.found]
    return found


def outside_styles(root: Path) -> list[str]:
    """Name the style sheets that ask another host."""
    return [
        f"{path.relative_to(root)}:{number} asks another host"
        for path in files(root / "src", ".css", ".html")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if CSS_OUTSIDE.search(line)
    ]


def unused_templates(root: Path) -> list[str]:
    """Name the templates that nothing names."""
    named = set(FOUND_BY_NAME)
    for path in template_files(root):
        named |= set(NAME.findall(path.read_text(encoding="utf-8")))
    for path in python_files(root / "src" / "essor"):
        named |= {
            node.value
            for node in ast.walk(parse(path))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
    return [
        f"{path.relative_to(root)}: no view and no template names it"
        for path in template_files(root)
        if name_of(path) not in named
    ]


def name_of(path: Path) -> str:
    """Return the name by which a template is asked for: what follows `templates/`."""
    parts = path.parts
    return "/".join(parts[len(parts) - parts[::-1].index("templates") :])
