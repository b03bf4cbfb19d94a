"""The link runs a script or carries a whole page inside itself."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.ways import of_link
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """``javascript:``, ``vbscript:``, ``data:text/html`` and ``blob:`` as something to click."""
    for link in d.links:
        url = "".join(link.url.split()).lower()
        if link.clickable and url.startswith(
            ("javascript:", "vbscript:", "data:text/html", "data:application", "blob:")
        ):
            if url.startswith(("javascript:void(0", "javascript:;", "javascript:return")) or url == "javascript:":
                continue
            yield Finding("link-script", Strength.STRONG, (of_link(link),), {"scheme": url.partition(":")[0]})
            return


SIGN = Sign(
    id="link-script",
    viewpoint="link",
    benign="none in mail; mail programs drop such links",
    look=look,
)
