"""Why a document is cited: the legal basis, what the words say is to be carried out or amended, else a mention."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from cancu.extract.cite_draft import Draft, parents
from cancu.extract.cite_page import Page, around, type_pattern
from cancu.extract.layout import Zones
from cancu.extract.zones import is_basis
from cancu.model import Role, Span

_JOINER = re.compile(
    r"[\s,;]*(?:(?:và|cùng với|hoặc|;|,)\s*)?(?:(?P<n>\(\d{1,2}\)|[a-zđ]\))\s*)?(?:nội dung\s+)?(?:các\s+)?"
)
_ISSUED_WITH = re.compile(
    r"[\s,]{0,9}\(?\s?(?:(?:được|do)\s+(?:[^;.\n(]{0,70}?\s)?)?(?:ban hành|phê duyệt)\s+(?:kèm theo|tại|theo)\s+"
)
_ITEM = re.compile(r"\s*(?:[-+•*]\s*)?(?:điều \d{1,3}\.\s*|\(?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[a-zđ]|[ivx]{1,5})[.)]\s*)?")
_QUOTED = re.compile(r"[“\"][^“”\"]*[”\"][\s,]*(?:và\s*)?$|bằng\s+$")
"""“thay cụm từ “Sở Y tế” bằng “Sở Du lịch” tại Điều 3 …”: what is changed stands in quotation marks."""
_PRINTED_PART = re.compile(
    r"(?:(?:biểu )?mẫu|biểu|phụ lục|bảng|tờ khai|danh mục|chương|mục|phần)(?: số)? "
    r"(?:[ivxl]{1,5}|[\da-zđ]{0,4}\d[\w./-]{0,14})"
    r"[\s:,]*$"
)
"""“Đính chính mẫu số 01/TK ban hành kèm theo Thông tư số …”: a part with its own number."""
_ENACTED = re.compile(
    r"(?:quy chế|quy định|quy chuẩn|quy trình|điều lệ|danh mục|bảng giá|phụ lục|tiêu chí)(?: [^;.:\n“”]{1,90}?)?"
    r"(?:\(\s?|\s)(?:được |đã được )?ban hành kèm theo\s*$"
)
"""“Bãi bỏ Điều 5 Quy định về … ban hành kèm theo Quyết định số …”: what an act brings is changed with it."""
_PIECE = re.compile(
    r"(?:(?:điểm (?:[a-zđ]|\d{1,2}(?:\.\d{1,2}){0,2})|khoản \d{1,3}|điều \d{1,3})(?:\s?(?:,|và)\s)?\s?)+(?:của\s*)?$"
)
_BESIDE = re.compile(r"\b(?:gắn|gắn liền|kết hợp|lồng ghép|phù hợp|đồng bộ|cùng) (?:[^\W\d_]+ )?với\b")
"""“triển khai …, gắn với việc … theo Kết luận số …”: what stands beside the work is told by another document."""
_THIS_AND = re.compile(r"[^\W\d_]+ [^\W\d_]+ này(?:,| và|, và)?\s*$")
"""“theo dõi việc thực hiện Công điện này và Chỉ thị số …”: this paper and that one are the object alike."""
_PASSIVE = re.compile(r"(?:được|bị|đã)\s*$")
_LEAD = re.compile(r":\s*$")
_FOLLOWED = re.compile(r"\s*[,]?\s*(?:để|làm cơ sở)[^.;\n]{0,90}(?:triển khai|thực hiện)")
_CLAUSE = re.compile(r"[.;](?=\s)|\n")
_QUOTED_BASIS = re.compile(r"[“\"]\s*căn cứ")
_ENUMERATOR = re.compile(r"\(\d{1,2}\)$")
_ALONG = re.compile(r"\btheo(?: đúng)?$")
_LAWS = frozenset(
    {"Luật", "Bộ luật", "Hiến pháp", "Pháp lệnh", "Nghị định", "Thông tư", "Thông tư liên tịch", "Điều lệ"}
)
_YEAR_INSIDE = re.compile(r"/(?:19|20)\d\d/")
_ACCORDING = re.compile(r"(?:thực hiện|triển khai|áp dụng) theo(?: đúng)?(?: các)?(?: quy định(?: của| tại)?)?\s*$")
"""“… được thực hiện theo Thông tư số …”: done by its rules; what is carried out is something else."""
_LAPSES = re.compile(
    r"(?:[\s,]*(?:đã|sẽ|này|nêu trên|cùng)){0,2}\s*(?:(?:hết|ngừng|ngưng) hiệu lực|bị bãi bỏ)"
    r"(?!\w|\s+(?:bởi|theo|tại)\s)"
)
_LAST_OF_LIST = re.compile(r"\s*(?:,|;|và|,\s+và)\s+(?:các\s+)?")
_CALLED = re.compile(r"(?:gọi|viết|gọi chung)(?: tắt)? là\s+[“\"]?$")
_PAST = re.compile(r"\bđã\s+(?:\w+\s+){0,2}$")
_ENUMERATED = re.compile(r".{0,100}[;,.]\s*(?P<n>\(\d{1,2}\))\s*")
_CHANGED = (_QUOTED, _ENACTED, _PRINTED_PART, _PIECE)
"""What may stand between a verb of amending and the act, beside words of the list."""
_OPENING = 60
_SENTENCE = 800
_NEAR = 120
_FAR = 240


@cache
def _ending(kind: str) -> re.Pattern[str]:
    return re.compile(around(kind).pattern + r"[\s:,]*$")


@dataclass(frozen=True, slots=True)
class _Case:
    """What is needed to judge the citations of one document."""

    page: Page
    basis: Span
    drafts: tuple[Draft, ...]
    parents: tuple[int | None, ...]
    amended: frozenset[str]
    lapsing: frozenset[int]


def roles(page: Page, parts: Zones, drafts: tuple[Draft, ...]) -> tuple[Role, ...]:
    """Return the role of each of ``drafts`` (in order of start)."""
    inside = parents((draft.start, draft.end) for draft in drafts)
    amended = (
        draft.number
        for draft, parent in zip(drafts, inside, strict=True)
        if draft.number and parent is None and draft.start < parts.basis.start
        if _governed(page, draft, "amends", "amend-bridge")
    )
    quoted = _QUOTED_BASIS.search(page.key, parts.basis.start, parts.basis.end)
    basis = Span(parts.basis.start, quoted.start() if quoted else parts.basis.end)
    case = _Case(page, basis, drafts, inside, frozenset(amended), _lapsing(page, drafts, inside))
    found: list[Role] = []
    before: int | None = None
    for index, parent in enumerate(inside):
        found.append(Role.MENTIONS if parent is not None else _role(case, found, index, before))
        before = index if parent is None else before
    return tuple(found)


def _role(case: _Case, found: list[Role], index: int, before: int | None) -> Role:
    """Return the role of a citation that stands in no other; ``before`` is the last such one.

    A number that the document's own title says it amends stays what is amended wherever it is named.
    """
    page, draft = case.page, case.drafts[index]
    if index in case.lapsing or _governed(page, draft, "amends", "amend-bridge"):
        return Role.AMENDS
    if draft.number in case.amended and not (_is_rule(draft) and _ACCORDING.search(_left(page, draft)[1])):
        return Role.AMENDS
    if _is_alias(page, draft):
        return Role.MENTIONS
    if case.basis.start <= draft.start < case.basis.end and _opens_basis(page, draft, case.basis):
        return Role.BASIS
    inherited = _inherited(case, found, before, draft) if before is not None else None
    return inherited or _by_verb(page, draft)


def _lapsing(page: Page, drafts: tuple[Draft, ...], inside: tuple[int | None, ...]) -> frozenset[int]:
    """Return the numbers of those that the words after them repeal: “X và Y hết hiệu lực kể từ ngày …”."""
    found: set[int] = set()
    after: int | None = None
    for index in reversed([i for i, parent in enumerate(inside) if parent is None]):
        end = drafts[index].end
        is_listed = after is not None and after in found and _LAST_OF_LIST.fullmatch(page.key, end, drafts[after].start)
        if is_listed or _LAPSES.match(page.key, end):
            found.add(index)
        after = index
    return frozenset(found)


def _is_alias(page: Page, draft: Draft) -> bool:
    """“(sau đây gọi là Nghị định số …)”, “(Nghị quyết số …)”: how it is called from here on."""
    called = _CALLED.search(page.key, max(0, draft.start - 60), draft.start)
    bare = page.work[draft.start - 1 : draft.start] == "(" and page.work[draft.end : draft.end + 1] == ")"
    return called is not None or bare


def _opens_basis(page: Page, draft: Draft, basis: Span) -> bool:
    begin = max(page.line(draft.start)[0], basis.start)
    return is_basis(page.work[begin : begin + _OPENING])


def _inherited(case: _Case, found: list[Role], before: int, draft: Draft) -> Role | None:
    """A member of a list, and the act with which a document was issued, share the verb of the first."""
    start = draft.pinpoint.start if draft.pinpoint else draft.start
    between = case.page.key[case.drafts[before].end : start] if start - case.drafts[before].end <= _NEAR else "\n"
    if "\n" in between:
        return None
    if _ISSUED_WITH.fullmatch(between):
        return found[before]
    joiner = _JOINER.fullmatch(between) or _ENUMERATED.fullmatch(between)
    if joiner is None:
        return None
    if joiner["n"]:
        return _first_of_list(case, found, before)
    return None if found[before] is Role.BASIS else found[before]


def _first_of_list(case: _Case, found: list[Role], before: int) -> Role:
    """“thực hiện: (1) …; (2) …”: what governs the first governs all."""
    begin = case.page.line(case.drafts[before].start)[0]
    for index in range(before, -1, -1):
        start = case.drafts[index].start
        if start < begin:
            break
        if case.page.key[max(0, start - 6) : start].rstrip().endswith("(1)"):
            return found[index]
    return found[before]


def _left(page: Page, draft: Draft) -> tuple[int, str]:
    start = draft.pinpoint.start if draft.pinpoint else draft.start
    begin = max(page.line(start)[0], start - _FAR)
    return begin, _ENUMERATOR.sub("", page.key[begin:start].rstrip('“" '))


def _governed(page: Page, draft: Draft, verbs: str, bridges: str) -> bool:
    """Is the citation the object of one of ``verbs``, with nothing but ``bridges`` between?"""
    _, left = _left(page, draft)
    return _verb(left, verbs, bridges) is not None


def _verb(left: str, verbs: str, bridges: str) -> int | None:
    """Return where the governing verb begins in ``left``."""
    for _ in range(14):
        verb = _ending(verbs).search(left)
        if verb:
            return None if _PASSIVE.search(left[: verb.start()]) and verbs == "amends" else verb.start()
        others = _CHANGED if verbs == "amends" else (_THIS_AND,)
        bridge = _first((*others, _ending(bridges)), left)
        if bridge is None:
            return None
        left = left[: bridge.start()]
    return None


def _first(patterns: tuple[re.Pattern[str], ...], left: str) -> re.Match[str] | None:
    return next((match for pattern in patterns if (match := pattern.search(left))), None)


def _by_verb(page: Page, draft: Draft) -> Role:
    begin, left = _left(page, draft)
    position = _verb(left, "implements", "bridge")
    if position is not None and _is_rule(draft) and _ACCORDING.search(left):
        return Role.MENTIONS
    if position is not None:
        return Role.MENTIONS if _is_reported(page, draft, begin + position) else Role.IMPLEMENTS
    if draft.type not in _LAWS and _ALONG.search(left.rstrip()) and _works(left):
        return Role.IMPLEMENTS
    if _FOLLOWED.match(page.key, draft.end):
        return Role.IMPLEMENTS
    if not _ITEM.sub("", left, count=1).strip():
        return _by_lead(page, draft)
    return Role.MENTIONS


def _is_rule(draft: Draft) -> bool:
    """Is it a normative act: by its kind, or with the year inside its number?"""
    return draft.type in _LAWS or _YEAR_INSIDE.search(draft.number or "") is not None


def _works(left: str) -> bool:
    """Is something carried out in this clause (“triển khai công tác … theo Kế hoạch …”)?"""
    clause = _CLAUSE.split(left)[-1]
    verb = around("implements").search(clause)
    return verb is not None and _BESIDE.search(clause, verb.end()) is None


def _is_reported(page: Page, draft: Draft, verb: int) -> bool:
    """“Công tác triển khai Nghị quyết …”, “5 năm thực hiện …”: told of, not ordered."""
    before = page.key[max(0, verb - 24) : verb]
    if _ending("noun").search(before) or _PAST.search(before):
        return True
    begin = max(page.line(draft.start)[0], verb - _SENTENCE)
    clause = [m.end() for m in re.finditer(r"[.;:!?]\s", page.key[begin:verb]) if m.group()[0] in ".!?"]
    start = begin + (clause[-1] if clause else 0)
    item = _ITEM.match(page.key, start)
    return around("noun").match(page.key, item.end() if item else start) is not None


def _by_lead(page: Page, draft: Draft) -> Role:
    """An item of a list whose lead-in (“Bãi bỏ các văn bản sau đây:”) stands in a paragraph before."""
    end = page.line(draft.start)[0] - 1
    for _ in range(60):
        if end <= 0:
            break
        start = page.work.rfind("\n", 0, end) + 1
        item = _ITEM.match(page.key, start, end)
        begin = item.end() if item else start
        if _LEAD.search(page.key, begin, end):
            return _of_lead(page.key[begin:end])
        if begin == start or not type_pattern().match(page.key, begin, end):
            break
        end = start - 1
    return Role.MENTIONS


def _of_lead(lead: str) -> Role:
    if around("amends").match(lead):
        return Role.AMENDS
    last = _CLAUSE.split(lead)[-1]
    return Role.IMPLEMENTS if around("implements").search(last) and not around("noun").match(lead) else Role.MENTIONS
