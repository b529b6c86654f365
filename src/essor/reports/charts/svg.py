"""Write SVG elements; every text and attribute is escaped here and nowhere else."""

from xml.sax.saxutils import escape, quoteattr

from essor.reports.document.plain import plain

FONT = "Source Sans 3 Variable, Source Sans 3, Libertinus Serif, sans-serif"
"""The family of the pages, then the one that the documents embed."""
INK = "#1b1b1b"
GRID = "#c9c9c9"
GAIN = "#1f5f8b"
COST = "#a34a12"
BAND = "#a9c7de"


def element(name: str, *children: str, **attributes: object) -> str:
    """Return one element; `font_size` is written `font-size`, `class_` is `class`.

    children : already SVG, from this module; attributes of None are left out
    """
    shown = "".join(
        f" {_attribute(key)}={quoteattr(plain(_number(value)))}"
        for key, value in attributes.items()
        if value is not None
    )
    inside = "".join(children)
    return f"<{name}{shown}>{inside}</{name}>" if inside else f"<{name}{shown}/>"


def text(content: str, x: float, y: float, **attributes: object) -> str:
    """Return a text of the chart."""
    return element("text", escape(plain(content)), x=x, y=y, **attributes)


def hover(content: str) -> str:
    """Return what an element says of itself to a pointer and to a screen reader."""
    return element("title", escape(plain(content)))


def line(x1: float, y1: float, x2: float, y2: float, **attributes: object) -> str:
    """Return a straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, **attributes)


def drawing(width: float, height: float, title: str, *children: str) -> str:
    """Return a whole chart with its accessible name."""
    return element(
        "svg",
        hover(title),
        *children,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width:g} {height:g}",
        role="img",
        aria_label=title,
        font_family=FONT,
        font_size=11,
        class_="graphique",
    )


def _attribute(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _number(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
