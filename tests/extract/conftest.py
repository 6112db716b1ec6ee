"""Made-up plans for the tests of tasks, reports and events."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cancu.extract.context import context
from cancu.extract.events import events
from cancu.extract.header import header
from cancu.extract.headings import headings
from cancu.extract.reports import reports
from cancu.extract.table_groups import with_groups
from cancu.extract.tasks import tasks
from cancu.extract.zones import zones
from cancu.model import Event, Report, Task
from cancu.read import read_bytes

HEAD = "KẾ HOẠCH\nPhát triển văn hóa đọc xã Suối Mơ năm 2026\n\n"
BASIS = "Căn cứ Luật Thư viện, Ủy ban nhân dân xã Suối Mơ ban hành Kế hoạch như sau:\n\n"
END = "\n\nNơi nhận:\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nTrần Văn Ví\n"

Found = tuple[tuple[Task, ...], tuple[Report, ...], tuple[Event, ...]]


@pytest.fixture(name="plan", scope="session")
def _plan() -> Callable[..., Found]:
    """Return what stands in a plan whose body is given, and whose appendix may be."""

    def found(body: str, appendix: str = "", basis: str = BASIS) -> Found:
        text = read_bytes(f"{HEAD}{basis}{body}{END}{appendix}".encode(), "a.txt")
        parts = zones(text)
        tree = with_groups(text, parts, headings(text, parts))
        here = context(text, header(text, parts))
        duties = tasks(text, parts, tree, here)
        assert all(text.content[task.start : task.end].split()[0] == task.text.split()[0] for task in duties)
        return duties, reports(text, parts, tree, duties, here), events(text, parts, here, duties)

    return found
