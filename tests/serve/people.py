"""A store about bodies and cited documents of places that do not exist, and pages read from it."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import httpx

from cancu.namespaces import BASE
from tests.serve.conftest import graphs_of

ID = f"{BASE}id/"
CC = f"{BASE}ontology#"
BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"
BASES = 23
"""Plans of the commune's Party committee that rest on Nghị quyết 59: more than a page shows of one role."""


def cited(number: int, issuer: str, role: str, target: str, resolution: str = "resolved") -> tuple[str, bytes]:
    """A plan with one citation, as a named graph."""
    document, citation = f"{ID}doc/{issuer}/2026/kh/{100 + number}", f"{ID}citation/{issuer}/{number}"
    kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    led = "candidate" if resolution == "ambiguous" else "cited"
    lines = [
        f"<{document}> {kind} <{CC}Document>",
        f"<{document}> <{CC}recordStatus> <{BASE}vocab/status/extracted>",
        f"<{document}> <{CC}issuedBy> <{ID}org/{issuer}>",
        f'<{document}> <{CC}dateIssued> "2026-01-{number % 28 + 1:02}"^^<http://www.w3.org/2001/XMLSchema#date>',
        f'<{document}> <http://www.w3.org/2000/01/rdf-schema#label> "Kế hoạch {100 + number} của {issuer}"@vi',
        f"<{citation}> {kind} <{CC}Citation>",
        f"<{citation}> <{CC}citing> <{document}>",
        f"<{citation}> <{CC}inDocument> <{document}>",
        *(f"<{citation}> <{CC}{led}> <{ID}doc/{one}>" for one in target.split()),
        f"<{citation}> <{CC}role> <{BASE}vocab/role/{role}>",
        f"<{citation}> <{CC}resolution> <{BASE}vocab/resolution/{resolution}>",
        f'<{citation}> <{CC}quote> "lời <s>thứ</s> {number} của {issuer}"',
    ]
    return f"{BASE}graph/doc/{issuer}/2026/kh/{100 + number}", "".join(f"{line} .\n" for line in lines).encode()


def peopled() -> dict[str, bytes]:
    """The graphs of the store."""
    k13, k12 = "tw/k13/nq/59", "tw/k12/nq/59"
    more = [cited(number, "du", "basis", k13) for number in range(BASES)]
    more += [cited(1, "so", "implements", k13), cited(2, "so", "basis", k12)]
    more += [cited(3, "so", "basis", f"{k13} {k12}", "ambiguous")]
    return graphs_of(Path(__file__).with_name("people.trig")) | dict(more)


class _Sections(HTMLParser):
    """The texts of a page: whole, and of each section by its heading's id, with links and open elements."""

    void = frozenset({"meta", "link", "input", "br"})
    inline = frozenset({"a", "span", "time", "strong", "em", "code"})

    def __init__(self) -> None:
        super().__init__()
        self.texts: dict[str, str] = {"": ""}
        self.links: list[str] = []
        self.ids: list[str] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self._in: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.ids += [values["id"] or ""] if "id" in values else []
        self.links += [values["href"] or ""] if tag == "a" and "href" in values else []
        self.wrong += [tag] if tag in {"u", "i", "b", "s", "img"} else []
        if tag == "section":
            self._in.append(values.get("aria-labelledby") or "")
        if tag not in self.inline:
            self.handle_data(" ")
        if tag not in self.void:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"/{tag}")
        if tag == "section":
            self._in.pop()

    def handle_data(self, data: str) -> None:
        for name in {"", *self._in[-1:]}:
            self.texts[name] = self.texts.get(name, "") + data


def sections(answer: httpx.Response) -> _Sections:
    """Read a page: it is whole, no label became an element, no id stands twice."""
    assert answer.status_code == 200, answer.text
    parsed = _Sections()
    parsed.feed(answer.text)
    assert (parsed.wrong, parsed.open) == ([], [])
    assert len(parsed.ids) == len(set(parsed.ids))
    parsed.texts = {name: re.sub(r"\s+", " ", text) for name, text in parsed.texts.items()}
    return parsed


Get = Callable[..., httpx.Response]
