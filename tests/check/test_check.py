"""The check: what it returns for whole documents, in what order, and that it leaves alone what is right."""

from __future__ import annotations

import itertools
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from rdflib import Graph, URIRef
from rdflib.compare import isomorphic

from cancu.check import PROFILES, check, rules
from cancu.errors import ParameterError
from cancu.finding import Severity
from cancu.namespaces import BASE, PREFIXES

HEAD = (
    "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    + """
@prefix t: <https://w3id.org/cancu/vocab/type/> .
@prefix s: <https://w3id.org/cancu/vocab/status/> .
@prefix role: <https://w3id.org/cancu/vocab/role/> .
@prefix res: <https://w3id.org/cancu/vocab/resolution/> .
@prefix every: <https://w3id.org/cancu/vocab/frequency/> .
@prefix x: <http://vi-du.example/> .
"""
)
STATE = """
x:d a cc:Document, cc:AdministrativeDocument, cc:Plan ; cc:documentType t:ke-hoach ; cc:number "12/KH-UBND" ;
    cc:dateIssued "2025-12-22"^^xsd:date ; cc:placeName "Thí Dụ" ; cc:period "2026" ; cc:issuedBy x:ubnd ;
    cc:title "Tổ chức ngày hội đọc sách xã Thí Dụ năm 2026"@vi ; cc:recordStatus s:extracted ; cc:basedOn x:tinh ;
    cc:hasSignature x:sig ; cc:hasCitation x:c1 ; cc:assigns x:t1, x:r1 ; cc:requiresReport x:r1 ; cc:announces x:e1 ;
    cc:hasDistribution x:n1, x:n2, x:n3 .
x:ubnd a cc:PublicBody ; skos:prefLabel "Ủy ban nhân dân xã Thí Dụ"@vi .
x:phong a cc:PublicBody ; skos:prefLabel "Phòng Kinh tế xã Thí Dụ"@vi .
x:ca a cc:PublicBody ; skos:prefLabel "Công an xã Thí Dụ"@vi .
x:sig a cc:Signature ; cc:signerName "Nguyễn Văn Mẫu" ; cc:position "Phó Chủ tịch" ;
    cc:signedFor "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH" .
x:c1 a cc:Citation ; cc:citing x:d ; cc:cited x:tinh ; cc:citedNumber "07/KH-UBND" ; cc:citedTypeName "Kế hoạch" ;
    cc:citedDate "2025-11-15"^^xsd:date ; cc:citedIssuerName "Ủy ban nhân dân tỉnh Thí Dụ" ; cc:role role:basis ;
    cc:citedTitle "phát triển văn hóa đọc năm 2026" ; cc:resolution res:resolved ; cc:order 1 ; cc:inDocument x:d ;
    cc:quote "Kế hoạch số 07/KH-UBND ngày 15/11/2025" ; cc:quoteStart 20 ; cc:quoteEnd 99 .
x:tinh a cc:AdministrativeDocument ; cc:recordStatus s:cited ; cc:number "07/KH-UBND" .
x:t1 a cc:Task ; cc:product "Báo cáo kết quả" ;
    cc:leadAgency x:phong ; cc:leadName "Phòng Kinh tế" ; cc:coordinatingAgency x:ca ; cc:order 1 ;
    cc:timeExpression "Quý II" ; cc:startDate "2026-04-01"^^xsd:date ; cc:endDate "2026-06-30"^^xsd:date ;
    cc:inDocument x:d ; cc:quote "Phòng Kinh tế chủ trì" ; cc:quoteStart 120 ; cc:quoteEnd 180 .
x:r1 a cc:ReportingDuty ; cc:senderName "Các thôn" ; cc:addresseeName "UBND xã" ; cc:frequency every:annual ;
    cc:dueDay "--11-20"^^xsd:gMonthDay ; cc:order 1 ; cc:inDocument x:d ; cc:quote "Các thôn báo cáo UBND xã" ;
    cc:quoteStart 190 ; cc:quoteEnd 220 .
x:e1 a cc:Anniversary ; rdfs:label "Thành lập khối ASEAN"@vi ; cc:years 59 ; cc:eventYear "2026"^^xsd:gYear ;
    cc:order 1 ; cc:commemorates x:asean ; cc:inDocument x:d ;
    cc:quote "59 năm thành lập khối ASEAN" ; cc:quoteStart 230 ; cc:quoteEnd 257 .
x:asean a cc:Event ; cc:eventDate "1967-08-08"^^xsd:date .
x:n1 a cc:Distribution ; cc:recipient x:ca ; cc:recipientName "Công an xã" ; cc:quote "- Công an xã;" ;
    cc:quoteStart 300 ; cc:quoteEnd 313 .
x:n2 a cc:Distribution ; cc:recipientName "Các phòng, đơn vị thuộc UBND xã" ;
    cc:quote "- Các phòng, đơn vị thuộc UBND xã;" ;
    cc:quoteStart 314 ; cc:quoteEnd 340 .
x:n3 a cc:Distribution ; cc:recipientName "Lưu: VT, VP" ;
    cc:quote "- Lưu: VT, VP." ; cc:quoteStart 341 ; cc:quoteEnd 360 .
"""
PARTY = """
x:p a cc:Document, cc:PartyDocument, cc:Plan ; cc:documentType t:ke-hoach ; cc:number "05-KH/ĐU" ; cc:issuedBy x:du ;
    cc:dateIssued "2025-12-25"^^xsd:date ; cc:period "2026" ; cc:recordStatus s:extracted ; cc:hasSignature x:psig ;
    cc:title "Tuyên truyền ngày hội đọc sách năm 2026"@vi ; cc:hasDistribution x:pn ; cc:hasCitation x:pc .
x:du a cc:PartyBody ; skos:prefLabel "Đảng ủy xã Thí Dụ"@vi .
x:psig cc:signerName "Trần Thị Mẫu" ; cc:position "Phó Bí thư" ; cc:signedFor "T/M BAN THƯỜNG VỤ" .
x:pn cc:recipientName "Lưu Văn phòng Đảng ủy" ; cc:quote "Lưu Văn phòng Đảng ủy" ; cc:quoteStart 5 ; cc:quoteEnd 26 .
x:pc cc:citing x:p ; cc:citedNumber "59-NQ/TW" ; cc:citedDate "2025-01-24"^^xsd:date ;
    cc:citedIssuerName "Bộ Chính trị" ;
    cc:citedTitle "hội nhập quốc tế" ; cc:citedTypeName "Nghị quyết" ; cc:role role:basis ; cc:order 1 ;
    cc:resolution res:resolved ; cc:quote "Nghị quyết số 59-NQ/TW" ; cc:quoteStart 1 ; cc:quoteEnd 4 .
"""
# what is put in place of what, and the rule that must find it, alone
SPOILT = [
    ('cc:number "12/KH-UBND"', 'cc:symbol "KH-UBND"', "F02"),
    ('cc:number "12/KH-UBND"', 'cc:number "12/QĐ-UBND"', "F06"),
    ('cc:dateIssued "2025-12-22"^^xsd:date ;', "", "F10"),
    ('cc:title "Tổ chức ngày hội đọc sách xã Thí Dụ năm 2026"@vi ;', "", "F15"),
    ("cc:hasSignature x:sig ;", "", "F16"),
    ("TM. ỦY BAN NHÂN DÂN", "TM.ỦY BAN NHÂN DÂN", "F18"),
    ('"- Lưu: VT, VP."', '"- Các thôn."', "F20"),
    ('cc:citedDate "2025-11-15"^^xsd:date', 'cc:pinpoint "mục I"', "C01"),
    ('cc:citedIssuerName "Ủy ban nhân dân tỉnh Thí Dụ" ;', "", "C02"),
    ('cc:citedDate "2025-11-15"', 'cc:citedDate "2026-04-15"', "C04"),
    ("res:resolved", "res:ambiguous ; cc:candidate x:tinh, x:other", "C15"),
    ('cc:leadAgency x:phong ; cc:leadName "Phòng Kinh tế" ;', "", "T01"),
    ('cc:endDate "2026-06-30"', 'cc:endDate "2026-03-30"', "T05"),
    ("Các phòng, đơn vị thuộc UBND xã", "Các thôn", "T15"),
    ('cc:addresseeName "UBND xã" ;', "", "R01"),
    ('cc:dueDay "--11-20"^^xsd:gMonthDay ;', "", "R02"),
    ("cc:years 59", "cc:years 58", "E01"),
    ('cc:quote "Phòng Kinh tế chủ trì" ;', "", "Q06"),
]


def graph(*texts: str) -> Graph:
    return Graph().parse(data=HEAD + "".join(texts), format="turtle")


@pytest.mark.parametrize("text", [STATE, PARTY], ids=["state", "party"])
def test_a_sound_document_has_no_findings(text):
    assert check(graph(text)) == ()


@pytest.mark.parametrize(("old", "new", "rule"), SPOILT, ids=[f"{rule}-{i}" for i, (_, _, rule) in enumerate(SPOILT)])
def test_one_fault_makes_one_finding(old, new, rule):
    assert old in STATE
    assert [finding.rule for finding in check(graph(STATE.replace(old, new)))] == [rule]


def test_a_finding_names_the_item_its_words_and_its_document():
    [finding] = check(graph(STATE.replace("cc:years 59", "cc:years 58")))
    assert (finding.focus, finding.document) == ("http://vi-du.example/e1", "http://vi-du.example/d")
    assert (finding.quote, finding.start, finding.end) == ("59 năm thành lập khối ASEAN", 230, 257)
    assert (finding.severity, finding.rule) == (Severity.VIOLATION, "E01")
    assert "ghi 58 năm, nhưng từ 1967-08-08 đến năm 2026 là 59 năm" in finding.message_vi
    assert "58 years are printed, but from 1967-08-08 to 2026 makes 59" in finding.message_en


def test_a_finding_of_shacl_core_names_the_value_at_fault():
    [finding] = check(graph(STATE.replace('"12/KH-UBND"', '"12-KH/UBND"')))
    assert (finding.rule, finding.value, finding.path) == ("F03", "12-KH/UBND", PREFIXES["cc"] + "number")
    assert "“12-KH/UBND”" in finding.message_vi
    assert "“12-KH/UBND”" in finding.message_en


def test_documents_that_were_not_read_are_not_judged():
    assert (
        check(graph("x:d a cc:Document ; cc:recordStatus s:registered ; cc:hasCitation x:c . x:c cc:citing x:d ."))
        == ()
    )


def test_findings_are_sorted_the_worst_first_and_along_the_text():
    spoilt = STATE.replace("cc:years 59", "cc:years 58").replace(
        'cc:citedDate "2025-11-15"', 'cc:citedDate "2027-01-15"'
    )
    findings = check(graph(spoilt.replace("TM. ỦY", "TM.ỦY")))
    assert [finding.rule for finding in findings] == ["C04", "E01", "F18"]
    assert all(a.order <= b.order for a, b in itertools.pairwise(findings))


@pytest.mark.parametrize("profile", PROFILES)
def test_a_profile_checks_its_own_rules_only(profile):
    bare = graph(
        "x:d a cc:AdministrativeDocument ; cc:recordStatus s:extracted ; cc:assigns x:t ; cc:requiresReport x:r ."
    )
    by_profile = {rule.shape: rule.profile for rule in rules().values()}
    whole = check(bare)
    assert check(bare, profile=profile) == tuple(f for f in whole if by_profile[f.shape] == profile)


def test_an_unknown_profile_is_refused_with_the_known_ones():
    with pytest.raises(ParameterError, match="form, citation, task"):
        check(Graph(), profile="hình thức")


def test_the_graph_is_left_as_it_was():
    data = graph(STATE)
    before = graph(STATE)
    check(data)
    assert isomorphic(data, before)


@pytest.mark.parametrize("words", ["a\\\\b \\\\1 \\\\g<0>", "{?number} {$value}", "“”\\n\\t"])
def test_words_of_the_document_cannot_disturb_the_messages(words):
    spoilt = STATE.replace("Thành lập khối ASEAN", words).replace("cc:years 59", "cc:years 58")
    [finding] = check(graph(spoilt))
    assert finding.message_vi.endswith("là 59 năm: sửa số năm.")
    assert finding.message_en.startswith("“")


def test_several_documents_are_told_apart():
    findings = check(graph(STATE.replace('"2025-12-22"', '"2025-11-02"'), PARTY.replace("T/M", "TM.")))
    assert {(finding.document, finding.rule) for finding in findings} == {
        ("http://vi-du.example/d", "C04"),
        ("http://vi-du.example/p", "F17"),
    }


def test_checks_at_the_same_time_do_not_disturb_each_other():
    sound, spoilt = graph(STATE), graph(STATE.replace("cc:years 59", "cc:years 58"))
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(check, [sound, spoilt] * 6))
    assert [[finding.rule for finding in findings] for findings in answers] == [[], ["E01"]] * 6


def test_importing_the_check_reads_no_rules():
    code = (
        "from cancu.check import shapes; print(shapes.shapes.cache_info().currsize, shapes.rules.cache_info().currsize)"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == ["0", "0"]


def test_every_rule_is_known_by_the_iri_of_its_shape():
    assert all(URIRef(iri).startswith(BASE) and rule.shape == iri for iri, rule in rules().items())
