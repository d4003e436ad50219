"""How tests read and send the section page, as a browser without scripts would."""

from html.parser import HTMLParser

from django.test import Client
from django.urls import reverse

from assessments.models import Assessment
from councils.models import User


class _Fields(HTMLParser):
    """Collects what a browser would send back if the form were submitted untouched."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self._textarea = self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "input":
            self._input(given, checked="checked" in dict(attrs))
        elif tag == "textarea":
            self._textarea = given["name"]
            self.fields[self._textarea] = [""]
        elif tag == "select":
            self._select = given["name"]
        elif tag == "option" and "selected" in dict(attrs):
            self.fields[self._select] = [given["value"]]

    def _input(self, given: dict[str, str], *, checked: bool) -> None:
        if given.get("type") in ("radio", "checkbox") and not checked:
            return
        if "name" in given:
            self.fields.setdefault(given["name"], []).append(given.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.fields[self._textarea][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._textarea = ""


def fields_of(html: str) -> dict[str, list[str]]:
    parser = _Fields()
    parser.feed(html)
    return parser.fields


class SectionPage:
    """One officer with one section open."""

    def __init__(self, user: User, assessment: Assessment, area: str) -> None:
        self.client = Client()
        self.client.force_login(user)
        self.url = reverse("section", args=[assessment.council.slug, assessment.round.slug, area])
        self.fields: dict[str, list[str]] = {}

    def open(self) -> str:
        html = self.client.get(self.url).content.decode()
        self.fields = fields_of(html)
        return html

    def fill(self, **values: str | list[str]) -> None:
        """DATA01_choice="3" fills the field DATA01-choice."""
        for name, value in values.items():
            self.fields[name.replace("_", "-", 1)] = value if isinstance(value, list) else [value]

    def send(self, button: str = "stay", value: str = "", *, follow: bool = False):
        return self.client.post(self.url, {**self.fields, button: value}, follow=follow)
