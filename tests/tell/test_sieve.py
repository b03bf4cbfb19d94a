"""The look at many texts at once passes nothing that the closer look finds, and what nobody can read does not leave."""

from __future__ import annotations

import base64
import random
import time
from urllib.parse import quote

import pytest

from gyotaku.errors import LeakError
from gyotaku.model import Recipient
from gyotaku.tell.redactor import Redaction, Redactor
from gyotaku.tell.search import find
from gyotaku.tell.secrets import Secrets, of_recipient, of_tokens
from gyotaku.tell.sieve import sift

A = "hanako.kujo@shirasagi.example"
PERSON = Recipient((A,), ("九条 花子",))
TOKEN = "k7Qx92Lmz0aB"


def sets() -> tuple[Secrets, ...]:
    marks = of_tokens((TOKEN,))
    assert marks is not None
    return of_recipient(PERSON), marks


def b64(text: str | bytes) -> str:
    return base64.b64encode(text if isinstance(text, bytes) else text.encode()).decode()


CLEAN = [
    "https://portal-7.example.net/login/step7?s=6839&lang=ja",
    "AM4PEPF00027A61.mail.protection.outlook.com",
    "差出人は「えきねっと」と名乗っていますが、アドレスは別のドメインです。",
    "https://click.example.net/ls/Y2FzZS03Y2FzZS03Y2FzZS03?n=4885",
    "c4d1ff60eb2ea4e2c5610e871b9f81ab3f62d527771edf6a6bb6e17959a725a6",
    "=?utf-8?B?44GK55+l44KJ44Gb?=",
    "Content-Transfer-Encoding",
    "to <recipient> (<base64:recipient>) &amp; friends",
]
HIDING = [
    b64(A),
    "Zx" + b64(A),
    b64(quote(A, safe="").encode().hex()),
    "https://x.example.net/?u=" + b64("q=" + b64(A)),
    b64(A)[::-1],
    b64(A.encode("utf-16-le")),
    b64("九条花子"),
    b64("九条花子".encode("cp932") + b"!!!!"),
    b64("\u200b".join(A)),
    b64("".join(chr(ord(c) + 0xFEE0) for c in A)),
    "".join(f"&#{ord(c)};" for c in A),
    "".join(f"%{ord(c):02x}" for c in A)[::-1],
    base64.b32encode(A.encode()).decode(),
]


def test_one_look_at_all_tells_those_that_hide_something() -> None:
    """Mixed as in a report, each of those that hide the reader is told, and none of those that do not."""
    texts = [text for pair in zip(CLEAN * 2, HIDING, strict=False) for text in pair] + CLEAN[-3:]
    texts = list(dict.fromkeys(texts))
    found = sift(texts, sets())
    assert {texts[i] for i in found.top | found.deep} == set(HIDING)


@pytest.mark.parametrize("between", ["\uffff", "////////", "ffffffff", "77777777" * 2, "\x1e"])
def test_no_text_can_shift_the_blame(between: str) -> None:
    """A text that looks like what stands between texts hides nothing of its neighbours."""
    texts = [f"a{between}b{n}{between}https://x.example.net/notifications" for n in range(5)] + [b64(A)]
    found = sift(texts, sets())
    assert 5 in found.deep | found.top


def test_what_the_closer_look_finds_is_never_passed() -> None:
    """Random words with and without the reader: every one in which something is found is a suspect."""
    rng = random.Random(3)
    texts = []
    for n in range(150):
        noise = rng.randbytes(rng.randrange(40))
        text = b64(noise + (A.encode() if n % 2 else b"") + rng.randbytes(rng.randrange(9)))
        texts.append(rng.choice(("{}", "https://x.example.net/{}/p", "?e={}", "u%3D{}")).format(text))
    found = sift(texts, sets())
    wanted = {i for i, text in enumerate(texts) if find(text, sets())}
    assert len(wanted) >= 75
    assert wanted <= found.top | found.deep


def test_a_guess_that_settles_is_what_a_close_look_says() -> None:
    """The way of a report and the way of a single text lead to the same words and the same counts."""
    texts = [*CLEAN, *HIDING[:4], f"to {A}", f"https://x.example.net/?t={TOKEN}&k=1", "mx.shirasagi.example"]
    one, many = Redactor(PERSON, (TOKEN,)), Redactor(PERSON, (TOKEN,))
    wanted = [one.text(text, "x") for text in texts]
    guessed = [many.guess(text, "x") for text in texts]
    assert not many.settle()
    assert guessed != wanted
    assert [many.text(text, "x") for text in texts] == wanted
    assert many.redactions() == one.redactions()


def test_guesses_without_anything_hidden_stand() -> None:
    """Plain addresses and tokens need no second composing."""
    redactor = Redactor(PERSON, (TOKEN,))
    assert [redactor.guess(t, "x") for t in (*CLEAN, A, f"/?t={TOKEN}")][-2:] == ["<recipient>", "/?t=<token>"]
    assert redactor.settle()
    assert redactor.redactions() == (Redaction("address", "x", 1), Redaction("token", "x", 1))


def nested(depth: int) -> str:
    text = A
    for _ in range(depth):
        text = b64(text)
    return text


@pytest.mark.parametrize("depth", [13, 16, 20])
def test_what_is_coded_too_deep_does_not_leave(depth: int) -> None:
    """A word that cannot be followed to its end is cut as a whole and counted; the guard refuses it (fails closed)."""
    redactor = Redactor(PERSON)
    page = f"see {nested(depth)} there"
    assert redactor.text(page, "body") == "see <unreadable> there"
    assert redactor.redactions() == (Redaction("undecodable", "body", 1),)
    redactor.guard().check(b"see <unreadable> there", "x")
    with pytest.raises(LeakError, match="coded too deep"):
        redactor.guard().check(page.encode(), "x")


def test_a_megabyte_of_noise_is_looked_through_in_time() -> None:
    """Noise is slow to look through, but not slower than linear, and is no alarm."""
    noise = b64(random.Random(1).randbytes(750_000))
    start = time.process_time()
    redactor = Redactor(PERSON)
    assert redactor.text(noise, "x") in (noise, "<unreadable>")
    assert time.process_time() - start < 5
