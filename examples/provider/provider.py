"""A small external provider: all six interfaces, SOAP 1.1 and 1.2, nothing to install.

    python examples/provider/provider.py --port 9000 --password example

Then enter http://localhost:9000/Provider.asmx and the password under Settings, External Providers. What it
decides stands in rules.py, which is yours to change; wire.json is the shape of the description. With
--control it counts its calls for whoever asks and misbehaves on demand: see README.md.
"""

import argparse
import json
import logging
import runpy
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree
from xml.sax.saxutils import escape

log = logging.getLogger("provider")
HERE = Path(__file__).resolve().parent
METHODS = {
    "Authenticate": "authenticate",
    "GetSignInCookieInfo": "get_sign_in_cookie_info",
    "GetCustomFieldOptions": "get_custom_field_options",
    "StartTicket": "start_ticket",
    "StartChat": "start_chat",
    "GetUserDetails": "get_user_details",
    "NotifyEventFired": "notify_event_fired",
}
REFUSALS = {
    "Authenticate": ["Authentication=FAIL"],
    "GetSignInCookieInfo": ["Authentication=FAIL"],
    "GetCustomFieldOptions": ["CanStartTickets=False", "CanStartChats=False"],
    "StartTicket": ["TicketCreation=FALSE"],
    "StartChat": ["ChatCreation=FALSE"],
}
ENVELOPES = {
    "1.1": "http://schemas.xmlsoap.org/soap/envelope/",
    "1.2": "http://www.w3.org/2003/05/soap-envelope",
}
GARBAGE = b"<html><body><h1>It works!</h1><p>but not as a web service"
_ENTITIES = [f'<!ENTITY e{n} "{(f"&e{n - 1};" if n else "a") * 10}">' for n in range(10)]
BOMB = f'<?xml version="1.0"?><!DOCTYPE b [{"".join(_ENTITIES)}]><b>&e9;</b>'.encode()
BIG = 10 * 1024 * 1024


class Fault(Exception):  # noqa: N818 - what SOAP calls it
    """Becomes a SOAP fault."""


@dataclass
class Setup:
    """How the service looks from outside, and how it misbehaves: by method, "*" for all, "wsdl"."""

    password: str
    namespace: str
    rules: Any
    versions: list[str] = field(default_factory=lambda: ["1.1", "1.2"])
    behaviour: dict[str, dict[str, Any]] = field(default_factory=dict)
    calls: list[dict[str, Any]] = field(default_factory=list)

    def how(self, method: str) -> dict[str, Any]:
        return self.behaviour.get(method) or (self.behaviour.get("*") if method != "wsdl" else None) or {}

    def described(self) -> list[str]:
        return [name for name in METHODS if self.how(name).get("how") != "missing"]


def wsdl(setup: Setup, url: str) -> bytes:
    """The description, in the shape that .NET gives it."""
    shapes = json.loads((HERE / "wire.json").read_text())
    fixed = {"ns": escape(setup.namespace, {'"': "&quot;"}), "url": escape(url, {'"': "&quot;"})}

    def fill(name: str, **words: str) -> str:
        return Template("".join(shapes[name])).substitute(fixed | words)

    def each(name: str, **words: str) -> str:
        return "".join(fill(name, method=method, **words) for method in setup.described())

    names = ["soap" if version == "1.1" else "soap12" for version in setup.versions]
    bindings = "".join(fill("binding", soap=name, operations=each("bound", soap=name)) for name in names)
    ports = "".join(fill("port", soap=name) for name in names)
    parts = {"elements": each("elements"), "messages": each("messages"), "operations": each("operation")}
    return fill("document", bindings=bindings, ports=ports, **parts).encode()


def read_call(setup: Setup, body: bytes, headers: Message) -> tuple[str, dict[str, str]]:
    """The method, and the variables with their names in small letters. Raises Fault."""
    if b"<!DOCTYPE" in body:
        raise Fault("A document type is not allowed.")
    root = ElementTree.fromstring(body)  # noqa: S314 - a document type is refused above
    content = next(part for part in root if part.tag.endswith("}Body"))[0]
    namespace, _brace, method = content.tag[1:].partition("}")
    version = version_of(body)
    action = headers.get("SOAPAction", "") if version == "1.1" else headers.get("Content-Type", "")
    is_known = namespace == setup.namespace and method in setup.described() and version in setup.versions
    if not is_known or f'"{setup.namespace}{method}"' not in action:
        raise Fault(f"Server did not recognize the request: {content.tag}")
    strings = [part.text or "" for part in content.iter(f"{{{setup.namespace}}}string")]
    pairs = [text.partition("=") for text in strings]
    return method, {name.lower(): value for name, _equals, value in pairs}


def version_of(body: bytes) -> str:
    return "1.2" if ENVELOPES["1.2"].encode() in body else "1.1"


def decide(setup: Setup, method: str, inputs: Mapping[str, str]) -> dict[str, Any]:
    """The rules' answer, or what was set for the method. Raises Fault."""
    behaviour = setup.how(method)
    how, said = behaviour.get("how", ""), behaviour.get("message", "")
    if inputs.get("authpw") != setup.password or how == "denied":
        return {"success": False, "message": "Permission Denied"}
    if how == "fault":
        raise Fault(said or "Object reference not set to an instance of an object.")
    if how == "refuse":
        return {"message": said or "Not today.", "outputs": REFUSALS.get(method, [])}
    if how == "answer":
        return behaviour
    result: dict[str, Any] = getattr(setup.rules, METHODS[method])(inputs)
    return result


def member(name: str, value: Any) -> str:
    if isinstance(value, list):
        return f"<{name}>{''.join(member('string', one) for one in value)}</{name}>"
    return f"<{name}>{escape(str(value).lower() if isinstance(value, bool) else str(value))}</{name}>"


def result_xml(setup: Setup, method: str, result: Mapping[str, Any]) -> str:
    inner = member("Success", result.get("success", True)) + member("Message", result.get("message", ""))
    if result.get("outputs"):
        inner += member("OutputVariables", result["outputs"])
    items = ["".join(member(*pair) for pair in one.items()) for one in result.get("fields", [])]
    if items:
        tag = "ExternalCustomFieldData"
        inner += (
            f"<CustomFieldDataItems><{tag}>{f'</{tag}><{tag}>'.join(items)}</{tag}></CustomFieldDataItems>"
        )
    if result.get("html"):
        inner += member("UserInfoHtml", result["html"])
    uri = escape(setup.namespace, {'"': "&quot;"})
    return f'<{method}Response xmlns="{uri}"><{method}Result>{inner}</{method}Result></{method}Response>'


def fault_xml(version: str, text: str) -> str:
    said = escape(text)
    if version == "1.1":
        return f"<s:Fault><faultcode>s:Server</faultcode><faultstring>{said}</faultstring></s:Fault>"
    code = "<s:Code><s:Value>s:Receiver</s:Value></s:Code>"
    return f'<s:Fault>{code}<s:Reason><s:Text xml:lang="en">{said}</s:Text></s:Reason></s:Fault>'


def envelope(version: str, inner: str) -> bytes:
    head = f'<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="{ENVELOPES[version]}">'
    return f"{head}<s:Body>{inner}</s:Body></s:Envelope>".encode()


class Handler(BaseHTTPRequestHandler):
    service: Setup
    fresh: Callable[[], Setup]
    control = False
    timeout = 60

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.query.lower() == "wsdl":
            if not self.misbehaves("wsdl"):
                self.reply(wsdl(self.service, f"http://{self.headers['Host']}{parts.path}"))
        elif self.control and parts.path == "/_calls":
            self.reply(json.dumps(self.service.calls).encode(), "application/json")
        else:
            self.reply(b"Append ?wsdl for the description.", "text/plain")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.control and self.path in {"/_set", "/_reset"}:
            self.change(json.loads(body))
            return
        version = version_of(body)
        try:
            method, inputs = read_call(self.service, body, self.headers)
            self.service.calls.append({"method": method, "version": version, "inputs": inputs})
            log.info("%s for %s", method, inputs.get("loginusername") or inputs.get("username") or "-")
            if self.misbehaves(method):
                return
            inner = result_xml(self.service, method, decide(self.service, method, inputs))
            status = 200
        except (Fault, ElementTree.ParseError, StopIteration, IndexError) as error:
            inner, status = fault_xml(version, str(error)), 500
        kind = "text/xml" if version == "1.1" else "application/soap+xml"
        self.reply(envelope(version, inner), f"{kind}; charset=utf-8", status)

    def change(self, wanted: dict[str, Any]) -> None:
        """For trying: the setup as at the start, or some of it changed."""
        if self.path == "/_reset":
            Handler.service = Handler.fresh()
        for name, value in wanted.items():
            setattr(Handler.service, name, value)
        self.reply(b"{}", "application/json")

    def misbehaves(self, method: str) -> bool:
        """True when the answer has been given, or never will be."""
        behaviour = self.service.how(method)
        how = behaviour.get("how", "")
        time.sleep(float(behaviour.get("delay", 0)))
        if how == "hang":
            time.sleep(float(behaviour.get("seconds", 30)))
        elif how == "dribble":
            self.dribble(float(behaviour.get("seconds", 30)))
        elif how == "garbage":
            self.reply(GARBAGE, "text/html")
        elif how == "big":
            self.reply(envelope("1.1", f"<a>{'x' * BIG}</a>"))
        elif how == "bomb":
            self.reply(BOMB)
        elif how == "status":
            self.reply(b"", "text/plain", int(behaviour["status"]))
        return how in {"hang", "dribble", "garbage", "big", "bomb", "status", "drop"}

    def dribble(self, seconds: float) -> None:
        """An answer that never ends, a byte at a time."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n")
        for _tick in range(int(seconds * 20)):
            self.wfile.write(b" ")
            time.sleep(0.05)

    def reply(self, body: bytes, kind: str = "text/xml; charset=utf-8", status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        log.debug(format, *args)


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        log.debug("%s went away", client_address)  # a desk that waited long enough


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=9000)
    parser.add_argument("--password", default="example", help="the Web Service Password, sent as authPW")
    parser.add_argument("--namespace", default="http://provider.example.com/")
    parser.add_argument("--rules", type=Path, default=HERE / "rules.py")
    parser.add_argument("--control", action="store_true", help="for trying: /_calls and /_set")
    chosen = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    Handler.control = chosen.control
    rules = runpy.run_path(str(chosen.rules))["Rules"]
    Handler.fresh = staticmethod(lambda: Setup(chosen.password, chosen.namespace, rules()))
    Handler.service = Handler.fresh()
    with Server((chosen.host, chosen.port), Handler) as server:
        log.info("http://%s:%s/Provider.asmx", chosen.host, server.server_port)
        server.serve_forever()


if __name__ == "__main__":
    main()
