"""Header blocks byte by byte, odd fields, and MIME parameters."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gyotaku.mail import limits
from gyotaku.mail.headers import block_end, read_headers, read_parameters, split_fields


@pytest.mark.parametrize(
    ("raw", "block", "body"),
    [
        (b"A: b\r\nC: d\r\n\r\nx", b"A: b\r\nC: d\r\n", b"x"),
        (b"A: b\nC: d\n\nx", b"A: b\nC: d\n", b"x"),
        (b"A: b\rC: d\r\rx", b"A: b\rC: d\r", b"x"),
        (b"A: b\r\r\nC: d\r\r\n\r\r\nx", b"A: b\r\r\nC: d\r\r\n", b"x"),
        (b"A: b\r\nC: d\n\nx\r\n\r\n", b"A: b\r\nC: d\n", b"x\r\n\r\n"),
        (b"A: b\nC: d\n\r\nx", b"A: b\nC: d\n", b"x"),
        (b"\r\nx", b"", b"x"),
        (b"A: b\r\n", b"A: b\r\n", b""),
        (b"", b"", b""),
    ],
)
def test_the_empty_line_is_found_in_every_convention(raw: bytes, block: bytes, body: bytes) -> None:
    """CRLF, LF, lone CR, doubled CR and mixtures end the block at the earliest empty line."""
    first, after = block_end(raw, 0, len(raw))
    assert (raw[:first], raw[after:]) == (block, body)


def test_a_long_block_is_found_whole() -> None:
    """The search window grows until the empty line is in it."""
    raw = b"A: b\r\n" * 20_000 + b"\r\nbody"
    first, after = block_end(raw, 0, len(raw))
    assert first == 120_000
    assert raw[after:] == b"body"


def test_fields_keep_wire_order_and_bytes() -> None:
    """Every field keeps its raw bytes, folding and line end, and its place."""
    block = b"Received: a\r\n\tb\r\nFrom: x\r\nFROM: y\r\nSubject:z\n"
    headers, defects = read_headers(block)
    assert [h.name for h in headers] == ["Received", "From", "FROM", "Subject"]
    assert [h.index for h in headers] == [0, 1, 2, 3]
    assert [h.value for h in headers] == ["a b", "x", "y", "z"]
    assert b"".join(h.raw for h in headers) == block
    assert not defects


@pytest.mark.parametrize(
    ("block", "name", "value", "defect"),
    [
        (b"From : x\r\n", "From", "x", "header-space-before-colon"),
        (b" From: x\r\n", "From", "x", "header-leading-space"),
        (b"From\r\n : x\r\n", "From", "x", "header-space-before-colon"),
        (b"\x00From: x\r\n", "From", "x", "header-name-odd"),
        (b"no field at all\r\n", "", "no field at all", "header-garbage"),
        (b"From: a\x00b\r\n", "From", "a\x00b", "header-nul"),
        (b": x\r\n", "", ": x", "header-garbage"),
    ],
)
def test_odd_fields_are_read_and_told(block: bytes, name: str, value: str, defect: str) -> None:
    """What lenient readers take for a field is one for us too, with a defect that says so."""
    headers, defects = read_headers(block)
    assert (headers[0].name, headers[0].value) == (name, value)
    assert headers[0].raw == block
    assert [d.what for d in defects] == [defect]
    assert defects[0].where == "header:0"


def test_an_mbox_line_is_no_field_and_no_defect() -> None:
    """A leading ``From `` line is kept and does not become a From field."""
    headers, defects = read_headers(b"From a@example.com Mon Nov 11 15:46:02 2024\r\nFrom: x\r\n")
    assert [h.name for h in headers] == ["", "From"]
    assert not defects


def test_too_many_fields_are_kept_in_one() -> None:
    """Two hundred thousand fields: the rest stands in one element, nothing is lost, the limit is named."""
    block = b"A: b\n" * 200_000
    headers, defects = read_headers(block)
    assert len(headers) == limits.HEADERS.value + 1
    assert b"".join(h.raw for h in headers) == block
    assert "limit-headers" in {d.what for d in defects}


def test_an_endless_value_is_cut_not_its_bytes() -> None:
    """A field of 8 MB keeps its raw bytes; the decoded value ends at the limit."""
    headers, defects = read_headers(b"Subject: " + b"x" * 8_000_000 + b"\n")
    assert len(headers[0].value) <= limits.HEADER_BYTES.value
    assert len(headers[0].raw) > 8_000_000
    assert [d.what for d in defects] == ["limit-header-bytes"]


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from([b"A: b", b"\r", b"\n", b"\r\n", b" ", b"\t", b":", b"From ", b"\x00", b"\xff", b"x"]),
        max_size=60,
    )
)
def test_raw_joined_gives_the_block_back(pieces: list[bytes]) -> None:
    """Whatever the block is made of, no byte is lost or moved."""
    raw = b"".join(pieces)
    first, _ = block_end(raw, 0, len(raw))
    block = raw[:first]
    assert b"".join(split_fields(block)) == block
    headers, _ = read_headers(block)
    assert b"".join(h.raw for h in headers) == block


@pytest.mark.parametrize(
    ("body", "value", "pairs"),
    [
        (b' text/HTML; Charset="UTF-8"', "text/html", [("charset", "UTF-8")]),
        (b" multipart/mixed\r\n\tboundary=b", "multipart/mixed", [("boundary", "b")]),
        (b' a/b; name="x\\"y;z"; q=1', "a/b", [("name", 'x"y;z'), ("q", "1")]),
        (b" a/b (comment; x=1); name=v (note)", "a/b", [("name", "v")]),
        (b' a/b; name="a (1).pdf"', "a/b", [("name", "a (1).pdf")]),
        (b" a/b; name=my file.pdf; q=1", "a/b", [("name", "my file.pdf"), ("q", "1")]),
        (b' a/b; name="open', "a/b", [("name", "open")]),
        (b" ; filename=x", "", [("filename", "x")]),
        (b" charset=utf-8", "", [("charset", "utf-8")]),
        (b" attachment;; ;filename=x", "attachment", [("filename", "x")]),
        (b" a/b; boundary=x; boundary=y", "a/b", [("boundary", "x"), ("boundary", "y")]),
        (b" a/b; filename*=UTF-8''%E8%AB%8B%E6%B1%82.pdf", "a/b", [("filename", "請求.pdf")]),
        (b" a/b; filename*1=cd; filename*0=ab", "a/b", [("filename", "abcd")]),
        (b" a/b; filename*0*=utf-8'ja'%E8%AB; filename*1*=%8B; filename*2=.pdf", "a/b", [("filename", "請.pdf")]),
        (b" a/b; filename=plain.pdf; filename*=UTF-8''%E8%AB%8B.pdf", "a/b", [("filename", "請.pdf")]),
        (b" a/b; filename*=iso-2022-jp''%1B%24B%40A%1B%28B.pdf", "a/b", [("filename", "請.pdf")]),
        (b' a/b; name="=?ISO-2022-JP?B?GyRCQEEbKEIucGRm?="', "a/b", [("name", "請.pdf")]),
        (b' a/b; name="' + "請求書.pdf".encode("cp932") + b'"', "a/b", [("name", "請求書.pdf")]),
        (b"", "", []),
    ],
)
def test_parameters(body: bytes, value: str, pairs: list[tuple[str, str]]) -> None:
    """RFC 2045 and 2231 as written in earnest and by the careless, Japanese file names in every form."""
    found = read_parameters(body)
    assert found.value == value
    assert list(found.pairs) == pairs


def test_parameters_name_what_is_odd() -> None:
    """Doubles, open quotes and floods of parameters are told."""
    assert read_parameters(b"a/b; boundary=x; boundary=y").defects == ("parameter-duplicate",)
    assert "parameter-quote-open" in read_parameters(b'a/b; name="x').defects
    assert "limit-parameters" in read_parameters(b"a/b" + b"; a=b" * 5_000).defects
    assert "limit-parameter-bytes" in read_parameters(b"a/b; name=" + b"x" * 100_000).defects


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                b"name",
                b"*0",
                b"*1*",
                b"=",
                b";",
                b'"',
                b"\\",
                b"(",
                b")",
                b" ",
                b"a/b",
                b"''",
                b"%E8",
                b"\xff",
                b"\r\n ",
            ]
        )
    )
)
def test_parameters_never_raise(pieces: list[bytes]) -> None:
    """Any wreck of a Content-Type gives something."""
    read_parameters(b"".join(pieces))
