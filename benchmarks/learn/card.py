"""The report card: what the weights are worth, in figures and a picture."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from benchmarks.learn.fit import Array
from benchmarks.learn.material import Row

Mark = tuple[Row, float, bool, bool]
"""A mail, its probability, whether it is called (suspicious or phishing), whether it is called phishing."""


def wilson(hits: int, of: int) -> tuple[float, float]:
    """95 % confidence interval of a share (Wilson 1927): sensible for no hits and for few mails."""
    if not of:
        return 0.0, 1.0
    z, share = 1.96, hits / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return max(0.0, middle - half), min(1.0, middle + half)


def share(hits: int, of: int) -> str:
    """``12.3 % (10.1-14.9)``; a dash for no mails."""
    if not of:
        return "-"
    low, high = wilson(hits, of)
    return f"{hits / of:.1%} ({100 * low:.1f}-{100 * high:.1f})"


def row_of(name: str, marks: Sequence[Mark]) -> str:
    """One line of a table of recall or of false alarms."""
    called, phishing = sum(m[2] for m in marks), sum(m[3] for m in marks)
    return f"| {name} | {len(marks)} | {share(called, len(marks))} | {share(phishing, len(marks))} |"


def by(marks: Sequence[Mark], key: Callable[[Row], str], least: int = 1) -> Iterator[str]:
    """A line for each value of ``key``, the frequent ones first; rare ones together."""
    groups: dict[str, list[Mark]] = {}
    for mark in marks:
        groups.setdefault(key(mark[0]), []).append(mark)
    rest = [m for marks_of in groups.values() if len(marks_of) < least for m in marks_of]
    for name, found in sorted(groups.items(), key=lambda g: (-len(g[1]), g[0])):
        if len(found) >= least:
            yield row_of(name, found)
    if rest:
        yield row_of("others", rest)


def table(title: str, lines: Sequence[str]) -> list[str]:
    """A table with the two labels as columns."""
    return [f"| {title} | mails | called (suspicious or phishing) | called phishing |", "|---|---|---|---|", *lines, ""]


def bins(probability: Array, phish: Array, weight: Array, count: int = 10) -> list[tuple[float, float, float]]:
    """(mean probability, share of phishing, weight) of each tenth that holds mails."""
    out = []
    at = np.minimum((probability * count).astype(int), count - 1)
    for n in range(count):
        here = at == n
        total = float(weight[here].sum())
        if total:
            out.append(
                (
                    float((probability * weight)[here].sum()) / total,
                    float((phish * weight)[here].sum()) / total,
                    total / float(weight.sum()),
                )
            )
    return out


def expected_calibration_error(points: Sequence[tuple[float, float, float]]) -> float:
    """Mean distance of printed and true share, by how many mails each tenth holds."""
    return sum(abs(said - true) * mass for said, true, mass in points)


def plot(points: Sequence[tuple[float, float, float]], error: float, base_rate: float) -> str:
    """The calibration as SVG: what is printed to the right, what is true upwards; a dot's area is its share."""
    size, edge = 360, 46

    def xy(x: float, y: float) -> tuple[float, float]:
        return edge + x * size, edge + (1 - y) * size

    ticks = []
    for n in range(0, 11, 2):
        (x, bottom), (left, y) = xy(n / 10, 0), xy(0, n / 10)
        ticks.append(f'<text x="{x:.0f}" y="{bottom + 18:.0f}" text-anchor="middle">{n * 10} %</text>')
        ticks.append(f'<text x="{left - 8:.0f}" y="{y + 4:.0f}" text-anchor="end">{n * 10} %</text>')
    dots = [
        '<circle cx="{:.1f}" cy="{:.1f}" r="{:.1f}" fill="#234e70" fill-opacity=".75"/>'.format(
            *xy(said, true), 3 + 22 * math.sqrt(mass)
        )
        for said, true, mass in points
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in (xy(said, true) for said, true, _ in points))
    (x0, y0), (x1, y1) = xy(0, 0), xy(1, 1)
    whole = size + 2 * edge
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole + 20}" font-family="sans-serif"'
            ' font-size="11" fill="#333">',
            f"<title>Calibration at a base rate of {base_rate:.0%}: expected calibration error {error:.3f}</title>",
            f'<rect width="{whole}" height="{whole + 20}" fill="#fff"/>',
            f'<rect x="{edge}" y="{edge}" width="{size}" height="{size}" fill="none" stroke="#bbb"/>',
            f'<line x1="{x0}" y1="{y0}" x2="{x1}" y2="{y1}" stroke="#bbb" stroke-dasharray="4 4"/>',
            f'<polyline points="{line}" fill="none" stroke="#234e70"/>',
            *dots,
            *ticks,
            f'<text x="{whole / 2}" y="{whole + 4}" text-anchor="middle">probability printed</text>',
            f'<text x="{edge}" y="24" font-size="13">phishing among them (base rate {base_rate:.0%}, '
            f"calibration error {error:.3f})</text>",
            "</svg>\n",
        ]
    )


def probability(scores: Array) -> Array:
    """Log-odds to probability."""
    odds: Array = np.exp(-np.clip(scores, -30.0, 30.0))
    return 1 / (1 + odds)


def head(policy: str, base_rate: float, labels: Mapping[str, float], folds: int) -> list[str]:
    """What the figures are, and of what."""
    return f"""\
# Report card of the verdict

Policy `{policy}`. Made by `python -m benchmarks.learn` (`make learn`). Every figure is of mails whose template was not
fitted: {folds} parts, near-duplicates (half of the four-word shingles in common, or subject and sender alike) together.
Intervals: 95 %, Wilson.

**What flatters these figures.** The labels' limits were chosen on the same out-of-part scores. Some signs, their word
lists and a few bounds were written after reading mails of these folders that earlier weights had got wrong. The weights
of a part never saw its templates; the signs' author did. Figures on mails that nobody here has read may be lower.

**Base rate.** The printed probability is meant for mails of which {base_rate:.0%} are phishing: what people bring to be
looked at. In a whole mailbox phishing is far rarer, and the probability with it. About 7 % of the phishing folder is
advertising for casinos, dating and shops that nobody needs to call.

Labels: phishing from {labels["phishing"]:.2f} (and only with a strong sign), suspicious from
{labels["suspicious"]:.2f}, undecided from {labels["undecided"]:.2f}.

## All mails, by what was done to their headers

*Habits gone*: the receiver's verdict fields, list fields, tags and footers are off, recipients ordinary, years alike.
*Neutral*: path, authentication, envelope and Message-ID are replaced by ones that fit each From. *One path*: by the
same for every mail.
""".split("\n")


def pages(marks: Sequence[Mark], points: Sequence[tuple[float, float, float]]) -> list[str]:
    """Every table by folder, language, brand, authentication and year; calibration; the mails it got most wrong."""
    phish = [m for m in marks if m[0].folder == "phishing"]
    legit = [m for m in marks if m[0].folder.startswith("legit/")]
    cases = [m for m in marks if m[0].folder.startswith("cases/")]
    lines = ["## False alarms, by folder", "", *table("folder", list(by(legit, lambda r: r.folder)))]
    lines += ["## Japanese, from the cases", "", *table("cases", list(by(cases, lambda r: r.folder)))]
    lines += ["## Phishing, by what it is", ""]
    lines += table("language", list(by(phish, lambda r: r.language, 15)))
    lines += table("brand", list(by(phish, lambda r: "known" if r.brand else "not known")))
    lines += table("authentication", list(by(phish, lambda r: r.auth)))
    lines += table("year", list(by(phish, lambda r: str(r.year or "not known"), 15)))
    error = expected_calibration_error(points)
    lines += ["## Calibration", "", f"Expected calibration error {error:.3f} over ten bins.", ""]
    lines += ["![Calibration: probability printed and share of phishing](calibration.svg)", ""]
    lines += ["| printed | true | share of mails |", "|---|---|---|"]
    lines += [f"| {said:.2f} | {true:.2f} | {mass:.1%} |" for said, true, mass in points]
    for title, worst in (
        ("legitimate", sorted(legit, key=lambda m: (-m[1], m[0].id))[:12]),
        ("phishing", sorted(phish, key=lambda m: (m[1], m[0].id))[:12]),
    ):
        lines += ["", f"## Most wrong: {title}", "", "| mail | probability |", "|---|---|"]
        lines += [f"| `{m[0].id[:60]}` | {m[1]:.2f} |" for m in worst]
    return [*lines, ""]


def signs(lift: Mapping[str, Mapping[str, float]], weights: Mapping[str, float]) -> list[str]:
    """Each sign's share on both sides, its lift and its weight."""
    lines = ["## Signs, by lift", "", "| sign | in phishing | in legitimate | lift | weight |", "|---|---|---|---|---|"]
    for name, v in sorted(lift.items(), key=lambda i: (-i[1]["lift"], i[0])):
        weight = weights.get(name, 0.0)
        lines.append(f"| `{name}` | {v['phishing']:.1%} | {v['legitimate']:.1%} | {v['lift']:g} | {weight:g} |")
    return [*lines, ""]
