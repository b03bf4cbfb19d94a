"""``whois``: registries without RDAP, in the forms they write."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.gather.intel.answers import Recorded, ask, told

from gyotaku.gather.intel.privacy import privacy_proxy
from gyotaku.gather.intel.stamps import read_stamp
from gyotaku.gather.intel.whois import SOURCE
from gyotaku.gather.intel.whois_reading import decode, read_domain, referral, verdict_of
from gyotaku.model import State

HEAD = """\
[ JPRS database provides information on network administration. Its use is    ]
[ restricted to network administration purposes. For further information,     ]
[ use 'whois -h whois.jprs.jp help'. To suppress Japanese output, add'/e'     ]
[ at the end of command, e.g. 'whois -h whois.jprs.jp xxx/e'.                 ]

"""
JP = (
    HEAD
    + """\
Domain Information: [ドメイン情報]
[ドメイン名]                    EXAMPLE.JP

[登録者名]                      株式会社例
[Registrant]                    Example K.K.

[Name Server]                   ns1.example.jp
[Name Server]                   ns2.example.jp
[Signing Key]

[登録年月日]                    2024/10/30
[有効期限]                      2025/10/31
[状態]                          Active
[最終更新]                      2024/11/01 01:05:06 (JST)

Contact Information: [公開連絡窓口]
[名前]                          Whois情報公開代行サービス by お名前.com
[Name]                          Whois Privacy Protection Service by onamae.com
[Email]                         proxy@whoisprotectservice.com
[Web Page]
"""
)
JP_E = (
    HEAD
    + """\
Domain Information:
[Domain Name]                   EXAMPLE.JP
[Registrant]                    Example K.K.
[Name Server]                   ns1.example.jp
[Created on]                    2024/10/30
[Expires on]                    2025/10/31
[Status]                        Active
[Last Updated]                  2024/11/01 01:05:06 (JST)
"""
)
CO_JP = (
    HEAD
    + """\
Domain Information: [ドメイン情報]
a. [ドメイン名]                 EXAMPLE.CO.JP
e. [そしきめい]                 かぶしきがいしゃれい
f. [組織名]                     株式会社例
g. [Organization]               Example K.K.
k. [組織種別]                   株式会社
p. [ネームサーバ]               ns1.example.jp
s. [署名鍵]
[状態]                          Connected (2025/03/31)
[登録年月日]                    2001/03/27
[接続年月日]                    2001/04/01
[最終更新]                      2024/04/01 01:05:45 (JST)
"""
)
CN = """\
Domain Name: faxohbr.cn
ROID: 20241101s10001s00000001-cn
Domain Status: ok
Registrant: 张某某
Registrant Contact Email: a@example.cn
Sponsoring Registrar: 阿里云计算有限公司（万网）
Name Server: dns1.hichina.com
Name Server: dns2.hichina.com
Registration Time: 2024-11-01 12:00:00
Expiration Time: 2025-11-01 12:00:00
DNSSEC: unsigned
"""
THIN = """\
   Domain Name: CHINONSO.NET
   Registry Domain ID: 1_DOMAIN_NET-VRSN
   Registrar WHOIS Server: whois.registrar.example
   Updated Date: 2024-01-02T03:04:05Z
   Creation Date: 2010-01-02T03:04:05Z
   Registry Expiry Date: 2025-01-02T03:04:05Z
   Registrar: Example Registrar, LLC
   Registrar Abuse Contact Email: abuse@registrar.example
   Registrar Abuse Contact Phone: +1.5550100
   Domain Status: clientTransferProhibited https://icann.org/epp#clientTransferProhibited
   Name Server: NS1.EXAMPLE.NET
>>> Last update of whois database: 2024-11-12T00:00:00Z <<<
"""
THICK = """\
Domain Name: CHINONSO.NET
Creation Date: 2010-01-02T03:04:05Z
Registrant Name: Registration Private
Registrant Organization: Domains By Proxy, LLC
Registrant Country: US
"""


@pytest.mark.parametrize("charset", ["utf-8", "iso2022_jp", "euc_jp"])
def test_jp_in_japanese_whatever_the_bytes(charset: str) -> None:
    """Dates are Japan's, the registrant as written, the publishing service by name."""
    network = Recorded(whois={("whois.jprs.jp", "DOM example.jp"): JP.encode(charset)})
    known = told(SOURCE, "domain", "example.jp", network)
    assert known.registered_at == datetime(2024, 10, 30, tzinfo=UTC)
    assert known.expires_at == datetime(2025, 10, 31, tzinfo=UTC)
    assert known.changed_at == datetime(2024, 10, 31, 16, 5, 6, tzinfo=UTC)
    assert known.privacy_proxy == "Whois情報公開代行サービス by お名前.com"
    assert (known.statuses, known.name_servers) == (("active",), ("ns1.example.jp", "ns2.example.jp"))


def test_jp_in_english() -> None:
    """The /e form has other labels and the same facts."""
    known = read_domain(JP_E, "example.jp")
    assert (known.registrant, known.registered_at) == ("Example K.K.", datetime(2024, 10, 30, tzinfo=UTC))
    assert known.changed_at == datetime(2024, 10, 31, 16, 5, 6, tzinfo=UTC)


def test_co_jp() -> None:
    """Lettered lines; the end of the term stands inside the status."""
    network = Recorded(whois={("whois.jprs.jp", "DOM example.co.jp"): CO_JP.encode("iso2022_jp")})
    known = told(SOURCE, "domain", "example.co.jp", network)
    assert (known.registrant, known.statuses) == ("株式会社例", ("connected",))
    assert known.registered_at == datetime(2001, 3, 27, tzinfo=UTC)
    assert known.expires_at == datetime(2025, 3, 31, tzinfo=UTC)


def test_cn() -> None:
    """The third seed's form: a three-letter name, run by Alibaba."""
    network = Recorded(whois={("whois.cnnic.cn", "faxohbr.cn"): CN.encode()})
    known = told(SOURCE, "domain", "faxohbr.cn", network)
    assert (known.registrant, known.registrar) == ("张某某", "阿里云计算有限公司（万网）")
    assert known.registered_at == datetime(2024, 11, 1, 12, tzinfo=UTC)
    assert known.name_servers == ("dns1.hichina.com", "dns2.hichina.com")


def test_thin_then_thick() -> None:
    """The registry's dates, the registrar's registrant; without the registrar the registry's answer stands."""
    registry = {("whois.verisign-grs.com", "domain chinonso.net"): THIN.encode()}
    thick = {("whois.registrar.example", "chinonso.net"): THICK.encode()}
    known = told(SOURCE, "domain", "chinonso.net", Recorded(whois=registry | thick))
    assert (known.privacy_proxy, known.country) == ("Domains By Proxy, LLC", "US")
    assert known.abuse() == ("abuse@registrar.example",)
    assert known.statuses == ("clienttransferprohibited",)
    alone = told(SOURCE, "domain", "chinonso.net", Recorded(whois=registry))
    assert alone.registrant is None
    assert alone.registered_at == datetime(2010, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_iana_names_the_server_and_learns_only_the_ending() -> None:
    """An ending that is not in the table."""
    network = Recorded(
        whois={
            ("whois.iana.org", "nu"): b"domain: NU\nwhois:        whois.iis.nu\n",
            ("whois.iis.nu", "example.nu"): b'domain "example.nu" not found.\n',
        }
    )
    assert ask(SOURCE, "domain", "example.nu", network).state is State.UNKNOWN
    assert network.asked == ["whois.iana.org nu", "whois.iis.nu example.nu"]


@pytest.mark.parametrize(
    "answer",
    [
        HEAD + "No match!!\n",
        'No match for domain "EXAMPLE.JP".\r\n>>> Last update of WHOIS database: 2024-11-12T00:00:00Z <<<\n',
        "No matching record.\n",
        "Domain: example.jp\nStatus: free\n",
        "% No entries found for the selected source(s).\n",
        "Domain not found.\n",
        "The queried object does not exist: no such domain\n",
    ],
)
def test_not_registered(answer: str) -> None:
    """A line of the registry's answer says so."""
    network = Recorded(whois={("whois.jprs.jp", "DOM example.jp"): answer.encode()})
    assert ask(SOURCE, "domain", "example.jp", network).state is State.ABSENT


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\x00\xff\xfe" * 60_000,
        b"WHOIS LIMIT EXCEEDED - SEE WWW.PIR.ORG/WHOIS FOR DETAILS\n",
        b"Number of allowed queries exceeded.\n",
        b"Terms: the data you asked for is available to no one\n",
        b"Domain Name: OTHER.JP\nCreation Date: 2001-01-01\n",
        b"[" * 200_000,
        b"a: " * 60_000,
    ],
)
def test_anything_else_is_not_known(answer: bytes) -> None:
    """Silence, noise, a refusal, another name: neither registered nor free, and read quickly."""
    network = Recorded(whois={("whois.jprs.jp", "DOM example.jp"): answer})
    known = ask(SOURCE, "domain", "example.jp", network)
    assert (known.state, bool(known.reason)) == (State.UNKNOWN, True)


def test_a_record_with_the_words_of_absence_in_it_stays_a_record() -> None:
    """A registrant may be called anything."""
    assert verdict_of("Domain Name: example.jp\nNot found: everything is available\n", "example.jp") == "record"


@pytest.mark.parametrize(
    ("text", "stamp"),
    [
        ("2024-11-01T12:00:00Z", datetime(2024, 11, 1, 12, tzinfo=UTC)),
        ("2024-11-01T12:00:00+09:00", datetime(2024, 11, 1, 3, tzinfo=UTC)),
        ("2024. 11. 01.", datetime(2024, 11, 1, tzinfo=UTC)),
        ("01-nov-2024", datetime(2024, 11, 1, tzinfo=UTC)),
        ("31.10.2024", datetime(2024, 10, 31, tzinfo=UTC)),
        ("20241101", datetime(2024, 11, 1, tzinfo=UTC)),
        ("2024-13-45", None),
        ("9999-12-31", None),
        ("0000-00-00", None),
        ("yesterday", None),
        ("2024-11-01 12:00:00 +99:99", datetime(2024, 11, 1, 12, tzinfo=UTC)),
        (7, None),
    ],
)
def test_dates(text: object, stamp: datetime | None) -> None:
    """The forms registries write; absurd ones are no date."""
    read = read_stamp(text)
    assert read == stamp
    assert read is None or read.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("See PrivacyGuardian.org", "PrivacyGuardian.org"),
        ("Privacy service provided by Withheld for Privacy ehf", "Withheld for Privacy ehf"),
        ("WhoisGuard Protected", "WhoisGuard"),
        ("Whois Privacy Corp.", "Whois Privacy Corp."),
        ("Whois情報公開代行サービス by ムームードメイン", "Whois情報公開代行サービス by ムームードメイン"),
        ("株式会社例", None),
        ("", None),
    ],
)
def test_privacy_services_by_name(text: str, name: str | None) -> None:
    """What stands in the owner's place is named; an owner is not called one."""
    assert privacy_proxy(text) == name


def test_referrals_are_host_names_only() -> None:
    """A registry's answer cannot send us to a path, a port or an address of its choice."""
    assert referral("refer: whois.nic.example") == "whois.nic.example"
    assert referral("Registrar WHOIS Server: https://whois.registrar.example/") == "whois.registrar.example"
    assert referral("whois: 127.0.0.1:25") is None
    assert decode(b"\xa4") == "¤"
