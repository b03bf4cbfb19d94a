"""The MIME tree: nesting, delimiters, limits, and the places where readers part."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gyotaku.mail import limits
from gyotaku.mail.parse import read_mail
from gyotaku.mail.walk import COMMON, INNERMOST, Manner
from gyotaku.model import Mail

MIXED = b'Content-Type: multipart/mixed; boundary="b"\n\n'


def tree(mail: Mail) -> list[tuple[str, str]]:
    return [(part.path, part.media_type) for part in mail.parts]


def texts(mail: Mail) -> list[str | None]:
    return [part.text for part in mail.parts if not part.is_container]


def whats(mail: Mail) -> set[str]:
    return {defect.what for defect in mail.defects}


def test_a_single_part_is_part_1() -> None:
    """The only part of a plain mail has the path 1."""
    assert tree(read_mail(b"Subject: x\n\nhello")) == [("1", "text/plain")]


def test_nested_multiparts_and_messages_have_paths() -> None:
    """Depth first: root 0, children 1, 2, nested 2.1, and the parts of an attached message below its own path."""
    raw = (
        MIXED
        + b"--b\n\none\n--b\nContent-Type: multipart/alternative; boundary=c\n\n--c\n\ntwo\n--c\n\nthree\n--c--\n"
        + b"--b\nContent-Type: message/rfc822\n\nSubject: in\nContent-Type: multipart/mixed; boundary=d\n\n"
        + b"--d\n\nfour\n--d\nContent-Type: message/rfc822\n\nSubject: deep\n\nfive\n--d--\n--b--\n"
    )
    mail = read_mail(raw)
    assert tree(mail) == [
        ("0", "multipart/mixed"),
        ("1", "text/plain"),
        ("2", "multipart/alternative"),
        ("2.1", "text/plain"),
        ("2.2", "text/plain"),
        ("3", "message/rfc822"),
        ("3.0", "multipart/mixed"),
        ("3.1", "text/plain"),
        ("3.2", "message/rfc822"),
        ("3.2.1", "text/plain"),
    ]
    assert texts(mail) == ["one", "two", "three", None, "four", None, "five"]
    assert mail.parts[5].content.startswith(b"Subject: in\n")
    assert [h.value for h in mail.parts[6].headers if h.name == "Subject"] == ["in"]
    assert not mail.defects


def test_an_encoded_message_is_walked_too() -> None:
    """A message/rfc822 in base64 is forbidden, sent all the same, and opened."""
    raw = (
        MIXED
        + b"--b\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nU3ViamVjdDogaW4KCmhlbGxv\n--b--\n"
    )
    mail = read_mail(raw)
    assert tree(mail) == [("0", "multipart/mixed"), ("1", "message/rfc822"), ("1.1", "text/plain")]
    assert mail.parts[1].content == b"Subject: in\n\nhello"
    assert mail.parts[2].text == "hello"


def test_parts_of_a_digest_are_messages() -> None:
    """RFC 2046 section 5.1.5: without a Content-Type a part of a digest is a message."""
    raw = b"Content-Type: multipart/digest; boundary=b\n\n--b\n\nFrom: x\nSubject: y\n\none\n--b--\n"
    assert tree(read_mail(raw)) == [("0", "multipart/digest"), ("1", "message/rfc822"), ("1.1", "text/plain")]


@pytest.mark.parametrize("eol", [b"\r\n", b"\n", b"\r"])
def test_line_ends_do_not_matter(eol: bytes) -> None:
    """CRLF, LF and lone CR give the same tree and the same text."""
    raw = (MIXED + b"--b\nContent-Type: text/plain\n\none\ntwo\n\n--b\n\nthree\n--b--\n").replace(b"\n", eol)
    mail = read_mail(raw)
    assert tree(mail) == [("0", "multipart/mixed"), ("1", "text/plain"), ("2", "text/plain")]
    assert texts(mail) == ["one\ntwo\n", "three"]
    assert ("line-end-odd" in whats(mail)) == (eol == b"\r")


@pytest.mark.parametrize(
    ("raw", "defect", "shown"),
    [
        (MIXED + b"--b\n\none", "close-delimiter-missing", ["one"]),
        (MIXED + b"no delimiter here", "delimiter-never-found", ["no delimiter here"]),
        (
            b"Content-Type: multipart/mixed\n\n--x\nContent-Type: text/plain\n\none\n--x--\n",
            "boundary-missing",
            ["one"],
        ),
        (b"Content-Type: multipart/mixed\n\nplain", "boundary-missing", ["plain"]),
        (MIXED + b"--b\n\none\n--b--\n--b\n\nlate\n", "part-after-close", ["one"]),
        (MIXED.replace(b"\n\n", b"\n") + b"--b\n\none\n--b--\n", "blank-line-missing", ["one"]),
        (b"Content-Type: text/plain\nContent-Type: text/html\n\n<p>", "content-type-duplicate", ["<p>"]),
        (MIXED.replace(b'"b"', b'"b"; boundary=c') + b"--b\n\none\n--b--\n", "boundary-duplicate", ["one"]),
        (b"Content-Transfer-Encoding: base64 (x)\n\naGVsbG8=", "transfer-encoding-odd", ["hello"]),
        (b"Content-Type: nonsense\n\nx", "media-type-odd", ["x"]),
        (
            MIXED + b"--b\nContent-Type: message/rfc822\n\nnot a mail, sorry!\n--b--\n",
            "message-without-headers",
            [None],
        ),
    ],
)
def test_what_readers_dispute_is_told(raw: bytes, defect: str, shown: list[str | None]) -> None:
    """Each trick gives its defect, and the text that most readers show."""
    mail = read_mail(raw)
    assert defect in whats(mail)
    assert texts(mail) == shown


def test_an_outer_delimiter_ends_an_open_inner_part() -> None:
    """RFC 2046 section 5.1.2, and what a reader sees who looks for the innermost boundary only."""
    raw = MIXED + b"--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\none\n--b\n\ntwo\n--b--\n"
    assert texts(read_mail(raw, COMMON)) == ["one", "two"]
    assert texts(read_mail(raw, INNERMOST)) == ["one\n--b\n\ntwo\n--b--\n"]


def test_manners_differ_in_the_field_they_believe() -> None:
    """Of two Content-Type fields the first counts in one manner, the last in the other."""
    raw = b"Content-Type: text/plain\nContent-Type: text/html\n\nx"
    assert read_mail(raw, COMMON).parts[0].media_type == "text/plain"
    assert read_mail(raw, Manner(last=True)).parts[0].media_type == "text/html"


def nested(depth: int) -> bytes:
    return (
        b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (i, i) for i in range(depth)) + b"\nend"
    )


@pytest.mark.parametrize(
    ("raw", "limit"),
    [
        (nested(10_000), "limit-depth"),
        (b"Content-Type: message/rfc822\n\n" * 10_000, "limit-depth"),
        (MIXED + b"--b\n\n\n" * 100_000, "limit-parts"),
        (MIXED + b"--b\nContent-Type: message/rfc822\n\nA: b\n\n\n" * 1_000, "limit-messages"),
        (b"A: b\n" * 200_000 + b"\nx", "limit-headers"),
    ],
    ids=["multipart", "message", "parts", "messages", "headers"],
)
def test_beyond_a_limit_the_mail_is_read_as_far_as_it_went(raw: bytes, limit: str) -> None:
    """Depth, parts, messages and fields end at their limit with its name; nothing recurses, nothing is refused."""
    mail = read_mail(raw)
    assert limit in whats(mail)
    assert len(mail.parts) <= limits.PARTS.value


SHAPES: dict[str, Callable[[int], bytes]] = {
    "delimiters of nobody": lambda n: MIXED + b"--c\n\n\n" * (n // 6),
    "parts without an empty line": lambda n: MIXED + b"--b\nA: b\n" * (n // 9),
    "close delimiters": lambda n: MIXED + b"--b--\n" * (n // 6),
    "headers in a part": lambda n: MIXED + b"--b\n" + b"A: b\n" * (n // 5),
    "lone CR": lambda n: b"A: b" + b"\r" * n,
    "encoded words": lambda n: b"Subject:" + b" =?utf-8?b?44GC?=" * (n // 17) + b"\n\n",
    "open words": lambda n: b"Subject: " + b"=?utf-8?q?a =?" * (n // 14) + b"\n\n",
    "parentheses": lambda n: b"Content-Type: text/plain" + b"(" * n + b"\n\n",
    "backslashes": lambda n: b'Content-Type: text/plain; a="' + b"\\" * n + b"\n\n",
    "padding": lambda n: b"Content-Transfer-Encoding: base64\n\n" + b"YWI=" * (n // 4),
    "soft breaks": lambda n: b"Content-Transfer-Encoding: quoted-printable\n\n" + b"= " * (n // 2),
    "escape sequences": lambda n: b"\n" + b'\x1b$B$"\x1b(B\xff' * (n // 9),
    "8-bit junk": lambda n: b"\n" + b"\xff\xfe\x81" * (n // 3),
    "row 13": lambda n: b"\n\x1b$B" + b"-!" * (n // 2),
}


def cost(raw: bytes) -> float:
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        read_mail(raw)
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.parametrize("shape", SHAPES)
def test_cost_is_linear(shape: str) -> None:
    """Four times the bytes cost at most about four times the time (exponent 1.3, and a floor for the clock's grain)."""
    build = SHAPES[shape]
    small, large = cost(build(50_000)), cost(build(200_000))
    assert large <= max(small, 0.01) * 4**1.3 * 1.5


PIECES = [
    b"Content-Type: multipart/mixed; boundary=b\n",
    b"Content-Type: multipart/digest; boundary=bc\r\n",
    b"Content-Type: message/rfc822\n",
    b"Content-Type: text/html; charset=iso-2022-jp\n",
    b"Content-Transfer-Encoding: base64\r",
    b"Content-Disposition: attachment; filename*0=x\n",
    b"Content-ID: <\n",
    b"\n",
    b"\r\n",
    b"\r",
    b"--b",
    b"--bc",
    b"--",
    b"\n--b\n",
    b"From: x\n",
    b" ",
    b"\x00",
    b"\xff\x1b$B",
    b"aGVsbG8=",
]


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), max_size=40),
    st.sampled_from([COMMON, INNERMOST, Manner(prefix=True), Manner(in_headers=False)]),
)
def test_never_raises(pieces: list[bytes], manner: Manner) -> None:
    """Any wreck of a mail gives a tree in every manner, paths are unique, and pointers lead to parts."""
    mail = read_mail(b"".join(pieces), manner)
    paths = [part.path for part in mail.parts]
    assert len(set(paths)) == len(paths) >= 1
    for part in mail.parts:
        assert all(defect.where == f"part:{part.path}" for defect in part.defects)
