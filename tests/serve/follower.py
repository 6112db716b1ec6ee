"""A follower of /changes that knows only LDES and TREE: it keeps a copy of the dataset and goes on where it stopped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import httpx
import pyoxigraph as ox

LDES, TREE, AS = "https://w3id.org/ldes#", "https://w3id.org/tree#", "https://www.w3.org/ns/activitystreams#"
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
UNNAMED = "urn:x-arq:DefaultGraph"


@dataclass
class Follower:
    """``graphs`` is the copy: IRI → N-Quads lines; ``todo`` are the nodes to read at the next ``sync``."""

    fetch: Callable[[str], httpx.Response]
    start: str
    graphs: dict[str, set[str]] = field(default_factory=dict)
    todo: list[str] = field(default_factory=list)
    done: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)
    requests: int = 0

    def sync(self) -> None:
        """Read what is new. Nodes that may grow are read again the next time; what was seen is not taken again."""
        queue, grows = self.todo or [self.start], []
        while queue:
            node = queue.pop(0)
            if node in self.done:
                continue
            store = ox.Store()
            answer = self.fetch(node)
            assert answer.status_code == 200, answer.text
            self.requests += 1
            media = answer.headers["content-type"].partition(";")[0]
            store.extend(ox.parse(answer.content, format=ox.RdfFormat.from_media_type(media)))
            relations = {
                target.object.value
                for relation in store.quads_for_pattern(ox.NamedNode(node), ox.NamedNode(TREE + "relation"), None)
                for target in store.quads_for_pattern(relation.object, ox.NamedNode(TREE + "node"), None)
            }
            queue += sorted(relations)
            self._take(store)
            if self._one(store, ox.NamedNode(node), LDES + "immutable") == "true":
                self.done.add(node)
            else:
                grows.append(node)
        self.todo = grows

    def _take(self, store: ox.Store) -> None:
        (stream,) = {quad.subject for quad in store.quads_for_pattern(None, TYPE, ox.NamedNode(LDES + "EventStream"))}
        paths = {name: self._one(store, stream, LDES + name) for name in ("versionOfPath", "sequencePath")}
        removal = ox.NamedNode(self._one(store, stream, LDES + "versionDeleteObject"))
        members = [quad.object for quad in store.quads_for_pattern(stream, ox.NamedNode(TREE + "member"), None)]
        for member in sorted(members, key=lambda item: int(self._one(store, item, paths["sequencePath"]))):
            if member.value not in self.seen:
                self.seen.add(member.value)
                graph = self._one(store, member, paths["versionOfPath"])
                self.graphs.pop(graph, None)
                if ox.Quad(member, TYPE, removal) not in store:
                    self.graphs[graph] = {
                        _line(quad, graph) for quad in store.quads_for_pattern(None, None, None, member)
                    }

    @staticmethod
    def _one(store: ox.Store, subject: ox.NamedNode, path: str) -> str:
        values = [quad.object.value for quad in store.quads_for_pattern(subject, ox.NamedNode(path), None)]
        return values[0] if values else ""

    def dump(self) -> list[str]:
        return sorted(line for lines in self.graphs.values() for line in lines)


def _line(quad: ox.Quad, graph: str) -> str:
    name = ox.DefaultGraph() if graph == UNNAMED else ox.NamedNode(graph)
    return f"{ox.Quad(quad.subject, quad.predicate, quad.object, name)} ."
