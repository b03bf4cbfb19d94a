"""The phisher's own names, defanged. When in doubt a name is left out: an innocent on a block list is harmed too."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterator

from gyotaku.domains import ip_in_host, is_ip, is_public_mail_domain, registrable
from gyotaku.judge.brands.catalogue import by_domain
from gyotaku.model import Dissection, Verdict, under
from gyotaku.tell import defang
from gyotaku.tell.report import Indicators

SHARED = frozenset(
    # Redirectors, shorteners, places for anybody's documents: a *path* there may be the phisher's, the name never is.
    """
    google.com google.co.jp goo.gl forms.gle bing.com yahoo.com yahoo.co.jp duckduckgo.com baidu.com yandex.ru
    youtube.com youtu.be facebook.com instagram.com twitter.com x.com t.co line.me lin.ee linkedin.com lnkd.in
    tiktok.com pinterest.com whatsapp.com telegram.org t.me discord.com reddit.com
    bit.ly bitly.com tinyurl.com is.gd ow.ly cutt.ly rebrand.ly buff.ly t.ly s.id rb.gy shorturl.at tiny.cc
    dropbox.com box.com notion.so canva.com sharepoint.com onedrive.live.com 1drv.ms docusign.net adobe.com
    microsoft.com live.com office.com outlook.com windows.net apple.com icloud.com amazon.com amazonaws.com
    cloudfront.net awstrack.me sendgrid.net list-manage.com mailchimp.com hubspot.com
    protection.outlook.com safelinks.protection.outlook.com urldefense.com urldefense.proofpoint.com
    translate.goog doubleclick.net w3.org schema.org openxmlformats.org github.com githubusercontent.com
    googleapis.com gstatic.com googleusercontent.com gravatar.com wikipedia.org
    """.split()
)
LENT = frozenset(
    """
    bit.ly bitly.com tinyurl.com is.gd ow.ly cutt.ly rebrand.ly buff.ly t.ly s.id rb.gy shorturl.at tiny.cc goo.gl
    forms.gle t.co lnkd.in lin.ee 1drv.ms notion.so canva.com sharepoint.com dropbox.com docs.google.com
    drive.google.com sites.google.com storage.googleapis.com awstrack.me sendgrid.net list-manage.com github.com
    """.split()
)
"""Of :data:`SHARED`, those where a whole URL belongs to whoever made it: the URL may be listed, the name may not."""

_INSIDE = tuple(
    ipaddress.ip_network(n) for n in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7")
)
_MAX = 200
"""Of a kind: a list for people and block lists, not a dump of a mail with ten thousand links."""


def indicators(d: Dissection, verdict: Verdict, clean: Callable[[str, str], str]) -> Indicators:
    """What a desk may block or report; empty unless the verdict is phishing or suspicious.

    Left out: the recipient's names, every brand's own (and its mailing firms'), shared platforms and redirectors
    themselves, public mail providers' domains, private addresses, and the domain of a sender whose own policy refused
    it (DMARC fail: the name is forged, its owner a victim).
    """
    if verdict.label not in ("phishing", "suspicious"):
        return Indicators()
    own = _Innocent(d)
    hosts: dict[str, None] = {}
    domains: dict[str, None] = {}
    urls: dict[str, None] = {}
    ips: dict[str, None] = {}
    emails: dict[str, None] = {}
    if d.origin and d.origin.ip and _outside(d.origin.ip) and not (d.origin.ptr and own.name(d.origin.ptr)):
        ips[d.origin.ip] = None
    for host, domain, url in _stations(d):
        if own.name(host):
            continue
        if _below(host, SHARED):
            if _below(host, LENT) and url.rstrip("/").count("/") > 2:
                urls[url] = None
            continue
        urls[url] = None
        inside = host if is_ip(host) else ip_in_host(host)
        if inside and _outside(inside):
            ips[inside] = None
        if not is_ip(host):
            hosts[host] = None
            if domain:
                domains[domain] = None
    for spec, domain in _writers(d):
        if is_public_mail_domain(domain):
            if spec.lower() not in d.recipient.addresses:
                emails[spec] = None
        elif not (own.name(domain) or own.forged(domain) or own.service(domain)):
            emails[spec] = None
            if not _below(domain, SHARED):
                domains[registrable(domain) or domain] = None
    hashes = {
        p.sha256: None
        for p in d.mail.parts
        if p.filename and not p.is_container and p.content and not p.media_type.startswith(("image/", "text/calendar"))
    }
    return Indicators(
        ips=tuple(defang.host(x) for x in _cleaned(ips, clean)),
        hosts=tuple(defang.host(x) for x in _cleaned(hosts, clean)),
        domains=tuple(defang.host(x) for x in _cleaned(domains, clean)),
        urls=tuple(defang.url(x) for x in _cleaned(urls, clean)),
        emails=tuple(defang.mailbox(x) for x in _cleaned(emails, clean)),
        hashes=tuple(list(hashes)[:_MAX]),
    )


class _Innocent:
    """Names that are not the phisher's."""

    def __init__(self, d: Dissection) -> None:
        self._brands = d.brands
        self.recipient = {a.rpartition("@")[2].lower() for a in d.recipient.addresses} - {""}
        self._refused = {
            r.domain for r in d.auth if r.method == "dmarc" and r.status == "fail" and r.domain is not None
        }

    def name(self, host: str) -> bool:
        """True for nobody's, the recipient's, a catalogued firm's and a shared platform's root; customers' names below
        a platform may be the phisher's."""
        if not host:
            return True
        if under(host, self.recipient) and not is_public_mail_domain(host):
            return True
        if any(b.sends_from(host) or b.serves(host) or host in b.shared_domains for b in self._brands):
            return True
        return by_domain(host) is not None

    def service(self, domain: str) -> bool:
        """True for the mailing firms the brands are known to use."""
        return any(under(domain, b.sender_services) for b in self._brands)

    def forged(self, domain: str) -> bool:
        """True when the domain's own policy refused this mail."""
        return under(domain, self._refused) is not None


def _stations(d: Dissection) -> Iterator[tuple[str, str, str]]:
    """(host, domain, url) of every step of every link that a reader would follow."""
    for link in d.links:
        if not link.clickable:
            continue
        if link.id < len(d.trails):
            for step in d.trails[link.id].steps:
                if step.host and step.url.startswith(("http://", "https://")):
                    yield step.host, step.domain, step.url
        elif link.host and link.href.startswith("http"):
            yield link.host, link.domain, link.href


def _writers(d: Dissection) -> Iterator[tuple[str, str]]:
    """(mailbox, domain) of those who write or are answered: From, Reply-To, mailto links."""
    for address in (*d.sender.candidates, *d.sender.reply_to):
        if address.domain and address.local:
            yield address.spec, address.domain
    for link in d.links:
        if link.clickable and link.href.startswith("mailto:"):
            spec = link.href[len("mailto:") :].partition("?")[0]
            local, at, domain = spec.rpartition("@")
            if local and at and domain and "," not in spec and "%" not in spec:
                yield spec, domain.lower()


def _below(host: str, names: frozenset[str]) -> bool:
    """True when ``host`` is one of ``names`` or stands under one."""
    while host not in names:
        host = host.partition(".")[2]
        if not host:
            return False
    return True


def _outside(ip: str) -> bool:
    """False for loopback, link-local and the private nets (RFC 1918, RFC 4193, RFC 6598): they name nobody."""
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return False
    if address.is_loopback or address.is_link_local or address.is_unspecified or address.is_multicast:
        return False
    return not any(address.version == net.version and address in net for net in _INSIDE)


def _cleaned(values: dict[str, None], clean: Callable[[str, str], str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(clean(v, "indicators") for v in list(values)[:_MAX]))
