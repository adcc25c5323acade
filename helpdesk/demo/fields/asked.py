"""What Support, Billing and customers are asked for."""

from dataclasses import dataclass

from customfields.models import Item, Kind

PRODUCTS = ("Web hosting", "VPS 4", "VPS 8 Business", "Dedicated server", "Domain", "Something else")


CAUSES = ("Our fault", "Customer’s settings", "Another provider", "Hardware", "Attack", "Question only")


@dataclass(frozen=True, slots=True)
class Asked:
    """A field and its line; `boxes` are letters: u users see, U must, a agents see, A must, c to close."""

    name: str
    kind: str
    step: str = Item.Step.REGULAR
    boxes: str = "ua"
    label: str = ""
    german: str = ""
    options: tuple[str, ...] = ()
    help: str = ""

    @property
    def switches(self) -> dict[str, bool]:
        letters = {
            "user_sees": "uU",
            "user_must": "U",
            "agent_sees": "aA",
            "agent_must": "A",
            "close_must": "c",
        }
        return {name: bool(set(of) & set(self.boxes)) for name, of in letters.items()}


PRODUCT = Asked(
    "Product/Domain", Kind.CHOICE, Item.Step.PRE, "Ua", "Product", "Produkt", PRODUCTS,
    "The plan as it stands on your invoice",
)  # fmt: skip


DOMAIN = Asked("Domain", Kind.TEXT, Item.Step.PRE, "ua", german="Domain", help="Such as example.com")


SINCE = Asked("Since when?", Kind.DATETIME, german="Seit wann?")


ADDRESSES = Asked("Affected addresses", Kind.TEXTAREA, german="Betroffene Adressen", help="One a line")


PHONE = Asked("Phone for questions", Kind.TEXT, german="Telefon für Rückfragen")


CAUSE = Asked("Cause", Kind.CHOICE, Item.Step.REGULAR, "a", german="Ursache", options=CAUSES)


CONTRACT = Asked("Contract", Kind.HIDDEN, Item.Step.REGULAR, "a")


INVOICE = Asked("Invoice", Kind.TEXT, Item.Step.PRE, "ua", "Invoice number", "Rechnungsnummer")


AMOUNT = Asked("Amount", Kind.NUMBER, german="Betrag", help="In euro")


PAID = Asked("Paid on", Kind.DATE, german="Bezahlt am")


CREDIT = Asked(
    "Credit given", Kind.NUMBER, Item.Step.REGULAR, "ac", german="Gutschrift", help="0 where none was due"
)


DOMAINS = Asked("Domains", Kind.TEXTAREA, Item.Step.REGULAR, "ua", german="Domains", help="One a line")


LEVEL = Asked(
    "Service level", Kind.CHOICE, Item.Step.REGULAR, "a", options=("Standard", "Business", "Round the clock")
)


SUPPORT = (PRODUCT, DOMAIN, SINCE, ADDRESSES, PHONE, CAUSE, CONTRACT)


BILLING = (INVOICE, AMOUNT, PAID, CREDIT, CONTRACT)


CUSTOMER = (DOMAINS, LEVEL, CONTRACT)
