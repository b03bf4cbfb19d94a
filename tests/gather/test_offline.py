"""Not one packet leaves unless it was asked for, and then only through the gate."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src" / "gyotaku"
EXAMPLES = ROOT / "examples"

WATCHED = """
import json, sys
seen = []
def hook(event, args):
    if event.startswith("socket.") or event in ("urllib.Request", "http.client.connect", "subprocess.Popen", "os.exec"):
        # A loop talks to its own thread over a pair of sockets of the kind AF_UNIX; that is no packet.
        if event == "socket.__new__" and int(args[1]) == 1:
            return
        where = args[1] if event in ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg") else args[0]
        seen.append([event, repr(where)])
sys.addaudithook(hook)
from gyotaku.cli import main
status = main(sys.argv[1:])
sys.stdout.flush()
print(json.dumps([status, seen, sorted(m for m in sys.modules if m in ("socket", "anyio", "dns", "httpcore2", "ssl"))]),
      file=sys.stderr)
"""


def watched(*words: str) -> tuple[int, list[list[str]], list[str]]:
    """Exit status, socket events and network modules of the command run with these words."""
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, *words], capture_output=True, check=False, cwd=ROOT, timeout=120
    )
    assert done.returncode == 0, done.stderr.decode()
    status, seen, modules = json.loads(done.stderr.decode().splitlines()[-1])
    return status, seen, modules


def test_offline_not_one_socket_is_opened(tmp_path: Path) -> None:
    """All examples: no socket is made, no name resolved, no process started, no network code loaded."""
    for format in ("text", "html"):
        status, seen, modules = watched("dissect", "--format", format, "-o", f"{tmp_path}/{format}/", str(EXAMPLES))
        assert status == 0
        assert seen == []
        assert modules == []


def test_a_recorded_world_opens_no_connection(tmp_path: Path) -> None:
    """Replaying a case asks nobody, though the code that asks is there."""
    (tmp_path / "answers.json").write_bytes(b'{"schema": "gyotaku/answers/1", "cases": {}}')
    status, seen, _ = watched(
        "dissect",
        "--world",
        f"recorded:{tmp_path}",
        "--format",
        "json",
        "-o",
        str(tmp_path / "out.json"),
        str(EXAMPLES),
    )
    assert status == 0
    assert [e for e in seen if e[0] in ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.bind")] == []


def test_the_loopback_world_stays_on_this_machine(tmp_path: Path) -> None:
    """Every connection of the demo goes to 127.0.0.1, and no name is given to the system's resolver."""
    status, seen, _ = watched(
        "dissect", "--world", f"loopback:{EXAMPLES}", "--ask-third-parties", "--format", "json",
        "-o", str(tmp_path / "out.json"), str(EXAMPLES),
    )  # fmt: skip
    assert status == 0
    where = {where for event, where in seen if event in ("socket.connect", "socket.bind", "socket.sendto")}
    assert where
    assert all(place.startswith("('127.0.0.1', ") for place in where), where
    assert {where for event, where in seen if event == "socket.getaddrinfo"} <= {"'127.0.0.1'", "b'127.0.0.1'"}


CALLS = {
    "socket.socket", "socket.create_connection", "socket.getaddrinfo", "socket.gethostbyname",
    "asyncio.open_connection", "anyio.connect_tcp", "anyio.connect_unix", "anyio.create_connected_udp_socket",
    "anyio.create_udp_socket", "urllib.request.urlopen", "dns.resolver.resolve", "dns.resolver.query",
    "dns.query.udp", "dns.asyncquery.udp", "dns.asyncresolver.resolve", "httpcore2.request", "httpx2.get",
}  # fmt: skip
MAY = {
    "gather/egress.py": "the gate",
    "testing/servers.py": "servers of tests and demos: they listen",
}


@pytest.mark.parametrize("path", sorted(SRC.rglob("*.py")), ids=lambda p: str(p.relative_to(SRC)))
def test_only_the_gate_opens_connections(path: Path) -> None:
    """No other module calls what opens a socket, or brings a client that opens its own."""
    if str(path.relative_to(SRC)) in MAY:
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    called = {ast.unparse(n.func) for n in ast.walk(tree) if isinstance(n, ast.Call)}
    assert not called & CALLS
    imported = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    imported |= {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    own = {"requests", "urllib.request", "http.client", "ftplib", "telnetlib", "aiohttp", "httpx", "httpx2", "socket"}
    assert not imported & own
