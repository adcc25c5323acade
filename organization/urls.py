from django.urls import URLPattern, URLResolver, path

from organization.views import brand, brands, departments, fields, index, members

_GROUP = "settings/groups/<int:group_id>"
_TEMPLATE = "settings/fields/<int:department_id>/<slug:kind>"

urlpatterns: list[URLPattern | URLResolver] = [
    path("brand.css", brand.brand_css, name="brand_css"),
    path("brand/logo", brand.brand_logo, name="brand_logo"),
    path("settings/", index.index, name="settings_home"),
    path("settings/brands", brands.brands, name="settings_brands"),
    path("settings/brands/new", brands.new_brand, name="settings_brand_new"),
    path("settings/brands/<int:brand_id>", brands.brand, name="settings_brand"),
    path("settings/brands/<int:brand_id>/state", brands.brand_state, name="settings_brand_state"),
    path(
        "settings/brands/<int:brand_id>/departments",
        departments.new_department,
        name="settings_department_new",
    ),
    path("settings/departments", departments.departments, name="settings_departments"),
    path("settings/departments/<int:department_id>", departments.department, name="settings_department"),
    path(
        "settings/departments/<int:department_id>/<slug:verb>",
        departments.change_department,
        name="settings_department_change",
    ),
    path("settings/fields", fields.overview, name="settings_fields"),
    path(_TEMPLATE, fields.template, name="settings_template"),
    path(f"{_TEMPLATE}/add", fields.add, name="settings_template_add"),
    path(f"{_TEMPLATE}/copy", fields.copy, name="settings_template_copy"),
    path(f"{_TEMPLATE}/own", fields.own, name="settings_template_own"),
    path(f"{_TEMPLATE}/<int:line_id>/remove", fields.remove, name="settings_template_remove"),
    path(_GROUP, members.members, name="settings_group"),
    path(f"{_GROUP}/fields", members.fields, name="settings_group_fields"),
    path(f"{_GROUP}/members", members.add, name="settings_member_add"),
    path(f"{_GROUP}/members/<int:membership_id>", members.change, name="settings_member"),
    path(f"{_GROUP}/members/<int:membership_id>/remove", members.remove, name="settings_member_remove"),
    path(f"{_GROUP}/<slug:verb>", departments.change_group, name="settings_group_change"),
]
