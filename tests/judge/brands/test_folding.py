"""One spelling for all the ways a name can be drawn."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gyotaku.judge.brands.folding import MAX_CACHED, bounded, fold, unfold


@pytest.mark.parametrize(
    ("drawn", "meant"),
    [
        ("三井住友カ一ド", "三井住友カード"),
        ("三井住友力ード", "三井住友カード"),
        ("三丼住友銀行", "三井住友銀行"),
        ("みずほ银行", "みずほ銀行"),
        ("野村证券", "野村証券"),
        ("野村證券", "野村証券"),
        ("ﾒﾙｶﾘ", "メルカリ"),
        ("ＡＭＡＺＯＮ", "Amazon"),
        ("Аmаzоn", "Amazon"),
        ("lоlірор", "lolipop"),
        ("ΜetаМаѕk", "MetaMask"),
        ("PayPaI", "PayPal"),
        ("C0inbàse", "Coinbase"),
        ("𝖯𝖺𝗒𝖯𝖺𝗅", "PayPal"),
        ("Ama\u200bz\u00ado\u2060n", "Amazon"),
        ("Itaú", "Itau"),
        ("GMOクリツク証券", "GMOクリック証券"),
        ("eki－net", "eki-net"),
    ],
)
def test_a_fake_drawing_folds_like_the_name(drawn: str, meant: str) -> None:
    """What a reader takes for the name reads as the name."""
    assert fold(drawn) == fold(meant)


@pytest.mark.parametrize(("one", "other"), [("カゴヤ", "カコヤ"), ("JCB", "JCD"), ("au", "ao"), ("楽天", "楽夭")])
def test_different_names_stay_different(one: str, other: str) -> None:
    """Folding loses the drawing, not the name."""
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("text", "name", "stands"),
    [
        ("your apple id", "apple", True),
        ("pineapple", "apple", False),
        ("apples", "apple", False),
        ("ブレイク", "レイク", False),
        ("オリコン", "オリコ", False),
        ("オリコから", "オリコ", True),
        ("アマゾンジャパン", "アマゾン", True),
        ("【JCB】", "jcb", True),
        ("JCBカード", "jcb", True),
    ],
)
def test_a_name_must_stand_as_a_word(text: str, name: str, stands: bool) -> None:
    """A name inside a longer word is another word."""
    folded, wanted = fold(text), fold(name)
    start = folded.index(wanted)
    assert bounded(folded, start, start + len(wanted)) is stands


@given(st.text(max_size=60), st.text(max_size=60))
def test_positions_come_back(before: str, after: str) -> None:
    """Where something stands in the folded text can be told in the text, whatever stands before it."""
    text = f"{before}\u200b㈱X{after}"
    folded = fold(text)
    start = len(fold(f"{before}\u200b㈱"))
    if len(text) != len(folded):
        assert text[unfold(text, folded, [start])[0]] == "X"


@given(st.text(max_size=200))
def test_folding_is_stable(text: str) -> None:
    """Folding never raises, and folding twice changes no more than compatibility forms still inside."""
    assert isinstance(fold(fold(text)), str)


def test_folding_is_linear_on_a_megabyte_of_odd_characters() -> None:
    """Every code point there is, and a megabyte of them, neither fill the memory nor take long."""
    odd = "".join(chr(c) for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF)
    start = time.process_time()
    fold(odd)
    assert time.process_time() - start < 20
    assert MAX_CACHED < 100_000
