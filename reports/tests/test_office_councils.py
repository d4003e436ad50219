"""The Digital Office's pages with named results: what they show of whom, and that every look is logged."""

from html.parser import HTMLParser

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Round
from councils.models import AuditEvent, Council, Nation
from reports.tests.office import hand_in, make_past_round
from tests.factories import make_assessment, make_council, make_round

LOOKING = ["office_progress", "office_councils", "office_councils_csv", "office_compare"]


@pytest.fixture
def past(cast):
    return make_past_round(cast.assessment.round.framework)


@pytest.fixture
def analyst(client, cast):
    client.force_login(cast.analyst)
    return client


@pytest.fixture
def manager(client, cast):
    client.force_login(cast.manager)
    return client


def events(action):
    return list(AuditEvent.objects.filter(action=action).order_by("council__name"))


class Table(HTMLParser):
    """The first words of each row's head, and the figures behind it."""

    def __init__(self, html):
        super().__init__()
        self.rows, self.here = {}, ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.here = {"th": "head", "td": "cell"}.get(tag, self.here)
        if tag == "tr":
            self.name, self.cells = "", []

    def handle_data(self, data):
        if self.here == "head":
            self.name += data.strip()
        elif self.here == "cell" and data.strip():
            self.cells.append(data.strip())

    def handle_endtag(self, tag):
        if tag in ("th", "tr"):
            self.here = ""
        if tag == "tr":
            self.rows[self.name] = self.cells


def table(response):
    html = response.content.decode()
    return Table(html[html.index("<tbody") : html.index("</tbody")]).rows


class TestCouncils:
    def test_it_shows_figures_of_those_who_submitted_and_names_nobody_else(self, analyst, past):
        response = analyst.get(reverse("office_councils", args=["past"]))
        assert table(response) == {
            "Median of 2 shown": ["3.0", "3.0"],
            "Cedar": ["2.0", "3.0"],
            "Damson": ["4.0", "3.0"],
        }
        assert "Elder" not in response.content.decode()

    def test_colours_go_with_the_nearest_level(self, analyst, past):
        html = analyst.get(reverse("office_councils", args=["past"])).content.decode()
        assert "<td class=h2>2.0" in html
        assert "<td class=h4>4.0" in html

    def test_a_blank_cell_gives_its_reason(self, analyst, past):
        hand_in(past, "Fir", None)
        html = analyst.get(reverse("office_councils", args=["past"])).content.decode()
        assert '<td class=h0>–<span class="govuk-visually-hidden"> not scored: less than 75%' in html

    def test_only_a_signed_off_council_leads_to_its_results(self, analyst, past):
        html = analyst.get(reverse("office_councils", args=["past"])).content.decode()
        assert reverse("results", args=["cedar", "past"]) in html
        assert reverse("results", args=["damson", "past"]) not in html

    def test_it_has_no_rank_no_total_and_no_mean(self, analyst, past):
        query = {"sort": "LEAD", "order": "high"}
        response = analyst.get(reverse("office_councils", args=["past"]), query)
        assert list(table(response)) == ["Median of 2 shown", "Damson", "Cedar"]
        assert all(len(cells) == 2 for cells in table(response).values())
        assert not [word for word in ("rank", "total", "average", "mean ") if word in response.content.decode().lower()]

    def test_the_download_has_the_same_filter(self, analyst, past):
        query = "?nation=Scotland&amp;lens=outcome"
        html = analyst.get(reverse("office_councils", args=["past"]) + query.replace("&amp;", "&")).content.decode()
        assert reverse("office_councils_csv", args=["past"]) + query in html

    @pytest.mark.parametrize(
        ("query", "problem"),
        [
            pytest.param({"nation": "Mars"}, "Choose a nation from the list.", id="nation"),
            pytest.param({"group": "x" * 200}, "Choose a peer group from the list.", id="group"),
            pytest.param({"lens": "telescope"}, "There is no such lens.", id="lens"),
            pytest.param({"order": "random"}, "Sort from the highest", id="order"),
            pytest.param({"sort": "x" * 200}, "at most 8 characters", id="sort"),
            pytest.param({"sort": "\0"}, "Null characters are not allowed", id="NUL"),
        ],
    )
    def test_a_filter_that_is_unknown_is_named(self, analyst, past, query, problem):
        response = analyst.get(reverse("office_councils", args=["past"]), query)
        assert problem in response.content.decode()
        assert "Cedar" in table(response)

    def test_names_can_do_no_harm(self, analyst, past):
        Council.objects.filter(name="Cedar").update(name='<script>"&')
        html = analyst.get(reverse("office_councils", args=["past"])).content.decode()
        assert '<script>"' not in html
        assert "&lt;script&gt;&quot;&amp;" in html

    def test_before_anybody_submits_it_says_what_will_be_there(self, analyst):
        make_round(slug="empty")
        html = analyst.get(reverse("office_councils", args=["empty"])).content.decode()
        assert "No council has submitted yet." in html

    def test_a_filter_without_results_says_so(self, analyst, past):
        make_assessment(make_council("Rowan", nation=Nation.WALES), past)
        html = analyst.get(reverse("office_councils", args=["past"]), {"nation": "Wales"}).content.decode()
        assert "No council that has submitted is inside this filter." in html

    def test_queries_do_not_grow_with_the_councils(self, analyst, past):
        url = reverse("office_councils", args=["past"])
        for number in range(8):
            hand_in(past, f"Fir {number}", signed_off=True)
        with CaptureQueriesContext(connection) as ten:
            analyst.get(url, {"lens": "both"})
        for number in range(30):
            hand_in(past, f"Gorse {number}", signed_off=True)
        with CaptureQueriesContext(connection) as forty:
            assert len(table(analyst.get(url, {"lens": "both"}))) == 41
        assert len(ten) == len(forty) <= 15

    def test_a_row_of_a_large_table_stays_small(self, analyst, past):
        url = reverse("office_councils", args=["past"])
        before = len(analyst.get(url, {"lens": "both"}).content)
        for number in range(10):
            hand_in(past, f"Fir {number}", signed_off=True)
        grown = len(analyst.get(url, {"lens": "both"}).content) - before
        assert grown / 10 < 250 + 4 * 20


class TestDownload:
    def test_its_name_says_what_is_invented(self, analyst, past):
        Round.objects.filter(pk=past.pk).update(invented=True)
        response = analyst.get(reverse("office_councils_csv", args=["past"]), {"lens": "outcome"})
        assert response["Content-Disposition"] == 'attachment; filename="invented-past-outcome.csv"'

    def test_it_is_a_csv_file_with_a_plain_name(self, analyst, past):
        response = analyst.get(reverse("office_councils_csv", args=["past"]), {"lens": "outcome"})
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        assert response["Content-Disposition"] == 'attachment; filename="past-outcome.csv"'
        assert response.content.decode().startswith("Council,GSS code,Nation,CONN")
        assert "no-store" in response["Cache-Control"]

    def test_a_filter_that_is_unknown_leads_to_the_page_that_says_so(self, analyst, past):
        response = analyst.get(reverse("office_councils_csv", args=["past"]), {"nation": "Mars"})
        assert response.url == reverse("office_councils", args=["past"]) + "?nation=Mars"
        assert events("all councils downloaded") == []


class TestComparison:
    def test_two_councils_stand_side_by_side(self, analyst, past):
        html = analyst.get(reverse("office_compare", args=["past"]), {"council": ["damson", "cedar"]}).content.decode()
        assert html.index("Cedar") < html.index("Damson")
        assert "<strong>2.0</strong> Exploring" in html
        assert "<strong>4.0</strong> Established" in html

    @pytest.mark.parametrize(
        "chosen",
        [
            pytest.param([], id="nobody"),
            pytest.param(["cedar"], id="one"),
            pytest.param(["cedar", "elder"], id="a draft"),
            pytest.param(["cedar", "atlantis"], id="unknown"),
            pytest.param([f"c{number}" for number in range(6)], id="six"),
        ],
    )
    def test_anything_else_is_refused_in_words_and_shows_nothing(self, analyst, past, chosen):
        response = analyst.get(reverse("office_compare", args=["past"]), {"council": chosen})
        assert response.status_code == 400
        assert "There is a problem" in response.content.decode()
        assert "Elder" not in response.content.decode()
        assert events("councils compared") == []


class TestLogged:
    """Who looked at named results, when, and with what filter."""

    def test_looking_at_all_councils(self, analyst, cast, past):
        analyst.get(reverse("office_councils", args=["past"]), {"nation": "Scotland", "lens": "both", "sort": "LEAD"})
        (event,) = events("all councils viewed")
        assert (event.by, event.council) == (cast.analyst, None)
        assert event.detail == "Round past: both; nation Scotland; sorted by LEAD, high first"

    def test_downloading_all_councils(self, manager, cast, past):
        manager.get(reverse("office_councils_csv", args=["past"]))
        (event,) = events("all councils downloaded")
        assert (event.by, event.detail) == (cast.manager, "Round past: first lens; no filter; alphabetical")

    def test_comparing_is_in_the_log_of_each_council(self, analyst, cast, past):
        analyst.get(reverse("office_compare", args=["past"]), {"council": ["damson", "cedar"]})
        assert [event.council.name for event in events("councils compared")] == ["Cedar", "Damson"]
        assert {event.detail for event in events("councils compared")} == {"Round past: Cedar, Damson"}

    def test_long_names_fit(self, analyst, past):
        slugs = [hand_in(past, f"{letter * 70} {number}").council.slug for number, letter in enumerate("abcde")]
        assert analyst.get(reverse("office_compare", args=["past"]), {"council": slugs}).status_code == 200
        assert [len(event.detail) for event in events("councils compared")] == [300] * 5

    @pytest.mark.parametrize("name", LOOKING)
    @pytest.mark.parametrize("who", ["ada", "administrator", "stranger"])
    def test_who_may_not_look_leaves_no_trace_of_looking(self, client, cast, past, name, who):
        client.force_login(getattr(cast, who))
        response = client.get(reverse(name, args=["past"]), {"council": ["cedar", "damson"]})
        assert response.status_code == 403
        assert not AuditEvent.objects.exists()

    def test_an_unknown_round_is_not_found(self, analyst):
        assert {analyst.get(reverse(name, args=["never"])).status_code for name in LOOKING} == {404}
