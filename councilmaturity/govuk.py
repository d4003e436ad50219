"""Template tags that draw Django form fields with the GOV.UK components (Jinja macros of govuk-frontend-jinja).

Widgets may carry two attributes that Django doesn't know: `hints` (option value to text, shown under the option)
and `reveals` (option value to the name of a field of the same form, shown when the option is chosen).
"""

from typing import Any

from django import forms, template
from django.forms import BoundField
from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, PackageLoader, PrefixLoader

register = template.Library()

_macros = Environment(
    loader=PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}), autoescape=True
)


def _render(component: str, params: dict[str, Any]) -> SafeString:
    name = component.title().replace("-", "")
    module = _macros.get_template(f"govuk_frontend_jinja/components/{component}/macro.html").module
    html: str = getattr(module, f"govuk{name}")(params)
    return mark_safe(html)  # noqa: S308 - the macros escape every text


def _common(field: BoundField) -> dict[str, Any]:
    params: dict[str, Any] = {"name": field.html_name, "id": field.auto_id, "idPrefix": field.auto_id}
    if field.help_text:
        params["hint"] = {"text": str(field.help_text)}
    if field.errors:
        params["errorMessage"] = {"text": " ".join(str(error) for error in field.errors)}
    return params


def _options(field: BoundField) -> list[dict[str, Any]]:
    widget: Any = field.field.widget
    chosen = field.value()
    values = {str(value) for value in chosen} if isinstance(chosen, list | tuple | set) else {str(chosen)}
    hints, reveals = getattr(widget, "hints", {}), getattr(widget, "reveals", {})
    items = []
    for index, (value, label) in enumerate(widget.choices):
        # The first option has the field's own id, so that the error summary's link lands on it.
        option_id = field.auto_id if index == 0 else f"{field.auto_id}-{index}"
        item = {"value": str(value), "text": str(label), "checked": str(value) in values, "id": option_id}
        if str(value) in hints:
            item["hint"] = {"text": str(hints[str(value)])}
            item["label"] = {"classes": "govuk-!-font-weight-bold"}
        if str(value) in reveals:
            item["conditional"] = {"html": draw(field.form[reveals[str(value)]])}
        items.append(item)
    return items


def _choice(field: BoundField, component: str) -> SafeString:
    widget = field.field.widget
    small = "govuk-radios--small" if component == "radios" else "govuk-checkboxes--small"
    legend = {"text": str(field.label), "classes": widget.attrs.get("legend", "govuk-fieldset__legend--s")}
    params = _common(field) | {"items": _options(field), "fieldset": {"legend": legend}}
    params["classes"] = small if widget.attrs.get("small") else ""
    return _render(component, params)


def _single_checkbox(field: BoundField) -> SafeString:
    item = {"value": "on", "text": str(field.label), "checked": bool(field.value()), "id": field.auto_id}
    return _render("checkboxes", _common(field) | {"items": [item]})


def _select(field: BoundField) -> SafeString:
    widget: Any = field.field.widget
    value = "" if field.value() is None else str(field.value())
    items = [{"value": str(v), "text": str(text), "selected": str(v) == value} for v, text in widget.choices]
    return _render("select", _common(field) | {"label": {"text": str(field.label)}, "items": items})


def _text(field: BoundField, component: str) -> SafeString:
    widget = field.field.widget
    label = {"text": str(field.label), "classes": widget.attrs.get("label", "")}
    params = _common(field) | {"label": label, "value": "" if field.value() is None else str(field.value())}
    params["type"] = getattr(widget, "input_type", "text")
    for name in ("rows", "autocomplete", "classes", "inputmode"):
        if name in widget.attrs:
            params[name] = widget.attrs[name]
    if component != "textarea":
        params.setdefault("classes", "govuk-!-width-two-thirds")
        params["spellcheck"] = params["type"] not in ("email", "password")
    return _render(component, params)


def _file(field: BoundField) -> SafeString:
    return _render("file-upload", _common(field) | {"label": {"text": str(field.label)}})


@register.filter
def draw(field: BoundField) -> SafeString:
    """One form field, with label, hint and error, as its GOV.UK component."""
    widget = field.field.widget
    if field.is_hidden:
        return field.as_hidden()
    # CheckboxSelectMultiple is a RadioSelect to isinstance, so it comes first.
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return _choice(field, "checkboxes")
    if isinstance(widget, forms.RadioSelect):
        return _choice(field, "radios")
    if isinstance(widget, forms.CheckboxInput):
        return _single_checkbox(field)
    if isinstance(widget, forms.Select):
        return _select(field)
    if isinstance(widget, forms.FileInput):
        return _file(field)
    if isinstance(widget, forms.Textarea):
        return _text(field, "textarea")
    return _text(field, "password-input" if isinstance(widget, forms.PasswordInput) else "input")


@register.simple_tag
def error_summary(form: forms.BaseForm) -> SafeString:
    """All errors of a form, each a link to its field; nothing where there is none."""
    if not form.errors:
        return SafeString("")
    items = [{"text": str(error)} for error in form.non_field_errors()]
    for name, errors in form.errors.items():
        if name in form.fields:
            items += [{"text": str(error), "href": f"#{form[name].auto_id}"} for error in errors]
    return _render("error-summary", {"titleText": "There is a problem", "errorList": items})
