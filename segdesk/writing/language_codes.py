"""The languages that a country can be given, by their ISO 639-1 code."""

from collections.abc import Mapping
from dataclasses import dataclass

ENGLISH = "en"


@dataclass(frozen=True)
class Language:
    """A language that customers read.

    Attributes
    ----------
    code
        ISO 639-1.
    name, native
        In English, and in the language itself.
    right_to_left
        Whether it is written from right to left.
    has_templates
        Whether the offline writer knows it.
    """

    code: str
    name: str
    native: str
    right_to_left: bool = False
    has_templates: bool = False


_WRITTEN = (
    Language("en", "English", "English", has_templates=True),
    Language("fr", "French", "français", has_templates=True),
    Language("es", "Spanish", "español", has_templates=True),
    Language("pt", "Portuguese", "português", has_templates=True),
    Language("de", "German", "Deutsch", has_templates=True),
    Language("ar", "Arabic", "العربية", right_to_left=True, has_templates=True),
    Language("zh", "Chinese", "简体中文", has_templates=True),
    Language("ja", "Japanese", "日本語", has_templates=True),
    Language("ko", "Korean", "한국어", has_templates=True),
)

_NOT_WRITTEN = (
    Language("am", "Amharic", "አማርኛ"),
    Language("az", "Azerbaijani", "azərbaycanca"),
    Language("be", "Belarusian", "беларуская"),
    Language("bg", "Bulgarian", "български"),
    Language("bn", "Bangla", "বাংলা"),
    Language("bs", "Bosnian", "bosanski"),
    Language("ca", "Catalan", "català"),
    Language("cs", "Czech", "čeština"),
    Language("da", "Danish", "dansk"),
    Language("dv", "Divehi", "ދިވެހި", right_to_left=True),
    Language("dz", "Dzongkha", "རྫོང་ཁ"),
    Language("el", "Greek", "Ελληνικά"),
    Language("et", "Estonian", "eesti"),
    Language("fa", "Persian", "فارسی", right_to_left=True),
    Language("fi", "Finnish", "suomi"),
    Language("fo", "Faroese", "føroyskt"),
    Language("ga", "Irish", "Gaeilge"),
    Language("he", "Hebrew", "עברית", right_to_left=True),
    Language("hi", "Hindi", "हिन्दी"),
    Language("hr", "Croatian", "hrvatski"),
    Language("hu", "Hungarian", "magyar"),
    Language("hy", "Armenian", "հայերեն"),
    Language("id", "Indonesian", "Indonesia"),
    Language("is", "Icelandic", "íslenska"),
    Language("it", "Italian", "italiano"),
    Language("ka", "Georgian", "ქართული"),
    Language("kk", "Kazakh", "қазақ тілі"),
    Language("kl", "Greenlandic", "kalaallisut"),
    Language("km", "Khmer", "ខ្មែរ"),
    Language("ky", "Kyrgyz", "кыргызча"),
    Language("lb", "Luxembourgish", "Lëtzebuergesch"),
    Language("lo", "Lao", "ລາວ"),
    Language("lt", "Lithuanian", "lietuvių"),
    Language("lv", "Latvian", "latviešu"),
    Language("mk", "Macedonian", "македонски"),
    Language("mn", "Mongolian", "монгол"),
    Language("ms", "Malay", "Melayu"),
    Language("mt", "Maltese", "Malti"),
    Language("my", "Burmese", "မြန်မာ"),
    Language("nb", "Norwegian", "norsk"),
    Language("ne", "Nepali", "नेपाली"),
    Language("nl", "Dutch", "Nederlands"),
    Language("pl", "Polish", "polski"),
    Language("ps", "Pashto", "پښتو", right_to_left=True),
    Language("ro", "Romanian", "română"),
    Language("ru", "Russian", "русский"),
    Language("si", "Sinhala", "සිංහල"),
    Language("sk", "Slovak", "slovenčina"),
    Language("sl", "Slovenian", "slovenščina"),
    Language("so", "Somali", "Soomaali"),
    Language("sq", "Albanian", "shqip"),
    Language("sr", "Serbian", "српски"),
    Language("sv", "Swedish", "svenska"),
    Language("sw", "Swahili", "Kiswahili"),
    Language("ta", "Tamil", "தமிழ்"),
    Language("tg", "Tajik", "тоҷикӣ"),
    Language("th", "Thai", "ไทย"),
    Language("ti", "Tigrinya", "ትግርኛ"),
    Language("tk", "Turkmen", "türkmen dili"),
    Language("tr", "Turkish", "Türkçe"),
    Language("uk", "Ukrainian", "українська"),
    Language("ur", "Urdu", "اردو", right_to_left=True),
    Language("uz", "Uzbek", "oʻzbek"),
    Language("vi", "Vietnamese", "Tiếng Việt"),
)

LANGUAGES: Mapping[str, Language] = {language.code: language for language in (*_WRITTEN, *_NOT_WRITTEN)}
"""Code to language, the nine with templates first."""


def written_language(code: str | None) -> str:
    """Return the language in which the offline writer writes to readers of a language: itself, or English."""
    language = LANGUAGES.get(code or "")
    return language.code if language and language.has_templates else ENGLISH
