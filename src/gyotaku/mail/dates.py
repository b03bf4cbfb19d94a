"""Dates as mails really write them (RFC 5322 section 3.3 and the world's sins), as aware datetimes or ``None``."""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta, timezone
from functools import lru_cache

from gyotaku.model import Mail
from gyotaku.patterns import pattern

MAX_TEXT = 200
"""Characters of a date field that are read: the longest honest date with comments seen has about 70."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan ene gen janv januar januari jän january januaryy",
            "feb fév fev févr febr februar february",
            "mar mär mrz mars märz march",
            "apr abr avr avril april",
            "may mai mag mei maj maio",
            "jun juin giu juni june",
            "jul juil lug juli july",
            "aug ago août aout august",
            "sep set sept september",
            "oct okt ott out oktober october",
            "nov november",
            "dec déc dez dic dezember december",
        ),
        start=1,
    )
    for name in names.split()
}
# Offsets in minutes. RFC 5322 section 4.3 for the North American and military ones; the others are those that real
# mailers wrote into comments and zones. Ambiguous ones (CST, IST, BST) take the meaning mail software gives them.
_ZONES = {
    name: minutes
    for minutes, names in (
        (0, "ut utc gmt z wet"),
        (-600, "hst"),
        (-540, "akst"),
        (-480, "pst akdt"),
        (-420, "mst pdt"),
        (-360, "cst mdt"),
        (-300, "est cdt"),
        (-240, "edt"),
        (-210, "nst"),
        (-180, "brt art"),
        (60, "cet met mez bst west wat"),
        (120, "cest mest mesz eet sast cat"),
        (180, "eest msk eat"),
        (240, "msd gst"),
        (300, "pkt"),
        (330, "ist"),
        (420, "ict wib"),
        (480, "hkt sgt myt pht awst"),
        (540, "jst kst 日本時間 日本標準時"),
        (600, "aest"),
        (660, "aedt"),
        (720, "nzst"),
        (780, "nzdt"),
    )
    for name in names.split()
}
_JST = timezone(timedelta(hours=9))

_WIRE = pattern(
    r"(\d{1,2})(?:st|nd|rd|th)?[\s\-./]{1,3}([^\W\d_]{3,9})\.?,?[\s\-./]{1,3}(\d{2,4}),?\s{1,4}"
    r"(\d{1,2})[:.](\d{1,2})(?:[:.](\d{1,2})(?:\.\d{1,9})?)?\s{0,4}([AaPp]\.?[Mm])?"
)
_STANDARD = pattern(
    r"\s{0,4}(?:[A-Z][a-z]{2},\s{1,2})?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):([0-5]\d) "
    r"([+\-]\d{2})([0-5]\d)\b"
)
_US = pattern(
    r"([A-Za-z]{3,9})\.?\s{1,3}(\d{1,2}),?\s{1,3}(?:(\d{4}),?\s{1,3})?"
    r"(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?\s{0,4}([AaPp][Mm])?"
)
_ISO = pattern(
    r"(\d{4})[\-/.](\d{1,2})[\-/.](\d{1,2})(?:[T\s]\s{0,3}|\s?\([^()]{1,3}\)\s{0,3})"
    r"(\d{1,2})[:.](\d{1,2})(?:[:.](\d{1,2})(?:[.,]\d{1,9})?)?"
)
_KANJI = pattern(
    r"(令和|平成)?\s?(\d{1,4}|元)\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日(?:\s?[(\[]?[月火水木金土日](?:曜日?)?[)\]]?)?"
    r"(?:\s{0,4}(午前|午後|AM|PM)?\s?(\d{1,2})\s?[:時]\s?(?:(\d{1,2})\s?(?:分|:)?\s?)?(?:(\d{1,2})\s?秒?)?)?"
)
_OFFSET = pattern(r"\s{0,4}\(?(?:GMT|UTC|UT)?\s?([+\-])\s?(\d{1,2}):?(\d{2})?")
_NAMED = pattern(r"\s{0,4}[(\"]?([^\W\d_]{1,5})\b")
_YEAR = pattern(r"\b(\d{4})\b")


def parse_date(text: str) -> datetime | None:
    """The first date in ``text``, zone aware; ``None`` when there is none or it does not exist (31 February).

    A date without a zone is read as UTC (RFC 5322 section 3.3 gives ``-0000`` that meaning), a Japanese one as JST.
    Two-digit years by RFC 5322 section 4.3. Never raises.
    """
    return _parse(text[:MAX_TEXT])


def read_date(mail: Mail) -> datetime | None:
    """The mail's own Date field, zone aware; ``None`` when absent or unreadable."""
    field = mail.first("Date")
    return parse_date(field.value) if field else None


def _parse(text: str) -> datetime | None:
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    try:
        return _standard(text) or _wire(text) or _iso(text) or _kanji(text) or _american(text)
    except (ValueError, OverflowError):  # a day that does not exist, an hour beyond 24
        return None


def _standard(text: str) -> datetime | None:
    """``Mon, 11 Nov 2024 15:46:02 +0900``: nearly every date there is, read without detours."""
    match = _STANDARD.match(text)
    month = _MONTHS.get(match[2].lower()) if match else None
    if not match or not month or match[4] == "24" or not "1000" <= match[3] <= "9998":
        return None
    offset = int(match[7]) * 60
    minutes = offset - int(match[8]) if match[7][0] == "-" else offset + int(match[8])
    if abs(minutes) >= 24 * 60:
        return None
    return datetime(
        int(match[3]), month, int(match[1]), int(match[4]), int(match[5]), int(match[6]), tzinfo=_fixed(minutes)
    )


@lru_cache(maxsize=256)
def _fixed(minutes: int) -> timezone:
    return timezone(timedelta(minutes=minutes))


def _wire(text: str) -> datetime | None:
    """``11-Nov-24 3:46 PM JST`` and all other relatives of the standard form."""
    for match in _WIRE.finditer(text):
        day, name, year, hour, minute, second, half = match.groups()
        month = _MONTHS.get(name.lower()) or _MONTHS.get(name[:3].lower())
        if month:
            zone = _zone(text, match.end())
            return _make((_year(year), month, int(day)), (hour, minute, second, half), zone)
    return None


def _american(text: str) -> datetime | None:
    """``Sun Nov 13 14:50:12 2005`` (C's asctime) and ``Nov 13, 2005 2:50 PM``."""
    for match in _US.finditer(text):
        name, day, year, hour, minute, second, half = match.groups()
        month = _MONTHS.get(name.lower()) or _MONTHS.get(name[:3].lower())
        if not month:
            continue
        end = match.end()
        zone = _zone(text, end)
        if year is None:
            late = _YEAR.search(text, end)
            if not late or late.start() > end + 8:
                continue
            year, zone = late.group(), _zone(text, late.end()) or zone
        return _make((int(year), month, int(day)), (hour, minute, second, half), zone)
    return None


def _iso(text: str) -> datetime | None:
    match = _ISO.search(text)
    if not match:
        return None
    year, month, day, hour, minute, second = match.groups()
    return _make((int(year), int(month), int(day)), (hour, minute, second, None), _zone(text, match.end()))


def _kanji(text: str) -> datetime | None:
    match = _KANJI.search(text) if "年" in text else None
    if not match:
        return None
    era, year, month, day, half, hour, minute, second = match.groups()
    number = 1 if year == "元" else int(year)
    number += {"令和": 2018, "平成": 1988}.get(era, 2000 if number < 100 else 0)
    meridiem = {"午前": "am", "午後": "pm"}.get(half, half)
    zone = _zone(text, match.end()) or _JST
    return _make((number, int(month), int(day)), (hour or "0", minute or "0", second, meridiem), zone)


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 2:
        return year + (2000 if year < 50 else 1900)
    return year + 1900 if len(digits) == 3 else year


def _zone(text: str, at: int) -> timezone | None:
    """The zone written at ``at``; ``None`` when there is none that can be read."""
    match = _OFFSET.match(text, at)
    if match:
        sign, hours, minutes = match.groups()
        if len(hours) == 1 and minutes:  # +900
            total = int(hours) * 60 + int(minutes)
        else:
            total = int(hours) * 60 + int(minutes or 0)
        if total < 24 * 60:
            return timezone(timedelta(minutes=-total if sign == "-" else total))
        return None
    named = _NAMED.match(text, at)
    offset = _ZONES.get(named.group(1).lower()) if named else None
    return None if offset is None else timezone(timedelta(minutes=offset))


def _make(
    day: tuple[int, int, int], time: tuple[str, str, str | None, str | None], zone: timezone | None
) -> datetime | None:
    year, month, date = day
    if not 1000 <= year <= 9998:  # a zone's shift at the calendar's ends would overflow later arithmetic
        return None
    hour = int(time[0])
    half = (time[3] or "").replace(".", "").lower()
    if half == "pm" and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    later = timedelta(days=1) if hour == 24 else timedelta(0)
    second = min(int(time[2] or 0), 59) if int(time[2] or 0) <= 60 else 60  # leap seconds; beyond is an error
    moment = datetime(year, month, date, hour % 24 if hour == 24 else hour, int(time[1]), second)
    return (moment + later).replace(tzinfo=zone or timezone.utc)  # noqa: UP017  # one name for all zones here
