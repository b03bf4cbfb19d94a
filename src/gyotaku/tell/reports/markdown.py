"""The report as Markdown for tickets and wikis: everything of the mail escaped, no live link, no raw HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from gyotaku.tell.outline import Sentence, Telling
from gyotaku.tell.report import Report
from gyotaku.tell.reports import Format, Options
from gyotaku.tell.reports.visible import one_line
from gyotaku.tell.telling import tell
from gyotaku.tell.words import Words

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+!|~$^=&:@-]|(?<=\d)[.)]|(?<=\bwww)\.)")
"""Whatever CommonMark, GFM (tables, strikes, autolinks of ``www.``, ``http:`` and mailboxes) or math could read as
markup. ``@`` also keeps a forge from calling people, ``#`` and ``!`` issues."""


def escape(text: str) -> str:
    """Text of the mail on one line, every markup character escaped: it can be read and nothing else.

    >>> escape("[x](javascript:1) <b> a@b.example")
    '\\\\[x\\\\]\\\\(javascript\\\\:1\\\\) \\\\<b\\\\> a\\\\@b.example'
    """
    return _SPECIAL.sub(r"\\\1", one_line(text))


def _render(report: Report, words: Words, options: Options) -> str:
    told = tell(report, words)
    lines = [
        f"# {escape(told.answer)}{escape(told.action) if told.lang == 'ja' else ' ' + escape(told.action)}",
        "",
        f"**{escape(told.seal_alt)}**",
    ]
    if report.private:
        lines += ["", f"**{words('heading', 'specimen_private')}**"]
    lines += _aid(told, words)
    lines += ["", f"## {words('sure', 'heading')}", "", told.sure]
    if told.reasons:
        lines += ["", f"{words('sure', 'reasons')}:", "", *(f"- {escape(t)}" for t, _ in told.reasons)]
    if told.counters:
        lines += ["", f"{words('sure', 'counter')}:", "", *(f"- {escape(t)}" for t in told.counters)]
    lines += ["", f"## {words('heading', 'specimen')}", ""]
    lines += [f"- **{escape(row.name)}** {escape(row.value)}" for row in told.rows]
    lines += [f"- **{words('heading', 'attachments')}** {escape(n)} ({escape(k)}, {s})" for n, k, s in told.attachments]
    lines += ["", f"## {words('heading', 'evidence')}"]
    for chapter in told.chapters:
        lines += ["", f"### {chapter.heading}", ""]
        lines += _sentences(chapter.sentences)
        if chapter.more:
            lines.append(f"- {words('link', 'more', count=chapter.more)}")
        if chapter.viewpoint == "path":
            lines += _path(told, words)
        if chapter.viewpoint == "link":
            lines += _links(told, words)
        if not chapter.sentences and chapter.viewpoint not in ("path", "link"):
            lines.append(words("heading", "no_findings"))
    if told.favour:
        lines += ["", f"### {words('heading', 'counter')}", "", *_sentences(told.favour)]
    lines += _end(told, words)
    return "\n".join(lines) + "\n"


def _aid(told: Telling, words: Words) -> Iterator[str]:
    yield from ("", f"## {words('aid', 'heading')}", "", words("aid", "intro"))
    for aid in told.aid:
        asked = f" ({words('aid', 'asked')})" if aid.asked else ""
        yield from ("", f"**{aid.title}**{asked}", "")
        yield from (f"{number}. {escape(step)}" for number, step in enumerate(aid.steps, 1))
    yield from ("", f"**{words('aid', 'desks')}**", "")
    yield from (f"- {escape(d.who)}: {escape(d.how)} — {escape(d.what)}" for d in told.desks)


def _sentences(sentences: Iterable[Sentence]) -> Iterator[str]:
    for sentence in sentences:
        text = escape("".join(p.text for p in sentence.text))
        yield f"- **{escape(sentence.title)}** [{sentence.strength_word}]  ".replace("[", "\\[").replace("]", "\\]") + (
            f"\n  {text}" if text else ""
        )
        yield from (f"  - {escape(p.pointer)}: “{escape(p.quote)}”" for p in sentence.proofs)


def _path(told: Telling, words: Words) -> Iterator[str]:
    yield ""
    if not told.stops:
        yield words("path", "none")
    for number, stop in enumerate(told.stops, 1):
        details = ", ".join(f"{name}: {value}" for name, value in stop.lines)
        yield f"{number}. {escape(' / '.join(x for x in (stop.title, stop.trust, details, stop.at) if x))}"
    if told.auth:
        yield from ("", f"| {words('heading', 'auth')} | | | |", "| --- | --- | --- | --- |")
        yield from ("| " + " | ".join(escape(cell) for cell in row) + " |" for row in told.auth)


def _links(told: Telling, words: Words) -> Iterator[str]:
    yield ""
    if not told.chains and not told.pictures:
        yield words("link", "none")
    for chain in told.chains:
        yield f"- {words('link', 'shown')}: {escape(chain.shown or words('field', 'empty'))}"
        yield from (f"  {n}. {escape(how)}: {escape(url)}" for n, (how, url, _) in enumerate(chain.steps, 1))
        yield from (f"  - {escape(note)}" for note in chain.notes)
    if told.more_chains:
        yield f"- {words('link', 'more', count=told.more_chains)}"


def _end(told: Telling, words: Words) -> Iterator[str]:
    yield from ("", f"## {words('heading', 'indicators')}", "")
    yield escape(words("heading", "indicators_note" if told.indicators else "indicators_none"))
    for kind, values in told.indicators:
        yield from ("", f"**{kind}**", "", *(f"- {escape(v)}" for v in values))
    yield from ("", f"## {words('heading', 'unknown')}", "")
    yield from (f"- {escape(line)}" for line in told.unknowns or (words("heading", "unknown_none"),))
    yield from ("", f"## {words('heading', 'sources')}", "")
    yield from (f"{escape(line)}  " for line in (told.cuts, *told.closing))
    yield ""
    yield from (f"- {escape(name)}: {escape(value)}" for name, value in told.about)


FORMAT = Format("markdown", "text/markdown; charset=utf-8", ".md", _render)
