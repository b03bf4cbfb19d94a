"""``gyotaku dissect``: the main job."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from gyotaku.config import Settings, from_environment
from gyotaku.errors import ConfigError, GyotakuError, UnreadableInput

if TYPE_CHECKING:
    from gyotaku.cli.asking import Gather
    from gyotaku.intake.files import Incoming

SUFFIX = {"text": ".txt", "json": ".json", "html": ".html", "markdown": ".md"}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="gyotaku dissect",
        description="Dissect mails. Nothing leaves this machine unless --world says so, and no link is opened but "
        "with --visit.",
        epilog="Exit status: 0 all dissected, 1 some source failed (the others are done), 2 usage.",
    )
    parser.add_argument("source", nargs="+", help="a file (.eml, mbox, .msg, pasted source), a folder, or - (stdin)")
    parser.add_argument("--format", default="text", choices=sorted(SUFFIX), help="default: text")
    parser.add_argument("--lang", choices=("ja", "en"), help="language of the report (default: GYOTAKU_LANG or ja)")
    asking = parser.add_argument_group("whom to ask")
    asking.add_argument(
        "--world",
        default="offline",
        metavar="offline|live|recorded:DIR|loopback:DIR",
        help="nobody (default); DNS, registries and lists on the internet; answers recorded before; or an example's "
        "world, served by real servers on this machine",
    )
    asking.add_argument(
        "--deadline", type=float, default=20.0, metavar="SECONDS", help="for all questions of one mail (default: 20)"
    )
    asking.add_argument(
        "--ask-third-parties",
        action="store_true",
        help="also ask services that have no part in the case and so learn of it; never told: the recipient",
    )
    asking.add_argument("--record", metavar="DIR", help="keep the answers there, for --world recorded:DIR")
    visiting = parser.add_argument_group("whether to open the links (live and loopback worlds only)")
    visiting.add_argument(
        "--visit",
        action="store_true",
        help="open what the links lead to, as a made-up person in the recipient's place, and print the pages",
    )
    visiting.add_argument(
        "--try-decoy-login",
        action="store_true",
        help="also type made-up passwords into pages that ask for one; never into an official site",
    )
    visiting.add_argument(
        "--persona",
        action="append",
        default=[],
        metavar="NAME",
        help="who looks: phone-ja (default), desktop-ja, abroad, plain, or all (may be repeated)",
    )
    visiting.add_argument(
        "--compare-marks",
        action="store_true",
        help="ask again without the visitor's mark and with a random one: is the page shown to marked visitors only?",
    )
    parser.add_argument("-o", "--output", metavar="FILE|DIR", help="write there; a folder gets one report a mail")
    parser.add_argument(
        "--private", action="store_true", help="keep the recipient's address in, for the recipient's own eyes only"
    )
    parser.add_argument(
        "--own-host", action="append", default=[], metavar="NAME", help="your own mail host or domain (may be repeated)"
    )
    parser.add_argument(
        "--recipient", action="append", default=[], metavar="ADDRESS", help="a further address to protect"
    )
    parser.add_argument("--width", type=int, help="columns of the text report (default: the terminal's, at most 100)")
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto")
    return parser


def run(argv: list[str]) -> int:
    """Dissect every source; see :func:`_parser` for the words."""
    options = _parser().parse_args(argv)
    base = from_environment()
    settings = Settings(
        own_hosts=base.own_hosts + tuple(h.lower() for h in options.own_host),
        recipients=base.recipients + tuple(r.lower() for r in options.recipient),
        lang=options.lang or base.lang,
        home=base.home,
        decoy_domain=base.decoy_domain,
        max_bytes=base.max_bytes,
    )
    from gyotaku.cli.asking import asking
    from gyotaku.intake.files import incoming

    items = (item for source in options.source for item in incoming(source, settings.max_bytes))
    several = len(options.source) > 1 or any(Path(s).is_dir() for s in options.source if s != "-")
    failed = 0
    with asking(options, settings) as gather, _progress(several) as tick:
        out = Output(options, settings, several, gather)
        for item in items:
            failed += not out.write(item)
            tick()
        out.close()
    return 1 if failed else 0


class Output:
    """Where reports go: standard output, one file, or a folder with a file a mail."""

    def __init__(self, options: argparse.Namespace, settings: Settings, several: bool, gather: Gather) -> None:
        self.gather = gather
        self.options = options
        self.settings = settings
        target = options.output
        self.folder: Path | None = None
        self.stream: BinaryIO = sys.stdout.buffer
        self.names: set[str] = set()
        self.written = 0
        try:
            if target and (target.endswith(os.sep) or Path(target).is_dir() or (several and options.format != "json")):
                self.folder = Path(target)
                self.folder.mkdir(parents=True, exist_ok=True)
            elif target:
                self.stream = Path(target).open("wb")  # noqa: SIM115  # closed by close()
        except OSError as error:
            raise ConfigError(f"-o {target}: cannot be written: {error.strerror or error}") from None
        self.color = options.color == "always" or (
            options.color == "auto" and not target and sys.stdout.isatty() and "NO_COLOR" not in os.environ
        )

    def write(self, item: Incoming) -> bool:
        """One mail's report, or its one line of complaint. Says whether it went well."""
        try:
            if item.error is not None or item.raw is None:
                raise item.error or UnreadableInput(f"{item.name}: nothing was read")
            data = self._render(item.raw, item.name)
        except GyotakuError as error:
            print(f"gyotaku: {_plain(str(error))}", file=sys.stderr)
            if self.options.format == "json" and self.folder is None:
                line = {"error": _plain(str(error)), "source": _plain(item.name)}
                self.stream.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
            return False
        if self.folder is not None:
            path = self.folder / self._name(item.name)
            path.write_bytes(data)
            print(f"gyotaku: wrote {path}", file=sys.stderr)
        else:
            if self.written and self.options.format != "json":
                self.stream.write(b"\n")
            self.stream.write(data if data.endswith(b"\n") else data + b"\n")
        self.written += 1
        return True

    def _render(self, raw: bytes, name: str) -> bytes:
        from gyotaku.pipeline import read, report_of
        from gyotaku.tell.reports import render

        dissection = read(raw, self.settings, Path(name).suffix.lstrip(".") or "-")
        report = report_of(self.gather(dissection, name), private=self.options.private)
        width = self.options.width or min(100, _terminal_width())
        pictures = getattr(self.options, "picture", None)
        return render(report, self.options.format, self.settings.lang, width=width, color=self.color, pictures=pictures)

    def _name(self, source: str) -> str:
        """A file name of our own making: the source's last part, harmless characters only, never used twice.

        An example's mail is called mail.eml like all others; then its folder names it.
        """
        path = Path(source.partition("#")[0])
        stem = path.parent.name if path.stem == "mail" and path.parent.name else path.stem
        number = source.partition("#")[2]
        stem = re.sub(r"[^\w.-]+", "-", stem, flags=re.ASCII).strip("-.") or "mail"
        if number:
            stem += f"-{number}"
        name, again = stem, 1
        while name in self.names:
            again += 1
            name = f"{stem}-{again}"
        self.names.add(name)
        return name + SUFFIX[self.options.format]

    def close(self) -> None:
        """Flush, and close the file that was opened."""
        self.stream.flush()
        if self.stream is not sys.stdout.buffer:
            self.stream.close()


def _plain(text: str) -> str:
    """One line, no control characters: a file name may hold an escape sequence."""
    return "".join(c if c.isprintable() else "?" for c in text)


def _terminal_width() -> int:
    try:
        return os.get_terminal_size().columns
    except OSError:
        return 100


@contextmanager
def _progress(wanted: bool) -> Iterator[_Tick]:
    """A counter on standard error while many mails are done; nothing when it is not a terminal."""
    if not wanted or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("dissected"), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("mails", total=None)
        yield lambda: bar.advance(task)


if TYPE_CHECKING:
    from collections.abc import Callable

    _Tick = Callable[[], None]
