"""Who must do what with whom by when: headings, labelled blocks, sentences, and what is no task."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cancu.extract import extract
from cancu.read import read

Plan = Callable[..., Any]

HEADED = """III. TỔ CHỨC THỰC HIỆN

1. Phòng Văn hóa - Xã hội

- Chủ trì, phối hợp với Đoàn Thanh niên xã, các thôn mở tủ sách; hoàn thành trước ngày 30/4/2026.

- Phối hợp vận động người dân đọc sách.

+ Mỗi nhà một cuốn.

2. Đề nghị Mặt trận Tổ quốc và các tổ chức chính trị - xã hội xã

Vận động đoàn viên, hội viên tham gia.

Trên đây là Kế hoạch của xã, đề nghị các đơn vị nghiêm túc triển khai thực hiện. Đề nghị các thôn chọn người trông sách.
"""

LABELLED = """II. NỘI DUNG

1. Lập tủ sách thôn
* Nội dung thực hiện:
- Mỗi thôn lập một tủ sách.
- Phối hợp với các trường học tặng sách.
- Dự kiến đoàn ra, đoàn vào:
+ Đoàn ra: Không có.
* Đơn vị chủ trì: Phòng Văn hóa - Xã hội.
* Đơn vị phối hợp: Công an xã; Hội Nông dân xã.
* Thời gian thực hiện: Quý II/2026.

2. Ngày hội đọc sách
* Đơn vị thực hiện: Trung tâm dịch vụ tổng hợp.
* Thời gian: Thường xuyên.
"""


def table(duties: Any) -> list[tuple[Any, ...]]:
    return [(task.section, task.text.split(",")[0][:24], task.leads, task.coordinators) for task in duties]


def test_a_paragraph_that_only_asks_to_carry_out_is_no_task(plan: Plan) -> None:
    listed = "1. Giao Phòng Kinh tế bố trí kinh phí mua sách.\n\n"
    duties, _, _ = plan(listed + "Yêu cầu các đơn vị nghiêm túc triển khai thực hiện./.\n")
    assert [task.leads for task in duties] == [("Phòng Kinh tế",)]
    duties, _, _ = plan(listed + "Yêu cầu các thôn lập tủ sách trước ngày 20/6/2026.\n")
    assert [task.leads for task in duties] == [("Phòng Kinh tế",), ("các thôn",)]


def test_paragraphs_below_a_heading_that_names_a_body_are_its_tasks(plan: Plan) -> None:
    duties, _, _ = plan(HEADED)
    culture, front = ("Phòng Văn hóa - Xã hội",), ("Mặt trận Tổ quốc", "các tổ chức chính trị - xã hội xã")
    assert table(duties) == [
        ("III.1", "Chủ trì", culture, ("Đoàn Thanh niên xã", "các thôn")),
        ("III.1", "Phối hợp vận động người ", culture, ()),
        ("III.2", "Vận động đoàn viên", front, ()),
        ("III", "Đề nghị các thôn chọn ng", ("các thôn",), ()),
    ]
    assert str(duties[0].end_date) == "2026-04-30"
    assert duties[0].start_date is None


def test_labels_after_the_work_say_who_with_whom_and_when(plan: Plan) -> None:
    duties, _, _ = plan(LABELLED)
    lead, partners = ("Phòng Văn hóa - Xã hội",), ("Công an xã", "Hội Nông dân xã")
    assert table(duties) == [
        ("II.1", "Mỗi thôn lập một tủ sách", lead, partners),
        ("II.1", "Phối hợp với các trường ", lead, (*partners, "các trường học")),
        ("II.2", "Ngày hội đọc sách", ("Trung tâm dịch vụ tổng hợp",), ()),
    ]
    assert [str(day) for day in (duties[0].start_date, duties[0].end_date)] == ["2026-04-01", "2026-06-30"]
    assert (duties[2].time, duties[2].start_date) == ("Thường xuyên", None)


SENTENCES = [
    # words of assigning
    ("1. Giao Công an xã chủ trì, phối hợp với các đơn vị liên quan giữ trật tự.",
     "II.1", ("Công an xã",), ("các đơn vị liên quan",)),
    ("2. Trên cơ sở dự trù của Văn phòng HĐND và UBND xã, giao Phòng Kinh tế thẩm định.",
     "II.2", ("Phòng Kinh tế",), ()),
    ("- Đề nghị Ủy ban MTTQ Việt Nam xã và các hội, đoàn thể vận động Nhân dân.",
     "II", ("Ủy ban MTTQ Việt Nam xã", "các hội, đoàn thể"), ()),
    ("- Giao Đảng ủy xã chỉ đạo Đảng ủy UBND xã rà soát các tủ sách.", "II", ("Đảng ủy xã", "Đảng ủy UBND xã"), ()),
    # the body as the subject, also after a lead-in or before a colon
    ("- Các cơ quan, đơn vị thuộc xã bố trí người phụ trách.", "II", ("Các cơ quan, đơn vị thuộc xã",), ()),
    ("Trong quá trình thực hiện, các thôn chủ động mua thêm sách.", "II", ("các thôn",), ()),
    ("a) Hội Phụ nữ xã: Vận động hội viên tặng sách.", "II.a", ("Hội Phụ nữ xã",), ()),
    ("- Công an xã bịt lối vào kho.", "II", ("Công an xã",), ()),
    ("- Đối với UBND các xã: bố trí chỗ đọc.", "II", ("UBND các xã",), ()),
    ("- Chậm nhất ngày 30/9/2026, các thôn gửi danh sách về Thư viện xã.", "II", ("các thôn",), ()),
    ("- Về kinh phí: Giao Phòng Kinh tế thẩm định dự toán.", "II", ("Phòng Kinh tế",), ()),
    ("- Thống nhất chủ trương giao Thư viện xã lập đề án.", "II", ("Thư viện xã",), ()),
    ("- UBND xã thống nhất về sự cần thiết. Giao Thư viện xã lập đề án.", "II", ("Thư viện xã",), ()),
    ("- Thư viện xã là cơ quan thường trực; chủ trì, phối hợp với các thôn mở tủ sách.",
     "II", ("Thư viện xã",), ("các thôn",)),
    ("- Giao Phòng Kinh tế chủ trì, cùng với các thôn tháo gỡ khó khăn.", "II", ("Phòng Kinh tế",), ("các thôn",)),
    ("- Giao Công an xã chỉ đạo Tổ bảo vệ phối hợp với các trạm kiểm dịch tuần tra.",
     "II", ("Công an xã", "Tổ bảo vệ"), ("các trạm kiểm dịch",)),
    # who does it after the work, in brackets or after “do”
    ("- Mua sách mới (Thư viện xã chủ trì, phối hợp với các thôn; xong trong Quý III/2026).",
     "II", ("Thư viện xã",), ("các thôn",)),
    ("- Mở lớp đọc sách (giao Thư viện xã thực hiện).", "II", ("Thư viện xã",), ()),
    ("- Mở lớp đọc sách do Thư viện xã chủ trì, phối hợp với các thôn tổ chức.", "II", ("Thư viện xã",), ("các thôn",)),
    ("- Thư viện xã được giao chủ trì rà soát tủ sách.", "II", ("Thư viện xã",), ()),
    # what the work is about, then who does it
    ("a) Lễ hội chợ xã (tháng 3/2026): Thư viện xã chủ trì, phối hợp với các thôn tổ chức.",
     "II.a", ("Thư viện xã",), ("các thôn",)),
    ("b) Ngày hội đọc sách lần thứ II năm 2026: giao Thư viện xã thực hiện.", "II.b", ("Thư viện xã",), ()),
    ("- Cuộc thi vẽ bìa sách: UBND xã giao Thư viện xã chủ trì.", "II", ("Thư viện xã",), ()),
    # persons
    ("- Giao đồng chí Chánh Văn phòng UBND xã đôn đốc.", "II", ("đồng chí Chánh Văn phòng UBND xã",), ()),
    ("- Giao ông Trần Văn Ví, Phó Chủ tịch UBND xã trực tiếp chỉ đạo.",
     "II", ("ông Trần Văn Ví", "Phó Chủ tịch UBND xã"), ()),
    ("- Hiệu trưởng các trường học mở thư viện buổi tối.", "II", ("Hiệu trưởng các trường học",), ()),
    # labels in one line after the work
    ("- Mua sách mới. Đơn vị chủ trì: Thư viện xã; phối hợp: các thôn; thời gian: Quý I.",
     "II", ("Thư viện xã",), ("các thôn",)),
]  # fmt: skip

NO_TASKS = [
    "- Mua thêm sách mới cho các thôn.",
    "- Bám sát sự chỉ đạo của Đảng ủy xã và UBND tỉnh.",
    "- Phối hợp với Sở Văn hóa mở lớp đọc sách.",
    "- Giao chỉ tiêu đọc sách năm 2026.",
    "- Tổ chức các ngày hội đọc sách.",
    "Các thôn cần thực hiện các nhiệm vụ sau đây:",
    "- Đối với các thôn: kinh phí từ nguồn xã hội hóa.",
    "- Mở lớp đọc sách (nhất là ở các thôn).",
    "- Nơi mở lớp đọc sách: Thư viện xã hoặc nhà văn hóa.",
    "- Người dự lớp đọc sách: các thôn cử, mỗi thôn hai người.",
    "- Sách do các thôn tặng được dán nhãn.",
    "- Ban Chỉ đạo hoạt động theo Quy chế.",
    "- UBND xã ghi nhận kết quả của các thôn.",
    "- Sở Y tế năm 2025 đạt nhiều kết quả.",
    "Phòng Kinh tế kính trình UBND xã xem xét, quyết định.",
    "Văn phòng UBND xã thông báo để các cơ quan, đơn vị biết, thực hiện.",
    "Đề nghị các đơn vị quan tâm phối hợp thực hiện. Mọi vướng mắc xin liên hệ Thư viện xã, điện thoại 0299.3812.345.",
    "Chủ tịch UBND xã và các đơn vị chịu trách nhiệm thi hành Kế hoạch này.",
]


@pytest.mark.parametrize(("sentence", "section", "leads", "partners"), SENTENCES)
def test_a_sentence_that_assigns_is_a_task(
    plan: Plan, sentence: str, section: str, leads: tuple[str, ...], partners: tuple[str, ...]
) -> None:
    duties, _, _ = plan(f"II. NỘI DUNG\n\n{sentence}\n")
    assert [(task.section, task.leads, task.coordinators) for task in duties] == [(section, leads, partners)]


@pytest.mark.parametrize("sentence", NO_TASKS)
def test_work_that_nobody_is_given_is_no_task(plan: Plan, sentence: str) -> None:
    duties, _, _ = plan(f"II. NỘI DUNG\n\n{sentence}\n")
    assert duties == ()


def test_aims_are_no_tasks(plan: Plan) -> None:
    duties, _, _ = plan("I. MỤC ĐÍCH, YÊU CẦU\n\n- Các thôn nâng cao nhận thức về văn hóa đọc.\n")
    assert duties == ()


def test_a_numbered_sentence_after_a_heading_stands_beside_it(plan: Plan) -> None:
    duties, _, _ = plan("III. PHÂN CÔNG\n\n1. Công an xã\n\n- Giữ trật tự.\n\n2. Thư viện xã tổ chức mượn sách.\n")
    assert [(task.section, task.leads) for task in duties] == [("III.1", ("Công an xã",)), ("III.2", ("Thư viện xã",))]


def test_numbers_that_count_on_after_a_heading_with_dotted_ones_stand_beside_it(plan: Plan) -> None:
    dotted = "3. Giao Thư viện xã:\n\n3.1. Mua sách.\n\n3.2. Dán nhãn.\n\n"
    duties, _, _ = plan(f"II. VIỆC\n\n{dotted}4. Giao Công an xã giữ trật tự.\n\n5. Viễn thông Vân Hải kéo cáp.\n")
    assert [(task.section, task.leads) for task in duties] == [
        ("II.3.1", ("Thư viện xã",)),
        ("II.3.2", ("Thư viện xã",)),
        ("II.4", ("Công an xã",)),
        ("II.5", ("Viễn thông Vân Hải",)),
    ]


def test_dashes_below_a_star_and_a_body_are_its_work(plan: Plan) -> None:
    work = "* Thư viện xã\n\n- Mua sách.\n\n- Dán nhãn.\n\n* Công an xã\n\n- Giữ trật tự.\n"
    duties, _, _ = plan(f"III. TỔ CHỨC THỰC HIỆN\n\n{work}")
    assert [task.leads for task in duties] == [("Thư viện xã",), ("Thư viện xã",), ("Công an xã",)]


def test_a_label_may_say_both_who_leads_and_who_helps(plan: Plan) -> None:
    duties, _, _ = plan("II. VIỆC\n\n1. Mở tủ sách\n\n- Phân công: Thư viện xã chủ trì, phối hợp với các thôn.\n")
    assert [(task.section, task.leads, task.coordinators) for task in duties] == [
        ("II.1", ("Thư viện xã",), ("các thôn",))
    ]


def test_each_body_of_a_paragraph_has_its_own_task(plan: Plan) -> None:
    duties, _, _ = plan(
        "II. VIỆC\n\n- Giao Thư viện xã mua sách; giao Phòng Kinh tế bố trí kinh phí. "
        "Công an xã giữ trật tự. Việc này gấp.\n"
    )
    assert [task.leads for task in duties] == [("Thư viện xã",), ("Phòng Kinh tế",), ("Công an xã",)]


STRANGERS = [
    # among numbered sentences that give work to bodies, a name that no list knows is one too
    ("1. Công an xã trực.\n\n2. Thư viện xã mở cửa.\n\n3. Xưởng mộc Bến Sao sửa chữa giá.\n", ("Xưởng mộc Bến Sao",)),
    ("1. Công an xã trực.\n\n2. Thư viện xã mở cửa.\n\n3. Các nhà sách: giảm giá sách cũ.\n", ("Các nhà sách",)),
    # a matter is none, nor is anything where no bodies are named around it
    ("1. Công an xã trực.\n\n2. Thư viện xã mở cửa.\n\n3. Kinh phí mua sách lấy từ ngân sách xã.\n", None),
    ("1. Mua sách.\n\n2. Thư viện xã mở cửa.\n\n3. Xưởng mộc Bến Sao sửa chữa giá.\n", None),
    # headings likewise
    ("1. Công an xã\n\n- Trực.\n\n2. Thư viện xã\n\n- Mở cửa.\n\n3. Xưởng mộc Bến Sao\n\n- Đóng giá sách.\n",
     ("Xưởng mộc Bến Sao",)),
    ("1. Công an xã\n\n- Trực.\n\n2. Thư viện xã\n\n- Mở cửa.\n\n3. Kinh phí\n\n- Ngân sách xã.\n", None),
]  # fmt: skip


@pytest.mark.parametrize(("body", "leads"), STRANGERS)
def test_a_body_that_no_list_knows_is_told_by_its_place(plan: Plan, body: str, leads: tuple[str, ...] | None) -> None:
    duties, _, _ = plan(f"III. PHÂN CÔNG\n\n{body}")
    found = [task.leads for task in duties if task.section == "III.3"]
    assert found == ([leads] if leads else [])


def test_below_a_larger_body_a_sentence_may_name_another(plan: Plan) -> None:
    work = "- Hiệu trưởng chỉ đạo chung.\n\n- Lãnh đạo các lớp thi đua đọc sách.\n\n- Thư viện: mở cửa buổi tối.\n"
    duties, _, _ = plan(f"III. PHÂN CÔNG\n\n1. Ban Giám hiệu\n\n{work}")
    assert [task.leads for task in duties] == [("Hiệu trưởng",), ("Ban Giám hiệu",), ("Thư viện",)]


def test_what_closes_the_part_is_no_work_of_its_last_body(plan: Plan) -> None:
    last = "III. PHÂN CÔNG\n\n1. Hội Nông dân xã\n\nVận động hội viên.\n\n"
    duties, _, _ = plan(last + "Trong quá trình thực hiện, các thôn chủ động mua thêm sách.\n")
    assert [(task.section, task.leads) for task in duties] == [("III.1", ("Hội Nông dân xã",)), ("III", ("các thôn",))]
    duties, _, _ = plan(last + "Trong quá trình thực hiện nhớ ghi sổ.\n")
    assert [task.leads for task in duties] == [("Hội Nông dân xã",)] * 2


def test_a_list_below_a_body_and_a_colon_is_its_work(plan: Plan) -> None:
    duties, _, _ = plan("Điều 3. Phân công\n1. Thư viện xã:\na) Mua sách mới;\nb) Dán nhãn sách.\n")
    assert [(task.section, task.leads) for task in duties] == [
        ("Điều 3.1.a", ("Thư viện xã",)),
        ("Điều 3.1.b", ("Thư viện xã",)),
    ]


@pytest.mark.parametrize(
    ("asked", "leads"),
    [
        ("Mùa khô sẽ dài. Bộ Y tế đề nghị Ủy ban nhân dân các xã làm các việc sau:", ("Ủy ban nhân dân các xã",)),
        ("Mùa khô sẽ dài. Trường yêu cầu Sở Y tế, Sở Xây dựng làm như sau:", ("Sở Y tế", "Sở Xây dựng")),
        ("Mùa khô sẽ dài. Theo đề nghị của nhiều nơi, có các việc sau:", None),
        ("Mùa khô sẽ dài. Bộ Y tế đề nghị quan tâm các việc sau:", None),
    ],
)
def test_whom_a_letter_asks_does_what_its_list_says(plan: Plan, asked: str, leads: tuple[str, ...] | None) -> None:
    found, _, _ = plan(f"II. NỘI DUNG\n\n{asked}\n\n- Rà soát nguồn nước.\n\n- Nạo vét kênh mương.\n")
    assert [task.leads for task in found] == ([leads] * 2 if leads else [])


@pytest.mark.parametrize(
    ("ending", "leads"),
    [
        ("Sở Y tế đề nghị Ủy ban nhân dân các xã làm các việc sau:", ("Ủy ban nhân dân các xã",)),
        ("Sở Y tế ban hành Kế hoạch như sau:", None),
    ],
)
def test_whom_the_basis_of_a_letter_asks_has_the_list_below(plan: Plan, ending: str, leads: tuple[str, ...]) -> None:
    """The list ends with the first paragraph that has no mark."""
    found, _, _ = plan(
        "1. Chỉ đạo các thôn rà soát nguồn nước; báo cho người dân biết để tích trữ nước ngọt trong mùa khô này.\n\n"
        "2. Bố trí tiền và người để nạo vét kênh mương; không để người dân thiếu nước sinh hoạt trong mùa khô.\n\n"
        "Trân trọng cảm ơn các đơn vị.\n",
        basis=f"Thực hiện Công điện số 09/CĐ-TTg ngày 20/02/2026, {ending}\n\n",
    )
    assert [(task.section, task.leads) for task in found] == ([("1", leads), ("2", leads)] if leads else [])


def test_members_of_a_committee_are_given_no_work(plan: Plan) -> None:
    duties, _, _ = plan(
        "II. THÀNH PHẦN\n\n1. Trưởng ban: Phó Chủ tịch UBND xã.\n\n2. Phó Trưởng ban:\n- Chánh Văn phòng;\n"
    )
    assert duties == ()


@pytest.mark.parametrize(
    ("stem", "count"), [("do-son", 10), ("dong-da", 8), ("ha-noi", 71), ("hai-phong", 34), ("hung-dao", 21)]
)
def test_the_real_plans_keep_their_tasks(shared: Callable[..., Any], stem: str, count: int) -> None:
    record = extract(read(shared("plans", f"{stem}.txt")))
    assert len(record.tasks) == count
    assert all(task.leads for task in record.tasks)


SMALLER = [
    # a body at the head of an item below a larger one does the work itself; one inside the item does not
    ("- Ban Phong trào chủ trì mở tủ sách.", [(("Ban Phong trào",), ())]),
    ("- Mở tủ sách cho Ban Phong trào.", [(("Thư viện xã",), ())]),
]


@pytest.mark.parametrize(("item", "expected"), SMALLER)
def test_a_smaller_body_below_a_larger_one_has_its_own_work(
    plan: Plan, item: str, expected: list[tuple[tuple[str, ...], tuple[str, ...]]]
) -> None:
    found, _, _ = plan(f"III. PHÂN CÔNG\n\n1. Thư viện xã\n\n{item}\n")
    assert [(task.leads, task.coordinators) for task in found] == expected


def test_what_is_said_of_a_partner_after_a_label_belongs_to_it(plan: Plan) -> None:
    found, _, _ = plan(
        "II. VIỆC\n\n- Mở tủ sách.\n* Đơn vị thực hiện: Thư viện xã.\n"
        "* Đơn vị phối hợp: Công an xã, các chi bộ có đảng viên được tặng sách.\n"
    )
    assert [task.coordinators for task in found] == [("Công an xã", "các chi bộ có đảng viên được tặng sách")]


TITLED = [
    ("a) Kỷ niệm 20 năm ngày mở chợ xã.", "- Hoạt động: treo cờ; thi nấu ăn.", "Hoạt động: treo cờ"),
    ("a) Ngày hội đọc sách năm 2026.", "- Các hoạt động: trưng bày sách.", "Các hoạt động: trưng bày sách"),
    ("a) Tuần lễ áo chàm.", "- Nội dung: trình diễn áo chàm.", "trình diễn áo chàm"),
    # without a label of its own the first line is the work, and what stands below it tells more of it
    ("a) Tổ chức ngày hội đọc sách.", "- Trưng bày sách của thôn.", "Tổ chức ngày hội đọc sách."),
]


@pytest.mark.parametrize(("title", "work", "text"), TITLED)
def test_what_stands_over_a_labelled_activity_is_its_heading(plan: Plan, title: str, work: str, text: str) -> None:
    block = f"{title}\n{work}\n- Cơ quan chủ trì: Công an xã.\n- Thời gian: tháng 4/2026.\n"
    duties, _, _ = plan(f"II. NỘI DUNG\n\n1. Các ngày lễ\n{block}{block.replace('a)', 'b)')}")
    assert [((task.text.startswith(text), task.section), task.leads, str(task.start_date)) for task in duties] == [
        ((True, f"II.1.{letter}"), ("Công an xã",), "2026-04-01") for letter in "ab"
    ]


def test_a_bracket_before_a_label_is_no_work(plan: Plan) -> None:
    work = "2.1. Dọn đường thôn.\n(Phân công: Công an xã chủ trì; Đoàn xã phối hợp; thời gian: thường xuyên)\n"
    duties, _, _ = plan(f"II. NỘI DUNG\n\n2. Làm đẹp thôn\n{work}{work.replace('2.1', '2.2')}")
    assert [(task.text, task.leads, task.coordinators, task.time) for task in duties] == [
        ("Dọn đường thôn.", ("Công an xã",), ("Đoàn xã",), "thường xuyên")
    ] * 2


HELD = [
    ("Lễ hội chợ xã (từ ngày 10 đến ngày 12/5/2026)", ("2026-05-10", "2026-05-12")),
    ("Lễ hội chợ xã (mùng 8 tháng Giêng âm lịch, tức ngày 24/02/2026)", ("2026-02-24", "2026-02-24")),
    ("Hội vật (dự kiến tháng 11/2026)", ("2026-11-01", "2026-11-30")),
    ("Kỷ niệm 20 năm ngày mở chợ (03/02/2006 - 03/02/2026)", ("None", "None")),
    ("Mở lớp đọc sách (xem Phụ lục kèm theo)", ("None", "None")),
]


@pytest.mark.parametrize(("topic", "days"), HELD)
def test_a_time_in_brackets_is_that_of_what_is_held(plan: Plan, topic: str, days: tuple[str, str]) -> None:
    duties, _, _ = plan(f"II. NỘI DUNG\n\na) {topic}: Thư viện xã chủ trì tổ chức.\n")
    assert [(str(task.start_date), str(task.end_date)) for task in duties] == [days]


def test_a_sentence_between_labelled_blocks_says_itself_who_does_it(plan: Plan) -> None:
    block = "1.1. Mở tủ sách.\n- Thời gian: Quý I.\n- Chủ trì: Thư viện xã; phối hợp: các thôn.\n"
    own = "1.2. Chi bộ, đảng bộ cơ sở tổ chức đọc sách, hoàn thành trước ngày 15/4/2026.\n"
    led = "1.3. Thư viện xã mua sách cho các thôn.\n- Chủ trì: Phòng Kinh tế.\n"
    duties, _, _ = plan(f"II. NỘI DUNG\n\n1. Đọc sách\n{block}{own}{led}")
    assert [(task.section, task.leads, task.coordinators) for task in duties] == [
        ("II.1.1", ("Thư viện xã",), ("các thôn",)),
        ("II.1.2", ("Chi bộ, đảng bộ cơ sở",), ()),
        # labels below a sentence say who leads, whatever body it begins with
        ("II.1.3", ("Phòng Kinh tế",), ()),
    ]
