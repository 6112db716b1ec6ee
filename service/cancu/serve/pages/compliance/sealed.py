"""A report that waits in its page: whoever sends it back gets it in another form, and the draft need not come again.

The service keeps nothing. That a report was made here, and not by the sender, is told by a code over it (HMAC,
RFC 2104) under a key that dies with the process.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
import zlib

from cancu.check import Paper, packed, unpacked
from cancu.errors import ParameterError

_DIGEST = "sha256"
_SIZE = 32


class Seal:
    """Closes and opens reports. May be used from any thread."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(_SIZE)

    def closed(self, paper: Paper) -> str:
        """Return a report as letters that stand in any field of a form."""
        data = zlib.compress(packed(paper))
        return base64.urlsafe_b64encode(self._code(data) + data).decode()

    def opened(self, text: str) -> Paper:
        """Return the report of ``closed``. Raises ParameterError for what this process did not close."""
        try:
            data = base64.b64decode(text.strip().encode(), altchars=b"-_", validate=True)
        except (binascii.Error, UnicodeEncodeError):
            data = b""
        if not hmac.compare_digest(data[:_SIZE], self._code(data[_SIZE:])):
            raise ParameterError(
                "Báo cáo này đã cũ hoặc bị sửa; hãy kiểm tra lại dự thảo.",
                "this report is old or was changed; check the draft again.",
                where="report",
            )
        return unpacked(zlib.decompress(data[_SIZE:]))

    def _code(self, data: bytes) -> bytes:
        return hmac.digest(self._key, data, _DIGEST)
