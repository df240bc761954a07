"""The files of deploy/: what they promise, read without Docker or systemd's daemon."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from servicebot.settings import KEYS

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text("utf-8")
UNIT = DEPLOY / "servicebot@.service"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
INSTRUCTIONS = {
    *("ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK"),
    *("LABEL", "RUN", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR"),
}


def steps(text: str = DOCKERFILE) -> list[tuple[str, str]]:
    """Return the instructions of a Dockerfile, each with its words."""
    joined = re.sub(r"\\\n\s*", "", text)
    lines = [line for line in joined.splitlines() if line and line[0] != "#"]
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in lines)]


def stages() -> list[list[tuple[str, str]]]:
    """Return the instructions of each stage."""
    found: list[list[tuple[str, str]]] = []
    for step in steps():
        if step[0] == "FROM":
            found.append([])
        found[-1].append(step)
    return found


def test_the_dockerfile_holds_instructions_only() -> None:
    assert {word for word, _ in steps()} <= INSTRUCTIONS


def test_the_image_is_built_apart_and_runs_as_nobody_in_particular() -> None:
    build, final = stages()

    assert any("pip wheel" in rest for word, rest in build if word == "RUN")
    assert not any("pip" in rest for word, rest in final if word == "RUN")
    assert ("USER", "10001:10001") in final
    assert [word for word, _ in final].index("USER") > max(
        number for number, (word, _) in enumerate(final) if word in {"RUN", "COPY"}
    )


def test_the_image_s_versions_are_pinned_by_hashes() -> None:
    installs = re.findall(r"pip install ([^&]*)", " ".join(r for _, r in steps()))

    assert all("--require-hashes" in i or "--no-index" in i for i in installs)
    assert not any(rest.endswith(":latest") for word, rest in steps() if word == "FROM")


def test_the_image_says_whether_it_lives() -> None:
    (health,) = (rest for word, rest in steps() if word == "HEALTHCHECK")
    code = yaml.safe_load(health[health.index("[") :])[2]

    compile(code, "healthcheck", "exec")
    assert "/healthz" in code


def test_every_file_that_the_image_copies_exists_and_is_sent() -> None:
    ignored = (ROOT / ".dockerignore").read_text("utf-8").split()
    needed = {"src", "knowledge", "web", "locks", "pyproject.toml", "README.md"}

    assert needed.isdisjoint(ignored)
    assert all((ROOT / name).exists() for name in needed)


@pytest.mark.slow(40)
@pytest.mark.timeout(700)
def test_the_image_s_steps_install_a_servicebot_that_answers(tmp_path: Path) -> None:
    """Run the build stage by hand, its folders moved below a temporary one."""
    shutil.copytree(
        ROOT,
        tmp_path / "src",
        ignore=shutil.ignore_patterns(*_ignored(), "deploy", "*.pyc"),
    )
    environ = {k: v for k, v in os.environ.items() if not k.startswith("SERVICEBOT_")}
    path = os.pathsep.join((str(Path(sys.base_prefix) / "bin"), environ["PATH"]))
    for command in (rest for word, rest in stages()[0] if word == "RUN"):
        moved = command.replace("/opt/", f"{tmp_path}/opt/").replace(
            "python -m venv", f"{shlex.quote(sys.executable)} -m venv"
        )
        subprocess.run(
            ["bash", "-euc", moved],  # noqa: S607
            cwd=tmp_path / "src",
            env=environ | {"PATH": path, "PIP_NO_COMPILE": "1"},
            check=True,
            capture_output=True,
            timeout=280,
        )
    bin_folder = tmp_path / "opt" / "servicebot" / "bin"
    answered = subprocess.run(
        [bin_folder / "servicebot", "ask", "combien de crèches ?"],
        cwd=tmp_path,
        env=environ | {"SERVICEBOT_VAR": str(tmp_path / "var")},
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert "28 crèches" in answered
    assert (bin_folder / "gunicorn").exists()


def _ignored() -> list[str]:
    names = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    return [name.removeprefix("**/") for name in names if name[:1] != "#"]


def test_the_compose_file_has_two_nodes_a_database_a_redis_and_a_proxy() -> None:
    assert set(SERVICES) == {"node1", "node2", "database", "redis", "proxy"}
    assert COMPOSE["services"]["node1"]["image"] == SERVICES["node2"]["image"]


@pytest.mark.parametrize("name", ["node1", "node2", "redis", "proxy"])
def test_a_container_writes_nothing_of_its_own_and_gains_no_rights(name: str) -> None:
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]


def test_only_the_proxy_has_a_door_to_the_outside() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == [
        "proxy"
    ]


def test_every_volume_and_network_that_is_used_is_declared() -> None:
    mounts = [v for s in SERVICES.values() for v in s.get("volumes", ())]
    named = {v.split(":")[0] for v in mounts if v[0] not in "./"}
    files = [DEPLOY / v.split(":")[0] for v in mounts if v[0] == "."]

    assert named == set(COMPOSE["volumes"])
    assert all(path.exists() for path in files)
    assert {n for s in SERVICES.values() for n in s["networks"]} == {"inside"}
    assert set(COMPOSE["networks"]) == {"inside"}


def test_what_waits_for_a_service_waits_for_one_that_says_how_it_is() -> None:
    for service in SERVICES.values():
        for name, wait in service.get("depends_on", {}).items():
            is_own = SERVICES[name]["image"].startswith("servicebot:")
            assert (
                wait["condition"] != "service_healthy"
                or is_own
                or "healthcheck" in SERVICES[name]
            )


def test_the_nodes_are_set_by_settings_that_exist_and_their_secrets_are_not_here() -> (
    None
):
    settings = SERVICES["node1"]["environment"]

    assert set(settings) <= set(KEYS)
    assert settings["SERVICEBOT_SECRET_KEY"].startswith("${SERVICEBOT_SECRET_KEY:?")
    assert ":?" in SERVICES["database"]["environment"]["POSTGRES_PASSWORD"]


def test_every_variable_of_the_compose_file_is_in_the_example() -> None:
    used = re.findall(r"\$\{(\w+)", (DEPLOY / "compose.yaml").read_text("utf-8"))
    example = (DEPLOY / "environment.example").read_text("utf-8")
    given = set(re.findall(r"^(\w+)=", example, re.MULTILINE))

    assert set(used) - {"SERVICEBOT_VERSION"} == given


def test_the_unit_is_hardened() -> None:
    unit = UNIT.read_text("utf-8")

    for line in (
        *("DynamicUser=yes", "NoNewPrivileges=yes", "ProtectSystem=strict"),
        *("CapabilityBoundingSet=", "PrivateTmp=yes", "MemoryDenyWriteExecute=yes"),
        *("SystemCallFilter=@system-service", "StateDirectory=servicebot"),
    ):
        assert f"\n{line}\n" in unit


def test_systemd_reads_the_unit_and_finds_it_safe(tmp_path: Path) -> None:
    need("systemd-analyze")
    unit = tmp_path / "servicebot@8001.service"
    text = UNIT.read_text("utf-8")
    unit.write_text(re.sub(r"ExecStart=\S+", "ExecStart=/bin/true", text), "utf-8")

    verified = _systemd("verify", str(unit))
    exposure = re.search(
        r"exposure level for \S+: ([\d.]+)",
        _systemd("security", "--offline=true", str(unit)),
    )

    assert verified == ""
    assert exposure is not None
    assert float(exposure[1]) < 2


def _systemd(*arguments: str) -> str:
    done = subprocess.run(
        ["systemd-analyze", "--no-pager", *arguments],  # noqa: S607
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"LC_ALL": "C.UTF-8"},
    )
    return done.stdout + done.stderr


def test_caddy_reads_its_file(tmp_path: Path) -> None:
    need("caddy")
    adapted = subprocess.run(
        ["caddy", "adapt", "--config", str(caddyfile(tmp_path, "town.example"))],  # noqa: S607
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert '"dial":"node1:8000"' in adapted
    assert '"dial":"node2:8000"' in adapted


def test_debian_s_caddy_reads_the_file_that_is_for_it() -> None:
    need("caddy")
    adapted = subprocess.run(
        ["caddy", "adapt", "--adapter", "caddyfile", "--config", "Caddyfile.debian"],  # noqa: S607
        cwd=DEPLOY,
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert '"dial":"127.0.0.1:8001"' in adapted
    assert '"dial":"127.0.0.1:8002"' in adapted
    # the body is read, within its limit, before a node is chosen
    steps = ('"max_size":1000000', "{http.request.body}", '"handler":"reverse_proxy"')
    assert sorted(steps, key=adapted.index) == list(steps)


def need(program: str) -> None:
    """Skip a test, which fails a run in CI, where a program is missing."""
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")


def caddyfile(folder: Path, site: str) -> Path:
    """Write the Caddyfile for a site, as Debian's older Caddy (2.6.2) spells it."""
    text = (DEPLOY / "Caddyfile").read_text("utf-8")
    older = "buffer_requests\n\t\tmax_buffer_size 262144"
    file = folder / "Caddyfile"
    file.write_text(
        text.replace("request_buffers 256KiB", older).replace(
            "{$SERVICEBOT_SITE}", site
        ),
        "utf-8",
    )
    return file
