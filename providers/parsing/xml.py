"""XML from a stranger: no document type, no entities, nothing loaded, no depth without end."""

import re

from lxml import etree

from providers.errors import CallError

_DOCTYPE_OR_ROOT = re.compile(rb"<!DOCTYPE|<[A-Za-z_:]", re.IGNORECASE)


def parse_xml(body: bytes) -> etree._Element:
    """The root element. Raises CallError ("garbage")."""
    if has_doctype(body):
        raise CallError("garbage", "The document brings a DTD; that is refused.")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        # lxml's words quote the document: they are left out
        raise CallError("garbage", "The answer is no XML.") from error
    info = root.getroottree().docinfo
    if info.internalDTD is not None or info.externalDTD is not None:
        raise CallError("garbage", "The document brings a DTD; that is refused.")
    return root


def has_doctype(body: bytes) -> bool:
    """Is there a document type before the first element? In ASCII's heirs and UTF-16."""
    found = _DOCTYPE_OR_ROOT.search(body.replace(b"\0", b""))
    return found is not None and found[0].startswith(b"<!")


def local(element: etree._Element) -> str:
    """The name without its namespace, in small letters."""
    return etree.QName(element).localname.casefold()


def children(element: etree._Element, name: str) -> list[etree._Element]:
    """The children of that local name, letter case aside."""
    wanted = name.casefold()
    return [child for child in element if isinstance(child.tag, str) and local(child) == wanted]


def child(element: etree._Element, name: str) -> etree._Element | None:
    """The first child of that local name."""
    found = children(element, name)
    return found[0] if found else None


def text_of(element: etree._Element | None) -> str:
    """All text inside, "" for nothing."""
    return "" if element is None else "".join(str(part) for part in element.itertext())
