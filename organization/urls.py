from django.urls import URLPattern, URLResolver, path

from organization.views import brand

urlpatterns: list[URLPattern | URLResolver] = [
    path("brand.css", brand.brand_css, name="brand_css"),
    path("brand/logo", brand.brand_logo, name="brand_logo"),
]
