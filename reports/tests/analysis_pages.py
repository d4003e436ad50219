"""Reading the pages of the staff analysis as somebody does who looks at them."""

from html.parser import HTMLParser

from django.urls import reverse

PAGES = {
    "overview": "office_analysis",
    "area": "office_analysis_area",
    "barriers": "office_analysis_barriers",
    "clusters": "office_analysis_clusters",
}


def address(part, slug="past", code="CONN"):
    return reverse(PAGES[part], args=[slug, code] if part == "area" else [slug])


class Words(HTMLParser):
    """What can be read in the main part, in rows of a table or in a list of terms."""

    def __init__(self, html):
        super().__init__()
        self.rows, self.row, self.inside = [], [], False
        self.feed(html[html.index("<main") : html.index("</main")])

    def handle_starttag(self, tag, attrs):
        if tag in ("tr", "dt"):
            self.row = []
            self.rows.append(self.row)
        if tag in ("th", "td", "dt", "dd"):
            self.row.append("")
            self.inside = True

    def handle_endtag(self, tag):
        if tag in ("th", "td", "dt", "dd"):
            self.inside = False

    def handle_data(self, data):
        if self.inside and data.strip():
            self.row[-1] = f"{self.row[-1]} {data.strip()}".strip()


def rows(response):
    return [row for row in Words(response.content.decode()).rows if row]


def words(response):
    """Rows by the first words of each."""
    return {row[0]: row[1:] for row in rows(response)}


def text(response):
    html = response.content.decode()
    return " ".join(html[html.index("<main") : html.index("</main")].split())
