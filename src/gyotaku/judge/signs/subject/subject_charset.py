"""The subject was written with a Chinese character set, though the mail speaks Japanese."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gyotaku.judge.signs.proof import first, of_header
from gyotaku.model import Dissection, Finding, Sign, Strength
from gyotaku.patterns import pattern

_CHINESE = pattern(rb"=\?(gb2312|gbk|gb18030|hz-gb-2312|big5|euc-kr|ks_c_5601-1987)\?", re.IGNORECASE)


def look(d: Dissection) -> Iterator[Finding]:
    """The label is chosen by the writer's software, so it tells where that was set up."""
    if d.body.language != "ja":
        return
    for name in ("subject", "from"):
        field = first(d, name)
        match = _CHINESE.search(field.raw[:4000]) if field else None
        if field and match:
            charset = match.group(1).decode("ascii").lower()
            yield Finding("subject-charset", Strength.WEAK, (of_header(field),), {"charset": charset})
            return


SIGN = Sign(
    id="subject-charset",
    viewpoint="subject",
    benign="partners abroad who write Japanese on a Chinese or Korean system",
    look=look,
)
