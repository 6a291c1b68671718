import pytest

from segdesk.errors import InputError
from segdesk.paths import resource
from segdesk.writing.phrases import phrases, read_phrases


@pytest.mark.parametrize(
    ("language", "one", "two", "three"),
    [
        ("en", "“A”", "“A” and “B”", "“A”, “B” and “C”"),
        ("fr", "«_A_»", "«_A_» et «_B_»", "«_A_», «_B_» et «_C_»"),
        ("es", "«A»", "«A» y «B»", "«A», «B» y «C»"),
        ("pt", "“A”", "“A” e “B”", "“A”, “B” e “C”"),
        ("de", "„A“", "„A“ und „B“", "„A“, „B“ und „C“"),
        ("ar", "«<A>»", "«<A>» و«<B>»", "«<A>» و«<B>» و«<C>»"),
        ("zh", "“A”", "“A”和“B”", "“A”“B”和“C”"),
        ("ja", "「A」", "「A」と「B」", "「A」「B」「C」"),
        ("ko", "‘A’", "‘A’, ‘B’", "‘A’, ‘B’, ‘C’"),
    ],
)
def test_names_are_quoted_and_listed_as_the_language_does(language, one, two, three):
    """In the examples, _ is a narrow space that does not break, and <> is a directional isolate."""
    visible = str.maketrans({"\u202f": "_", "\u2068": "<", "\u2069": ">"})
    texts = phrases(language)
    assert texts.listed(("A",)).translate(visible) == one
    assert texts.listed(("A", "B")).translate(visible) == two
    assert texts.listed(("A", "B", "C")).translate(visible) == three


@pytest.fixture
def english(tmp_path):
    """Return a function that reads the English texts with one passage replaced."""
    shipped = resource("emails", "en.toml").read_text("utf-8")

    def read(old: str, new: str):
        assert old in shipped
        path = tmp_path / "en.toml"
        path.write_text(shipped.replace(old, new, 1), "utf-8")
        return read_phrases("en", path)

    return read


def test_a_text_that_asks_for_an_unknown_fact_is_refused_when_it_is_read(english):
    with pytest.raises(InputError, match="asks for price, which is unknown there"):
        english("a complimen", "{{ price }} a complimen")


def test_a_text_that_is_no_template_is_refused_when_it_is_read(english):
    with pytest.raises(InputError, match="'en' cannot be used"):
        english("{{ times }}", "{{ times")


def test_a_text_that_reaches_for_more_than_facts_is_refused_when_it_is_read(english):
    with pytest.raises(InputError, match="'en' cannot be used"):
        english("{{ times }}", "{{ times.__class__.__mro__ }}")


def test_a_missing_tone_is_refused(english):
    with pytest.raises(InputError, match=r"\[subject\.tones\] needs exactly exclusive, .*, inviting"):
        english('inviting = ["An invitation', '# inviting = ["An invitation')


def test_an_unknown_section_is_refused(english):
    with pytest.raises(InputError, match=r"\[greetings\] Extra inputs"):
        english("[greeting]", "[greetings]\n[greeting]")


def test_a_missing_plural_is_refused(english):
    with pytest.raises(InputError, match=r"lack a plural.*\[orders\] has no one"):
        english("[orders]\none", "[orders]\ntwo")


def test_a_file_that_is_not_toml_is_refused(english):
    with pytest.raises(InputError, match=r"en\.toml cannot be used"):
        english("[quotes]", "[quotes")
