"""/compliance/finding: one finding, and a form by which a person accepts it or calls it a false alarm."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from cancu.access import Scope
from cancu.errors import AccessError, CancuError, NotFoundError, ParameterError
from cancu.finding import Opinion
from cancu.serve.pages.compliance.dashboard import NAMES, SIGNS, citation, meanings
from cancu.serve.pages.compliance.sending import Form, form, refused
from cancu.serve.rest.documents import Keeper
from cancu.serve.service import Service
from cancu.serve.templating import page
from cancu.serve.words import language_of

_PATH = "/compliance/finding"
_LONGEST = 2000
"""Characters of who and why."""


def router(service: Service) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(tags=["compliance"])
    keeper = Keeper(service)

    @routes.get(_PATH, response_class=HTMLResponse, include_in_schema=False)
    def one(request: Request) -> HTMLResponse:
        iri = request.query_params.get("finding", "")
        if not iri:
            raise ParameterError("Thiếu phát hiện nào.", "tell which finding.", where="finding")
        return _shown(service, request, iri)

    @routes.post(_PATH, include_in_schema=False)
    async def judge(request: Request) -> Response:
        sent = Form({})
        try:
            sent = await form(request, service.options.body_limit)
            return await to_thread.run_sync(_judged, service, keeper, request, sent)
        except CancuError as error:
            return await to_thread.run_sync(_told, service, request, sent, error)

    return routes


def _judged(service: Service, keeper: Keeper, request: Request, sent: Form) -> Response:
    """Keep what a person says. Raises AccessError, ForbiddenError, ParameterError, NotFoundError, StoreError."""
    try:
        service.tokens.check(sent.get("token") or None, Scope.REVIEW)
    except AccessError as error:
        raise refused(error) from None
    opinion = next((known for known in Opinion if known.value == sent.get("opinion")), None)
    if opinion is None:
        raise ParameterError("Hãy chọn một ý kiến.", "choose a verdict.", where="opinion")
    who, why = _said(sent, "reviewer", "Hãy ghi tên người xem xét"), _said(sent, "note", "Hãy ghi lý do")
    iri = sent.get("finding")
    keeper.judge(iri, opinion, who, None, why)
    pairs = {"finding": iri} | ({"lang": "en"} if language_of(request) == "en" else {})
    return RedirectResponse(f"{_PATH}?{urlencode(pairs)}", 303, headers={"Cache-Control": "no-store"})


def _said(sent: Form, name: str, wanted: str) -> str:
    text = sent.get(name)
    if not text or "\x00" in text:
        english = {"reviewer": "tell who says so", "note": "tell why"}[name]
        raise ParameterError(f"{wanted}.", f"{english}.", where=name)
    if len(text) > _LONGEST:
        raise ParameterError(f"Dài quá {_LONGEST} ký tự.", f"longer than {_LONGEST} characters.", where=name)
    return text


def _told(service: Service, request: Request, sent: Form, error: CancuError) -> Response:
    """Return the page of the finding with what went wrong above the form."""
    request.state.problem = error.code
    said = error.en if language_of(request) == "en" else error.vi
    answer = _shown(service, request, sent.get("finding"), sent, trouble=said)
    answer.status_code = error.status
    if isinstance(error, AccessError):
        answer.headers["WWW-Authenticate"] = 'Bearer realm="cancu"'  # RFC 9110 §15.5.2
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _shown(
    service: Service, request: Request, iri: str, sent: Form | None = None, *, trouble: str | None = None
) -> HTMLResponse:
    values: dict[str, Any] = {"finding": iri, "language": language_of(request)}
    question = service.catalogue["findings"]
    rows = service.table("findings", values).records if iri else ()
    if not rows:
        raise NotFoundError("Không có phát hiện này.", "there is no such finding.", where=iri[:200])
    pairs = {"finding": iri}
    return page(
        service,
        request,
        "compliance-finding.html",
        row=rows[0],
        form=sent or Form({}),
        opinions=tuple(opinion.value for opinion in Opinion),
        trouble=trouble,
        meanings=meanings(language_of(request)),
        signs=SIGNS,
        severity_names=NAMES,
        sparql=question.bind(values, service.finder.resolve),
        rest=f"/api/v1/findings?{urlencode(pairs)}",
        formats=[
            (name.upper(), f"/queries/findings?{urlencode({'finding': iri, 'format': name})}")
            for name in ("json", "csv", "xlsx")
        ],
        citation=citation(service, request),
    )
