"""The new part of an HTML answer: cut at what mail programs put around the past."""

import re

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement

from mail.parsing.limits import MAX_HTML

_REPLY_TEXT = "##-"
_WHOLE = (  # elements that hold the past and nothing else
    "//*[contains(concat(' ', @class, ' '), ' gmail_quote ') or contains(@class, 'gmail_quote_container')]",
    "//blockquote[@type='cite']",
    "//*[contains(@class, 'yahoo_quoted') or contains(@class, 'moz-cite-prefix')]",
    "//*[contains(@class, 'protonmail_quote')]",
    "//*[contains(@class, 'tutanota_quote') or contains(@class, 'zmail_extra') or @id='isReplyContent']",
    "//*[contains(concat(' ', @class, ' '), ' hd-quote ')]",
)
_ONWARD = (  # elements after which only the past follows
    "//*[@id='divRplyFwdMsg' or @id='x_divRplyFwdMsg' or @id='appendonsend' or @id='OLK_SRC_BODY_SECTION']",
    "//*[@id='ms-outlook-mobile-signature']/following-sibling::hr",
    "//div[contains(@style, 'border-top:solid #E1E1E1') or contains(@style, 'border-top:solid #B5C4DF')]",
    "//div[contains(@style, 'border-top: 1pt solid') or contains(@style, 'border-top:1.0pt solid')]",
)
_ANSWER = re.compile(r"\w{2}")


def cut(html: str) -> str:
    """The HTML without the quoted past; unchanged when nothing would remain or it cannot be read."""
    if len(html) > MAX_HTML or not html.strip():
        return html
    try:
        root = lxml_html.document_fromstring(html)
        changed = _remove(root)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError, RecursionError):
        return html
    if not changed or not (_says_something(root)):
        return html
    body = root.find("body")
    return etree.tostring(root if body is None else body, encoding="unicode", method="html")


def _says_something(root: HtmlElement) -> bool:
    text = "".join(str(piece) for piece in root.itertext())
    return bool(_ANSWER.search(text)) or bool(root.xpath("boolean(//img)"))


def _remove(root: HtmlElement) -> bool:
    changed = False
    for element in _found(root, (f"//*[contains(text(), '{_REPLY_TEXT}')]",))[:1]:
        if "-##" in "".join(str(piece) for piece in element.itertext())[:400]:
            _remove_onward(_outermost_quote(element))
            changed = True
    for element in _found(root, _ONWARD)[:1]:
        _remove_onward(element)
        changed = True
    for element in _found(root, _WHOLE):
        if element.getparent() is not None:
            element.drop_tree()
            changed = True
    return changed


def _found(root: HtmlElement, paths: tuple[str, ...]) -> list[HtmlElement]:
    result: list[HtmlElement] = []
    for path in paths:
        found = root.xpath(path)
        if isinstance(found, list):
            result.extend(item for item in found if isinstance(item, HtmlElement))
    return result


def _outermost_quote(element: HtmlElement) -> HtmlElement:
    """The whole quote that the reply line stands in, so that its frame goes too."""
    outer = element
    for ancestor in element.iterancestors():
        if ancestor.tag in ("blockquote", "table") or "quote" in str(ancestor.get("class", "")):
            outer = ancestor
    return outer


def _remove_onward(element: HtmlElement) -> None:
    """Removes the element and everything after it in the document; what stands before it stays."""
    for node in (element, *element.iterancestors()):
        if node.tag in ("body", "html"):
            break
        for sibling in list(node.itersiblings()):
            sibling.drop_tree()
        node.tail = None
    element.drop_tree()
