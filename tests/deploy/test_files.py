"""The files that people deploy from say nothing that the product does not know."""

import configparser
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml

from helpdesk.management.commands import backup, serve
from tests.house.code import ROOT
from tests.house.test_settings import documented_names

DEPLOY = ROOT / "deploy"
COMPOSE = ROOT / "docker-compose.yml"
# what belongs to the images of others, or to compose itself
OTHERS = {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD", "DESK_PORT", "PYTHONUNBUFFERED"}
NODES = ("desk-1", "desk-2")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    made: dict[str, Any] = yaml.safe_load(COMPOSE.read_text())
    return made


def names_in(path: Path) -> set[str]:
    """NAME= at the beginning of a line, also of a line that is switched off."""
    return set(re.findall(r"^#?([A-Z][A-Z0-9_]+)=", path.read_text(), re.M))


def test_compose_has_what_a_cluster_needs(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert set(services) == {*NODES, "proxy", "database", "redis", "mail"}
    for name in NODES:
        assert services[name]["environment"]["NODE_NAME"] == name
        assert {"files:/srv/files", "secrets:/srv/secrets"} < set(services[name]["volumes"])
        assert services[name]["depends_on"]["database"]["condition"] == "service_healthy"
    shared = [
        {key: value for key, value in services[name]["environment"].items() if key != "NODE_NAME"}
        for name in NODES
    ]
    assert shared[0] == shared[1]
    assert "ports" not in services["desk-1"]  # only through the proxy
    assert "ports" not in services["database"]


def test_compose_gives_settings_that_exist(compose: dict[str, Any]) -> None:
    given = {name for service in compose["services"].values() for name in service.get("environment", {})}
    assert given - documented_names() - OTHERS == set()
    assert set(re.findall(r"\$\{([A-Z_]+)", COMPOSE.read_text())) == names_in(DEPLOY / "compose.env.example")


def test_volumes_and_networks_are_declared(compose: dict[str, Any]) -> None:
    used = {
        volume.split(":")[0]
        for service in compose["services"].values()
        for volume in service.get("volumes", [])
    }
    assert {name for name in used if not name.startswith(".")} == set(compose["volumes"])
    assert all((ROOT / name).exists() for name in used if name.startswith("."))
    assert set(compose["networks"]) == {"desk"}


def test_the_proxy_asks_who_is_active(compose: dict[str, Any]) -> None:
    config = (DEPLOY / "haproxy.cfg").read_text()
    assert "http-check send meth GET uri /readyz" in config
    assert set(re.findall(r"^\s+server (\S+) (\S+):8000", config, re.M)) == {(name, name) for name in NODES}
    address = compose["services"]["proxy"]["networks"]["desk"]["ipv4_address"]
    assert compose["x-settings"]["TRUSTED_PROXIES"] == address
    assert "bind :8080" in config


@pytest.mark.parametrize("name", ["helpdesk.env.example", "compose.env.example"])
def test_examples_name_settings_that_exist_and_hold_no_secret(name: str) -> None:
    path = DEPLOY / name
    assert names_in(path) - documented_names() - OTHERS == set()
    assert not re.search(r"^(SECRET_KEY|DATA_KEY|POSTGRES_PASSWORD)=.+", path.read_text(), re.M)


def test_the_image_knows_its_settings_and_commands() -> None:
    text = (ROOT / "Dockerfile").read_text()
    names = set(re.findall(r"\b([A-Z][A-Z_]+)=", text))
    assert names - documented_names() - OTHERS == set()
    copied = re.findall(r"^COPY (requirements/\S+) (requirements/\S+) ", text, re.M)
    assert all((ROOT / name).is_file() for pair in copied for name in pair)
    assert copied
    assert "manage.py upgrade" in text
    assert "manage.py serve" in text
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert {".env", "var", ".git"} <= set(ignored)


@pytest.mark.parametrize("path", sorted(DEPLOY.glob("*.service")), ids=lambda path: path.name)
def test_units_start_commands_that_exist(path: Path) -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment, method-assign]  # as the module's manual has it
    unit.read_string(path.read_text())
    used = re.findall(r"manage\.py (\w+)", path.read_text())
    commands = ROOT / "helpdesk" / "management" / "commands"
    assert used
    assert all((commands / f"{name}.py").is_file() for name in used)
    assert unit["Service"]["User"] == "helpdesk"
    assert serve.Command.help
    assert backup.Command.help


def test_nginx_does_not_hold_live_updates_up() -> None:
    text = (DEPLOY / "nginx.conf").read_text()
    stream = text.partition("location = /stream {")[2].partition("}")[0]
    assert "proxy_buffering off;" in stream
    assert "proxy_set_header Host $host;" in stream
    assert "client_max_body_size 128m;" in text
    assert text.count("{") == text.count("}")


def test_iis_has_a_file_that_can_be_read() -> None:
    root = ElementTree.parse(DEPLOY / "web.config").getroot()  # noqa: S314 - our own file
    limit = root.find(".//requestLimits")
    assert limit is not None
    assert limit.get("maxAllowedContentLength") == str(128 * 1024 * 1024)
    assert any("127.0.0.1:8000" in str(action.get("url")) for action in root.iter("action"))


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "deploy").glob("*.md")), ids=lambda path: path.name)
def test_pages_name_files_that_exist(path: Path) -> None:
    text = path.read_text()
    for name in re.findall(r"`(deploy/[\w.-]+)`", text):
        assert (ROOT / name).exists(), name
    for link in re.findall(r"\]\((?!https?:)([^)#]+)", text):
        assert (path.parent / link).exists(), link
