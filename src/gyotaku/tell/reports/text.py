"""The report for a terminal: 100 columns or fewer, the seal as one coloured word, nothing of the mail that acts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from gyotaku.tell.outline import Chain, Sentence, Stop, Telling
from gyotaku.tell.report import Report
from gyotaku.tell.reports import Format, Options
from gyotaku.tell.reports.visible import one_line
from gyotaku.tell.telling import tell
from gyotaku.tell.words import Words

_WIDEST = 100
_NARROWEST = 40
_NO_START = "、。，．・：；？！」』）］｝〉》〕】ーぁぃぅぇぉっゃゅょァィゥェォッャュョ%)]},.:;?!’”"
"""Characters that no line may begin with (kinsoku, JIS X 4051)."""
_PAINT = re.compile("\x1b\\[[0-9;]{1,9}m")
_NO_END = "「『（［｛〈《〔【([{‘“"
_SEALS = {"phishing": "1;97;41", "suspicious": "1;30;43", "undecided": "1;97;100", "no-signs": "1;30;47"}


class _Page:
    """Lines as they will stand, wrapped by the columns a character takes."""

    def __init__(self, width: int, color: bool) -> None:
        from rich.cells import cell_len

        self._cells = cell_len
        self.width = width
        self.color = color
        self.lines: list[str] = []

    def paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.color and code and text else text

    def heading(self, text: str) -> None:
        self.lines += ["", self.paint(text, "1"), self.paint("─" * min(self.width, 60), "2")]

    def say(self, text: str, *, first: str = "  ", rest: str | None = None, code: str = "") -> None:
        """One paragraph; ``first`` stands before its first line, ``rest`` before the others."""
        indent = self._cells(_PAINT.sub("", first))
        rest = " " * indent if rest is None else rest
        for index, line in enumerate(self._wrap(one_line(text), self.width - indent)):
            self.lines.append((first if index == 0 else rest) + self.paint(line, code))

    def _wrap(self, text: str, room: int) -> Iterator[str]:
        line, used = "", 0
        for word in _units(text):
            size = self._cells(word)
            if used + size > room and line:
                if word[0] in _NO_START and not word.isspace() and used + size <= room + 2 and len(word) == 1:
                    yield line + word
                    line, used = "", 0
                    continue
                carry = ""
                while line and line[-1] in _NO_END:
                    carry, line = line[-1] + carry, line[:-1]
                if line.strip():
                    yield line.rstrip()
                line, used = carry, self._cells(carry)
            if word == " " and not line:
                continue
            while used + size > room:  # a URL longer than the line
                cut = max(1, self._fit(word, room - used))
                yield line + word[:cut]
                line, used, word = "", 0, word[cut:]
                size = self._cells(word)
            line, used = line + word, used + size
        if line.strip():
            yield line.rstrip()

    def _fit(self, word: str, room: int) -> int:
        """How many characters of ``word`` fit into ``room`` columns."""
        used = 0
        for index, char in enumerate(word):
            used += self._cells(char)
            if used > room:
                return index
        return len(word)


def _units(text: str) -> Iterator[str]:
    """Pieces between which a line may break: Latin words, blanks, and every single wide character."""
    word = ""
    for char in text:
        if char == " " or ord(char) >= 0x2E80:
            if word:
                yield word
                word = ""
            yield char
        else:
            word += char
    if word:
        yield word


def _render(report: Report, words: Words, options: Options) -> str:
    told = tell(report, words)
    width = max(_NARROWEST, min(options.width or _WIDEST, _WIDEST))
    page = _Page(width - 2, options.color)  # two columns for a closing mark that may hang over the edge
    page.say(
        (told.answer + told.action) if told.lang == "ja" else f"{told.answer} {told.action}",
        first=page.paint(f" {told.seal} ", _SEALS[told.label]) + "  " if options.color else f"[{told.seal}]  ",
        rest="",
        code="1",
    )
    if report.private:
        page.say(words("heading", "specimen_private"), code="1")
    _aid(page, told, words)
    _sure(page, told, words)
    page.heading(words("heading", "specimen"))
    for row in told.rows:
        page.say(f"{row.name}{words('field', 'colon')}{row.value}")
    for name, kind, size in told.attachments:
        page.say(f"{words('heading', 'attachments')}{words('field', 'colon')}{name} ({kind}, {size})")
    for chapter in told.chapters:
        page.heading(chapter.heading)
        _sentences(page, chapter.sentences)
        if chapter.more:
            page.say(words("link", "more", count=chapter.more), first="    ", code="2")
        if chapter.viewpoint == "path":
            _path(page, told, words)
        if chapter.viewpoint == "link":
            _links(page, told.chains, told, words)
        if not chapter.sentences and chapter.viewpoint not in ("path", "link"):
            page.say(words("heading", "no_findings"), code="2")
    if told.favour:
        page.heading(words("heading", "counter"))
        _sentences(page, told.favour)
    _end(page, told, words)
    return "\n".join(page.lines) + "\n"


def _aid(page: _Page, told: Telling, words: Words) -> None:
    page.heading(words("aid", "heading"))
    page.say(words("aid", "intro"))
    for aid in told.aid:
        page.lines.append("")
        mark = f"  ({words('aid', 'asked')})" if aid.asked else ""
        page.say(aid.title + mark, first="  ● " if aid.asked else "  ○ ", code="1")
        for number, step in enumerate(aid.steps, 1):
            page.say(step, first=f"    {number}. ")
    page.lines.append("")
    page.say(words("aid", "desks"), code="1")
    for desk in told.desks:
        page.say(
            f"{desk.who}{words('field', 'colon')}{desk.how} — {desk.what}",
            first="    ・ " if told.lang == "ja" else "    - ",
        )


def _sure(page: _Page, told: Telling, words: Words) -> None:
    page.heading(words("sure", "heading"))
    page.say(told.sure)
    if told.reasons:
        page.say(words("sure", "reasons") + words("field", "colon").rstrip())
        for title, _ in told.reasons:
            page.say(title, first="    ・ " if told.lang == "ja" else "    - ")
    if told.counters:
        page.say(words("sure", "counter") + words("field", "colon").rstrip())
        for title in told.counters:
            page.say(title, first="    ・ " if told.lang == "ja" else "    - ")
    if told.unknowns:
        page.say(words("sure", "unknowns", count=len(told.unknowns)))


def _sentences(page: _Page, sentences: Iterable[Sentence]) -> None:
    for sentence in sentences:
        page.say(f"{sentence.title} [{sentence.strength_word}]", first="  ■ ", code="1")
        if sentence.text:
            page.say("".join(p.text for p in sentence.text), first="    ")
        for proof in sentence.proofs:
            page.say(f"{proof.pointer}  {proof.quote}", first="    > ", rest="      ", code="2")


def _path(page: _Page, told: Telling, words: Words) -> None:
    if not told.stops:
        page.say(words("path", "none"), code="2")
    for stop in told.stops:
        page.say(_stop(stop), first="    ●─ " if stop.believed else "    ○┄ ")
    for method, status, domain, match in told.auth:
        page.say(" ".join(x for x in (f"{method}:", status, f"({domain})" if domain else "", match) if x), first="    ")


def _stop(stop: Stop) -> str:
    details = ", ".join(f"{name}: {value}" for name, value in stop.lines)
    return " / ".join(x for x in (stop.title, stop.trust, details, stop.at) if x)


def _links(page: _Page, chains: Iterable[Chain], told: Telling, words: Words) -> None:
    if not told.chains and not told.pictures:
        page.say(words("link", "none"), code="2")
    for chain in chains:
        times = f" ({words('link', 'times', count=chain.times)})" if chain.times > 1 else ""
        page.say(
            f"{words('link', 'shown')}{words('field', 'colon')}{chain.shown or words('field', 'empty')}{times}",
            first="    ┌ ",
        )
        for index, (how, url, _) in enumerate(chain.steps):
            last = index == len(chain.steps) - 1
            page.say(f"{how}{words('field', 'colon')}{url}", first="    └ " if last else "    ├ ")
        for note in chain.notes:
            page.say(note, first="      * ", code="2")
    if told.more_chains:
        page.say(words("link", "more", count=told.more_chains), first="    ", code="2")


def _end(page: _Page, told: Telling, words: Words) -> None:
    page.heading(words("heading", "indicators"))
    page.say(words("heading", "indicators_note" if told.indicators else "indicators_none"), code="2")
    for kind, values in told.indicators:
        page.say(kind, code="1")
        for value in values:
            page.say(value, first="    ")
    page.heading(words("heading", "unknown"))
    for line in told.unknowns or (words("heading", "unknown_none"),):
        page.say(line, first="  ・ " if told.lang == "ja" else "  - ")
    page.heading(words("heading", "sources"))
    for line in (told.cuts, *told.closing):
        page.say(line)
    for name, value in told.about:
        page.say(f"{name}{words('field', 'colon')}{value}")


FORMAT = Format("text", "text/plain; charset=utf-8", ".txt", _render)
