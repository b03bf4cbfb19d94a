"""Redaction and the leak guard: a typical case, a rendered page, and the worst inputs."""

from __future__ import annotations

import base64
import gc
import random
import time
from collections.abc import Callable

from gyotaku.model import Recipient
from gyotaku.tell.redactor import Redactor
from gyotaku.tell.secrets import of_recipient

_PERSON = Recipient(("hanako@shirasagi.example", "hanako.kujo@shirasagi.example"), ("九条 花子",))
_TOKEN = "k7Qx92Lmz0aB"


def _timed(work: Callable[[], object], rounds: int) -> float:
    """Best CPU seconds of one run."""
    gc.collect()
    best = 9.9
    for _ in range(rounds):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def typical() -> list[str]:
    """Three hundred strings as a report has them: headings, sentences, hosts, URLs said several times over."""
    urls = [f"https://www.portal-{n}.example.cn/login/step{n}?s={n * 977}&lang=ja" for n in range(12)]
    urls += [
        f"https://click.example.net/ls/{base64.b64encode(b'case-%d' % n * 6).decode()}?e={_TOKEN}" for n in range(3)
    ]
    urls += ["https://go.example.net/?u=https%3A%2F%2Fpage.example.org%2F&m=hanako%40shirasagi.example"]
    lines = ["差出人は「えきねっと」と名乗っていますが、アドレスは別のドメインです。公式のものではありません。"] * 2
    lines += [f"お客様のアカウント{n}について、{n}時間以内にご確認がない場合は利用を停止します。" for n in range(40)]
    lines += [
        f"The address ends in portal-{n}.example.cn, which is not one of the brand's own domains." for n in range(30)
    ]
    words = [f"mx{n}.example.net" for n in range(30)] + [f"192.0.2.{n}" for n in range(30)]
    words += ["spf", "pass", "fail", "header:3", "part:1.2@120-180", "text/html", "utf-8", "iso-2022-jp"] * 6
    words += ["to hanako@shirasagi.example", "for <hanako@shirasagi.example>;", "九条 花子 様"]
    strings = urls * 4 + lines + words
    return (strings * 2)[:300]


def page(kilobytes: int) -> bytes:
    """A rendered report of that size, with styles, a path and sentences; nothing of the person in it."""
    style = "<style>" + "".join(f".a{n}{{color:#{n:06x};margin:{n}px}}\n" for n in range(200)) + "</style>"
    rows: list[str] = []
    number = 0
    while sum(len(row) for row in rows) < kilobytes * 1024 - len(style):
        number += 1
        rows += [
            f'<p class="finding" id="f{number}">リンク先は '
            f"hxxps://portal-{number}[.]example[.]cn/login?id={number * 7919} です。"
            f"It hides &lt;recipient&gt; &amp; goes to port {number}.</p>\n"
        ]
    return (style + "".join(rows)).encode()


def worst() -> dict[str, str]:
    """A million characters each of what costs most."""
    rng = random.Random(1)
    size = 1_000_000
    return {
        "base64 of noise": base64.b64encode(rng.randbytes(size * 3 // 4)).decode(),
        "base64 of text": base64.b64encode(b"lorem ipsum dolor " * (size // 24)).decode(),
        "hex": rng.randbytes(size // 2).hex(),
        "%25%25": "%25" * (size // 3),
        "%252525": "%" + "25" * (size // 2),
        "&amp;amp;": "&amp;" * (size // 5),
        "letters": "a" * size,
        "prose": "これは検査のための文です。There is nothing here. " * (size // 36),
        "one address many times": "hanako@shirasagi.example, " * (size // 26),
    }


def main() -> None:
    strings = typical()
    print(f"learning a recipient  {_timed(lambda: of_recipient.__wrapped__(_PERSON), 9) * 1000:8.2f} ms")

    def case() -> None:
        redactor = Redactor(_PERSON, (_TOKEN,))
        for string in strings:
            redactor.text(string, "x")

    def report() -> None:
        redactor = Redactor(_PERSON, (_TOKEN,))
        for string in strings:
            redactor.guess(string, "x")
        redactor.settle()

    size = f"{len(strings)} strings, {sum(len(s) for s in strings)} characters"
    print(f"a typical case        {_timed(case, 9) * 1000:8.2f} ms  ({size})")
    print(f"the same at one look  {_timed(report, 9) * 1000:8.2f} ms")
    redactor = Redactor(_PERSON, (_TOKEN,))
    guard = redactor.guard()
    html = page(100)
    print(f"guard, 100 kB page    {_timed(lambda: guard.check(html, 'page'), 5) * 1000:8.2f} ms")
    for name, text in worst().items():
        seconds = _timed(lambda text=text: Redactor(_PERSON, (_TOKEN,)).text(text, "x"), 1)  # type: ignore[misc]
        print(f"1 MB of {name:22} {seconds * 1000:8.0f} ms")


if __name__ == "__main__":
    main()
