"""``gyotaku data``: files come in pieces, and replace the old ones only when they are what they say they are."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.gather.intel.test_atlas import Closed, city, mmdb
from tests.gather.test_live import over_http

from gyotaku.cli.data import run
from gyotaku.errors import ConfigError, RefusedByPolicy, WorldFailure
from gyotaku.gather.network import GatedNetwork
from gyotaku.gather.refresh import ITEMS, MAX_FILE, Outcome, fetch, refresh
from gyotaku.gather.source import HttpReply
from gyotaku.testing.servers import HttpServer, Reply, Request

BOOTSTRAP = json.dumps({"publication": "2026-09-01T00:00:00Z", "services": [[["jp"], ["https://rdap.example/"]]]})
CITY = mmdb({"194.11.246.0/24": city("Hamburg", "DE", 53.5, 10.0)}, datetime(2026, 9, 1, tzinfo=UTC), "DBIP-City-Lite")


class Web(Closed):
    """Files by URL, served in ranges as RFC 9110 section 14 has it, or whole."""

    def __init__(self, files: Mapping[str, bytes], *, ranges: bool = True, **settings: str) -> None:
        super().__init__(None)
        self.files, self.ranges, self.settings = dict(files), ranges, settings
        self.asked: list[str] = []

    def setting(self, name: str) -> str | None:
        return self.settings.get(name)

    async def http_get(self, url: str, **more: Any) -> HttpReply:
        self.asked.append(url)
        body = self.files.get(url)
        if body is None:
            return HttpReply(404, {}, b"", url)
        if not self.ranges:
            if len(body) > more["max_bytes"]:
                raise RefusedByPolicy(f"{url}: more than {more['max_bytes']} bytes")
            return HttpReply(200, {}, body, url)
        first, last = (int(n) for n in more["headers"]["range"].removeprefix("bytes=").split("-"))
        part = body[first : last + 1]
        headers = {"content-range": f"bytes {first}-{first + len(part) - 1}/{len(body)}"}
        return HttpReply(206, headers, part, url)


def url_of(name: str, month: str = "2026-09") -> str:
    return next(item.url for item in ITEMS if item.name == name).replace("{month}", month)


def done(web: Web, folder: Path, *names: str) -> tuple[Outcome, ...]:
    return asyncio.run(refresh(web, folder, names))


@pytest.mark.parametrize("size", [1, 9, 10, 11, 25])
def test_a_file_comes_in_pieces(size: int) -> None:
    """Whatever its length, the pieces give the file back, and no piece is larger than asked for."""
    data = bytes(range(size))
    web = Web({"https://x.example/f": data})
    assert asyncio.run(fetch(web, "https://x.example/f", 10)) == data
    assert len(web.asked) == -(-size // 10)


def test_a_server_without_pieces() -> None:
    """A small file may come whole; a large one is refused, and the reason says so."""
    assert (
        asyncio.run(fetch(Web({"https://x.example/f": b"small"}, ranges=False), "https://x.example/f", 10)) == b"small"
    )
    with pytest.raises(RefusedByPolicy, match="at a time"):
        asyncio.run(fetch(Web({"https://x.example/f": bytes(20)}, ranges=False), "https://x.example/f", 10))


@pytest.mark.parametrize("said", [f"bytes 0-9/{MAX_FILE + 1}", "bytes 5-14/20", "bytes 0-3/20", "bytes */20", ""])
def test_lies_about_pieces(said: str) -> None:
    """Too large a whole, another piece than asked for, no numbers: refused, not put together."""

    class Liar(Web):
        async def http_get(self, url: str, **more: Any) -> HttpReply:
            return HttpReply(206, {"content-range": said}, bytes(10), url)

    with pytest.raises((RefusedByPolicy, WorldFailure)):
        asyncio.run(fetch(Liar({}), "https://x.example/f", 10))


def test_pieces_through_the_gate_and_over_a_redirect() -> None:
    """With the live network and a real server that redirects, each piece is asked for at the last place."""
    data = bytes(range(250)) * 4

    def answer(request: Request) -> Reply:
        if request.target == "/latest":
            return Reply(302, headers=[("location", "http://site.example/files/7")])
        first, last = (int(n) for n in request.headers["range"].removeprefix("bytes=").split("-"))
        part = data[first : last + 1]
        return Reply(206, part, [("content-range", f"bytes {first}-{first + len(part) - 1}/{len(data)}")])

    async def use(network: GatedNetwork, server: HttpServer) -> bytes:
        return await fetch(network, "http://site.example/latest", 300)

    assert over_http(answer, use) == data


def test_fetched_checked_and_used(tmp_path: Path) -> None:
    """A packed database is unpacked and installed; the same one again is unchanged; nothing half-made stays behind."""
    web = Web({url_of("city"): gzip.compress(CITY), url_of("rdap-dns"): BOOTSTRAP.encode()})
    assert [o.what for o in done(web, tmp_path, "city", "rdap-dns")] == ["updated", "updated"]
    assert (tmp_path / "atlas" / "dbip-city-lite.mmdb").read_bytes() == CITY
    assert [o.what for o in done(web, tmp_path, "city")] == ["unchanged"]
    assert sorted(p.name for p in tmp_path.rglob("*") if p.is_file()) == ["dbip-city-lite.mmdb", "dns.json"]


def test_this_month_or_the_one_before(tmp_path: Path) -> None:
    """On the first days of a month its file may not be out: then last month's is fetched."""
    web = Web({url_of("city", "2026-08"): gzip.compress(CITY)})
    (outcome,) = done(web, tmp_path, "city")
    assert outcome.what == "updated"
    assert web.asked == [url_of("city", "2026-09"), url_of("city", "2026-08")]


@pytest.mark.parametrize(
    "data",
    [b"", b"<html>not found</html>", gzip.compress(b"junk", mtime=0), gzip.compress(CITY)[:-40], b"\x1f\x8bjunk"],
    ids=range(5),
)
def test_what_is_no_database_changes_nothing(tmp_path: Path, data: bytes) -> None:
    """A login page, a cut file, rubbish: failed, and the file that was there stays."""
    done(Web({url_of("city"): gzip.compress(CITY)}), tmp_path, "city")
    served = {url_of("city"): data, url_of("city", "2026-08"): data}
    (outcome,) = done(Web(served), tmp_path, "city")
    assert outcome.what == "failed"
    assert outcome.detail
    assert (tmp_path / "atlas" / "dbip-city-lite.mmdb").read_bytes() == CITY
    assert len(list((tmp_path / "atlas").iterdir())) == 1


def test_older_data_never_replace_newer(tmp_path: Path) -> None:
    """A mirror that fell behind does not take the operator back in time."""
    done(Web({url_of("city"): CITY}), tmp_path, "city")
    old = mmdb({"194.11.246.0/24": city("Kiel", "DE", 54.3, 10.1)}, datetime(2020, 1, 1, tzinfo=UTC), "DBIP-City-Lite")
    (outcome,) = done(Web({url_of("city"): old, url_of("city", "2026-08"): old}), tmp_path, "city")
    assert (outcome.what, "older" in outcome.detail) == ("failed", True)


def test_another_place_by_setting(tmp_path: Path) -> None:
    """``data.NAME`` names the operator's own mirror."""
    web = Web({"https://mirror.example.jp/dns.json": BOOTSTRAP.encode()})
    web.settings["data.rdap-dns"] = "https://mirror.example.jp/dns.json"
    assert [o.what for o in done(web, tmp_path, "rdap-dns")] == ["updated"]


def test_unknown_names_are_the_operators_error(tmp_path: Path) -> None:
    """A name that does not exist is said before anything is fetched, with those that do."""
    web = Web({})
    with pytest.raises(ConfigError, match="rdap-dns"):
        done(web, tmp_path, "moon")
    assert web.asked == []


def test_status(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Every set with date, age, size, licence and place on disk; a broken file is named and the status is 1."""
    monkeypatch.setenv("GYOTAKU_HOME", str(tmp_path))
    assert run(["status"]) == 0
    said = capsys.readouterr().out
    assert "ip-location-db\n    of 20" in said
    assert "PDDL 1.0" in said
    for item in ITEMS:
        assert item.url in said
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "broken.mmdb").write_bytes(b"junk")
    assert run(["status"]) == 1
    assert "broken.mmdb" in capsys.readouterr().err


@pytest.mark.parametrize("url", ["city", "city=http://x.example/f", "city="])
def test_update_takes_https_only(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Data that answers rest on come over an authenticated line."""
    monkeypatch.setenv("GYOTAKU_HOME", str(tmp_path))
    with pytest.raises(ConfigError, match="https"):
        run(["update", "city", "--url", url])
