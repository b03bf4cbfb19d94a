"""Names of the services that stand in a registration in the owner's place, and words that mean "not shown"."""

from __future__ import annotations

from typing import Final

SERVICES: Final[tuple[tuple[str, str], ...]] = (
    # (what stands in the registration, lower case; the service's name). Source beside each: the service's own site, or
    # where the line was seen in a registration. Reviewed 2026-11.
    ("domains by proxy", "Domains By Proxy, LLC"),  # domainsbyproxy.com (GoDaddy)
    ("domainsbyproxy.com", "Domains By Proxy, LLC"),
    ("privacyguardian.org", "PrivacyGuardian.org"),  # privacyguardian.org (NameSilo)
    ("withheld for privacy", "Withheld for Privacy ehf"),  # withheldforprivacy.com (Namecheap since 2021)
    ("withheldforprivacy.com", "Withheld for Privacy ehf"),
    ("whoisguard", "WhoisGuard"),  # whoisguard.com (Namecheap until 2021)
    ("whois privacy corp", "Whois Privacy Corp."),  # whoisprivacycorp.com (Internet.bs)
    ("contact privacy inc", "Contact Privacy Inc."),  # contactprivacy.com (Tucows)
    ("perfect privacy", "Perfect Privacy, LLC"),  # Network Solutions, Web.com
    ("privacyprotect.org", "Privacy Protect, LLC"),  # privacyprotect.org (PublicDomainRegistry)
    ("privacy protect, llc", "Privacy Protect, LLC"),
    ("super privacy service", "Super Privacy Service LTD"),  # Dynadot
    ("proxy protection llc", "Proxy Protection LLC"),  # proxy.dreamhost.com
    ("domain protection services, inc", "Domain Protection Services, Inc."),  # Name.com
    ("identity protection service", "Identity Protection Service"),  # identity-protect.org (Amazon Registrar)
    ("identity-protect.org", "Identity Protection Service"),
    ("privacydotlink", "PrivacyDotLink"),  # Uniregistry
    ("anonymize, inc", "Anonymize, Inc."),  # anonymize.com (Epik)
    ("njalla", "Njalla"),  # njal.la
    ("1337 services", "Njalla"),
    ("digital privacy corporation", "Digital Privacy Corporation"),  # 101domain
    ("whoisproxy.com", "whoisproxy.com"),  # Key-Systems
    ("domain privacy service fbo", "Domain Privacy Service FBO Registrant"),  # Bluehost, Endurance
    ("registrant of record c/o", "a forwarding service of the registrar"),
    ("whoisprotection.biz", "WhoisProtection.biz"),
    ("myprivacy.net", "MyPrivacy.net Ltd."),
    ("onamae.com", "Whois情報公開代行サービス by お名前.com"),  # onamae.com (GMO)
    ("お名前.com", "Whois情報公開代行サービス by お名前.com"),
    ("muumuudomain", "Whois情報公開代行サービス by ムームードメイン"),  # muumuu-domain.com (GMOペパボ)
    ("ムームードメイン", "Whois情報公開代行サービス by ムームードメイン"),
    ("value-domain", "Whois情報公開代行サービス by VALUE-DOMAIN"),  # value-domain.com (GMOデジロック)
    ("valuedomain", "Whois情報公開代行サービス by VALUE-DOMAIN"),
    ("whois privacy protection service", "Whois Privacy Protection Service"),  # eNom, and as a generic wording
    ("whois情報公開代行", "Whois情報公開代行サービス"),
    ("whois代理公開", "WHOIS代理公開サービス"),  # Xserver, ConoHa
    ("whois公開代行", "WHOIS公開代行サービス"),
    ("ドメイン名義代行", "名義代行サービス"),
)

_HIDDEN: Final = (
    "redacted",  # ICANN Registration Data Policy: "REDACTED FOR PRIVACY", "DATA REDACTED"
    "not disclosed",
    "non-public data",
    "gdpr masked",
    "statutory masking",
    "data protected",
    "personal data, can",
    "hidden upon user request",
    "private registration",
    "registration private",
    "select contact domain holder",
    "please query the rdds",
    "withheld",
)


def privacy_proxy(*texts: str | None) -> str | None:
    """The service that one of the registrant's names or addresses belongs to; ``None`` when none is known."""
    for text in texts:
        folded = (text or "").casefold()
        for needle, name in SERVICES:
            if needle in folded:
                return name
    return None


def hidden(text: str | None) -> bool:
    """True when the field only says that it is not shown."""
    folded = (text or "").casefold()
    return not folded.strip(" .-") or any(word in folded for word in _HIDDEN)
