"""Every question of the catalogue by HTTP: a list, a page with a form, and the answer in the formats of ``query``."""

from __future__ import annotations

from typing import Any

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from cancu.errors import NotFoundError, ParameterError
from cancu.query import OUTPUTS, NamedQuery, Output, Source, Table, write
from cancu.serve.http.negotiation import HTML, choose, pick
from cancu.serve.http.openapi import LANGUAGE, graph_examples, on_page, parameter, problems, shown
from cancu.serve.http.parameters import described, given, now
from cancu.serve.http.plain import Plain
from cancu.serve.http.problems import NotAcceptableError
from cancu.serve.service import Service
from cancu.serve.templating import page
from cancu.serve.words import language_of
from cancu.store import GRAPHS, Format

_PAGE = "<!doctype html>…"


def router(service: Service) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(tags=["queries"])

    @routes.get(
        "/queries",
        summary="The questions that can be asked",
        description="Every question of the catalogue with its parameters and columns.",
        response_class=Response,
        responses={
            200: shown({"application/json": {"total": 0, "items": []}, "text/html": _PAGE}),
            **problems(406),
        },
        openapi_extra={
            "parameters": [
                LANGUAGE,
                parameter("format", "format, before the header Accept", "json", enum=["json", "html"]),
            ]
        },
    )
    def listed(request: Request) -> Response:
        language = language_of(request)
        if _is_for_people(request):
            return page(service, request, "queries.html", questions=tuple(service.catalogue.values()))
        items = [_about(question, language) for question in service.catalogue.values()]
        return JSONResponse({"total": len(items), "items": items}, headers={"Vary": "Accept"})

    named = APIRouter(tags=["queries"], route_class=Plain)
    for question in service.catalogue.values():
        _add(named, service, question)
    routes.routes.extend(named.routes)

    @routes.get("/queries/{name}", include_in_schema=False)
    def unknown(name: str) -> Response:
        return Response(service.catalogue[name].sparql)

    return routes


def _add(routes: APIRouter, service: Service, question: NamedQuery) -> None:
    @routes.get(
        f"/queries/{question.name}",
        summary=question.title.en,
        description=question.description.en,
        name=f"query_{question.name}",
        operation_id=f"query_{question.name}",
        response_class=Response,
        responses={200: _shown(question), **problems(406, 503), **on_page(problems(400, 404))},
        openapi_extra={"parameters": [*described(question, is_form=True), *_own(question)]},
    )
    async def asked(request: Request) -> Response:
        held = service.written.get(request)
        return await to_thread.run_sync(_answer, service, request, question) if held is None else held


def _answer(service: Service, request: Request, question: NamedQuery) -> Response:
    output = _output(request, question)
    values = given(request, question)
    if output is None:
        return _page(service, request, question, values)
    version = service.store.version  # before the question: an answer is never called newer than it is
    if question.is_graph:
        answer = service.answer(question, values, GRAPHS[0])
        body, headers = answer.body, {"Content-Type": answer.format.content_type, "Vary": "Accept"}
    else:
        sparql = question.bind(values, service.finder.resolve)
        table = Table.read(service.run(sparql).body)
        source = Source({name: value for name, value in values.items() if value}, str(request.url), now())
        language = language_of(request)
        body = write(table, output.name, question=question, sparql=sparql, language=language, source=source)
        headers = _headers(output, question)
    is_lasting = output.name != "xlsx" and service.index.has_followed(version)  # a workbook tells when it was made
    return service.written.keep(request, version, body, headers) if is_lasting else Response(body, headers=headers)


def _own(question: NamedQuery) -> list[dict[str, Any]]:
    names = [*(name for name, item in OUTPUTS.items() if item.is_graph == question.is_graph), HTML.name]
    return [LANGUAGE, parameter("format", "format, before the header Accept", names[0], enum=names)]


def _shown(question: NamedQuery) -> dict[str, Any]:
    """Return the OpenAPI description of the answer to ``question``."""
    if question.is_graph:
        return shown({"text/turtle": graph_examples()["text/turtle"], "text/html": _PAGE})
    columns = [column.name for column in question.columns]
    examples = {item.media_type: ",".join(columns) for item in OUTPUTS.values() if not item.is_graph}
    told = {"query": question.name, "title": question.title.vi, "columns": columns, "rows": [], "total": 0}
    return shown(examples | {"application/json": told | {"sparql": "SELECT …"}, "text/html": _PAGE})


def _output(request: Request, question: NamedQuery) -> Output | None:
    """Return the output asked for; None is the page."""
    name = request.query_params.get("format")
    known = {key: item for key, item in OUTPUTS.items() if item.is_graph == question.is_graph}
    if name is not None:
        if name in known or name == HTML.name:
            return known.get(name)
        raise _not_acceptable(known)
    offers = [Format(item.name, item.media_type) for item in known.values() if item.name != "table"]
    chosen = choose(request.headers.get("accept"), (*offers, HTML))
    if chosen is None:
        raise _not_acceptable(known)
    return known.get(chosen.name)


def _not_acceptable(known: dict[str, Output]) -> NotAcceptableError:
    names = ", ".join(known)
    return NotAcceptableError(f"Chỉ có các dạng: {names}.", f"there is only: {names}.", where="format")


def _headers(output: Output, question: NamedQuery) -> dict[str, str]:
    text = output.media_type.startswith("text/")
    headers = {"Content-Type": output.media_type + ("; charset=utf-8" if text else ""), "Vary": "Accept"}
    if output.name == "xlsx":
        headers["Content-Disposition"] = f'attachment; filename="{question.name}.xlsx"'
    return headers


def _page(service: Service, request: Request, question: NamedQuery, values: dict[str, str]) -> Response:
    """Show form and answer; what is wrong with a value is told above the form, where it can be mended."""
    needs = any(item.is_required for item in question.parameters)
    is_blank = needs and not any(value for name, value in values.items() if name != "language")
    shown: dict[str, Any] = {"question": question, "values": values, "table": None, "graph": None, "sparql": None}
    status = 200
    try:
        if not is_blank:
            shown["sparql"] = question.bind(values, service.finder.resolve)
            body = service.run(shown["sparql"]).body
            shown |= {"graph": body.decode()} if question.is_graph else {"table": Table.read(body)}
    except (NotFoundError, ParameterError) as error:
        shown["trouble"] = error.en if language_of(request) == "en" else error.vi
        status = error.status
    response = page(service, request, "query.html", **shown)
    response.status_code = status
    return response


def _about(question: NamedQuery, language: str) -> dict[str, object]:
    return {
        "name": question.name,
        "title": question.title.say(language),
        "description": question.description.say(language),
        "url": f"/queries/{question.name}",
        "parameters": [
            {
                "name": item.name,
                "type": item.kind.value,
                "required": item.is_required,
                "default": item.default,
                "description": item.explanation.say(language),
            }
            for item in question.parameters
        ],
        "columns": [{"name": item.name, "heading": item.heading.say(language)} for item in question.columns],
    }


def _is_for_people(request: Request) -> bool:
    return pick(request, request.query_params.get("format"), (Format("json", "application/json"), HTML)) is HTML
