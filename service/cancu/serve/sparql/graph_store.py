"""SPARQL 1.1 Graph Store HTTP Protocol: whole graphs read, put, added to and deleted.

https://www.w3.org/TR/sparql11-http-rdf-update/. A graph is named by ``?graph=IRI``, by ``?default``, or by the address
of the request itself below /graph-store/. PATCH is not offered: /update does what it would.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from cancu.access import Scope
from cancu.errors import CancuError, NotFoundError, ParameterError
from cancu.namespaces import PREFIXES
from cancu.serve.http.addresses import uri
from cancu.serve.http.bearer import require
from cancu.serve.http.bodies import address, is_iri, received
from cancu.serve.http.negotiation import pick
from cancu.serve.http.uploads import uploads
from cancu.serve.service import Service
from cancu.serve.sparql import graph_store_docs as docs
from cancu.store import GRAPHS, formatted


class PreconditionError(CancuError):
    """The graph is not as the client believes it to be (RFC 9110 §15.5.13)."""

    status = 412
    code = "precondition"


@dataclass(frozen=True, slots=True)
class _Place:
    """The graph that a request is about; its name is empty for the default graph."""

    graph: str
    is_new: bool = False

    def known(self, data: bytes) -> bytes:
        """Return ``data`` of the graph. Raises NotFoundError where there is no such graph."""
        if not data and self.graph:
            raise NotFoundError(f"Kho không có đồ thị <{self.graph}>.", f"there is no graph <{self.graph}>.")
        return data


def router(service: Service) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(tags=["graph store"])
    for path, suffix in (("/graph-store", ""), ("/graph-store/{name:path}", "_named")):
        _add(routes, service, path, suffix)
    return routes


def _add(routes: APIRouter, service: Service, path: str, suffix: str) -> None:
    is_direct = bool(suffix)

    def place(request: Request, *, may_be_new: bool = False) -> _Place:
        return _direct(request) if is_direct else _indirect(request, may_be_new=may_be_new)

    @routes.get(path, name=f"get_graph{suffix}", response_class=Response, **docs.read(is_direct=is_direct))
    def read(request: Request) -> Response:
        at = place(request)
        chosen = pick(request, request.query_params.get("format"), GRAPHS)
        data = at.known(service.store.graph(at.graph))
        headers = {"Content-Type": chosen.content_type, "Vary": "Accept", "ETag": _tag(data, chosen.name)}
        if _fits(request.headers.get("if-none-match"), headers["ETag"]):
            return Response(status_code=304, headers=headers)
        return Response(formatted(data, chosen, PREFIXES), headers=headers)

    async def write(request: Request, *, is_added: bool) -> Response:
        require(service, request, Scope.UPDATE)
        at = place(request, may_be_new=is_added)
        body = await received(request, service.options.upload_limit)
        sent = await uploads(request, body, at.graph or address(request))
        check = _condition(request)
        is_new = await to_thread.run_sync(
            lambda: service.store.write(at.graph, sent, is_added=is_added, check=check), abandon_on_cancel=False
        )
        return _written(service, at, is_new=is_new or at.is_new, is_added=is_added)

    @routes.put(path, name=f"put_graph{suffix}", response_class=Response, **docs.put(is_direct=is_direct))
    async def put(request: Request) -> Response:
        return await write(request, is_added=False)

    @routes.post(path, name=f"post_graph{suffix}", response_class=JSONResponse, **docs.post(is_direct=is_direct))
    async def post(request: Request) -> Response:
        return await write(request, is_added=True)

    @routes.delete(path, name=f"delete_graph{suffix}", response_class=JSONResponse, **docs.delete(is_direct=is_direct))
    def delete(request: Request) -> Response:
        require(service, request, Scope.UPDATE)
        at, check = place(request), _condition(request)

        def checked(data: bytes) -> None:
            at.known(data)
            check(data)

        service.store.write(at.graph, (), check=checked)
        return JSONResponse({"graph": at.graph, "version": service.store.version})


def _written(service: Service, at: _Place, *, is_new: bool, is_added: bool) -> Response:
    """Answer 201 for a new graph, else 200 after adding and 204 after replacing."""
    if is_added or is_new:
        headers = {"Location": uri(at.graph)} if is_new and at.graph else {}
        body = {"graph": at.graph, "version": service.store.version}
        return JSONResponse(body, 201 if is_new else 200, headers=headers)
    return Response(status_code=204)


def _direct(request: Request) -> _Place:
    if {"graph", "default"} & set(request.query_params):
        raise ParameterError(
            "Địa chỉ này đã là tên của đồ thị.", "this address already names the graph.", where="graph"
        )
    return _Place(_address(request))


def _address(request: Request) -> str:
    name = address(request)
    if name is None:
        raise ParameterError("Địa chỉ này không phải IRI.", "this address is not an IRI.", where="host")
    return name


def _indirect(request: Request, *, may_be_new: bool) -> _Place:
    names, is_default = request.query_params.getlist("graph"), "default" in request.query_params
    if request.query_params.get("default"):
        raise ParameterError("?default đứng một mình, không có giá trị.", "?default takes no value.", where="default")
    if not names and not is_default and may_be_new:
        return _Place(f"{_address(request)}/{uuid.uuid4()}", is_new=True)
    if len(names) + is_default != 1:
        raise ParameterError(
            "Hãy nêu đúng một đồ thị: ?graph=IRI hoặc ?default.",
            "name exactly one graph: ?graph=IRI or ?default.",
            where="graph",
        )
    if names and not is_iri(names[0]):
        raise ParameterError("Tên đồ thị phải là IRI tuyệt đối.", "a graph needs an absolute IRI.", where="graph")
    return _Place(names[0] if names else "")


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()[:32]


def _tag(data: bytes, name: str) -> str:
    return f'"{_digest(data)}-{name}"'


def _fits(header: str | None, tag: str) -> bool:
    return header is not None and (header.strip() == "*" or tag in (part.strip() for part in header.split(",")))


def _condition(request: Request) -> Callable[[bytes], None]:
    """Return what holds a write to If-Match and If-None-Match (RFC 9110 §13.1); any format's ETag will do."""
    wanted, unwanted = request.headers.get("if-match"), request.headers.get("if-none-match")

    def check(data: bytes) -> None:
        digest = _digest(data)
        is_there = bool(data)
        if wanted is not None and not (is_there if wanted.strip() == "*" else f'"{digest}-' in wanted):
            raise _changed()
        if unwanted is not None and (is_there if unwanted.strip() == "*" else f'"{digest}-' in unwanted):
            raise _changed()

    return check


def _changed() -> PreconditionError:
    return PreconditionError(
        "Đồ thị đã khác với bản bạn có; hãy đọc lại rồi ghi.", "the graph is not as you last saw it; read it again."
    )
