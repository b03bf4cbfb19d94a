"""Japanese as it really comes, and every other charset that lies about itself."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gyotaku.mail.charsets import canonical, decode, decode_words

TEXT = "こちらは会社のお知らせです。カード番号をご確認ください。"
CIRCLED = b"\x1b$B-!-j%+!<%I\x1b(B"  # ①㈱カード: NEC row 13, which Python's iso2022_jp refuses

SJIS, UTF8, EUC, JIS = (TEXT.encode(name) for name in ("cp932", "utf-8", "euc_jp", "iso2022_jp"))
LABELS = [
    None,
    "",
    "us-ascii",
    "utf-8",
    "Shift_JIS",
    "EUC-JP",
    "ISO-2022-JP",
    "iso-8859-1",
    "windows-1252",
    "x-unknown",
    "8bit",
]


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize(
    ("data", "charset"),
    [(SJIS, "cp932"), (UTF8, "utf-8"), (EUC, "euc-jp"), (JIS, "iso-2022-jp")],
    ids=lambda v: str(v)[:12],
)
def test_japanese_is_read_whatever_the_label_says(label: str | None, data: bytes, charset: str) -> None:
    """Each of the four Japanese encodings under each wrong label gives the text and the encoding's true name."""
    assert decode(data, label) == (TEXT, charset)


@pytest.mark.parametrize("label", ["gb2312", "big5"])
def test_japanese_under_a_chinese_label(label: str) -> None:
    """Kits written in China label Shift_JIS as GB2312; kana says which it is."""
    assert decode(SJIS, label)[0] == TEXT


@pytest.mark.parametrize(
    ("data", "label", "text"),
    [
        (CIRCLED, "ISO-2022-JP", "①㈱カード"),
        (CIRCLED, None, "①㈱カード"),
        (b"\x1b(I1234\x1b(B", "iso-2022-jp", "ｱｲｳｴ"),
        (b"\x0e1234\x0f abc", "iso-2022-jp", "ｱｲｳｴ abc"),
        (JIS + b" \xb1\xb2", "iso-2022-jp", TEXT + " ｱｲ"),
        (JIS[:-3], "iso-2022-jp", TEXT),
        (b"\xad\xa1\xad\xea" + EUC, "euc-jp", "①㈱" + TEXT),
        ("①㈱髙﨑".encode("cp932"), "Shift_JIS", "①㈱髙﨑"),
        ("①㈱髙﨑".encode("cp932"), "iso-2022-jp", "①㈱髙﨑"),
    ],
)
def test_extensions_of_the_japanese_charsets(data: bytes, label: str | None, text: str) -> None:
    """NEC row 13, IBM extensions and half-width kana are read in each of the encodings."""
    assert decode(data, label)[0] == text


@pytest.mark.parametrize(
    "text", ["重要", "緊急", "請求書", "【重要】", "えきねっと", "お支払い方法の更新", "Amazonアカウント停止"]
)
@pytest.mark.parametrize("codec", ["cp932", "euc_jp", "utf-8", "iso2022_jp"])
def test_short_subjects_without_a_label(text: str, codec: str) -> None:
    """Two characters of raw 8-bit header are enough."""
    assert decode(text.encode(codec), None)[0] == text


@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [
        ("您的账户已被冻结,请点击链接", "gb18030", "gb2312"),
        ("您的帳戶已被凍結", "big5", "big5"),
        ("안녕하세요 고객님", "cp949", "ks_c_5601-1987"),
        ("Café crème à l’hôtel – 5 €", "cp1252", "iso-8859-1"),
        ("Größe für Übung äußern", "cp1252", None),
        ("Уважаемый клиент, ваш счёт заблокирован", "koi8-r", "koi8-r"),
        ("Уважаемый клиент, ваш счёт заблокирован", "cp1251", None),
        ("日本", "utf-7", "utf-7"),
        ("日本", "utf-7", "unicode-1-1-utf-7"),
        (TEXT, "utf-16", None),
        (TEXT, "utf-16-le", "utf-16le"),
        ("<html>hello world</html>", "utf-16-be", None),
        ("您的账户已被冻结,请点击链接确认您的信息,否则我们将关闭您的账户。" * 2, "gb18030", None),
    ],
)
def test_other_charsets(text: str, codec: str, label: str | None) -> None:
    """Chinese, Korean, Cyrillic and Western text, labelled as mailers label it, or not at all."""
    assert decode(text.encode(codec), label)[0] == text


def test_the_meta_element_speaks_where_the_label_is_missing() -> None:
    """A charset that only the HTML names is followed, and only for HTML."""
    page = b'<html><meta http-equiv="Content-Type" content="text/html; charset=koi8-r"><p>' + "счёт".encode("koi8-r")
    assert decode(page, None, html=True)[0].endswith("счёт")
    assert decode(page, None, html=True)[1] == "koi8-r"


def test_a_text_cut_inside_a_character_stays_utf8() -> None:
    """Truncation costs one character, not the whole text."""
    text, charset = decode(UTF8[:-1], "utf-8")
    assert charset == "utf-8"
    assert text[:-1] == TEXT[:-1]


def test_ascii_is_named_by_its_label() -> None:
    """Plain ASCII under a label that contains it is not called a lie."""
    assert decode(b"hello", "Shift_JIS") == ("hello", "cp932")
    assert decode(b"hello", None) == ("hello", "us-ascii")


@pytest.mark.parametrize(
    "label", ["hex", "base64", "rot13", "unicode_escape", "idna", "x" * 5000, "utf-8\x00", "../x", "undefined"]
)
def test_labels_that_are_no_charset(label: str) -> None:
    """Python's byte codecs cannot be called by a mail."""
    assert canonical(label) is None


def test_half_a_surrogate_pair_does_not_get_in() -> None:
    """UTF-7 can spell lone surrogates; text of ours can always be encoded."""
    decode(b"+2AA-x", "utf-7")[0].encode("utf-8")


def word(text: str, codec: str, label: str) -> bytes:
    return b"=?%s?B?%s?=" % (label.encode(), base64.b64encode(text.encode(codec)))


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"=?ISO-2022-JP?B?" + base64.b64encode(CIRCLED) + b"?=", "①㈱カード"),
        (b"=?UTF-8?B?%s?= =?UTF-8?B?%s?=" % (base64.b64encode(UTF8[:10]), base64.b64encode(UTF8[10:])), TEXT),
        (b"=?UTF-8?Q?=E3=81?= =?utf-8?q?=82_x?=", "あ x"),
        (b"=?UTF-8?B?44GC44GE4?=", "あい"),
        (b"=?utf-8?B?44G?= =?utf-8?B?C44GE?=", "あい"),
        (b"=?UTF-8*ja?B?44GC?=", "あ"),
        (b"=?utf-8?B?44GC", "あ"),
        (b"=?utf-8?B?44GC?==?utf-8?B?44GE?=", "あい"),
        (b"Re: =?utf-8?B?44GC?= <a@example.com>", "Re: あ <a@example.com>"),
        (b'"=?utf-8?B?44GC?=" <a@example.com>', '"あ" <a@example.com>'),
        (b"=?utf-8?Q?Hello World?= x", "Hello World x"),
        (b"=?utf-8?Q?ok??=", "ok?"),
        (b"=?utf-8?B??=", ""),
        (b"=?utf-8?X?abc?=", "=?utf-8?X?abc?="),
        (b"a =? b ?= c", "a =? b ?= c"),
        (word("重要なお知らせ", "cp932", "utf-8"), "重要なお知らせ"),
        (word("重要なお知らせ", "utf-8", "Shift_JIS"), "重要なお知らせ"),
        (word("重要なお知らせ", "utf-8", "iso-2022-jp"), "重要なお知らせ"),
        (word("重要なお知らせ", "cp932", "iso-2022-jp"), "重要なお知らせ"),
        (word("あ", "utf-8", "utf-8") + b" " + word("い", "iso2022_jp", "iso-2022-jp"), "あい"),
        (b"=?iso-2022-jp?B?GyRCJCI=?= =?iso-2022-jp?B?GyRCJCQbKEI=?=", "あい"),
        (SJIS, TEXT),
        (JIS, TEXT),
        (EUC, TEXT),
        (b"RE: " + UTF8, "RE: " + TEXT),
    ],
)
def test_header_words(raw: bytes, text: str) -> None:
    """RFC 2047 words as written by the careless, and raw 8-bit or JIS where words should stand."""
    assert decode_words(raw) == text


def test_beyond_the_limit_words_stay_as_written() -> None:
    """A Subject of sixty thousand words is read as far as the limit and kept beyond it."""
    text = decode_words(b" ".join([b"=?utf-8?Q?a?=", b"x"] * 5_000))
    assert text.startswith("a x a x")
    assert text.endswith("=?utf-8?Q?a?= x")


@settings(deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from([*LABELS, "utf-7", "utf-16", "gb2312", "hz", "iso-2022-kr", "big5", "euc-kr"]),
    st.booleans(),
)
def test_decode_never_raises(data: bytes, label: str | None, html: bool) -> None:
    """Any bytes under any label give text that can be encoded, and the name of a charset."""
    text, charset = decode(data, label, html)
    assert canonical(charset) or charset == "us-ascii"
    text.encode("utf-8")


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [b"=?", b"?=", b"utf-8", b"?B?", b"?q?", b"44GC", b"=", b" ", b"\x1b$B", b"\xff", b"iso-2022-jp", b"?"]
        )
    )
)
def test_decode_words_never_raises(pieces: list[bytes]) -> None:
    """Any wreck of encoded words gives text."""
    decode_words(b"".join(pieces)).encode("utf-8")
