"""Much text is in the mail that its reader does not see."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import aligned_pass, is_list_mail
from gyotaku.model import Dissection, Evidence, Finding, Sign, Strength

LONG = 400
"""Characters of hidden words beyond which it is no preview line."""

_MEANT = ("display-none", "zero-size", "same-colour", "off-screen", "opacity", "visibility")


def look(d: Dissection) -> Iterator[Finding]:
    """Weak: hidden filler is there to mislead filters; honest preview lines are short."""
    words = [h for h in d.body.hidden if h.how in _MEANT and h.text.strip()]
    size = sum(len("".join(h.text.split())) for h in words)
    if size >= LONG:
        strength = Strength.NOTE if aligned_pass(d) or is_list_mail(d) else Strength.WEAK
        sample = " ".join(words[0].text.split())[:120]
        evidence = (Evidence(f"part:{words[0].path}", sample),)
        yield Finding("hidden-text", strength, evidence, {"size": size, "how": words[0].how})


SIGN = Sign(
    id="hidden-text",
    viewpoint="body",
    benign="newsletters with a preview line",
    look=look,
)
