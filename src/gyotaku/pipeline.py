"""The story in one function: the file a reader starts from.

bytes --parse--> Mail --read--> Dissection --gather(world)--> Dissection --look--> Findings --judge--> Verdict
--redact--> Report --render--> bytes
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gyotaku.config import Settings
from gyotaku.judge.brands.recognise import recognise
from gyotaku.judge.look import look
from gyotaku.judge.verdict import judge
from gyotaku.mail.addressee import read_addressee
from gyotaku.mail.authres import read_auth
from gyotaku.mail.bodies import read_body
from gyotaku.mail.dates import read_date
from gyotaku.mail.links import read_links
from gyotaku.mail.parse import parse
from gyotaku.mail.received import read_hops
from gyotaku.mail.recipient import read_recipient
from gyotaku.mail.sender import read_sender
from gyotaku.mail.subject import read_subject
from gyotaku.mail.unwrap import unwrap
from gyotaku.model import Dissection, Mail, Verdict
from gyotaku.tell.redact import redact

if TYPE_CHECKING:
    from gyotaku.gather.world import World
    from gyotaku.tell.report import Report

_DEFAULTS = Settings()


def read(raw: bytes, settings: Settings = _DEFAULTS, source: str = "") -> Dissection:
    """What a mail alone can tell. Pure; never raises on any bytes.

    ``source`` is how the mail came in, in words that may be shown.
    """
    return read_mail(parse(raw), settings, source)


def read_mail(mail: Mail, settings: Settings = _DEFAULTS, source: str = "") -> Dissection:
    """As :func:`read`, for a mail already parsed."""
    hops = read_hops(mail, settings.own_hosts)
    recipient = read_recipient(mail, hops, settings.recipients)
    subject = read_subject(mail)
    sender = read_sender(mail)
    body = read_body(mail)
    links = read_links(mail, body, recipient)
    trails = tuple(unwrap(link, recipient) for link in links)
    return Dissection(
        mail=mail,
        subject=subject,
        sender=sender,
        recipient=recipient,
        addressee=read_addressee(body, recipient),
        body=body,
        date=read_date(mail),
        received_at=next((h.at for h in hops if h.trust == "handed-over" and h.at), None),
        hops=hops,
        auth=read_auth(mail, hops),
        links=links,
        trails=trails,
        brands=recognise(subject, sender, body, links, trails),
        source=source,
    )


def verdict_of(dissection: Dissection) -> Verdict:
    """Look, then judge."""
    return judge(dissection, look(dissection))


def report_of(dissection: Dissection, *, private: bool = False) -> Report:
    """Look, judge and redact. ``private`` keeps the recipient in, for the recipient's own eyes."""
    return redact(dissection, verdict_of(dissection), private=private)


def dissect(raw: bytes, settings: Settings = _DEFAULTS, *, private: bool = False, source: str = "") -> Report:
    """The whole story for one mail, offline. Never raises on any bytes."""
    return report_of(read(raw, settings, source), private=private)


async def dissect_in(
    world: World,
    raw: bytes,
    settings: Settings = _DEFAULTS,
    *,
    deadline: float = 20.0,
    private: bool = False,
    source: str = "",
) -> Report:
    """The whole story for one mail, the world asked. Never raises on any bytes, nor for anything the world does.

    ``deadline``: seconds for all questions together; what did not come by then is named as not known.
    """
    from gyotaku.gather.everything import gather

    return report_of(await gather(read(raw, settings, source), world, deadline), private=private)
