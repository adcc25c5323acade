"""The answer to a call: `<Method>Result` with its members, wherever its namespace and order are from."""

from dataclasses import dataclass

from lxml import etree

from providers.errors import CallError
from providers.parsing.pairs import is_true, split
from providers.parsing.xml import child, children, local, parse_xml, text_of


@dataclass(frozen=True, slots=True)
class FieldItem:
    """What the service changes of one custom field; None leaves it as it is."""

    name: str
    is_first_step: bool | None = None
    options: tuple[str, ...] | None = None
    required: bool | None = None
    visible: bool | None = None


@dataclass(frozen=True, slots=True)
class Parsed:
    """The members of a result. `pairs` keep their order and letters."""

    success: bool
    message: str
    pairs: tuple[tuple[str, str], ...]
    fields: tuple[FieldItem, ...] = ()
    html: str = ""


def parse_answer(body: bytes, method: str) -> Parsed:
    """Raises CallError: a fault of the service, or garbage."""
    root = parse_xml(body)
    content = child(root, "Body") if local(root) == "envelope" else None
    if content is None:
        raise CallError("garbage", "The answer is no SOAP envelope.")
    fault = child(content, "Fault")
    if fault is not None:
        raise CallError("fault", _fault_text(fault))
    result = _find(content, f"{method}Result")
    success = None if result is None else child(result, "Success")
    if result is None or success is None:
        raise CallError("garbage", f"The answer has no {method}Result with Success.")
    pairs = tuple(split(text) for text in _strings(result, "OutputVariables"))
    return Parsed(
        success=is_true(text_of(success)),
        message=text_of(child(result, "Message")).strip(),
        pairs=tuple(pair for pair in pairs if pair[0]),
        fields=tuple(_field_items(result)),
        html=_html(result, pairs),
    )


def _find(content: etree._Element, name: str) -> etree._Element | None:
    """The result stands in the response element; some services leave that wrapper out."""
    for element in content:
        if local(element) == name.casefold():
            return element
        inner = child(element, name)
        if inner is not None:
            return inner
    return None


def _fault_text(fault: etree._Element) -> str:
    said = text_of(child(fault, "faultstring"))  # SOAP 1.1
    reason = child(fault, "Reason")  # SOAP 1.2
    said = said or (text_of(child(reason, "Text")) if reason is not None else "")
    return said.strip() or "The service answers with a fault."


def _strings(element: etree._Element, name: str) -> list[str]:
    """The strings of a list. An absent list is an empty one; some services repeat the list itself."""
    found: list[str] = []
    for holder in children(element, name):
        inner = [text_of(item) for item in holder if isinstance(item.tag, str)]
        found += inner or ([text_of(holder)] if text_of(holder).strip() else [])
    return found


def _html(result: etree._Element, pairs: tuple[tuple[str, str], ...]) -> str:
    member = text_of(child(result, "UserInfoHtml"))
    return member or next((value for name, value in pairs if name.casefold() == "userinfohtml"), "")


def _flag(element: etree._Element, name: str) -> bool | None:
    found = child(element, name)
    return None if found is None or not text_of(found).strip() else is_true(text_of(found))


def _field_items(result: etree._Element) -> list[FieldItem]:
    holders = children(result, "CustomFieldDataItems")
    items = [item for holder in holders for item in holder if isinstance(item.tag, str)]
    return [_field_item(item, name) for item in items if (name := text_of(child(item, "CustomFieldName")))]


def _field_item(item: etree._Element, name: str) -> FieldItem:
    return FieldItem(
        name=name,
        is_first_step=_flag(item, "DisplayWithInformationLookup"),
        options=tuple(_strings(item, "ListOptions")) if _flag(item, "ChangeListOptions") else None,
        required=bool(_flag(item, "NewRequiredValue")) if _flag(item, "ChangeRequired") else None,
        visible=bool(_flag(item, "NewVisibleValue")) if _flag(item, "ChangeVisible") else None,
    )
