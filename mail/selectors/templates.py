"""Templates as administrators wrote them."""

from django.db.models import QuerySet

from mail.models import EmailTemplate


def email_templates(*, brand_id: int = 0) -> QuerySet[EmailTemplate]:
    """Those of one brand, 0 for those of all."""
    return EmailTemplate.objects.filter(scope=brand_id)


def email_template(key: str, *, brand_id: int, languages: tuple[str, ...]) -> EmailTemplate | None:
    """The nearest: the brand's before the common one, then the languages in their order. One statement."""
    rows = EmailTemplate.objects.filter(key=key, scope__in={0, brand_id}, language__in=languages)
    order = {language: place for place, language in enumerate(languages)}
    found = sorted(rows, key=lambda row: (order[row.language], row.scope == 0))
    return found[0] if found else None


def own_templates() -> dict[tuple[str, str, int], EmailTemplate]:
    """Everything that administrators wrote, by key, language and brand (0: all), without the long parts."""
    rows = EmailTemplate.objects.only("id", "key", "language", "scope", "updated_at")
    return {(row.key, row.language, row.scope): row for row in rows}


def own_template(key: str, language: str, brand_id: int) -> EmailTemplate | None:
    """The administrator's for exactly this brand (0: all) and language."""
    return EmailTemplate.objects.filter(key=key, language=language, scope=brand_id).first()
