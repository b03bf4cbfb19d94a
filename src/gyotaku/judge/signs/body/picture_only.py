"""The mail is a picture: there is next to nothing to read or to filter."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import aligned_pass, is_list_mail
from gyotaku.judge.signs.ways import of_link
from gyotaku.model import Dissection, Evidence, Finding, Sign, Strength

FEW = 80
"""Visible characters under which a mail says next to nothing."""

ENOUGH = 400
"""Characters that tell of most mails, white space and all, that there is more to read."""


def look(d: Dissection) -> Iterator[Finding]:
    """A picture that leads somewhere, and hardly a word."""
    text = "".join(d.body.text[:ENOUGH].split())
    if len(text) > FEW:
        return
    text = "".join(d.body.text.split())
    if len(text) > FEW or d.mail.headers_only or is_list_mail(d):
        return
    pictures = [part for part in d.mail.parts if part.media_type.startswith("image/")]
    shown = any(link.kind == "image" for link in d.links) or bool(pictures)
    led = [link for link in d.links if link.clickable and link.host and not link.text.strip()]
    if shown and (led or (pictures and not text)):
        strength = Strength.NOTE if aligned_pass(d) else Strength.WEAK
        evidence = (of_link(led[0]),) if led else (Evidence(f"part:{pictures[0].path}", pictures[0].media_type),)
        yield Finding("picture-only", strength, evidence, {"size": len(text)})


SIGN = Sign(
    id="picture-only",
    viewpoint="body",
    benign="posters of shops, scanned letters",
    look=look,
)
