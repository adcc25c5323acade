from organization.models.brand import Brand
from organization.models.department import Department, Group
from organization.models.membership import Membership

__all__ = ["Brand", "Department", "Group", "Membership"]
