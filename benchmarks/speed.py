"""Whole dissection to JSON: mails a CPU second and where the time goes, growth with size, start-up, memory."""

from __future__ import annotations

import contextlib
import itertools
import resource
import subprocess
import sys
import time
from collections.abc import Sequence

from benchmarks._shared import SHARED, corpus, missing
from gyotaku.errors import LeakError
from gyotaku.pipeline import read, verdict_of
from gyotaku.tell.redact import redact
from gyotaku.tell.reports import render
from gyotaku.testing import mail, received

STAGES = ("read", "judge", "tell", "render")


def once(raw: bytes) -> tuple[float, ...]:
    """CPU seconds of each stage of one dissection to JSON."""
    clock = [time.process_time()]
    dissection = read(raw)
    clock.append(time.process_time())
    verdict = verdict_of(dissection)
    clock.append(time.process_time())
    report = redact(dissection, verdict)
    clock.append(time.process_time())
    with contextlib.suppress(LeakError):  # a refused page has cost its time too; the leak benchmark counts them
        render(report, "json", "ja")
    clock.append(time.process_time())
    return tuple(after - before for before, after in itertools.pairwise(clock))


def growth() -> None:
    """Cost from 4 kB to 4 MB: the exponent of each step of four."""
    line = '<p>お客様のご契約について <a href="https://www.example.com/a/{n}">こちら</a></p>\n'
    last = None
    for kilobytes in (4, 16, 64, 256, 1024, 4096):
        body = "".join(line.format(n=n) for n in range(kilobytes * 1024 // 90))
        raw = mail(html=f"<html><body>{body}</body></html>", received=received())
        seconds = min(sum(once(raw)) for _ in range(3 if kilobytes < 1024 else 1))
        ratio = f"  x{seconds / last:.2f} for 4 times the size" if last else ""
        print(
            f"{len(raw) / 1024:8.0f} kB {seconds * 1000:9.2f} ms {seconds * 1e6 / (len(raw) / 1024):8.1f} µs/kB{ratio}"
        )
        last = seconds


def start_up() -> None:
    """Wall-clock time of the command, the best of seven (bytecode is written by the first)."""
    raw = mail(text="お客様のアカウントをご確認ください。 https://www.example.com/", received=received())
    for words in (["--version"], ["dissect", "--format", "json", "-"], ["dissect", "-"]):
        best = min(_seconds([sys.executable, "-m", "gyotaku", *words], raw) for _ in range(7))
        print(f"gyotaku {' '.join(words):24} {best * 1000:5.0f} ms")


def _seconds(command: Sequence[str], stdin: bytes) -> float:
    start = time.perf_counter()
    subprocess.run(command, input=stdin, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def main() -> None:
    """Print all figures; those of the corpora only where they lie."""
    start_up()
    once(mail(text="warm up"))
    growth()
    if missing(SHARED / "corpora"):
        return
    mails = [raw for archive in ("phishing", "legit", "japanese") for _, raw in corpus(archive)]
    stages = [once(raw) for raw in mails]
    times = sorted(map(sum, stages))
    total = sum(times)
    print(f"{len(mails)} mails, {sum(map(len, mails)) / 1e6:.0f} MB: {len(mails) / total:.0f} mails a CPU second")
    for stage, spent in zip(STAGES, zip(*stages, strict=True), strict=True):
        print(f"  {stage:7} {sum(spent) / len(mails) * 1000:6.2f} ms a mail, {sum(spent) / total:4.0%}")
    print(f"median {times[len(times) // 2] * 1000:.2f} ms, p99 {times[len(times) * 99 // 100] * 1000:.1f} ms,"
          f" slowest {times[-1] * 1000:.0f} ms")  # fmt: skip
    print(f"peak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
