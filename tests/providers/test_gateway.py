"""Descriptions of other shapes than ours, addresses, and one description shared by many threads."""

import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest

from providers.errors import CallError, NoMethodError
from providers.gateways import Service, read, send
from providers.gateways.reading import call_url, wsdl_url
from tests.servers.provider import ProviderServer

PLACE = "http://service.example/x?wsdl"
WRAPPED = '<xs:element minOccurs="0" maxOccurs="1" name="InputVariables" type="tns:ArrayOfString"/>'
REPEATED = '<xs:element minOccurs="0" maxOccurs="unbounded" name="InputVariables" type="xs:string"/>'


@pytest.fixture
def wsdl(provider_server: ProviderServer) -> str:
    with urllib.request.urlopen(provider_server.at("a.asmx?wsdl")) as reply:  # noqa: S310
        text: str = reply.read().decode()
        return text.partition("?>")[2]


def service(**documents: str) -> Service:
    """Documents by the last word of their address."""
    return Service(PLACE, lambda url: documents[url.partition("example/")[2].partition("?")[0]].encode())


def test_the_list_may_be_a_repeated_string(wsdl: str) -> None:
    assert WRAPPED in wsdl
    message = service(x=wsdl.replace(WRAPPED, REPEATED)).message("StartTicket", ["a=1", "b=<2>"])
    body = message.body.decode()
    assert body.count("InputVariables>") == 4
    assert "b=&lt;2&gt;" in body


def test_the_parameters_may_have_other_letters(wsdl: str) -> None:
    body = service(x=wsdl.replace('name="inputs"', 'name="Inputs"')).message("StartTicket", ["a=1"]).body
    assert b"Inputs>" in body


def test_types_may_stand_in_a_document_of_their_own(wsdl: str) -> None:
    head, _begin, rest = wsdl.partition("<wsdl:types>")
    schema, _end, tail = rest.partition("</wsdl:types>")
    outside = schema.replace(
        "<xs:schema ",
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:tns="http://provider.example.com/" ',
        1,
    )
    link = '<xs:include schemaLocation="types.xsd"/>'
    inner = f'<xs:schema targetNamespace="http://provider.example.com/">{link}</xs:schema>'
    found = service(x=f"{head}<wsdl:types>{inner}</wsdl:types>{tail}", **{"types.xsd": outside})
    assert b"a=1" in found.message("StartTicket", ["a=1"]).body


def test_the_version_can_be_chosen(wsdl: str) -> None:
    found = service(x=wsdl)
    first, second = (found.message("StartChat", [], version) for version in ("1.1", "1.2"))
    assert first.headers["SOAPAction"] == '"http://provider.example.com/StartChat"'
    assert b"schemas.xmlsoap.org/soap/envelope" in first.body
    assert 'action="http://provider.example.com/StartChat"' in second.headers["Content-Type"]
    assert b"2003/05/soap-envelope" in second.body


def test_a_method_that_is_not_there(wsdl: str) -> None:
    with pytest.raises(NoMethodError):
        service(x=wsdl).message("StartTickets", [])


@pytest.mark.parametrize("text", ["<a/>", "<wsdl/>", "", "<x"])
def test_nonsense_is_no_description(text: str) -> None:
    with pytest.raises(CallError) as caught:
        service(x=text)
    assert caught.value.reason == "garbage"


def test_a_description_without_inputs_is_said_so(wsdl: str) -> None:
    with pytest.raises(CallError) as caught:
        service(x=wsdl.replace(WRAPPED, "")).message("StartTicket", ["authPW=secret"])
    assert caught.value.reason == "garbage"
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("entered", "described"),
    [
        ("https://a.example/P.asmx", "https://a.example/P.asmx?wsdl"),
        ("https://a.example/P.asmx?WSDL", "https://a.example/P.asmx?WSDL"),
        ("https://a.example/p.php?site=1", "https://a.example/p.php?site=1&wsdl"),
        ("https://a.example/p.wsdl", "https://a.example/p.wsdl"),
    ],
)
def test_where_the_description_is(entered: str, described: str) -> None:
    assert wsdl_url(entered) == described


@pytest.mark.parametrize(
    ("entered", "called"),
    [
        ("https://a.example/P.asmx", "https://a.example/P.asmx"),
        ("https://a.example/P.asmx?WSDL", "https://a.example/P.asmx"),
        ("https://a.example/p.php?site=1&wsdl", "https://a.example/p.php?site=1"),
        ("https://a.example/p.wsdl", "http://inside.example/"),
    ],
)
def test_where_calls_go(entered: str, called: str) -> None:
    assert call_url(entered, "http://inside.example/") == called


def test_threads_share_a_description(provider_server: ProviderServer) -> None:
    """Each call arrives once and as it was meant; no answer gets mixed up."""
    shared = read(provider_server.url, seconds=5).service()

    def one(number: int) -> str:
        said = [f"authPW={provider_server.password}", f"loginUsername=u{number}", "loginPassword=x"]
        reply = send(shared, provider_server.url, "Authenticate", said, soap_version="auto", seconds=10)
        return reply.parsed.message

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(one, range(64))) == {"Wrong user name or password"}
    names = [sent["loginusername"] for sent in provider_server.inputs("Authenticate")]
    assert sorted(names) == sorted(f"u{number}" for number in range(64))


def test_a_service_may_be_of_the_rpc_style(wsdl: str) -> None:
    """As PHP's own SOAP server is described."""
    rpc = wsdl.replace('style="document"', 'style="rpc"').replace(
        '<wsdl:part name="parameters" element="tns:StartTicket"/>',
        '<wsdl:part name="inputs" type="tns:ProviderInputs"/>',
    )
    body = service(x=rpc.replace('use="literal"', 'use="literal" namespace="urn:rpc"')).message(
        "StartTicket", ["a=1"]
    )
    assert b":StartTicket>" in body.body
    assert b"<inputs>" in body.body
    assert b"a=1" in body.body
