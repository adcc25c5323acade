"""Directories, as the rest of the product knows them."""

from accounts.gateways.ldap import dn_key, is_dn, is_filter
from accounts.gateways.people import Person, authenticate, look, people_of

__all__ = ["Person", "authenticate", "dn_key", "is_dn", "is_filter", "look", "people_of"]
