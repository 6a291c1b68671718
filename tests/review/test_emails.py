"""What the Emails tab shows."""

import pickle
from pathlib import Path

import pytest

from segdesk.errors import InputError
from segdesk.project.email_review import Decision
from segdesk.project.file import Project
from segdesk.project.settings import EmailsSettings
from segdesk.review import emails
from segdesk.review.emails import CountrySource, EmailStatus
from segdesk.steps import email_edits


def with_emails(project: Project, **values: object) -> EmailsSettings:
    own = EmailsSettings.model_validate({**project.settings.emails.model_dump(), **values})
    project.settings = project.settings.model_copy(update={"emails": own})
    return own


def test_the_list_holds_every_email(shop_project: Project) -> None:
    found = pickle.loads(pickle.dumps(emails.emails(shop_project)))
    assert len(found.rows) == 60
    assert found.counts == {EmailStatus.WRITTEN: 60}
    expected = shop_project.rows(
        "SELECT CAST(user_id AS VARCHAR), e.email, country, segment, segments, subject"
        " FROM marketing_email AS e JOIN final_data USING (user_id, country) ORDER BY user_id"
    )
    shown = [
        (row.customer, row.address, row.country, row.segment, row.label, row.subject) for row in found.rows
    ]
    assert shown == expected


def test_an_email_is_shown_as_the_customer_reads_it(shop_project: Project) -> None:
    row = emails.emails(shop_project).rows[0]
    found = emails.email(shop_project, row.customer)
    assert found is not None
    first = shop_project.row("SELECT first_name FROM parametric WHERE user_id = ?", [int(row.customer)])
    assert first is not None
    assert first[0] in found.body.splitlines()[0]
    assert (found.written_subject, found.written_body) == (row.subject, found.body)
    assert found.review.is_empty
    assert found.prompt
    assert emails.email(shop_project, "nobody") is None


def test_arabic_is_read_from_right_to_left(own_project: Project) -> None:
    customer = emails.emails(own_project).rows[0].customer
    own_project.connection.execute(
        "UPDATE marketing_email SET language_code = 'ar' WHERE user_id = ?", [int(customer)]
    )
    found = emails.email(own_project, customer)
    assert found is not None
    assert found.right_to_left
    assert found.language_name == "Arabic"


def test_reviews_are_counted(own_project: Project) -> None:
    first, second, third = (row.customer for row in emails.emails(own_project).rows[:3])
    email_edits.decide(own_project, [first], Decision.APPROVED)
    email_edits.decide(own_project, [second], Decision.REJECTED)
    email_edits.rewrite(own_project, third, "Hello", "See https://shop.example")
    found = emails.emails(own_project)
    assert found.counts == {
        EmailStatus.WRITTEN: 57,
        EmailStatus.FLAGGED: 1,
        EmailStatus.APPROVED: 1,
        EmailStatus.REJECTED: 1,
    }
    assert [row.edited for row in found.rows[:3]] == [False, False, True]


def test_countries_say_who_decided_on_their_language(own_project: Project, tmp_path: Path) -> None:
    file = tmp_path / "languages.csv"
    file.write_text("country,language\nGermany,fr\nFrance,fr\n", encoding="utf-8")
    with_emails(own_project, languages_file=str(file), countries=(("Spain", "pt"), ("Poland", "de")))
    rows = {row.country: row for row in emails.countries(own_project)}
    counted = dict(own_project.rows("SELECT country, count(*) FROM parametric GROUP BY 1"))
    assert {country: row.customers for country, row in rows.items()} == counted
    assert (rows["Germany"].language, rows["Germany"].source) == ("fr", CountrySource.FILE)
    assert (rows["France"].language, rows["France"].source) == ("fr", CountrySource.SHIPPED)
    spain = rows["Spain"]
    assert (spain.language, spain.otherwise, spain.source) == ("pt", "es", CountrySource.YOURS)
    assert rows["Poland"].written == "de"


def test_a_country_whose_language_is_not_written_gets_english(shop_project: Project) -> None:
    poland = next(row for row in emails.countries(shop_project) if row.country == "Poland")
    assert (poland.language, poland.written) == ("pl", "en")


def test_the_audience_is_who_could_get_an_email(shop_project: Project) -> None:
    settings = shop_project.settings.emails
    everybody = emails.audience(shop_project, settings)
    addresses = "SELECT count(DISTINCT lower(email)) FROM parametric"
    assert shop_project.row(addresses) == (everybody.customers,)
    assert everybody.emails == 60
    french = emails.audience(shop_project, settings.model_copy(update={"languages": ("fr",)}))
    assert shop_project.row(f"{addresses} WHERE country IN ('France', 'Belgium')") == (french.customers,)
    assert 0 < french.customers < 100
    with pytest.raises(InputError, match="no segment seg_9"):
        emails.audience(shop_project, settings.model_copy(update={"segments": ("seg_9",)}))


def test_languages_with_texts_come_first() -> None:
    codes = [language.code for language in emails.languages() if language.has_templates]
    assert codes == [language.code for language in emails.languages()[: len(codes)]]
    assert "ar" in codes


def test_before_the_first_run_there_is_nothing(new_project: Project) -> None:
    assert emails.emails(new_project).rows == ()
    assert emails.email(new_project, "1") is None
    assert emails.countries(new_project) == ()
    assert emails.audience(new_project, EmailsSettings()).customers == 0


def test_the_segments_come_with_the_names_and_sizes_that_they_have(shop_project: Project) -> None:
    found = emails.segments(shop_project)

    assert [row.segment for row in found] == [
        row[0] for row in shop_project.rows("SELECT segment FROM segment_summary ORDER BY position")
    ]
    assert {row.segment: row.name for row in found} == dict(
        shop_project.rows("SELECT segment, name FROM labels")
    )
    assert (
        sum(row.size for row in found)
        == (shop_project.row("SELECT sum(size) FROM segment_summary") or (0,))[0]
    )
