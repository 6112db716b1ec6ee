"""/compliance: a draft dropped on a page, read and checked in seconds, and kept only where somebody asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from cancu.access import Scope
from cancu.check import PROFILES, Paper, render
from cancu.check.render.paper import seen
from cancu.errors import AccessError, CancuError, ParameterError
from cancu.serve.pages.compliance.report import corrected, report
from cancu.serve.pages.compliance.sealed import Seal
from cancu.serve.pages.compliance.sending import Form, form, refused
from cancu.serve.rest.documents import Keeper
from cancu.serve.rest.drafts import Drafts
from cancu.serve.rest.submission import SUFFIXES, Sent
from cancu.serve.service import Service
from cancu.serve.templating import page
from cancu.serve.words import language_of

_FILES = {
    "json": ("application/json", "json"),
    "sarif": ("application/sarif+json", "sarif"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    "html": ("text/html; charset=utf-8", "html"),
    "text": ("text/plain; charset=utf-8", "txt"),
    "turtle": ("text/turtle; charset=utf-8", "ttl"),
}
"""Forms of a report to take away: media type and suffix; those of ``check`` that are named here."""
_CORRECTED = "corrected"
_PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
_ACCEPT = ",".join(dict.fromkeys([*filter(None, SUFFIXES.values()), ".jpeg", ".tiff", ".htm"]))
_EDITABLE = 200_000
"""Characters of a pasted text that stand in the form again, to be mended and checked once more."""


@dataclass(frozen=True)
class Checking:
    """Checks drafts and shows what was found."""

    service: Service
    drafts: Drafts
    keeper: Keeper
    seal: Seal

    def answer(self, request: Request, sent: Form) -> Response:
        """Return the page about a draft."""
        paper, kept = self._checked(sent, language_of(request))
        values: dict[str, Any] = {
            "report": report(paper, language_of(request)),
            "sealed": self.seal.closed(paper),
            "kept": kept,
        }
        return self.shown(request, sent, **values)

    def shown(self, request: Request, sent: Form | None = None, *, status: int = 200, **values: Any) -> HTMLResponse:
        """Return the page, with the form and whatever is to be told."""
        text = "" if sent is None else sent.fields.get("text", "")
        blank: dict[str, Any] = {"report": None, "sealed": None, "kept": None, "trouble": None}
        answer = page(
            self.service,
            request,
            "compliance.html",
            profiles=PROFILES,
            profile=sent.get("profile") if sent else "",
            wants_keeping=bool(sent and sent.get("keep")),
            text=text if len(text) <= _EDITABLE else "",
            accept=_ACCEPT,
            most=self.service.options.document_limit,
            files=tuple(_FILES),
            seen=seen,
            sparql=self.service.catalogue["findings"].bind({}, self.service.finder.resolve),
            **blank | values,
        )
        answer.status_code = status
        if sent is not None:
            answer.headers.update(_PRIVATE)
        return answer

    def _checked(self, sent: Form, language: str) -> tuple[Paper, dict[str, Any] | None]:
        """Check a draft, and keep it where that is asked for and allowed; the token is looked at first."""
        profile = sent.get("profile") or None
        if profile is not None and profile not in PROFILES:
            known = ", ".join(PROFILES)
            raise ParameterError(f"Chỉ có các nhóm: {known}.", f"there are the profiles: {known}.", where="profile")
        draft = sent.draft()
        if sent.get("keep"):
            try:
                self.service.tokens.check(sent.get("token") or None, Scope.DOCUMENTS)
            except AccessError as error:
                raise refused(error) from None
        paper = self.drafts.paper(draft.data, draft.name, profile=profile)
        return paper, self._kept(draft, language) if sent.get("keep") else None

    def _kept(self, draft: Sent, language: str) -> dict[str, Any]:
        key, state = self.keeper.keep(self.drafts.reading(draft.data, draft.name))
        return self.keeper.told(key, state, language)


def router(service: Service) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(tags=["compliance"])
    checking = Checking(service, Drafts(service), Keeper(service), Seal())

    @routes.get("/compliance", response_class=HTMLResponse, include_in_schema=False)
    def ask(request: Request) -> HTMLResponse:
        return checking.shown(request)

    @routes.post("/compliance", include_in_schema=False)
    async def check(request: Request) -> Response:
        sent = Form({})
        try:
            sent = await form(request, service.options.document_limit)
            return await to_thread.run_sync(checking.answer, request, sent)
        except CancuError as error:
            return _told(checking, request, sent, error)

    @routes.get("/compliance/report", include_in_schema=False)
    def gone() -> RedirectResponse:
        return RedirectResponse("/compliance", 303)

    @routes.post("/compliance/report", include_in_schema=False)
    async def download(request: Request) -> Response:
        try:
            sent = await form(request, service.options.upload_limit)
            return await to_thread.run_sync(_file, checking.seal, sent, language_of(request))
        except CancuError as error:
            return _told(checking, request, Form({}), error)

    return routes


def _told(checking: Checking, request: Request, sent: Form, error: CancuError) -> HTMLResponse:
    request.state.problem = error.code
    said = error.en if language_of(request) == "en" else error.vi
    answer = checking.shown(request, sent, status=error.status, trouble=said)
    if isinstance(error, AccessError):
        answer.headers["WWW-Authenticate"] = 'Bearer realm="cancu"'  # RFC 9110 §15.5.2
    return answer


def _file(seal: Seal, sent: Form, language: str) -> Response:
    """Return a report in another form. Raises ParameterError."""
    form_name = sent.get("format")
    if form_name != _CORRECTED and form_name not in _FILES:
        known = ", ".join((*_FILES, _CORRECTED))
        raise ParameterError(f"Chỉ có các dạng: {known}.", f"there are the forms: {known}.", where="format")
    paper = seal.opened(sent.get("report"))
    stem = PurePosixPath(paper.name).stem
    if form_name == _CORRECTED:
        return _attached(corrected(paper), "text/plain; charset=utf-8", f"{stem}-{_CORRECTED}.txt")
    media, suffix = _FILES[form_name]
    return _attached(render([paper], form_name, language=language), media, f"{stem}-check.{suffix}")


def _attached(body: bytes, media: str, name: str) -> Response:
    suffix = PurePosixPath(name).suffix
    place = f"attachment; filename=\"check{suffix}\"; filename*=UTF-8''{quote(name, safe='')}"  # RFC 6266 §4.3
    return Response(body, headers={"Content-Type": media, "Content-Disposition": place, **_PRIVATE})
