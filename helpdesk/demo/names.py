"""Invented people and companies. Every address ends in a reserved `.example` domain."""

import random
import re
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path

_LINES = (Path(__file__).parent / "texts" / "names" / "people.txt").read_text(encoding="utf-8").splitlines()
_LISTS = dict(line.split(": ", 1) for line in _LINES)
FIRST = {key.split()[1]: words for key, words in _LISTS.items() if key.startswith("first ")}
LAST = {key.split()[1]: words for key, words in _LISTS.items() if key.startswith("last ")}
FIRMS = _LISTS["firm en"].split(" | ")
LATIN = {
    "ja": ("tanaka", "sato", "suzuki", "mori", "ito"),
    "ar": ("haddad", "nasr", "khalil", "saleh", "amran"),
}
ZONES = {
    "en": ("Europe/London", "America/New_York", "Europe/Dublin", "Australia/Sydney"),
    "de": ("Europe/Berlin", "Europe/Vienna", "Europe/Zurich"),
    "fr": ("Europe/Paris", "America/Montreal"),
    "es": ("Europe/Madrid", "America/Mexico_City"),
    "ja": ("Asia/Tokyo",),
    "ar": ("Asia/Dubai", "Africa/Cairo"),
}


@dataclass(frozen=True, slots=True)
class Invented:
    """A customer who does not exist."""

    name: str
    email: str
    firm: str
    language: str
    zone: str
    phone: str


def plain(text: str) -> str:
    """Letters that an address may hold."""
    folded = unicodedata.normalize("NFKD", text.replace("ø", "o").replace("ß", "ss"))
    return re.sub(r"[^a-z0-9]+", "-", folded.encode("ascii", "ignore").decode().lower()).strip("-")


def customers(rng: random.Random, count: int, *, taken: set[str]) -> list[Invented]:
    """So many people with addresses that are not taken; they stay apart by a number once names repeat."""
    made: list[Invented] = []
    seen = set(taken)
    for number in range(len(seen), len(seen) + count):
        person = _customer(rng)
        if person.email in seen:
            local, _, host = person.email.partition("@")
            person = replace(person, email=f"{local}.{number}@{host}")
        seen.add(person.email)
        made.append(person)
    return made


def _customer(rng: random.Random) -> Invented:
    language = rng.choices(("en", "de", "fr", "es", "ja", "ar"), (74, 11, 5, 5, 3, 2))[0]
    first, last = rng.choice(FIRST[language].split()), rng.choice(LAST[language].split())
    name = f"{last} {first}" if language == "ja" else f"{first} {last}"
    latin = LATIN.get(language)
    local = plain(first) if latin is None else rng.choice(latin)
    firm = (
        rng.choice(FIRMS).format(last=last if latin is None else local.title()) if rng.random() < 0.6 else ""
    )
    host = plain(firm) or f"{plain(last) or local}-mail"
    phone = f"+44 20 7946 0{rng.randint(0, 999):03d}" if rng.random() < 0.3 else ""
    return Invented(name, f"{local}@{host}.example", firm, language, rng.choice(ZONES[language]), phone)
