"""How tests open the results page and read it."""

import re
from html import unescape

from django.test import Client
from django.urls import reverse

from assessments.models import Assessment
from councils.models import Role, User
from tests.factories import make_member


def address(assessment: Assessment) -> str:
    return reverse("results", args=[assessment.council.slug, assessment.round.slug])


def open_page(client: Client, assessment: Assessment, user: User | None = None):
    client.force_login(user or make_member(assessment.council, Role.LEAD))
    return client.get(address(assessment))


def text_of(response) -> str:
    """The page's words, without tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def table_of(response, lens: str) -> list[list[str]]:
    """The cells of the table with the figures of one lens, row by row."""
    html = response.content.decode()
    table = html.split(f'id="figures-{lens}"')[1].split("</table>")[0].split("<tbody")[1]
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in table.split("</tr>")]
    return [[" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in row] for row in cells if row]
