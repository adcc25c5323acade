"""The tags of the pages: `{% load hd %}`. Small parts are drawn here, larger ones in templates/components."""

from django import template

from common.templatetags import fields, parts, times

register = template.Library()

register.simple_tag(parts.icon)
register.simple_tag(parts.status)
register.simple_tag(parts.priority)
register.simple_tag(parts.avatar)
register.simple_tag(parts.pill)
register.simple_tag(parts.tag)
register.simple_tag(parts.file_chip)
register.simple_block_tag(parts.part, takes_context=True)

register.simple_tag(times.age)
register.simple_tag(times.clock)

register.simple_tag(fields.field)
register.simple_tag(fields.form_errors)

register.filter(parts.initials)
register.filter(parts.avatar_class)
register.filter(parts.filesize_short)
register.filter(times.short_age)
register.filter(times.full_time)
