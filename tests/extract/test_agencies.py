"""Where names of bodies begin, end and part: commas and “và” inside names and between them."""

from __future__ import annotations

import pytest

from cancu.extract.agencies import MOST_NAMES, bodies_at, bodies_in, printed

LISTS = [
    # “và” inside a name; before a name it parts
    ("Ban Tuyên giáo và Dân vận Thành ủy, Cảng hàng không Vân Hải và các cơ quan, đơn vị liên quan",
     ("Ban Tuyên giáo và Dân vận Thành ủy", "Cảng hàng không Vân Hải", "các cơ quan, đơn vị liên quan")),
    ("Phòng Kinh tế và Ủy ban MTTQ Việt Nam xã", ("Phòng Kinh tế", "Ủy ban MTTQ Việt Nam xã")),
    ("Văn phòng HĐND và UBND xã", ("Văn phòng HĐND và UBND xã",)),
    # a comma inside a name of three fields
    ("Sở Văn hóa, Thể thao và Du lịch", ("Sở Văn hóa, Thể thao và Du lịch",)),
    # one agency although it holds a comma and “và”
    ("Cơ quan Báo và phát thanh, truyền hình Vân Hải", ("Cơ quan Báo và phát thanh, truyền hình Vân Hải",)),
    # stock phrases for many bodies are one entry; other kinds after them are others
    ("các sở, ban, ngành", ("các sở, ban, ngành",)),
    ("Các sở, ban, ngành, xã, phường, cơ quan, đơn vị liên quan",
     ("Các sở, ban, ngành", "xã, phường", "cơ quan, đơn vị liên quan")),
    ("Các Bộ, ngành, Ủy ban nhân dân cấp tỉnh, cơ quan, tổ chức có liên quan",
     ("Các Bộ, ngành", "Ủy ban nhân dân cấp tỉnh", "cơ quan, tổ chức có liên quan")),
    ("UBND các phường, xã", ("UBND các phường, xã",)),
    ("Thủ trưởng các ban, ngành; Chủ tịch UBND các xã", ("Thủ trưởng các ban, ngành", "Chủ tịch UBND các xã")),
    # heads of all that is listed; communes that share a noun; common nouns that share what follows
    ("Thủ trưởng các sở, ban, ngành, đơn vị cấp tỉnh", ("Thủ trưởng các sở, ban, ngành, đơn vị cấp tỉnh",)),
    ("Giám đốc Sở Y tế, đơn vị liên quan", ("Giám đốc Sở Y tế", "đơn vị liên quan")),
    ("cấp ủy các xã, phường", ("cấp ủy các xã, phường",)),
    ("Các chi bộ, đảng bộ trực thuộc", ("Các chi bộ, đảng bộ trực thuộc",)),
    ("Các chi bộ, Đảng ủy Công an xã", ("Các chi bộ", "Đảng ủy Công an xã")),
    ("các phòng, ban, đơn vị, các bản", ("các phòng, ban, đơn vị", "các bản")),
    ("Trưởng các bản", ("Trưởng các bản",)),
    # the form of a company stands before what it is for
    ("Công ty TNHH MTV Quản lý khai thác công trình thủy lợi, các chủ đập, chủ hồ chứa",
     ("Công ty TNHH MTV Quản lý khai thác công trình thủy lợi", "các chủ đập, chủ hồ chứa")),
    # a semicolon always parts
    ("Đoàn Thanh niên xã; các thôn", ("Đoàn Thanh niên xã", "các thôn")),
    # a gloss in brackets is no part of the name
    ("Sở Y tế (cơ quan thường trực)", ("Sở Y tế",)),
    # the last word of a name may look like a verb
    ("Trung tâm dịch vụ tổng hợp", ("Trung tâm dịch vụ tổng hợp",)),
    ("Vụ Kế hoạch, Tài chính; Vụ Pháp chế", ("Vụ Kế hoạch, Tài chính", "Vụ Pháp chế")),
    ("Trung ương Đoàn Thanh niên Cộng sản Hồ Chí Minh", ("Trung ương Đoàn Thanh niên Cộng sản Hồ Chí Minh",)),
]  # fmt: skip

NO_NAMES = ["Tổ chức thực hiện", "Công tác đối ngoại", "Phòng, chống thiên tai", "Ban hành các văn bản", "Hội nghị", ""]

RUNNING = [
    ("Ngân hàng Chính sách xã hội giải ngân vốn vay", ("Ngân hàng Chính sách xã hội",)),
    ("Thường trực HĐND xã, các Tổ đại biểu HĐND xã, và đại biểu HĐND xã giám sát việc này",
     ("Thường trực HĐND xã", "các Tổ đại biểu HĐND xã", "đại biểu HĐND xã")),
    ("Ủy ban nhân dân cấp tỉnh, cấp xã đưa các chỉ tiêu vào kế hoạch", ("Ủy ban nhân dân cấp tỉnh, cấp xã",)),
    ("các sở, ban, ngành, UBND phường, xã xây dựng", ("các sở, ban, ngành", "UBND phường, xã")),
    # a verb in small letters ends the name, in capitals it is the name
    ("Sở Xây dựng xây dựng quy chế", ("Sở Xây dựng",)),
    ("UBND các xã tổ chức tuyên truyền", ("UBND các xã",)),
    ("các tổ chức chính trị - xã hội phường vận động", ("các tổ chức chính trị - xã hội phường",)),
    # after “liên quan” any verb may follow
    ("các cơ quan, đơn vị liên quan sơn lại nhà kho", ("các cơ quan, đơn vị liên quan",)),
    # what is asked for does not belong to the name of the one who is asked
    ("Thủ tướng Chính phủ các biện pháp cần thiết", ("Thủ tướng Chính phủ",)),
    # a verb that no list knows, after a sector, a place, a country, a number, a name of its own
    ("Sở Y tế bịt lối vào kho", ("Sở Y tế",)),
    ("Phòng Kinh tế, Hạ tầng và Đô thị phường bịt lối", ("Phòng Kinh tế, Hạ tầng và Đô thị phường",)),
    ("Đài Tiếng nói Việt Nam bịt lối", ("Đài Tiếng nói Việt Nam",)),
    ("Cơ quan Thường trực Ban Chỉ đạo xã họp", ("Cơ quan Thường trực Ban Chỉ đạo xã",)),
    ("Kho bạc Nhà nước khu vực V bịt lối", ("Kho bạc Nhà nước khu vực V",)),
    ("Nhà máy nước Tân Giang súc ống", ("Nhà máy nước Tân Giang",)),
    # but not inside a word or before words that go on with the name
    ("đồng chí Chánh Văn phòng UBND tỉnh đôn đốc", ("đồng chí Chánh Văn phòng UBND tỉnh",)),
    ("Giám đốc Sở Quy hoạch - Kiến trúc rà soát", ("Giám đốc Sở Quy hoạch - Kiến trúc",)),
    ("Văn phòng Ban Cán sự đảng rà soát", ("Văn phòng Ban Cán sự đảng",)),
    ("Hội Cựu chiến binh xã tặng sách", ("Hội Cựu chiến binh xã",)),
    ("Sở Y tế cấp tỉnh rà soát", ("Sở Y tế cấp tỉnh",)),
    ("Đội Quản lý thị trường số 3 kiểm tra", ("Đội Quản lý thị trường số 3",)),
    ("Ban Quản lý dự án đầu tư xây dựng công trình giao thông tỉnh báo cáo",
     ("Ban Quản lý dự án đầu tư xây dựng công trình giao thông tỉnh",)),
    # places that share a noun stay with it
    ("UBND các xã Bến Sao, Đồi Thông khẩn trương", ("UBND các xã Bến Sao, Đồi Thông",)),
    ("Các Sở: Tài chính, Nội vụ, Y tế căn cứ chức năng", ("Các Sở: Tài chính, Nội vụ, Y tế",)),
]  # fmt: skip


@pytest.mark.parametrize(("words", "names"), LISTS)
def test_a_list_parts_into_its_names(words: str, names: tuple[str, ...]) -> None:
    assert printed(words, bodies_in(words, 0, len(words))) == names


@pytest.mark.parametrize("words", NO_NAMES)
def test_other_words_are_no_list_of_names(words: str) -> None:
    assert bodies_in(words, 0, len(words)) == ()


@pytest.mark.parametrize(("words", "names"), RUNNING)
def test_running_text_ends_the_name_at_the_verb(words: str, names: tuple[str, ...]) -> None:
    found = bodies_at(words, 0, len(words))
    assert found is not None
    assert printed(words, found.spans) == names
    assert words[found.end :].strip()


def test_a_list_without_end_is_read_no_further_than_any_real_list_goes() -> None:
    """Each of its names may begin a clause: what is read anew for each must not grow with the text."""
    words = ", ".join(["Sở Nội vụ"] * 150)
    bodies = bodies_at(words, 0, len(words))
    assert bodies is not None
    assert len(bodies.spans) == MOST_NAMES
    short = bodies_at(words, 0, len("Sở Nội vụ, ") * 20)
    assert short is not None
    assert len(short.spans) == 20
