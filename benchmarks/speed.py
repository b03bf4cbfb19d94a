"""Whole dissection to JSON: mails a CPU second, growth with size, memory."""

from __future__ import annotations

import resource
import time

from benchmarks._shared import SHARED, corpus, missing
from gyotaku.pipeline import dissect
from gyotaku.tell.reports import render
from gyotaku.testing import mail, received


def once(raw: bytes) -> float:
    """CPU seconds of one dissection to JSON."""
    start = time.process_time()
    render(dissect(raw), "json", "ja")
    return time.process_time() - start


def growth() -> None:
    """Cost from 1 kB to 10 MB: the exponent of each step of four."""
    line = '<p>お客様のご契約について <a href="https://www.example.com/a/{n}">こちら</a></p>\n'
    last = None
    for kilobytes in (4, 16, 64, 256, 1024, 4096):
        body = "".join(line.format(n=n) for n in range(kilobytes * 1024 // 90))
        raw = mail(html=f"<html><body>{body}</body></html>", received=received())
        seconds = min(once(raw) for _ in range(3 if kilobytes < 1024 else 1))
        ratio = f"  x{seconds / last:.2f} for 4 times the size" if last else ""
        print(
            f"{len(raw) / 1024:8.0f} kB {seconds * 1000:9.2f} ms {seconds * 1e6 / (len(raw) / 1024):8.1f} µs/kB{ratio}"
        )
        last = seconds


def main() -> None:
    once(mail(text="warm up"))
    growth()
    if missing(SHARED / "corpora"):
        return
    mails = [raw for archive in ("phishing", "legit", "japanese") for _, raw in corpus(archive)]
    times = sorted(once(raw) for raw in mails)
    total = sum(times)
    print(f"{len(mails)} mails, {sum(map(len, mails)) / 1e6:.0f} MB: {len(mails) / total:.0f} mails a CPU second")
    print(f"median {times[len(times) // 2] * 1000:.2f} ms, p99 {times[len(times) * 99 // 100] * 1000:.1f} ms,"
          f" slowest {times[-1] * 1000:.0f} ms")  # fmt: skip
    print(f"peak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
