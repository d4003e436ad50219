"""Not one lost word, in a real browser: saving while typing, lost connections, dead servers, ended sign-in."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browsing import Person, press
from tests.service import Service

SECTION = "/assessments/west-lothian/2026/sections/LEA/"
WORDS = "Minutes of the digital board\nof 3 June, with “quotes” & <b>"

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("service", ["sqlite"], indirect=True)]


def first_evidence(page: Page) -> Locator:
    return page.get_by_label("Evidence and notes").first


def status(page: Page) -> Locator:
    return page.locator("[data-save-status]")


@pytest.fixture
def lead(browser: Browser, service: Service) -> Iterator[Person]:
    person = Person(browser, service, "lead@west-lothian.example")
    person.page.goto(SECTION)
    yield person
    person.context.close()


@pytest.fixture
def colleague(browser: Browser, service: Service) -> Iterator[Person]:
    person = Person(browser, service, "lead@west-lothian.example")
    yield person
    person.context.close()


def test_what_is_typed_is_saved_without_a_click(lead, service):
    first_evidence(lead.page).fill(WORDS)
    expect(status(lead.page)).to_have_text(re.compile(r"^Saved at \d\d:\d\d$"))
    lead.picture("saved-while-typing")
    lead.page.reload()
    expect(first_evidence(lead.page)).to_have_value(WORDS)
    expect(lead.page.locator("[data-draft-offer]")).to_be_hidden()
    lead.leave()


def test_a_click_on_save_after_saving_in_the_background_is_no_conflict_with_oneself(lead, service):
    first_evidence(lead.page).fill("One")
    expect(status(lead.page)).to_have_text(re.compile("Saved at"))
    first_evidence(lead.page).fill("One and two")
    press(lead.page, "Save")
    expect(lead.page.get_by_role("alert").get_by_text(re.compile("Saved at"))).to_be_visible()
    expect(first_evidence(lead.page)).to_have_value("One and two")
    lead.leave()


def test_a_mistake_in_one_question_does_not_hold_up_the_others(lead, service):
    page = lead.page
    without_reason = page.get_by_label("Not applicable")
    if without_reason.count():
        without_reason.first.check()
    first_evidence(page).fill("Saved beside a mistake")
    expect(status(page)).to_contain_text("Saved at")
    lead.leave()


def test_a_lost_connection_is_said_and_what_was_typed_is_saved_when_it_is_back(lead, service):
    lead.context.set_offline(True)
    first_evidence(lead.page).fill("Typed on a train")
    expect(status(lead.page)).to_contain_text("No connection")
    lead.picture("no-connection")
    press(lead.page, "Save and continue")
    expect(first_evidence(lead.page)).to_have_value("Typed on a train")
    lead.context.set_offline(False)
    expect(status(lead.page)).to_contain_text("Saved at")
    lead.leave(expected="ERR_INTERNET_DISCONNECTED")


def test_words_typed_while_the_server_is_dead_are_offered_again(lead, service):
    service.stop()
    first_evidence(lead.page).fill("Typed while nobody listened")
    expect(status(lead.page)).to_contain_text("No connection")
    service.start()
    lead.page.goto("about:blank")
    lead.page.goto(SECTION)
    expect(lead.page.get_by_text("words for this section that were never saved")).to_be_visible()
    lead.picture("draft-offered")
    press(lead.page, "Put them back")
    expect(first_evidence(lead.page)).to_have_value("Typed while nobody listened")
    expect(status(lead.page)).to_contain_text("Saved at")
    lead.page.reload()
    expect(first_evidence(lead.page)).to_have_value("Typed while nobody listened")
    lead.leave(expected="ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET")


def test_a_form_sent_after_sign_in_has_ended_comes_back_with_everything_typed(lead, service):
    page = lead.page
    evidence = f"{WORDS}, after tea"
    page.route(
        "**/sections/**", lambda route: route.abort() if "json" in route.request.headers["accept"] else route.fallback()
    )
    lead.context.clear_cookies(name="sessionid")
    first_evidence(page).fill(evidence)
    page.evaluate("document.querySelector('form[data-autosave]').submit()")
    lead.sign_in()
    expect(page.get_by_role("heading", name="What you typed is not saved yet")).to_be_visible()
    expect(page.get_by_text("after tea")).to_be_visible()
    lead.picture("kept-form")
    page.unroute("**/sections/**")
    press(page, "Send it again")
    expect(page.get_by_role("alert").get_by_text(re.compile("Saved at"))).to_be_visible()
    expect(first_evidence(page)).to_have_value(evidence)
    expect(page.locator("[data-draft-offer]")).to_be_hidden()
    lead.leave(expected="ERR_FAILED")


def test_the_script_says_that_sign_in_has_ended_and_keeps_the_words(lead, service):
    page = lead.page
    lead.context.clear_cookies(name="sessionid")
    first_evidence(page).fill("Typed after lunch")
    expect(status(page)).to_contain_text("You have been signed out")
    status(page).get_by_role("link", name="Sign in").click()
    lead.sign_in()
    press(page, "Put them back")
    expect(first_evidence(page)).to_have_value("Typed after lunch")
    expect(status(page)).to_contain_text("Saved at")
    lead.leave(expected="401")


def test_two_officers_who_type_at_once_both_find_their_words(lead, colleague, service):
    page = lead.page
    colleague.page.goto(SECTION)
    first_evidence(page).fill("The words of one")
    expect(status(page)).to_contain_text("Saved at")
    first_evidence(colleague.page).fill("The words of another")
    expect(status(colleague.page)).to_contain_text("Both are kept")
    status(colleague.page).get_by_role("link", name="Look at both").click()
    main = colleague.page.get_by_role("main")
    expect(main.get_by_text("The words of one").first).to_be_visible()
    expect(main.get_by_text("The words of another").first).to_be_visible()
    colleague.picture("two-texts")
    colleague.leave()


def test_signing_out_leaves_no_words_in_the_browser(lead, service):
    page = lead.page
    lead.context.set_offline(True)
    first_evidence(page).fill("For nobody else’s eyes")
    expect(status(page)).to_contain_text("No connection")
    lead.context.set_offline(False)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('draft:'))") == []
    lead.leave(expected="ERR_INTERNET_DISCONNECTED")
