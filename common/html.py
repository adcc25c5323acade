"""HTML from mail, chat and editors: sanitized on the way in, by one list."""

import html as html_entities
import re

import nh3
from inscriptis import get_text
from inscriptis.css_profiles import CSS_PROFILES
from inscriptis.model.config import ParserConfig

_TAGS = frozenset(
    """
    a abbr b blockquote br caption center cite code col colgroup dd del details dfn div dl dt em
    figcaption figure font h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span
    strike strong sub summary sup table tbody td tfoot th thead time tr u ul var
    """.split()  # noqa: SIM905  # a list of words reads better
)
_STYLE = frozenset(
    """
    background-color border border-bottom border-collapse border-color border-left border-radius
    border-right border-style border-top border-width color direction display font-family font-size
    font-style font-weight height letter-spacing line-height list-style-type margin margin-bottom
    margin-left margin-right margin-top max-width min-width padding padding-bottom padding-left
    padding-right padding-top text-align text-decoration text-indent text-transform vertical-align
    white-space width word-break
    """.split()  # noqa: SIM905  # a list of words reads better
)
_ATTRIBUTES = {
    "*": {"dir", "lang", "title", "align", "valign", "style"},
    "a": {"href", "name"},
    "img": {"src", "alt", "width", "height"},
    "font": {"color", "face", "size"},
    "table": {"width", "border", "cellpadding", "cellspacing", "bgcolor"},
    "td": {"colspan", "rowspan", "width", "height", "bgcolor"},
    "th": {"colspan", "rowspan", "width", "height", "bgcolor", "scope"},
    "tr": {"bgcolor"},
    "col": {"width", "span"},
    "ol": {"start", "type"},
    "time": {"datetime"},
}
_SCHEMES = {"http", "https", "mailto", "tel", "cid"}
_TEXT_CONFIG = ParserConfig(css=CSS_PROFILES["strict"], display_images=False, display_links=False)
_CLEANER = nh3.Cleaner(
    tags=set(_TAGS),
    attributes=_ATTRIBUTES,
    url_schemes=_SCHEMES,
    filter_style_properties=set(_STYLE),
    clean_content_tags={"script", "style", "title", "head", "noscript", "template"},
    link_rel="noopener noreferrer nofollow",
    strip_comments=True,
)
_LINK = re.compile(r"\bhttps?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]")
_PARAGRAPH = re.compile(r"\n\s*\n")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)[^<>]*>")
# Elements that end by themselves: open ones of these do not nest.
_ENDLESS = frozenset(
    """area base br col hr img input link meta p li td th tr dt dd option wbr source tbody""".split()  # noqa: SIM905
)
# In a page of ours: its policy allows no style of others, and no picture from elsewhere.
_PLAIN_CLEANER = nh3.Cleaner(
    tags=set(_TAGS) - {"img", "font"},
    attributes={
        name: found - {"style"} for name, found in _ATTRIBUTES.items() if name not in {"img", "font"}
    },
    url_schemes=_SCHEMES - {"cid"},
    clean_content_tags={"script", "style", "title", "head", "noscript", "template"},
    link_rel="noopener noreferrer nofollow",
    strip_comments=True,
)
MAX_HTML = 2_000_000
MAX_HTML_DEPTH = 400  # open elements; sanitizing takes time by its square


def sanitize(html: str) -> str:
    """Safe HTML: known tags, attributes, link schemes and styles; scripts gone with their content.

    What nests deeper than any person's text comes out as plain text.
    """
    html = html[:MAX_HTML]
    if is_too_deep(html):
        return from_text(without_tags(html))
    return _CLEANER.clean(html)


def for_page(html: str) -> str:
    """Safe HTML for a page of ours, without styles and pictures: what another system says of somebody."""
    return _PLAIN_CLEANER.clean(html) if not is_too_deep(html) else from_text(without_tags(html))


def is_too_deep(html: str) -> bool:
    """Are more than MAX_HTML_DEPTH elements open at once? Elements that need no end do not count."""
    depth = 0
    for match in _TAG.finditer(html):
        if match[2].lower() in _ENDLESS or match[0].endswith("/>"):
            continue
        depth = max(0, depth - 1) if match[1] else depth + 1
        if depth > MAX_HTML_DEPTH:
            return True
    return False


def without_tags(html: str) -> str:
    """The bare text, without a parser: for HTML that no parser should be asked to read."""
    return html_entities.unescape(_TAG.sub(" ", html))


def to_text(html: str) -> str:
    """Readable plain text of HTML."""
    if not html.strip():
        return ""
    try:
        text = get_text(html[:MAX_HTML], _TEXT_CONFIG)
    except (ValueError, AssertionError, RecursionError):  # lxml refuses what has no element at all
        text = without_tags(html[:MAX_HTML])
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def from_text(text: str) -> str:
    """Plain text as HTML that keeps its lines; addresses become links."""
    escaped = html_entities.escape(text.strip(), quote=False)
    linked = _LINK.sub(_link, escaped) if "http" in escaped else escaped
    paragraphs = _PARAGRAPH.split(linked)
    return "".join(f"<p>{part.replace(chr(10), '<br>')}</p>" for part in paragraphs if part.strip())


def _link(match: re.Match[str]) -> str:
    return f'<a href="{match[0]}" rel="noopener noreferrer nofollow">{match[0]}</a>'


def snippet(text: str, length: int = 160) -> str:
    """The first words on one line, for lists."""
    return " ".join(text.split())[:length]
