"""Two hundred mails to made-up people, each hiding its reader somewhere in some code, through the whole system.

The recipient of each mail stands in a link, in the text or in the HTML, in one of the encodings of the table. What
comes out in every format is searched by the oracle of ``test_redaction.py``, which decodes everything it can.
"""

from __future__ import annotations

import html
import random
import re

from gyotaku.pipeline import dissect
from gyotaku.tell.reports import formats, render
from gyotaku.testing import mail, received

from .test_redaction import CODES, SPELLINGS, Oracle

MAILS = 200
_LOCALS = ("hanako", "kujo.toru", "k-shirasagi", "asahina_rei", "momiji88", "tsubaki.ren", "yukari")
_HOSTS = ("shirasagi-denki.co.jp", "momiji-ya.jp", "gmail.com", "docomo.ne.jp", "asagiri.example", "kuretake.ac.jp")
_PLACES = (
    '<p>お客様の口座を確認してください。<a href="https://portal-{n}.example.net/login?e={code}&k=7">こちら</a></p>',
    '<p>Your parcel waits.</p><a href="https://track.example.net/r/{code}/p?x={n}">Track it</a>',
    '<p>Dear customer</p><a href="https://go.example.net/?u=https%3A%2F%2Fpage-{n}.example.org%2F%3Fid%3D{code}">go</a>',
    "<p>番号 {code} をお知らせください。</p><a href='https://a{n}.example.net/'>開く</a>",
    '<p>Open</p><img src="https://pix.example.net/{n}/{code}.gif" width="1" height="1"><a href="https://b.example.net">x</a>',
)


def _word(rng: random.Random, address: str) -> str:
    names = sorted(SPELLINGS) + sorted(CODES)
    spelling = rng.choice(names)
    text = SPELLINGS[spelling](address) if spelling in SPELLINGS else CODES[spelling](address)
    if rng.random() < 0.3:
        text = CODES[rng.choice(sorted(CODES))](text)
    return text


def _words(page: str) -> set[str]:
    """What stands together: a page is read by its words, and whole lines for what has spaces between its letters."""
    found = set(re.split(r"[\s\"<>]+", page))
    return found | {line for line in page.splitlines() if re.search(r"(?:\S ){8}", line)}


def test_no_mail_gives_its_reader_away_in_any_format() -> None:
    """No word of two hundred reports in four formats can be decoded to the person the mail was sent to."""
    rng = random.Random(6)
    known: set[str] = set()
    for kind in formats():
        plain = dissect(mail(to="nobody@example.jp", html=_PLACES[0].format(n=1, code="x"), received=received()))
        known |= _words(render(plain, kind, "ja").decode()) | _words(render(plain, kind, "en").decode())
    survived = []
    for number in range(MAILS):
        host = rng.choice(_HOSTS)
        address = f"{rng.choice(_LOCALS)}{number}@{host}"
        code = html.escape(_word(rng, address))
        raw = mail(
            to=address,
            subject=rng.choice(("ご確認ください", "Notice", f"{address} 様へ")),
            html=_PLACES[number % len(_PLACES)].format(n=number, code=code),
            received=received(to=address),
        )
        report = dissect(raw)
        oracle = Oracle(address, host not in ("gmail.com", "docomo.ne.jp"), depth=4)
        words: set[str] = set()
        for kind in sorted(formats()):
            page = render(report, kind, ("ja", "en")[number % 2]).decode()
            words |= _words(page)
            words |= _words(html.unescape(page)) if kind == "html" else set()
        survived += [(code, word) for word in words - known if len(word) > 5 and oracle.reads(word)]
    assert survived == []
