"""A picture as SVG 1.1: made of attributes alone, so that it shows under the strictest policy and in any program."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable, Mapping
from xml.sax.saxutils import escape, quoteattr

from cancu.serve.picture.grouping import caption
from cancu.serve.picture.layout import HEIGHT, WIDTH, laid_out
from cancu.serve.picture.model import Edge, Node, Picture, Relation, by_iri

COLOURS = {"citation": "#1f4f8a", "command": "#6b3f8f", "duty": "#1c6b3c"}
DASHES = {"solid": "", "long": "12 4", "dashed": "7 5", "dotted": "2 4", "dashdot": "9 4 2 4"}
_FILLS = {"document": "#f6f1e7", "body": "#eaf1ea", "group": "#e9e6f3"}
_INK, _PAPER = "#1c1b19", "#fffdf9"
_LETTERS = 33
_LEGEND = 22
_FONT = "Noto Sans, Segoe UI, Arial, sans-serif"
_ARROWS = {
    "triangle": '<path d="M0 0 L10 5 L0 10 Z" fill="{0}"/>',
    "vee": '<path d="M0 0 L10 5 L0 10" fill="none" stroke="{0}" stroke-width="2"/>',
    "diamond": '<path d="M0 5 L5 1 L10 5 L5 9 Z" fill="{0}"/>',
    "tee": '<path d="M9 0 L9 10" stroke="{0}" stroke-width="3"/>',
    "circle": '<circle cx="6" cy="5" r="3.5" fill="{0}"/>',
    "square": '<path d="M3 2 H9 V8 H3 Z" fill="{0}"/>',
}

Address = Callable[[Node], str]


def drawn(picture: Picture, *, title: str, language: str, address: Address) -> str:
    """Return the SVG; ``address`` gives where a node leads to. All texts are escaped."""
    layout = laid_out(picture)
    kinds = sorted({edge.relation for edge in picture.edges}, key=list(by_iri()).index)
    known = [by_iri()[iri] for iri in kinds]
    width = max(layout.width, 420)
    height = layout.height + _LEGEND * (len(known) + 1)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" role="img" '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}" font-family="{_FONT}" font-size="13">'
    )
    parts = [
        head,
        f"<title>{_text(title)}</title>",
        f"<defs>{''.join(map(_marker, known))}</defs>",
        f'<rect width="{width}" height="{height}" fill="{_PAPER}"/>',
        *(_line(edge, layout.places, language) for edge in picture.edges),
        *(_box(node, caption(node, language), layout.places[node.iri], address(node)) for node in picture.nodes),
        *_legend(known, layout.height, language),
        "</svg>",
    ]
    return "\n".join(parts)


def _text(text: str) -> str:
    """Escape, without characters that XML 1.0 does not hold."""
    return escape("".join(char for char in text if char in "\t\n" or ord(char) >= 32))


def _marker(relation: Relation) -> str:
    colour = COLOURS[relation.family]
    return (
        f'<marker id="{_id(relation)}" viewBox="0 0 10 10" refX="10" refY="5" markerWidth="9" markerHeight="9" '
        f'markerUnits="userSpaceOnUse" orient="auto">{_ARROWS[relation.arrow].format(colour)}</marker>'
    )


def _id(relation: Relation) -> str:
    return f"m-{relation.name.replace(':', '-')}"


def _stroke(relation: Relation) -> str:
    dash = f' stroke-dasharray="{DASHES[relation.line]}"' if DASHES[relation.line] else ""
    return (
        f'fill="none" stroke="{COLOURS[relation.family]}" stroke-width="1.4"{dash} marker-end="url(#{_id(relation)})"'
    )


def _line(edge: Edge, places: Mapping[str, tuple[int, int]], language: str) -> str:
    relation = by_iri()[edge.relation]
    (x1, y1), (x2, y2) = places[edge.source], places[edge.target]
    if x1 == x2:
        x1, x2, bend = x1 + WIDTH // 2, x2 + WIDTH // 2, 48
        path = f"M{x1} {y1} C{x1 + bend} {y1} {x2 + bend} {y2} {x2} {y2}"
    else:
        side = math.copysign(1, x2 - x1)
        x1, x2 = round(x1 + side * WIDTH / 2), round(x2 - side * WIDTH / 2)
        middle = (x1 + x2) // 2
        path = f"M{x1} {y1} C{middle} {y1} {middle} {y2} {x2} {y2}"
    times = f" ×{edge.count}" if edge.count > 1 else ""
    return f'<path d="{path}" {_stroke(relation)}><title>{_text(relation.forward[language] + times)}</title></path>'


def _box(node: Node, label: str, place: tuple[int, int], address: str) -> str:
    left, top = place[0] - WIDTH // 2, place[1] - HEIGHT // 2
    round_ = {"document": 3, "body": 22, "group": 3}[node.kind]
    weight, dash = (2.6, "") if node.is_read else (1.2, "" if node.kind != "document" else ' stroke-dasharray="5 3"')
    behind = ""
    if node.kind == "group":
        size = f'width="{WIDTH}" height="{HEIGHT}" rx="3"'
        behind = f'<rect x="{left + 5}" y="{top + 5}" {size} fill="{_FILLS["group"]}" stroke="{_INK}"/>'
    lines = textwrap.wrap(" ".join(label.split()), _LETTERS, max_lines=2, placeholder=" …") or ["…"]
    rows = "".join(
        f'<tspan x="{place[0]}" y="{place[1] + 4 + round((number - (len(lines) - 1) / 2) * 16)}">{_text(line)}</tspan>'
        for number, line in enumerate(lines)
    )
    return (
        f"<a xlink:href={quoteattr(address)}><title>{_text(label)}</title>{behind}"
        f'<rect x="{left}" y="{top}" width="{WIDTH}" height="{HEIGHT}" rx="{round_}" fill="{_FILLS[node.kind]}" '
        f'stroke="{_INK}" stroke-width="{weight}"{dash}/>'
        f'<text text-anchor="middle" fill="{_INK}">{rows}</text></a>'
    )


def _legend(known: list[Relation], top: int, language: str) -> list[str]:
    found = []
    for number, relation in enumerate(known):
        y = top + _LEGEND * (number + 1) - 6
        found.append(
            f'<path d="M24 {y} H104" {_stroke(relation)}/>'
            f'<text x="116" y="{y + 4}" fill="{_INK}">{_text(relation.forward[language])}</text>'
        )
    return found
