"""A service's WSDL, understood by zeep: which methods by which SOAP version, and the envelope of a call.

zeep is used here and nowhere else. It reads documents that are already here, and sends nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import zeep
from lxml import etree
from zeep.exceptions import Error as ZeepError
from zeep.wsdl.bindings import Soap11Binding, Soap12Binding

from providers.errors import CallError, NoMethodError

_SETTINGS = {"strict": True, "forbid_dtd": True, "forbid_entities": True, "xml_huge_tree": False}
# what zeep raises on documents that are well-formed and make no sense
_NONSENSE = (ZeepError, LookupError, AttributeError, ValueError, TypeError, etree.LxmlError, RecursionError)


@dataclass(frozen=True, slots=True)
class Message:
    """A call ready to be sent."""

    body: bytes
    headers: dict[str, str]
    soap_version: str


@dataclass(frozen=True, slots=True)
class _Offer:
    operation: Any  # a zeep operation, which zeep does not type
    address: str
    soap_version: str


class _Stored:
    """The one part of zeep's transport that is wanted: it gets documents, and sends nothing."""

    def __init__(self, load: Callable[[str], bytes]) -> None:
        self.load = load


class Service:
    """A parsed description. May be shared by threads: nothing in it changes."""

    def __init__(self, url: str, load: Callable[[str], bytes]) -> None:
        """`load` gives a document by its address. Raises CallError ("garbage"), and what `load` raises."""
        try:
            client = zeep.Client(url, transport=_Stored(load), settings=zeep.Settings(**_SETTINGS))
            self._offers = _offers(client)
        except _NONSENSE as error:
            # not chained: zeep's errors carry the document
            raise CallError("garbage", f"The description cannot be read ({type(error).__name__}).") from None
        if not self._offers:
            raise CallError("garbage", "This is no description of a service that speaks SOAP.")

    @property
    def methods(self) -> dict[str, list[str]]:
        """The methods by name, with the SOAP versions they are offered by."""
        return {name: sorted(offers) for name, offers in sorted(self._offers.items())}

    def address(self, method: str, soap_version: str) -> str:
        """Where the description says that the method is. Raises NoMethodError."""
        return self._offer(method, soap_version).address

    def message(self, method: str, variables: list[str], soap_version: str = "auto") -> Message:
        """The envelope of a call. Raises NoMethodError, and CallError ("garbage") for an odd description."""
        offer = self._offer(method, soap_version)
        try:
            arguments = _arguments(offer.operation, variables)
            made = offer.operation.create(**arguments)
        except _NONSENSE as error:
            said = f"{method} is not described as inputs with InputVariables ({type(error).__name__})."
            raise CallError("garbage", said) from None  # not chained: the error may quote the values
        body = etree.tostring(made.content, xml_declaration=True, encoding="utf-8")
        return Message(body, _headers(offer), offer.soap_version)

    def _offer(self, method: str, soap_version: str) -> _Offer:
        offers = self._offers.get(method, {})
        wanted = sorted(offers) if soap_version == "auto" else [soap_version]
        for version in wanted:
            if version in offers:
                return offers[version]
        raise NoMethodError("fault", f"The service has no method {method}{_by(soap_version)}.")


def _by(soap_version: str) -> str:
    return "" if soap_version == "auto" else f" by SOAP {soap_version}"


def _offers(client: zeep.Client) -> dict[str, dict[str, _Offer]]:
    found: dict[str, dict[str, _Offer]] = {}
    for port in _ports(client):
        version = _version(port.binding)
        if not version:  # HTTP GET and POST bindings
            continue
        address = str(port.binding_options.get("address", ""))
        for name, operation in port.binding.all().items():
            found.setdefault(str(name), {}).setdefault(version, _Offer(operation, address, version))
    return found


def _ports(client: zeep.Client) -> Iterator[Any]:
    for service in client.wsdl.services.values():
        yield from service.ports.values()


def _version(binding: object) -> str:
    if isinstance(binding, Soap12Binding):
        return "1.2"
    return "1.1" if isinstance(binding, Soap11Binding) else ""


def _headers(offer: _Offer) -> dict[str, str]:
    action = str(offer.operation.soapaction or "")
    if offer.soap_version == "1.2":
        return {"Content-Type": f'application/soap+xml; charset=utf-8; action="{action}"'}
    return {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": f'"{action}"'}


def _arguments(operation: Any, variables: list[str]) -> dict[str, Any]:
    """The list of strings, in as many shells as the description puts around it."""
    parameter, element = _named(operation.input.body.type.elements, "inputs")
    inner, held = _named(element.type.elements, "InputVariables")
    if held.accepts_multiple:
        return {parameter: {inner: variables}}
    item = held.type.elements[0][0]
    return {parameter: {inner: {item: variables}}}


def _named(elements: list[tuple[str, Any]], name: str) -> tuple[str, Any]:
    found: Mapping[str, tuple[str, Any]] = {key.casefold(): (key, element) for key, element in elements}
    return found[name.casefold()] if name.casefold() in found else elements[0]
