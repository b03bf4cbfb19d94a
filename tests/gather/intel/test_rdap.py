"""``rdap``: the registry's word, and only the registry's."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.gather.intel.answers import Recorded, ask, reply, told

from gyotaku.errors import WorldFailure
from gyotaku.gather.intel.bootstrap import service
from gyotaku.gather.intel.rdap import SOURCE
from gyotaku.gather.intel.rdap_reading import MAX_ENTITIES, load, read_domain, read_network
from gyotaku.gather.intel.registered import registered_name
from gyotaku.gather.source import HttpReply
from gyotaku.model import State

COM = "https://rdap.verisign.com/com/v1/domain/example-shop.com"
XYZ = "https://rdap.centralnic.com/xyz/domain/aq.xyz"


def card(**fields: str) -> list[Any]:
    """A jCard."""
    return ["vcard", [["version", {}, "text", "4.0"], *([k, {}, "text", v] for k, v in fields.items())]]


DOMAIN: dict[str, Any] = {
    "objectClassName": "domain",
    "ldhName": "EXAMPLE-SHOP.COM",
    "status": ["client transfer prohibited", "active"],
    "events": [
        {"eventAction": "registration", "eventDate": "2024-11-01T10:00:00Z"},
        {"eventAction": "expiration", "eventDate": "2025-11-01T10:00:00Z"},
        {"eventAction": "last changed", "eventDate": "2024-11-02T00:00:00.0Z"},
    ],
    "nameservers": [{"ldhName": "NS1.EXAMPLE.NET."}, {"ldhName": "ns2.example.net"}],
    "entities": [
        {
            "roles": ["registrar"],
            "vcardArray": card(fn="Example Registrar, Inc."),
            "entities": [{"roles": ["abuse"], "vcardArray": card(fn="", email="abuse@registrar.example", tel="tel:1")}],
        },
        {
            "roles": ["registrant"],
            "vcardArray": ["vcard", [["fn", {}, "text", "Registration Private"],
                                     ["org", {}, "text", "Domains By Proxy, LLC"],
                                     ["adr", {"cc": "US"}, "text", ["", "", "", "", "", "", ""]]]],
        },
    ],
}  # fmt: skip


def test_a_domain_is_read_with_its_nested_abuse_contact_and_its_privacy_service() -> None:
    """Dates, registrar, proxy by name, country, servers, statuses; the abuse address inside the registrar's entity."""
    answer = ask(SOURCE, "domain", "example-shop.com", Recorded(http=reply(COM, DOMAIN)))
    assert (answer.state, answer.source) == (State.FOUND, "rdap:domain")
    known: Any = answer.value
    assert known.registered_at == datetime(2024, 11, 1, 10, tzinfo=UTC)
    assert known.expires_at == datetime(2025, 11, 1, 10, tzinfo=UTC)
    assert known.changed_at == datetime(2024, 11, 2, tzinfo=UTC)
    assert known.registrar == "Example Registrar, Inc."
    assert known.registrant == known.privacy_proxy == "Domains By Proxy, LLC"
    assert (known.country, known.abuse()) == ("US", ("abuse@registrar.example",))
    assert known.name_servers == ("ns1.example.net", "ns2.example.net")
    assert known.statuses == ("client transfer prohibited", "active")


def test_not_registered_is_the_registrys_404() -> None:
    """The fourth seed's aq.xyz: the registry answers that there is no such domain."""
    assert ask(SOURCE, "domain", "aq.xyz", Recorded(http=reply(XYZ, status=404))).state is State.ABSENT
    said = {"errorCode": 404, "title": "Not Found"}
    assert ask(SOURCE, "domain", "aq.xyz", Recorded(http=reply(XYZ, said, 404))).state is State.ABSENT


@pytest.mark.parametrize(
    "answer",
    [
        HttpReply(404, {}, b"<html>Not Found</html>", XYZ),
        HttpReply(404, {}, b"", "https://rdap.registrar.example/domain/aq.xyz"),
        HttpReply(403, {}, b"{}", XYZ),
        HttpReply(200, {}, b"<html>maintenance</html>", XYZ),
        HttpReply(200, {}, b"[" * 1_000_000, XYZ),
        HttpReply(200, {}, b'{"ldhName": "other.xyz"}', XYZ),
        HttpReply(200, {}, b'{"a":' + b"9" * 10_000 + b"}", XYZ),
    ],
)
def test_what_is_not_the_registrys_word_is_not_known(answer: HttpReply) -> None:
    """A web page, a 404 from where a redirect led, a bomb, another name: never "not registered", never a record."""
    known = ask(SOURCE, "domain", "aq.xyz", Recorded(http={XYZ: answer}))
    assert (known.state, bool(known.reason)) == (State.UNKNOWN, True)


@pytest.mark.parametrize(("status", "after", "wait"), [(429, "60", 60.0), (503, "", None), (429, "9" * 400, None)])
def test_a_busy_registry_says_when_to_come_back(status: int, after: str, wait: float | None) -> None:
    """429 and 5xx are failures of the moment, with the server's Retry-After where it gives one."""
    network = Recorded(http=reply(XYZ, b"", status, retry_after=after))
    with pytest.raises(WorldFailure) as failure:
        ask(SOURCE, "domain", "aq.xyz", network)
    assert failure.value.retry_after == wait
    assert str(status) in str(failure.value)


def test_an_ending_without_rdap_is_not_asked() -> None:
    """.jp has none: SKIPPED sends the gatherer to WHOIS, and is no gap."""
    network = Recorded()
    assert ask(SOURCE, "domain", "example.co.jp", network).state is State.SKIPPED
    assert network.asked == []


def test_a_customer_of_a_platform_is_never_called_unregistered() -> None:
    """The registry knows the platform's name; the customer's below it would be a 404."""
    url = "https://rdap.verisign.com/com/v1/domain/cprapid.com"
    network = Recorded(http=reply(url, {"ldhName": "cprapid.com"}))
    answer = ask(SOURCE, "domain", "34-227-30-224.cprapid.com", network)
    assert answer.subject == "34-227-30-224.cprapid.com"
    assert answer.value is not None
    assert answer.value.name == "cprapid.com"


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("www.shop.example.co.jp", "example.co.jp"),
        ("my-site.vercel.app", "vercel.app"),
        ("bucket.s3.amazonaws.com", "amazonaws.com"),
        ("日本語.jp", "xn--wgv71a119e.jp"),
        ("192.0.2.1", ""),
        ("localhost", ""),
        ("a b.com", ""),
        ("", ""),
    ],
)
def test_registered_name(host: str, name: str) -> None:
    """Private suffixes peeled off, punycode made, nonsense refused."""
    assert registered_name(host) == name


def test_the_registrar_tells_the_registrant_of_a_thin_registry() -> None:
    """One further question; when it fails, the registry's answer stands."""
    more = "https://rdap.registrar.example/domain/EXAMPLE-SHOP.COM"
    thin = {**DOMAIN, "entities": DOMAIN["entities"][:1]}
    thin["links"] = [{"rel": "self", "href": COM}, {"rel": "related", "href": more, "type": "application/rdap+json"}]
    both = Recorded(http=reply(COM, thin) | reply(more, DOMAIN))
    assert told(SOURCE, "domain", "example-shop.com", both).privacy_proxy == "Domains By Proxy, LLC"
    assert told(SOURCE, "domain", "example-shop.com", Recorded(http=reply(COM, thin))).registrant is None


def test_a_network_is_read_in_cidr_form() -> None:
    """The narrowest network that holds the address, its registrant, country and abuse contact."""
    body = {
        "startAddress": "121.50.40.0",
        "endAddress": "121.50.47.255",
        "name": "TSUKAERUNET",
        "country": "jp",
        "entities": [
            {"roles": ["registrant"], "vcardArray": card(fn="Tsukaeru.net"), "entities": [
                {"roles": ["abuse"], "vcardArray": card(fn="abuse desk", email="abuse@tsukaeru.example")}]},
        ],
    }  # fmt: skip
    known = told(SOURCE, "ip", "121.50.46.57", Recorded(http=reply("https://rdap.apnic.net/ip/121.50.46.57", body)))
    assert (known.name, known.registrant, known.country) == ("121.50.40.0/21", "Tsukaeru.net", "JP")
    assert known.abuse() == ("abuse@tsukaeru.example",)


@pytest.mark.parametrize(
    "odd",
    [
        {},
        {"entities": "no", "events": {}, "status": 7, "nameservers": [1, {}], "links": None},
        {"entities": [None, 7, "x", {"roles": "abuse"}, {"roles": [None], "vcardArray": 7}]},
        {"entities": [{"roles": ["registrant"], "vcardArray": ["vcard", [7, ["fn"], ["fn", 0, 0, {"a": 1}]]]}]},
        {"events": [{"eventAction": 7}, {"eventAction": "registration", "eventDate": "0001-01-01"}, None]},
        {"cidr0_cidrs": [None, {"v4prefix": "x", "length": "y"}, {"length": 8}], "startAddress": 7, "endAddress": []},
        {"startAddress": "0.0.0.0", "endAddress": "::1"},
    ],
)
def test_hostile_json_is_read_as_little(odd: dict[str, Any]) -> None:
    """Wrong types anywhere give empty fields, never an exception."""
    assert read_domain(odd, "example.com").registered_at is None
    assert read_network(odd, "192.0.2.1").name == "192.0.2.1"


def test_bombs_are_cut() -> None:
    """A hundred thousand entities, a deep chain of them, a vCard of a million fields, HTML and controls in a name."""
    flat = {"entities": [{"roles": ["abuse"], "vcardArray": card(fn=f"n{n}")} for n in range(100_000)]}
    assert len(read_domain(flat, "x.com").contacts) == MAX_ENTITIES
    deep: dict[str, Any] = {"roles": ["abuse"], "vcardArray": card(fn="inner")}
    for _ in range(900):
        deep = {"entities": [deep]}
    assert read_domain(deep, "x.com").contacts == ()
    huge = card(fn="<b>Shop</b>\x00\u202e\n" + "x" * 1_000_000)
    huge[1] += [["email", {}, "text", "a@b.example"]] * 1_000_000
    (known,) = read_domain({"entities": [{"roles": ["registrant"], "vcardArray": huge}]}, "x.com").contacts
    assert known.name is not None
    assert known.name.startswith("<b>Shop</b> x")
    assert len(known.name) == 200
    assert load(b"\xff\xfe") is None


def test_hidden_owners_are_not_owners() -> None:
    """ "REDACTED FOR PRIVACY" is no registrant and no privacy service either."""
    owner = {"roles": ["registrant"], "vcardArray": card(fn="REDACTED FOR PRIVACY", org="DATA REDACTED")}
    known = read_domain({"entities": [owner]}, "x.com")
    assert (known.registrant, known.privacy_proxy) == (None, None)


def test_a_refreshed_bootstrap_goes_first(tmp_path: Path) -> None:
    """What the operator fetched replaces the snapshot; a broken file leaves the snapshot."""
    (tmp_path / "rdap").mkdir()
    table = tmp_path / "rdap" / "dns.json"
    table.write_text(
        json.dumps({"services": [[["com"], ["http://a.example/", "https://rdap.example/x"]], 7, [[1], [2]]]})
    )
    assert service("domain", "shop.com", tmp_path) == "https://rdap.example/x/"
    assert service("domain", "shop.net", tmp_path) == "https://rdap.verisign.com/net/v1/"
    table.write_text("{")
    assert service("domain", "shop.com", tmp_path) == "https://rdap.verisign.com/com/v1/"


@pytest.mark.parametrize(
    ("address", "base"),
    [
        ("103.3.2.85", "https://rdap.apnic.net/"),
        ("83.142.144.104", "https://rdap.db.ripe.net/"),
        ("192.185.37.96", "https://rdap.arin.net/registry/"),
        ("2a00:1450::1", "https://rdap.db.ripe.net/"),
        ("240.0.0.1", None),
    ],
)
def test_the_region_of_an_address(address: str, base: str | None) -> None:
    """The seeds' addresses go to the registries that gave them out."""
    assert service("ip", address, None) == base
