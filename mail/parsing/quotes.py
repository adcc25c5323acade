"""The new part of a plain-text answer, and the past it quotes. Line by line, so that time stays linear."""

import re

REPLY_LINE = re.compile(r"^[\s>|]*##-.{0,200}-##\s*$")
_SEPARATOR = re.compile(r"^[\s>]*[-_=]{2,}\s?([^-_=\d]{5,45}?)\s?[-_=]{2,}\s*$")
_SEPARATOR_WORDS = re.compile(
    r"original|ursprüngliche|d'origine|forwarded|weitergeleitet|transféré|reenviado|inoltrato|oorspronkelijk"
    r"|doorgestuurd|oryginaln|původní|исходное|пересылаемое|原始邮件|转发|元のメッセージ|転送|원본|videresendt|vidarebefordrat",
    re.IGNORECASE,
)
_RULE = re.compile(r"^\s*_{10,}\s*$")
_HEADER_NAMES = (
    "from|von|de|da|van|od|от|fra|från|发件人|差出人|보낸 사람|sent|gesendet|envoyé|enviado|enviado el",
    "inviato|verzonden|wysłano|odesláno|отправлено|发送时间|送信日時|date|datum|data|fecha|to|an|à|para|a|aan|do|komu|кому|收件人",
    "宛先|subject|betreff|objet|asunto|oggetto|onderwerp|temat|předmět|тема|主题|件名|cc|kopie",
)
_HEADER = re.compile(rf"^[\s>*]*({'|'.join(_HEADER_NAMES)})\*?\s?[:：]\*?\s?\S", re.IGNORECASE)
_VERBS = (
    r"wrote|schrieb|a écrit|escribió|ha scritto|schreef|napisa[łl]\(?a?\)?|napsal\(?a?\)?|написал\(?а?\)?",
    "skrev|escreveu|kirjoitti|写道|書きました|작성",
)
_WROTE = re.compile(rf"({'|'.join(_VERBS)}).{{0,60}}[:：]\s*$", re.IGNORECASE)
_STARTS = r"on|am|le|el|il|op|dnia|w dniu|dne|den|em|a|пн|вт|ср|чт|пт|сб|вс|\d"
_ATTRIBUTION_START = re.compile(rf"^\W*({_STARTS})", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_MAX_LINE = 400


def split(text: str) -> tuple[str, str]:
    """The new text and the quoted text. A text that is nothing but a quote is new as a whole."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    cut = _cut_at(lines)
    new, quoted = lines[:cut], lines[cut:]
    new, leading = _without_leading_quote(new)
    kept = "\n".join(new).strip()
    if not kept:
        return text.strip(), ""
    return kept, "\n".join([*leading, *quoted]).strip()


def _cut_at(lines: list[str]) -> int:
    """The first line of the past that runs to the end."""
    answered = _last_answered_quote(lines)
    for index, line in enumerate(lines):
        if REPLY_LINE.match(line[:_MAX_LINE]):
            return _before_attribution(lines, index)
        if _starts_past(lines, index, answered):
            return _before_attribution(lines, index)
    return _trailing_quote(lines)


def _starts_past(lines: list[str], index: int, answered: int) -> bool:
    line = lines[index][:_MAX_LINE]
    separator = _SEPARATOR.match(line)
    if separator and _SEPARATOR_WORDS.search(separator[1]):
        return True
    if _RULE.match(line):
        return _header_block(lines, index + 1)
    if _HEADER.match(line) and _header_block(lines, index):
        return True
    return index >= answered and _is_attribution(lines, index)


def _header_block(lines: list[str], index: int) -> bool:
    """Three or more of From, Sent, To, Subject one after the other."""
    while index < len(lines) and not lines[index].strip():
        index += 1
    block = [line for line in lines[index : index + 6] if _HEADER.match(line[:_MAX_LINE])]
    return len(block) >= 3


def _is_attribution(lines: list[str], index: int) -> bool:
    """As in "On … Ann wrote:", also when it was wrapped into up to three lines."""
    if not _ATTRIBUTION_START.match(lines[index][:_MAX_LINE]):
        return False
    if not _DIGIT.search("".join(lines[index : index + 2])[:_MAX_LINE]):
        return False
    joined = ""
    for following in lines[index : index + 3]:
        if not following.strip():
            return False
        joined = f"{joined} {following.strip()}"[-_MAX_LINE:]
        if _WROTE.search(joined):
            return True
    return False


def _last_answered_quote(lines: list[str]) -> int:
    """The last ">" line that has an answer below it, -1 when there is none."""
    plain = max((at for at, line in enumerate(lines) if line.strip() and not _is_quoted(line)), default=-1)
    return max((at for at in range(plain) if _is_quoted(lines[at])), default=-1)


def _is_quoted(line: str) -> bool:
    return line.lstrip().startswith(">")


def _before_attribution(lines: list[str], cut: int) -> int:
    """Takes the blank lines and the "… wrote:" before a cut away with it."""
    index = cut
    while index > 0 and not lines[index - 1].strip(" >|"):
        index -= 1
    for back in range(1, 4):
        start = index - back
        if start < 0 or not lines[start].strip():
            break
        if _is_attribution(lines, start) or (back == 1 and _WROTE.search(lines[start][-_MAX_LINE:])):
            return start
    return index


def _trailing_quote(lines: list[str]) -> int:
    end = len(lines)
    while end > 0 and (not lines[end - 1].strip() or _is_quoted(lines[end - 1])):
        end -= 1
    if not any(_is_quoted(line) for line in lines[end:]):
        return len(lines)
    return _before_attribution(lines, end)


def _without_leading_quote(lines: list[str]) -> tuple[list[str], list[str]]:
    """An answer below the quote: the quote at the top goes, quotes between answers stay for the reader."""
    index = 0
    while index < len(lines) and not lines[index].strip():
        index += 1
    for width in range(1, 4):
        after = index + width
        if after < len(lines) and _is_attribution(lines, index) and _is_quoted(lines[after]):
            index = after
            break
    start = index
    while index < len(lines) and _is_quoted(lines[index]):
        index += 1
    rest = lines[index:]
    answered_between = any(_is_quoted(line) for line in rest)
    return (lines, []) if index == start or answered_between else (rest, lines[:index])
