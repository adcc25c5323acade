"""Parameters of an action or a watch: from what the form holds to what is stored, and back."""

from typing import Any

from events.registry import Param

NUMBERS = frozenset(["number", "minutes"])


def as_params(params: tuple[Param, ...], values: dict[str, list[str]]) -> dict[str, Any]:
    """The parameters as they are stored; an empty field is left out, a faulty number stays text."""
    found = {param.name: _value(param, values.get(param.name, [])) for param in params}
    return {name: value for name, value in found.items() if value not in ("", [], None)}


def _value(param: Param, values: list[str]) -> Any:
    if param.kind == "bool":
        return bool(values)
    if param.kind == "multichoice":
        return [value for value in values if value]
    text = values[0].strip() if values else ""
    return int(text) if param.kind in NUMBERS and text.isdecimal() else text


def as_values(params: dict[str, Any]) -> dict[str, list[str]]:
    """The fields' contents of stored parameters."""
    return {name: _texts(value) for name, value in params.items()}


def _texts(value: Any) -> list[str]:
    if isinstance(value, bool):
        return ["1"] if value else []
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]
