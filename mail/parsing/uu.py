"""Files that stand uuencoded in a text, as old mail programs send them."""

import binascii
import re

_BEGIN = re.compile(r"^begin [0-7]{3,4} (.{1,200})$")


def decode_lines(lines: list[str]) -> bytes | None:
    """The bytes of uuencoded lines, None when they are not."""
    out: list[bytes] = []
    for line in lines:
        data = line.encode("ascii", "replace")
        try:
            out.append(binascii.a2b_uu(data))
        except binascii.Error:
            if not data or not 32 <= data[0] <= 96:
                return None
            # Some encoders pad wrongly: trust the count that leads the line.
            size = (((data[0] - 32) & 63) * 4 + 5) // 3
            try:
                out.append(binascii.a2b_uu(data[:size]))
            except binascii.Error:
                return None
    return b"".join(out)


def extract(text: str) -> tuple[str, list[tuple[str, bytes]]]:
    """The text without its uuencoded files, and the files."""
    if "\nbegin " not in f"\n{text}":
        return text, []
    kept: list[str] = []
    files: list[tuple[str, bytes]] = []
    lines = text.splitlines()
    index = 0
    while index < len(lines):
        start = _BEGIN.match(lines[index])
        end = _end_of(lines, index) if start else None
        content = decode_lines(lines[index + 1 : end]) if end is not None else None
        if start is None or end is None or content is None:
            kept.append(lines[index])
            index += 1
            continue
        files.append((start[1].strip(), content))
        index = end + 1
    return "\n".join(kept), files


def _end_of(lines: list[str], begin: int) -> int | None:
    """Where the block ends; a line that cannot be uuencoded ends the search, so it stays linear."""
    for index in range(begin + 1, len(lines)):
        line = lines[index].rstrip()
        if line == "end":
            return index
        if len(line) > 90 or (line and not " " <= line[0] <= "`"):
            return None
    return None
