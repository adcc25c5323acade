"""Puts a default template together: the words of its language in one plain, warm frame."""

from dataclasses import dataclass
from enum import StrEnum

from mail.services.texts import de, en
from mail.services.texts.words import Words

REPLY_LINES = {
    "en": "##- Please write your answer above this line -##",
    "de": "##- Bitte über dieser Zeile antworten -##",
}
REPLY_LINE = REPLY_LINES["en"]


class TemplateKey(StrEnum):
    TICKET_AUTO_RESPONSE = "ticket_auto_response"
    TICKET_REPLY = "ticket_reply"
    TICKET_LOCKED_NOTICE = "ticket_locked_notice"
    TICKET_REFUSED = "ticket_refused"
    TICKET_LINK = "ticket_link"
    NOTIFY_ASSIGNED = "notify_assigned"
    NOTIFY_CUSTOMER_REPLIED = "notify_customer_replied"
    NOTIFY_FOLLOW_UP = "notify_follow_up"
    NOTIFY_RULE = "notify_rule"
    ACCOUNT_VERIFY = "account_verify"
    ACCOUNT_RESET = "account_reset"
    ACCOUNT_INVITE = "account_invite"
    ACCOUNT_CLAIM = "account_claim"


KEYS = tuple(TemplateKey)
_LANGUAGES = {"en": en.WORDS, "de": de.WORDS}
_ANSWERABLE = {TemplateKey.TICKET_AUTO_RESPONSE, TemplateKey.TICKET_REPLY}
_FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
_QUOTE = "margin:0 0 14px;padding:2px 0 2px 14px;border-left:3px solid #e1e5ea"
_BUTTON = (
    "display:inline-block;background-color:#BRANDCOLOUR#;color:#ffffff;text-decoration:none;"
    "padding:10px 18px;border-radius:6px;font-weight:600"
)


@dataclass(frozen=True, slots=True)
class Template:
    """Three parts, with #NAME# for what differs from mail to mail."""

    subject: str
    html: str
    text: str


def default_template(key: str, language: str) -> Template:
    """The product's template, in English when it has none in this language. Raises KeyError."""
    code = language.split("-", maxsplit=1)[0].lower()
    code = code if code in _LANGUAGES else "en"
    words = _LANGUAGES[code][TemplateKey(key).value]
    is_answerable = TemplateKey(key) in _ANSWERABLE
    return Template(words.subject, _html(words, is_answerable), _text(words, is_answerable))


def _html(words: Words, is_answerable: bool) -> str:
    out = [
        f'<div style="{_FONT};font-size:15px;line-height:1.55;color:#1f2933;max-width:640px;margin:0 auto">'
    ]
    if is_answerable:
        out.append('<p style="color:#8a94a0;font-size:12px;margin:0 0 16px">#REPLYLINE#</p>')
    out.append('<div style="border-top:4px solid #BRANDCOLOUR#;padding:20px 0 4px">')
    out += [f'<div style="margin:0 0 14px">{line}</div>' for line in words.lines]
    if words.quote:
        out.append(f'<div style="{_QUOTE}">{words.quote}</div>')
    if words.button:
        link = f'<a href="#{words.link}#" style="{_BUTTON}">{words.button}</a>'
        out.append(f'<div style="margin:6px 0 18px">{link}</div>')
    out.append("</div>")
    foot = f"{words.foot}<br>" if words.foot else ""
    out.append(
        '<div style="border-top:1px solid #e1e5ea;padding:12px 0 0;color:#6b7682;font-size:12px">'
        f'{foot}#BRANDNAME# · <a href="#BRANDADDRESS#" style="color:#6b7682">#BRANDADDRESS#</a></div></div>'
    )
    return "\n".join(out)


def _text(words: Words, is_answerable: bool) -> str:
    blocks = ["#REPLYLINE#"] if is_answerable else []
    blocks += list(words.lines)
    blocks += [words.quote] if words.quote else []
    blocks += [f"{words.button}:\n#{words.link}#"] if words.button else []
    blocks.append("\n".join(line for line in ("-- ", words.foot, "#BRANDNAME# · #BRANDADDRESS#") if line))
    return "\n\n".join(blocks)
