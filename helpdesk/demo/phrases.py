"""How people begin and end what they write, by language; and the small facts of a case."""

import random

from helpdesk.demo.names import LAST, plain

Phrases = dict[str, tuple[str, ...]]
HELLO: Phrases = {
    "en": ("Hello,", "Good morning,", "Hi there,", "Dear support team,", "Hi,", "", "", "Good afternoon,"),
    "de": ("Guten Tag,", "Hallo,", "Sehr geehrte Damen und Herren,", "Moin,", ""),
    "fr": ("Bonjour,", "Bonjour à tous,", "Madame, Monsieur,"),
    "es": ("Hola,", "Buenos días,", "Estimados señores:"),
    "ja": ("いつもお世話になっております。", "お世話になっております。"),
    "ar": ("السلام عليكم،", "مرحبًا،", "تحية طيبة،"),
}
BYE: Phrases = {
    "en": (
        "Thanks, {first}",
        "Kind regards\n{name}",
        "Best,\n{first}",
        "Thank you!",
        "Cheers\n{first}",
        "",
        "",
    ),
    "de": ("Viele Grüße\n{name}", "Mit freundlichen Grüßen\n{name}", "Danke und Gruß\n{first}", ""),
    "fr": ("Cordialement,\n{name}", "Merci d'avance.\n{name}", "Bien à vous,\n{first}"),
    "es": ("Un saludo,\n{name}", "Gracias de antemano.\n{first}", "Saludos"),
    "ja": ("よろしくお願いいたします。\n{name}", "何卒よろしくお願い申し上げます。\n{name}"),
    "ar": ("مع الشكر،\n{name}", "تحياتي،\n{name}"),
}
DEAR: Phrases = {
    "en": ("Hello {first},", "Dear {name},", "Hi {first},", "Good morning {first},"),
    "de": ("Guten Tag {name},", "Hallo {name},"),
    "fr": ("Bonjour {name},",),
    "es": ("Hola {first},", "Buenos días, {name}:"),
    "ja": ("{name} 様",),
    "ar": ("مرحبًا {first}،",),
}
FAREWELL: Phrases = {
    "en": ("Kind regards\n{agent}", "Best regards\n{agent}", "Have a good day\n{agent}", "{agent}"),
    "de": ("Viele Grüße\n{agent}", "Mit freundlichen Grüßen\n{agent}"),
    "fr": ("Cordialement,\n{agent}",),
    "es": ("Un saludo,\n{agent}",),
    "ja": ("よろしくお願いいたします。\n{agent}",),
    "ar": ("مع التحية،\n{agent}",),
}
DAYS: Phrases = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Sunday"),
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Sonntag"),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi"),
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes"),
    "ja": ("月曜日", "火曜日", "水曜日", "木曜日", "金曜日"),
    "ar": ("الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس"),
}
_NAMES = [plain(name) for name in LAST["en"].split()]
_ENDINGS = ("shop", "studio", "garden", "press", "school", "travel", "works", "foods", "music", "lab")


def facts(rng: random.Random, language: str, name: str, agent: str) -> dict[str, str]:
    """Servers, domains, amounts and days of one case. Addresses are from the blocks kept for examples."""
    names = name.split()
    first = names[-1] if language == "ja" else names[0]
    server = rng.choice(("vps", "web", "db", "mail"))
    return {
        "name": name,
        "first": first,
        "agent": agent,
        "server": f"{server}-{rng.randint(1000, 1999)}",
        "mx": f"mx{rng.randint(1, 6)}.northwind.example",
        "ip": f"203.0.113.{rng.randint(2, 250)}",
        "domain": f"{rng.choice(_NAMES)}-{rng.choice(_ENDINGS)}.example",
        "other": f"{rng.choice(_NAMES)}.example",
        "mailbox": rng.choice(("info", "office", "orders", "contact", plain(first) or "me")),
        "order": str(rng.randint(10000, 99999)),
        "invoice": f"NW-{rng.randint(2024, 2026)}-{rng.randint(1000, 9999)}",
        "amount": f"{rng.randint(9, 480)}.{rng.choice(('00', '50', '90'))}",
        "phone": f"+44 20 7946 0{rng.randint(0, 999):03d}",
        "day": rng.choice(DAYS[language]),
        "time": f"{rng.randint(6, 22):02d}:{rng.randrange(0, 60, 5):02d}",
        "n": str(rng.randint(8, 90)),
        "small": str(rng.randint(2, 7)),
        "minutes": str(rng.choice((10, 15, 20, 30, 45, 60, 90))),
    }
