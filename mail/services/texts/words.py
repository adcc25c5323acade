"""What a default template says; its frame is the same for all."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """What a template says. `lines` are paragraphs; `button` leads to `link`; `foot` is small print."""

    subject: str
    lines: tuple[str, ...]
    button: str = ""
    link: str = ""
    foot: str = ""
    quote: str = ""
