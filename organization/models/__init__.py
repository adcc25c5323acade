from organization.models.brand import Brand
from organization.models.department import Department, Group
from organization.models.membership import Membership
from organization.models.value import BrandValue, GroupValue

__all__ = ["Brand", "BrandValue", "Department", "Group", "GroupValue", "Membership"]
