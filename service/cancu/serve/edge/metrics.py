"""What the service counts, for Prometheus: ``/metrics`` (text exposition format 0.0.4 or OpenMetrics by ``Accept``).

Labels have few values: a route is counted by its template, never by the address that was asked.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache

from fastapi import APIRouter, Request
from fastapi.responses import Response
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, exposition
from prometheus_client.gc_collector import GCCollector
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from cancu import __version__
from cancu.serve.http.openapi import shown
from cancu.store import Kept, Store

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Metrics:
    """The counters of one application; each application has its own registry."""

    def __init__(self, store: Store) -> None:
        self.registry = CollectorRegistry()
        made = self.registry
        requests = Counter("cancu_requests", "Requests answered.", ("method", "route", "status"), registry=made)
        seconds = Histogram(
            "cancu_request_seconds",
            "Seconds from request to the last byte.",
            ("route",),
            registry=made,
            buckets=_SECONDS,
        )
        self._requests_of = cache(requests.labels)  # which look for their own names each time
        self._seconds_of = cache(seconds.labels)
        self._problems = Counter("cancu_problems", "Errors told, by kind.", ("code",), registry=made)
        self._now = Gauge("cancu_requests_in_progress", "Requests being answered.", registry=made)
        Gauge("cancu_store_quads", "Quads in the store.", registry=made).set_function(store.size)
        Gauge("cancu_store_version", "Commits since start.", registry=made).set_function(lambda: store.version)
        Gauge("cancu_readers", "Reader processes alive.", registry=made).set_function(lambda: len(store.reader_pids()))
        Info("cancu_build", "What runs.", registry=made).info({"version": __version__})
        made.register(_Answers(store.recent))
        ProcessCollector(registry=made)
        PlatformCollector(registry=made)
        GCCollector(registry=made)

    @contextmanager
    def in_progress(self) -> Iterator[float]:
        """Count a request while it is answered; yields the moment of its begin."""
        self._now.inc()
        try:
            yield time.perf_counter()
        finally:
            self._now.dec()

    def answered(self, method: str, route: str, status: int, seconds: float, problem: str | None) -> None:
        """Count one answer."""
        known = method if method in _METHODS else "other"
        self._requests_of(known, route, str(status)).inc()
        self._seconds_of(route).observe(seconds)
        if problem is not None:
            self._problems.labels(problem).inc()

    def router(self) -> APIRouter:
        """Return the route."""
        routes = APIRouter(tags=["service"])

        @routes.get(
            "/metrics",
            summary="Counters for Prometheus",
            description="Requests by route and status, durations, problems, readers, the store; OpenMetrics by Accept.",
            response_class=Response,
            responses={200: shown({"text/plain": "cancu_store_quads 50321.0"})},
        )
        def metrics(request: Request) -> Response:
            encode, kind = exposition.choose_encoder(request.headers.get("accept", ""))
            return Response(encode(self.registry), headers={"Content-Type": kind, "Vary": "Accept"})

        return routes


class _Answers(Collector):
    """What is told of answers that are kept in memory."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def collect(self) -> Iterable[Metric]:
        """Yield the figures of this moment."""
        words = "Strangers' questions answered from memory."
        yield CounterMetricFamily("cancu_answers_from_memory", words, self._kept.found)
        yield GaugeMetricFamily("cancu_answers_kept_bytes", "Memory that kept answers take.", self._kept.size)
