"""Bytes to text in any charset, also those that are wrong, unknown or missing."""

import codecs
import re

# What senders write -> what they mean. Supersets first: they read everything the named one does.
_ALIASES = {
    "": "utf-8",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "ansi_x3.4-1968": "utf-8",
    "unknown": "utf-8",
    "unknown-8bit": "utf-8",
    "x-unknown": "utf-8",
    "8bit": "utf-8",
    "7bit": "utf-8",
    "default": "utf-8",
    "utf8": "utf-8",
    "utf-8mb4": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "x-ansi": "cp1252",
    "ansi": "cp1252",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "sjis": "cp932",
    "windows-31j": "cp932",
    "iso-2022-jp": "iso2022_jp_ext",
    "big5": "cp950",
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
}
# Codecs that are not charsets, or whose decoding time is not bounded by the size of the text.
_REFUSED = frozenset({"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "mbcs", "oem"})
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def storable(text: str) -> str:
    """Without NUL and lone surrogates, which no database stores."""
    return _UNSTORABLE.sub("\ufffd", text) if _UNSTORABLE.search(text) else text


def codec_for(charset: str) -> str | None:
    """The codec to read `charset` with; None when there is none."""
    name = charset.strip().strip("\"'").lower().replace("_", "-") if charset else ""
    name = _ALIASES.get(name) or _ALIASES.get(charset.strip().lower()) or name
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    is_text = getattr(info, "_is_text_encoding", True)
    return info.name if is_text and info.name.replace("-", "_") not in _REFUSED else None


def decode(data: bytes, charset: str = "") -> tuple[str, bool]:
    """The text, and whether it could be read as it was declared."""
    codec = codec_for(charset)
    for mark, marked in _BOMS:
        if data.startswith(mark):
            codec = marked
    if codec is not None:
        try:
            return storable(data.decode(codec)), True
        except (UnicodeError, ValueError):
            pass
    return storable(_guess(data, codec)), False


def _guess(data: bytes, codec: str | None) -> str:
    for attempt in ("utf-8", "cp1252"):
        if attempt == codec:
            continue
        try:
            return data.decode(attempt)
        except UnicodeError:
            continue
    return data.decode(codec or "latin-1", "replace")
