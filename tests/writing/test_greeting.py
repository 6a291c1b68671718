import pytest

from segdesk.errors import InputError
from segdesk.writing.greeting import greeting, merge


@pytest.mark.parametrize(
    ("language", "named", "unnamed"),
    [
        ("en", "Hello Anna,", "Hello,"),
        ("fr", "Bonjour Anna,", "Bonjour,"),
        ("es", "¡Hola, Anna!", "¡Hola!"),
        ("pt", "Olá, Anna!", "Olá!"),
        ("de", "Guten Tag, Anna!", "Guten Tag!"),
        ("ar", "مرحبًا \u2068Anna\u2069،", "مرحبًا بكم،"),
        ("zh", "Anna，您好！", "您好！"),
        ("ja", "Anna様", "お客様へ"),
        ("ko", "안녕하세요, Anna 님.", "안녕하세요, 고객님."),
    ],
)
def test_a_customer_is_greeted_by_name_where_there_is_one(language, named, unnamed):
    assert greeting(language, "Anna") == named
    assert greeting(language, None) == greeting(language, "  ") == unnamed


def test_a_name_that_is_none_is_left_out():
    for name in ("{{ first_name }}", "https://example.org", "12345", "\u202e", "Anna <script>"):
        assert greeting("en", name) == "Hello,"


def test_a_name_is_text_and_never_a_template():
    assert greeting("en", "Anna\n\u202eBcc") == "Hello Anna Bcc,"
    assert greeting("en", "{% raw %}") == "Hello,"


def test_merging_adds_the_greeting_and_the_closing_line():
    assert merge(" One.\n\nTwo. \n", "en", "Anna") == (
        "Hello Anna,\n\nOne.\n\nTwo.\n\nWith best wishes from all of us"
    )


def test_a_language_without_texts_is_refused():
    with pytest.raises(InputError, match=r"no email texts in 'xx'.*Choose one of ar, de, en"):
        greeting("xx", "Anna")
