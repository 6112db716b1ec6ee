"""A checked paper as reports show it, and the words that all reports share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType

from cancu.finding import Finding, Opinion, Severity

LANGUAGES = ("vi", "en")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Signs that steer a terminal or turn the direction of words, and would show a paper other than it is."""

_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "violation": ("Vi phạm", "Violations"),
        "warning": ("Cảnh báo", "Warnings"),
        "info": ("Lưu ý", "Notes"),
        "accepted": ("chấp nhận", "accepted"),
        "false-alarm": ("báo nhầm", "false alarm"),
        "title": ("Kết quả kiểm tra", "Check report"),
        "clean": ("không có gì phải sửa", "nothing to mend"),
        "summary": ("Tóm tắt", "Summary"),
        "findings": ("Phát hiện", "Findings"),
        "rules": ("Quy tắc", "Rules"),
        "text": ("Bản văn", "Text"),
        "paper": ("Văn bản", "Document"),
        "page": ("trang", "page"),
        "severity": ("Mức độ", "Severity"),
        "count": ("Số lượng", "Count"),
        "open": ("Chưa xử lý", "Open"),
        "judged": ("Đã xem xét", "Reviewed"),
        "rule": ("Quy tắc", "Rule"),
        "message": ("Nội dung và cách sửa", "Message and remedy"),
        "quote": ("Lời văn", "Words"),
        "place": ("Trang", "Page"),
        "start": ("Đầu (ký tự)", "Start (character)"),
        "end": ("Cuối (ký tự)", "End (character)"),
        "replacement": ("Chữ thay", "Replacement"),
        "verdict": ("Ý kiến", "Verdict"),
        "reviewer": ("Người xem xét", "Reviewer"),
        "moment": ("Ngày xem xét", "Reviewed on"),
        "note": ("Lý do", "Why"),
        "source": ("Căn cứ pháp lý", "Legal source"),
        "scope": ("Phạm vi", "Scope"),
        "profile": ("Nhóm", "Profile"),
        "fit": ("Không có vi phạm", "No violations"),
        "unfit": ("Có vi phạm, chưa nên ký", "Violations: not fit to be signed"),
        "kept": (
            "Kho không giữ bản văn: chỉ có lời trích.",
            "The store keeps no text: only the quoted words are shown.",
        ),
        "back": ("tới chỗ trong bản văn", "to the place in the text"),
        "missing": ("chỗ thiếu", "place where something is missing"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What the rules find in one document.

    ``name`` is the file's name or the IRI under which it was asked for; ``text`` the text that offsets point into, None
    where it is not kept (documents of a store).
    """

    name: str
    findings: tuple[Finding, ...]
    text: str | None = None

    @property
    def worst(self) -> Severity | None:
        """The severity of the worst finding that nobody judged; None where there is none."""
        return min((f.severity for f in self.findings if f.is_open), key=lambda one: one.rank, default=None)


def said(word: str, language: str) -> str:
    """Return a word of the reports in ``language``."""
    return _WORDS[word][LANGUAGES.index(language)]


def message(finding: Finding, language: str) -> str:
    """Return what a finding says, in ``language``."""
    return finding.message_vi if language == "vi" else finding.message_en


def seen(text: str) -> str:
    """Show signs that steer a terminal, or turn the direction of words, as “�”; tabs and line ends stay."""
    return _UNSEEN.sub("\ufffd", text)


def verdict(finding: Finding, language: str) -> str | None:
    """Return who said what of a finding, when and why, in one phrase; None where nobody did."""
    judged = finding.verdict
    if judged is None:
        return None
    word = said("accepted" if judged.opinion is Opinion.ACCEPTED else "false-alarm", language)
    why = f": {judged.note}" if judged.note else ""
    return seen(f"{word} ({judged.reviewer}, {judged.moment:%d/%m/%Y}){why}")


def by_severity(findings: Sequence[Finding]) -> Iterator[tuple[Severity, tuple[Finding, ...]]]:
    """Yield the findings by severity, the worst first."""
    worst_first = sorted(findings, key=lambda finding: finding.severity.rank)
    for severity, group in groupby(worst_first, key=lambda finding: finding.severity):
        yield severity, tuple(group)


def tally(findings: Sequence[Finding]) -> tuple[tuple[Severity, int, int], ...]:
    """Return for each severity how many findings are open, and how many somebody judged."""
    counts = Counter((finding.severity, finding.is_open) for finding in findings)
    return tuple((severity, counts[severity, True], counts[severity, False]) for severity in Severity)
