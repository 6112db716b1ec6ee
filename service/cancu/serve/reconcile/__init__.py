"""reconcile: names in tables matched with the things of the store (Reconciliation Service API 0.2)."""

from __future__ import annotations

from cancu.serve.reconcile.routes import router

__all__ = ["router"]
