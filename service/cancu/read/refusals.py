"""Why a file is not read: one sentence for each reason, in Vietnamese and in English."""

from __future__ import annotations

from cancu.errors import UnreadableError

SENTENCES: dict[str, tuple[str, str]] = {
    "broken": (
        "tệp hỏng hoặc không đúng định dạng; hãy lưu lại.",
        "the file is broken or of another format; save it again.",
    ),
    "no-tesseract": (
        "bản quét cần tesseract với gói tiếng Việt (tesseract-ocr, tesseract-ocr-vie); hãy cài rồi thử lại.",
        "a scan needs tesseract with its Vietnamese model (tesseract-ocr, tesseract-ocr-vie); install them, try again.",
    ),
    "too-many-pages": (
        "tệp có quá nhiều trang; hãy tách thành từng văn bản.",
        "the file has too many pages; split it into single documents.",
    ),
    "too-large": (
        "tệp cần quá nhiều bộ nhớ để đọc; hãy tách nhỏ hoặc lưu lại.",
        "reading the file would take too much memory; split it or save it again.",
    ),
    "too-deep": (
        "tệp lồng quá sâu; hãy lưu lại cho đơn giản hơn.",
        "the file is nested too deeply; save it in a simpler form.",
    ),
    "too-slow": (
        "tệp cần quá nhiều thời gian để đọc; hãy tách nhỏ hoặc lưu lại.",
        "reading the file would take too much time; split it or save it again.",
    ),
    "bomb": (
        "tệp nén nở quá lớn, có thể là tệp độc hại; đừng mở, hãy hỏi nơi gửi.",
        "the packed file grows too large and may be hostile; do not open it, ask who sent it.",
    ),
    "entities": (
        "tệp khai báo thực thể XML, không được phép; hãy lưu lại bằng Word hoặc LibreOffice.",
        "the file declares XML entities, which is not allowed; save it again in Word or LibreOffice.",
    ),
    "old-word": (
        "định dạng .doc cũ không được đọc trực tiếp; hãy lưu thành .docx, hoặc cài LibreOffice và đặt CANCU_OFFICE=1.",
        "the old .doc format is not read directly; save it as .docx, or install LibreOffice and set CANCU_OFFICE=1.",
    ),
    "open-document": (
        "định dạng .odt không được đọc trực tiếp; hãy lưu thành .docx, hoặc cài LibreOffice và đặt CANCU_OFFICE=1.",
        "the format .odt is not read directly; save it as .docx, or install LibreOffice and set CANCU_OFFICE=1.",
    ),
    "rich-text": (
        "định dạng .rtf không được đọc trực tiếp; hãy lưu thành .docx, hoặc cài LibreOffice và đặt CANCU_OFFICE=1.",
        "the format .rtf is not read directly; save it as .docx, or install LibreOffice and set CANCU_OFFICE=1.",
    ),
    "no-office": (
        "CANCU_OFFICE cần LibreOffice (lệnh soffice) trong PATH; hãy cài rồi thử lại, hoặc lưu tệp thành .docx.",
        "CANCU_OFFICE needs LibreOffice (the program soffice) on the PATH; install it, or save the file as .docx.",
    ),
    "encrypted": (
        "tệp được đặt mật khẩu; hãy bỏ mật khẩu rồi lưu lại.",
        "the file is locked with a password; save it without one.",
    ),
    "unknown": (
        "chưa đọc được loại tệp này; các loại được đọc: .docx, .pdf, .html, .md, .txt, ảnh quét .png, .jpg, .tif.",
        "files of this type are not read; those that are: .docx, .pdf, .html, .md, .txt, scans .png, .jpg, .tif.",
    ),
    "foreign": (
        "nội dung không phải tiếng Việt có dấu; hãy kiểm tra lại tệp hoặc bảng mã.",
        "the words are not Vietnamese with its marks; check the file or its encoding.",
    ),
    "empty": ("tệp trống; hãy kiểm tra lại tệp.", "the file is empty; check it."),
    "binary": (
        "không phải tệp văn bản (tệp nhị phân hoặc bảng mã lạ); hãy lưu thành UTF-8.",
        "not a text file (binary, or in an unknown encoding); save it as UTF-8.",
    ),
    "oversize": ("tệp lớn hơn 64 MiB; hãy tách thành từng văn bản.", "the file is larger than 64 MiB; split it."),
    "too-long": (
        "văn bản dài hơn 12 triệu ký tự; hãy tách thành từng văn bản.",
        "the text is longer than 12 million characters; split it into single documents.",
    ),
    "missing": (
        "không mở được tệp; hãy kiểm tra đường dẫn và quyền đọc.",
        "the file cannot be opened; check the path and the right to read it.",
    ),
}


def unreadable(code: str, name: str) -> UnreadableError:
    """Return the error for a code of SENTENCES."""
    vi, en = SENTENCES[code]
    return UnreadableError(vi, en, where=name)
