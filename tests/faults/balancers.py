"""The nginx and the Caddy of deploy/ in front of two nodes, on a port of their own."""

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from tests.faults.nodes import ROOT, UNREACHED, Node, call, free_port, within

Hosts = Sequence[str]
Command = list[str]


@contextmanager
def balanced(
    make: Callable[[Path, int, Hosts], Command], folder: Path, nodes: Sequence[Node]
) -> Iterator[str]:
    """Give the address of what `make` says how to start, in front of two nodes."""
    port = free_port()
    hosts = [node.address.removeprefix("http://") for node in nodes]
    command = make(folder, port, hosts)
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    log = folder / "balancer.log"
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=folder, stdout=out, stderr=out)
    address = f"http://127.0.0.1:{port}"
    try:
        assert within(20, lambda: _answers(address)), log.read_text("utf-8")
        yield address
    finally:
        process.terminate()
        process.wait(20)


def nginx(folder: Path, port: int, hosts: Hosts) -> Command:
    """Write the configuration of nginx; return its command."""
    text = _addressed("nginx.conf", hosts)
    text = text.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port};")
    text = re.sub(r"^ *(listen \[|ssl_).*\n", "", text, flags=re.MULTILINE)
    (folder / "site.conf").write_text(text, "utf-8")
    paths = "".join(
        f"{name}_temp_path {folder}/{name};"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/nginx.pid; error_log stderr; events {{}} "
        f"http {{ access_log off; {paths} include {folder}/site.conf; }}",
        "utf-8",
    )
    return ["nginx", "-e", "stderr", "-p", str(folder), "-c", f"{folder}/nginx.conf"]


def debian_caddy(folder: Path, port: int, hosts: Hosts) -> Command:
    """Write the configuration of Debian's Caddy; return its command."""
    text = _addressed("Caddyfile.debian", hosts)
    text = text.replace("assistant.ville.example", f"http://127.0.0.1:{port}")
    (folder / "Caddyfile").write_text(text, "utf-8")
    home = ["env", f"HOME={folder}", f"XDG_DATA_HOME={folder}"]
    run = ["caddy", "run", "--config", "Caddyfile", "--adapter", "caddyfile"]
    return run if shutil.which("caddy") is None else [*home, *run]


def _addressed(name: str, hosts: Hosts) -> str:
    text = (ROOT / "deploy" / name).read_text("utf-8")
    return text.replace("127.0.0.1:8001", hosts[0]).replace("127.0.0.1:8002", hosts[1])


def _answers(address: str) -> bool:
    with suppress(*UNREACHED):
        return bool(call(address, "/healthz"))
    return False
