"""One remote database as the store uses it: questions, updates, whole graphs, each complete or an error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

import pyoxigraph as ox

from cancu import resources
from cancu.errors import CancuError, LimitError, QueryError, StoreError
from cancu.store.interface import Dataset
from cancu.store.remote import canonical, requests
from cancu.store.remote.connection import Call, Connection, Reply
from cancu.store.remote.credentials import Credentials
from cancu.store.remote.profiles import GENERIC, Place, Profile, profile, recognised

_JSON = "application/sparql-results+json"
_LINES = "application/n-triples"
_TURTLE = "text/turtle"
"""N-Triples are Turtle, and more engines take that."""
_ROOM = 1024**3
"""Bytes of an answer to ourselves."""
WRITE = 600.0
"""Seconds that a request which writes may take."""
_PROBE = 20.0


@dataclass(frozen=True, slots=True)
class Target:
    """A remote database: its address, which engine it is (recognised where empty), and how it is reached."""

    url: str
    engine: str = ""
    credentials: Credentials = field(default_factory=Credentials)
    authorities: str | None = None


class Engine:
    """The database at an address. Methods may be called from any thread and raise LimitError and StoreError."""

    def __init__(self, target: Target) -> None:
        """Connect; where the engine is not named, ask who answers. Raises ParameterError, StoreError."""
        self.url = target.url.rstrip("/")
        self._connection = Connection(target.credentials, authorities=target.authorities)
        try:
            self.profile = profile(target.engine) if target.engine else self._recognised()
        except CancuError:
            self._connection.close()
            raise

    def address(self, place: Place) -> str:
        """Return the address of one of its places."""
        return self.url + self.profile.path(place)

    def solutions(
        self,
        text: str,
        call: Call,
        *,
        dataset: Dataset | None = None,
        cap: int = _ROOM,
    ) -> Mapping[str, object]:
        """Return the answer to a SELECT or ASK as canonical SPARQL JSON. Raises QueryError, too."""
        reply = self._asked(text, call, _JSON, dataset, cap)
        try:
            return canonical.solutions(reply.body)
        except canonical.CutOffError as error:
            raise _cut_off(error) from error

    def graph(self, text: str, call: Call, *, dataset: Dataset | None = None, cap: int = _ROOM) -> bytes:
        """Return the answer to a CONSTRUCT or DESCRIBE as canonical N-Triples, sorted. Raises QueryError, too."""
        reply = self._asked(text, call, self.profile.media, dataset, cap)
        return _read(reply, self.profile.media)

    def rows(self, text: str, call: Call | None = None) -> list[dict[str, str]]:
        """Return the rows of a question of the store itself, values without their types."""
        told = self.solutions(text, call or Call(WRITE))
        found: list[dict[str, dict[str, str]]] = told["results"]["bindings"]  # type: ignore[index]
        return [{name: term["value"] for name, term in row.items()} for row in found]

    def sizes(self, call: Call | None = None) -> dict[str, int]:
        """Return how many triples each graph holds, those of the engine's own left out."""
        rows = self.rows(resources.text("queries", "store", "sizes.rq"), call)
        return {row["graph"]: int(row["size"]) for row in rows if "graph" in row and self._is_shown(row["graph"])}

    def names(self) -> list[str]:
        """Return the names of all graphs, those of the engine's own left out."""
        rows = self.rows(resources.text("queries", "store", "names.rq"))
        return [row["graph"] for row in rows if "graph" in row and self._is_shown(row["graph"])]

    def holds(self, name: ox.NamedNode) -> bool:
        """Tell whether there is a graph of that name."""
        text = resources.text("queries", "store", "holds.rq").replace("<graph>", str(name))
        return bool(self.solutions(text, Call(WRITE)).get("boolean"))

    def content(self, name: ox.NamedNode) -> bytes:
        """Return what a graph holds as canonical N-Triples, sorted; nothing where there is none."""
        if not self.profile.graphs:
            text = resources.text("queries", "store", "content.rq").replace("<graph>", str(name))
            return self.graph(text, Call(WRITE))
        call = Call(WRITE)
        reply = self._sent("GET", self._place(name), {"Accept": _LINES}, None, call=call, place=Place.GRAPHS)
        return b"" if reply.status == 404 else _read(self._good(reply, call), reply.headers["content-type"])

    def put(self, name: ox.NamedNode, lines: bytes) -> None:
        """Make a graph hold exactly these N-Triples; none remove it."""
        call = Call(WRITE)
        if lines:
            reply = self._sent(
                "PUT", self._place(name), {"Content-Type": _TURTLE}, lines, call=call, place=Place.GRAPHS
            )
        else:
            reply = self._sent("DELETE", self._place(name), {}, None, call=call, place=Place.GRAPHS)
        if lines or reply.status != 404:
            self._good(reply, call)

    def update(self, text: str) -> None:
        """Run an update of our own."""
        made, call = requests.update(self.address(Place.UPDATE), text), Call(WRITE)
        self._good(self._sent("POST", made.url, made.headers, made.content, call=call, place=Place.UPDATE), call)

    def close(self) -> None:
        """Close the connections."""
        self._connection.close()

    def _asked(self, text: str, call: Call, media: str, dataset: Dataset | None, cap: int) -> Reply:
        one = self.profile
        parameters = {name: [value] for name, value in one.parameters.items()}
        if dataset is not None:
            parameters["default-graph-uri"] = list(dataset.default)
            parameters["named-graph-uri"] = list(dataset.named)
        if one.timeout:
            parameters[one.timeout] = [str(max(1, int(call.rest * one.unit)))]
        made = requests.question(
            self.address(Place.QUERY), text, media=media, is_graph=media != _JSON, parameters=parameters
        )
        reply = self._sent("POST", made.url, made.headers, made.content, call=call, place=Place.QUERY, cap=cap)
        self._refuse_part(self._good(reply, call))
        return reply

    def _place(self, name: ox.NamedNode) -> str:
        return f"{self.address(Place.GRAPHS)}?{self.profile.graph}={quote(name.value, safe='')}"

    def _sent(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        content: bytes | None,
        *,
        call: Call,
        place: Place,
        cap: int = _ROOM,
    ) -> Reply:
        length = {} if content is None else {"Content-Length": str(len(content))}
        sent = {
            **{name: value for name, value in headers.items() if name.lower() != "host"},
            **length, "Host": urlsplit(url).netloc, "Accept-Encoding": "identity",
        }  # fmt: skip
        is_guarded = place in self.profile.guarded
        return self._connection.send(
            method, url, headers=sent, content=content, call=call, cap=cap, is_guarded=is_guarded
        )

    def _good(self, reply: Reply, call: Call) -> Reply:
        """Return the answer where it is one. Raises what the refusal means."""
        if 200 <= reply.status < 300:
            return reply
        words = reply.words
        if 300 <= reply.status < 400:
            raise _refused(
                self.url, "chuyển sang địa chỉ khác; cancu không đi theo", "redirects elsewhere; cancu does not follow"
            )
        if reply.status in {401, 403}:
            raise _refused(
                self.url,
                "không nhận tên, mật khẩu hoặc mã (CANCU_STORE_USER, CANCU_STORE_PASSWORD, CANCU_STORE_TOKEN)",
                "refuses the name, password or token (CANCU_STORE_USER, CANCU_STORE_PASSWORD, CANCU_STORE_TOKEN)",
            )
        if reply.status in {408, 504} or any(word in words.lower() for word in self.profile.late):
            raise LimitError(
                f"Câu hỏi chạy quá {call.seconds:g} giây nên cơ sở dữ liệu đã dừng; hãy hỏi hẹp hơn.",
                f"the database stopped the query, which took more than {call.seconds:g} seconds; ask for less.",
            )
        if reply.status == 400:
            raise QueryError(f"Cơ sở dữ liệu không nhận: {words}", f"the database refuses: {words}")
        raise _refused(self.url, f"trả lời {reply.status}: {words}", f"answers {reply.status}: {words}")

    def _refuse_part(self, reply: Reply) -> None:
        """Raise LimitError where headers say that the answer is not the whole one."""
        one = self.profile
        if any(name in reply.headers for name in one.partial):
            raise LimitError(
                "Cơ sở dữ liệu chỉ trả lời một phần vì hết giờ; không đưa ra phần ấy. Hãy hỏi hẹp hơn.",
                "time was up and the database answers in part, which is not given; ask for less.",
            )
        if one.rows and one.rows in reply.headers:
            raise LimitError(
                f"Cơ sở dữ liệu chỉ cho {reply.headers[one.rows]} dòng mỗi câu hỏi; hãy hỏi hẹp hơn.",
                f"the database gives {reply.headers[one.rows]} rows a query only; ask for less.",
            )

    def _is_shown(self, name: str) -> bool:
        return not name.startswith(self.profile.hidden)

    def _recognised(self) -> Profile:
        """Ask whoever answers at the address for nothing, and look how it calls itself."""
        call = Call(_PROBE)
        reply = self._connection.send(
            "GET", f"{self.url}/", headers={"Host": urlsplit(self.url).netloc, "Accept": "*/*"},
            content=None, call=call, cap=_ROOM, is_guarded=False,
        )  # fmt: skip
        return recognised(reply.headers.get("server", GENERIC))


def _read(reply: Reply, media: str) -> bytes:
    try:
        return canonical.graph(reply.body, media)
    except canonical.CutOffError as error:
        raise _cut_off(error) from error


def _cut_off(error: Exception) -> CancuError:
    return LimitError(
        "Câu trả lời của cơ sở dữ liệu bị cắt giữa chừng hoặc hỏng nên không đưa ra; hãy hỏi hẹp hơn.",
        f"the answer of the database is cut off or garbled and is not given; ask for less ({str(error)[:100]}).",
    )


def _refused(url: str, vi: str, en: str) -> StoreError:
    return StoreError(f"Cơ sở dữ liệu {vi}.", f"the database {en}.", where=url)
