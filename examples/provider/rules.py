"""Your side of the provider: what it decides. Replace the dictionary by your database.

Each method gets the inputs, their names in small letters, and gives the answer as a dictionary: `message`,
`outputs` (a list of name=value), `fields` (only get_custom_field_options), `html` (only get_user_details),
`success` (left out: true). The password of the web service has been checked before.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

Inputs = Mapping[str, str]
Result = dict[str, Any]


@dataclass
class Customer:
    password: str
    email: str
    name: str
    plan: str
    domains: list[str]
    tickets: int


def known_customers() -> dict[str, Customer]:
    return {
        "cleo": Customer("welcome", "cleo@marsh.example", "Cleo Marsh", "Gold", ["marsh.example"], 100),
        "sam": Customer("hello", "sam@dune.example", "Sam Dune", "Basic", ["dune.example"], 0),
    }


class Rules:
    def __init__(self) -> None:
        self.customers = known_customers()

    def authenticate(self, inputs: Inputs) -> Result:
        customer = self._customer(inputs.get("loginusername", ""))
        if customer is None or customer.password != inputs.get("loginpassword"):
            return {"message": "Wrong user name or password", "outputs": ["Authentication=FAIL"]}
        return self._person(customer)

    def get_sign_in_cookie_info(self, inputs: Inputs) -> Result:
        """As authenticate, without a password: the desk has checked the cookie."""
        customer = self._customer(inputs.get("loginusername", ""))
        return self._person(customer) if customer else {"outputs": ["Authentication=FAIL"]}

    def get_custom_field_options(self, inputs: Inputs) -> Result:
        result: Result = {"outputs": ["CanStartTickets=True", "CanStartChats=True"]}
        if customer := self._customer(inputs.get("loginusername", "")):
            lists = {"ChangeListOptions": True, "ListOptions": customer.domains}
            result["fields"] = [{"CustomFieldName": "Domain", **lists}]
        return result

    def start_ticket(self, inputs: Inputs) -> Result:
        customer = self._customer(inputs.get("loginusername", ""))
        if customer is None:
            return {"outputs": ["TicketCreation=TRUE"]}
        if customer.tickets < 1:
            said = "There are no more tickets in your account."
            return {"message": said, "outputs": ["TicketCreation=FALSE"]}
        if not inputs.get("ticketnumber", "").upper().startswith("TEST"):
            customer.tickets -= 1  # the desk asks once a ticket number: this is the place to charge
        return {"outputs": ["TicketCreation=TRUE", f"cf_Plan={customer.plan}"]}

    def start_chat(self, inputs: Inputs) -> Result:
        return {"outputs": ["ChatCreation=TRUE"]}

    def get_user_details(self, inputs: Inputs) -> Result:
        customer = self._customer(inputs.get("username", ""))
        if customer is None:
            return {}
        plan, domains = escape(customer.plan), escape(", ".join(customer.domains))
        return {"html": f"<p>Plan <b>{plan}</b>, {customer.tickets} tickets left<br>{domains}</p>"}

    def notify_event_fired(self, inputs: Inputs) -> Result:
        """Here one would tell another system. `inputs` has eventtype and the event's keys as args_<key>."""
        return {"message": "Event notification successful"}

    def _customer(self, username: str) -> Customer | None:
        return self.customers.get(username.strip().lower())

    def _person(self, customer: Customer) -> Result:
        outputs = [
            f"EmailAddress={customer.email}",
            f"DisplayName={customer.name}",
            f"cf_Plan={customer.plan}",
        ]
        return {"message": "Login successful", "outputs": ["Authentication=OK", *outputs]}
