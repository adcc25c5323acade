"""Icons, glyphs, people, pills, and `part`, which draws a component around its content."""

from functools import lru_cache
from typing import Any, TypeAlias

from django.template.context import Context
from django.templatetags.static import static
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy

Text: TypeAlias = str | Promise

QUEUE_ID = 1  # the user that stands for "nobody yet"
AVATAR_COLOURS = 6
# Icons that point somewhere are mirrored in right-to-left pages.
POINTING = frozenset(
    [
        *("arrow-left", "arrow-right", "arrow-back", "arrow-forward", "arrow-back-up", "arrow-forward-up"),
        *("chevron-left", "chevron-right", "external-link", "list", "list-check", "list-details"),
        *("login", "logout", "mail-forward", "send"),
    ]
)
STATUS_LABELS: dict[str, Text] = {
    "active": gettext_lazy("Active"),
    "waiting": gettext_lazy("Waiting"),
    "follow": gettext_lazy("Follow-up"),
    "closed": gettext_lazy("Closed"),
    "locked": gettext_lazy("Closed and Locked"),
    "deleted": gettext_lazy("Deleted"),
    "spam": gettext_lazy("Spam"),
}
PRIORITY_LABELS: dict[str, Text] = {
    "low": gettext_lazy("Priority low"),
    "normal": gettext_lazy("Priority normal"),
    "high": gettext_lazy("Priority high"),
    "urgent": gettext_lazy("Priority urgent"),
}


@lru_cache(maxsize=512)
def _use(name: str) -> SafeString:
    return format_html('<use href="{}#i-{}"/>', static("icons/sprite.svg"), name)


def _icon_classes(name: str, extra: str) -> str:
    return " ".join(filter(None, ("i", extra, "flip" if name in POINTING else "")))


@lru_cache(maxsize=1024)
def _bare_icon(name: str, extra: str) -> SafeString:
    return format_html('<svg class="{}" aria-hidden="true">{}</svg>', _icon_classes(name, extra), _use(name))


def icon(name: str, extra: str = "", label: Text = "") -> SafeString:
    """A symbol of the sprite; `extra` adds classes (`i-s` small, `i-l` large), `label` says what it means."""
    if not label:
        return _bare_icon(name, extra)
    classes = _icon_classes(name, extra)
    return format_html('<svg class="{}" role="img" aria-label="{}">{}</svg>', classes, label, _use(name))


def _glyph(symbol: str, classes: str, label: Text) -> SafeString:
    svg = '<svg class="hd-st {}" role="img" aria-label="{}">{}</svg>'
    return format_html(svg, classes, label, _use(symbol))


def status(name: str, label: Text = "") -> SafeString:
    """The shape of a ticket's status."""
    return _glyph(f"st-{name}", name, label or STATUS_LABELS[name])


def priority(name: str, label: Text = "") -> SafeString:
    """The bars of a priority."""
    return _glyph(f"pr-{name}", f"p {name}", label or PRIORITY_LABELS[name])


def _name_of(person: object) -> str:
    return str(getattr(person, "display_name", "") or person)


def initials(person: object) -> str:
    """Two letters for a person, or for a name or address."""
    words = [word for word in _name_of(person).split("@")[0].replace(".", " ").split() if word[0].isalnum()]
    if not words:
        return "?"
    return (words[0][0] + words[-1][0] if len(words) > 1 else words[0][:2]).upper()


def avatar_class(person: object) -> str:
    """A colour that stays the same for the same person, by id, or by the letters of a name."""
    key = person if isinstance(person, int) else getattr(person, "pk", None)
    if not isinstance(key, int):
        key = sum(_name_of(person).encode())
    return f"c{key % AVATAR_COLOURS + 1}"


def avatar(person: object, extra: str = "", named: bool = False) -> SafeString:
    """Initials on the person's colour. `extra`: l, xl, on (online), viewing. `named`: read aloud too."""
    if person is None or getattr(person, "pk", None) == QUEUE_ID:
        svg = '<svg class="hd-ava nobody {}" role="img" aria-label="{}">{}</svg>'
        return format_html(svg, extra, gettext("Nobody"), _use("nobody"))
    name = _name_of(person)
    shown = format_html(
        '<span class="hd-ava {} {}" title="{}" aria-hidden="true">{}</span>',
        avatar_class(person),
        extra,
        name,
        initials(person),
    )
    return format_html('{}<span class="visually-hidden">{}</span>', shown, name) if named else shown


def pill(text: Text, colour: str = "") -> SafeString:
    """The state of a thing that has few: green, amber, red, blue, accent or nothing."""
    return format_html('<span class="hd-pill {}">{}</span>', colour, text)


def tag(text: str, colour: str = "") -> SafeString:
    """A free word, coloured only if an administrator gave a colour."""
    if colour:
        return format_html('<span class="hd-tag" data-c="{}" dir="auto">{}</span>', colour, text)
    return format_html('<span class="hd-tag" dir="auto">{}</span>', text)


def filesize_short(size: float) -> str:
    """Bytes as people read them: 14 kB, 3.2 MB."""
    value = float(size)
    if value < 1000:
        return gettext("%(size)s B") % {"size": int(value)}
    for unit in (gettext("kB"), gettext("MB"), gettext("GB")):
        value /= 1000
        if value < 999.5 or unit == gettext("GB"):
            break
    return f"{number_format(value, decimal_pos=1 if value < 9.95 and unit != gettext('kB') else 0)} {unit}"


def file_chip(name: str, size: int, url: str) -> SafeString:
    """An attachment: kind, name, size."""
    kind = name.rpartition(".")[2][:4].upper() if "." in name else "?"
    return format_html(
        '<a class="hd-file" href="{}"><i aria-hidden="true">{}</i><bdi class="cut" title="{}">{}</bdi>'
        ' <span class="muted num">{}</span></a>',
        url,
        kind,
        name,
        name,
        filesize_short(size),
    )


def part(context: Context, content: str, name: str, **parameters: Any) -> SafeString:
    """Draws components/<name>.html with these parameters and what stands between the tags as `slot`."""
    engine = context.template.engine if context.template is not None else None
    if engine is None:
        raise RuntimeError("A part is drawn inside a template only")
    values = {"slot": content, **parameters}
    for inherited in ("request", "csrf_token", "prefs"):
        if inherited in context:
            values.setdefault(inherited, context[inherited])
    return engine.get_template(f"components/{name}.html").render(context.new(values))
