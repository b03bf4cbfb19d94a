"""The subject line, with the receiving server's stamp split off."""

from __future__ import annotations

import re

from gyotaku.model import Mail, Subject
from gyotaku.patterns import pattern

# A stamp is one receiver's vote, put in front by its filter; it is not the sender's text. Only words that filters write
# are known, so that 【重要】 or [Action required] stay with the sender. Forms seen: SpamAssassin (*****SPAM*****),
# MailScanner ({Spam?}, {Disarmed}), Barracuda ([SPAM]), Kagoya ([spam]), Sakura (***SPAM***), Japanese providers
# ([迷惑メール], [meiwaku]), Microsoft ([SPAM]), Trend Micro (Spam:, [Suspected Spam]).
_WORDS = (
    r"(?:(?:probable|possible|likely|suspected|detected|bulk|junk)[ _-]?)?"
    r"(?:spam|junk(?:[ _-]?mail)?|bulk|phish(?:ing)?|virus|meiwaku|ube|迷惑メール(?:の疑い)?|迷惑ﾒｰﾙ|スパム(?:メール)?"
    r"|フィッシング(?:詐欺)?(?:の疑い)?|詐欺メール|なりすまし(?:の疑い)?)"
    r"(?:[ _-]?(?:mail|detected|suspect(?:ed)?|warning|注意|判定|警告))?"
)
_STAMP = pattern(
    r"\s{0,20}("
    rf"[\[［<＜]\s?[*!]{{0,8}}\s?{_WORDS}\s?[?!:*]{{0,8}}(?:\s?[\d./ ]{{1,12}})?\s?[*!]{{0,8}}\s?[\]］>＞]"
    rf"|【\s?{_WORDS}\s?[?!？!]?\s?】"
    rf"|\{{\s?(?:{_WORDS}|disarmed)\s?[?!]?\s?\}}"
    rf"|\*{{1,10}}\s?{_WORDS}\s?\??(?:\s?[\d./ ]{{1,12}})?\s?\*{{1,10}}"
    rf"|[!#=]{{2,8}}\s?{_WORDS}\s?[!#=]{{2,8}}"
    r"|(?:spam|suspected spam):(?=\s)"
    r")\s{0,20}",
    re.IGNORECASE,
)
_STAMP_STARTS = frozenset("[［<＜【{*!#=sS \t")


def read_subject(mail: Mail) -> Subject:
    """The first Subject field; ``text`` without the stamp, ``""`` when absent or empty.

    Several stamps in a row (two filters) are kept together in ``spam_stamp`` as written.
    """
    field = mail.first("Subject")
    if field is None:
        return Subject("", None, None)
    stamp, text = split_stamp(field.value)
    return Subject(text, stamp, field.index)


def split_stamp(text: str) -> tuple[str | None, str]:
    """(stamp, rest). ``None`` when no filter's word stands in front.

    >>> split_stamp("[spam] 【重要】お知らせ")
    ('[spam]', '【重要】お知らせ')
    """
    if not text or text[0] not in _STAMP_STARTS:
        return None, text.strip()
    end = 0
    for _ in range(4):  # more than a few filters in a row is the sender's play, not a receiver's
        match = _STAMP.match(text, end)
        if not match:
            break
        end = match.end()
    if not end:
        return None, text.strip()
    return text[:end].strip(), text[end:].strip()
