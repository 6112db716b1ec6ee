"""What the tests of the pages of work share: a store of their own, and a reader of pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import httpx

from cancu.namespaces import PREFIXES
from cancu.query import Catalogue
from cancu.serve import Options, create_app
from cancu.store import EmbeddedStore, Limits, open_store
from tests.serve.conftest import asking, graphs_of

BASE = "https://w3id.org/cancu/id/"
TODAY = "today=2026-06-15"
Get = Callable[..., httpx.Response]
WORDS = re.compile(r"\b(?:duties|calendar|events|work|doc|severity|verdict|offers)\.(?!ics)[a-z]\w*")


def holding(folder: Path, *names: str) -> Iterator[EmbeddedStore]:
    """Yield a store with the graphs of some TriG files beside this one."""
    store = open_store(folder, limits=Limits(seconds=20), prefixes=PREFIXES)
    for name in names:
        store.replace(graphs_of(Path(__file__).with_name(name)))
    yield store
    store.close()


def getting(store: EmbeddedStore, options: Options | None = None) -> Get:
    """What asks a service over ``store`` in process."""
    ask = asking(create_app(store, Catalogue.load(), options))
    return lambda url: ask("GET", url)


class Seen(HTMLParser):
    """The text of a page, its addresses and its elements; ``wrong`` holds what must not be there."""

    void = frozenset({"meta", "link", "input", "br", "hr", "img"})

    def __init__(self, answer: httpx.Response, status: int = 200) -> None:
        super().__init__()
        assert answer.status_code == status, answer.text[:500]
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        self.text = ""
        self.addresses: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.feed(answer.text)
        assert (self.wrong, self.open) == ([], [])
        assert not WORDS.search(self.text), WORDS.search(self.text)
        self._controls_have_names()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.elements.append((tag, values))
        self.addresses += [value for name, value in values.items() if name in {"href", "src", "action"} and value]
        self.wrong += [f"{tag} {name}" for name in values if name.startswith("on") or name == "style"]
        if tag in {"iframe", "object", "style", "img"} or (tag == "script" and values.get("type") != "module"):
            self.wrong.append(tag)
        if tag not in self.void:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of all elements of one kind."""
        return [values for name, values in self.elements if name == tag]

    def _controls_have_names(self) -> None:
        labelled = {values.get("for") for values in self.all("label")}
        bare = [
            values
            for tag in ("input", "select", "textarea")
            for values in self.all(tag)
            if values.get("type") not in {"hidden", "checkbox"} and not values.get("aria-label")
            if values.get("id") not in labelled
        ]
        assert not bare
        assert len(self.all("h1")) == 1
        ids = [values["id"] for _, values in self.elements if "id" in values]
        assert len(ids) == len(set(ids))
        assert all(values.get("scope") for values in self.all("th"))
        assert len(self.all("table")) == len(self.all("caption"))
