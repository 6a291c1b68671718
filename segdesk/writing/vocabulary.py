"""Words by which a text is recognised: its language, an offer, a deadline, a greeting."""

import re
from collections.abc import Mapping


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


STOP_WORDS: Mapping[str, frozenset[str]] = {
    "en": _words(
        "the of and to a in that is was it for on with as you your we our us have has had are be this at "
        "from or not by what when who will would can if so but there one an my me they their do does "
        "been about any how"
    ),
    "fr": _words(
        "le la les l un une des d du de et à au aux en que qu qui ne n pas ce c cette ces est sont vous "
        "votre vos nous notre nos il elle se s dans pour par sur avec plus ou où si mais être avez avons "
        "êtes chez tout déjà"
    ),
    "es": _words(
        "el la los las un una unos unas de del y e a al en que no es son ha has hemos tu tus te ti nos "
        "nuestro nuestra nuestros nuestras lo le se su sus por para con más o si pero como cuando ya muy "
        "este esta qué eres"
    ),
    "pt": _words(
        "o a os as um uma uns umas de do da dos das e em no na nos nas ao à aos que não é são você sua "
        "seu suas seus nosso nossa nossos nossas lhe se por para com mais ou mas como quando já muito "
        "este esta isso está"
    ),
    "de": _words(
        "der die das den dem des ein eine einen einem einer eines und in zu im am ist sind war nicht sie "
        "ihr ihre ihren ihrem ihnen wir uns unser unsere unseren unserem es sich mit für von auf an auch "
        "aus bei dass wie oder aber wenn so was noch schon nur über haben hat wird werden"
    ),
}
"""The most frequent words of the languages that share an alphabet."""

SCRIPTS: Mapping[str, str] = {
    "ar": r"[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefe]",
    "zh": r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]",
    "ja": r"[\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\u3005\uff66-\uff9f]",
    "ko": r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]",
}
"""The letters of a language that has its own; Latin ones belong to all the others."""

LATIN = r"[A-Za-z\u00aa\u00ba\u00c0-\u024f\u1e00-\u1eff]"
KANA = r"[\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f]"


def _whole(*words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives))


OFFERS: Mapping[str, re.Pattern[str]] = {
    "en": _whole(
        "discount(?:s|ed)?|coupons?|vouchers?|promos?|promotions?|rebates?|bargains?|cashback",
        "(?:on|flash|summer|winter|our) sales?",
        "special offers?|half[ -]price|for free",
        "free (?:gifts?|shipping|delivery|returns?)",
    ),
    "fr": _whole(
        "remises?|rabais|promos?|promotions?|soldes|réductions?|gratuite?s?|gratuitement|cadeaux?",
        "bons? d['’]achat|offres? spéciales?|moitié prix|frais de port offerts",
    ),
    "es": _whole(
        "descuentos?|rebajas?|cupón|cupones|gratis|gratuit[oa]s?|promoción|promociones|regalos?",
        "ofertas?|mitad de precio",
    ),
    "pt": _whole(
        "descontos?|cupom|cupons|cupão|grátis|gratuit[oa]s?|promoção|promoções|brindes?|liquidação",
        "saldos|ofertas?|metade do preço",
    ),
    "de": _whole(
        "rabatte?n?|gutscheine?n?|ermäßigung(?:en)?|kostenlose?[nrs]?|gratis|sonderangebote?n?|nachlass",
        "sale|rabattcode|versandkostenfrei|geschenke?|halbe[nr]? preis(?:es)?",
    ),
    "ar": _any("خصم", "خصوم", "تخفيض", "مجان", "قسيمة", "كوبون", "عرض خاص", "نصف السعر", "هدية"),
    "zh": _any("折扣", "打折", "优惠", "免费", "包邮", "特价", "促销", "降价", "赠品", "半价", r"\d\s?折"),
    "ja": _any(
        "割引", "値引", "セール", "クーポン", "送料無料", "無料", "特価", "半額", "プレゼント", "お得"
    ),
    "ko": _any("할인", "쿠폰", "무료", "세일", "특가", "사은품", "반값", "증정"),
}
"""Discounts, vouchers and presents: no fact ever supports one."""


def _not_after(*words: str) -> str:
    """Return what keeps a word from counting where others stand before it: "no hurry" presses nobody."""
    return "".join(f"(?<!{word} )" for word in words)


_NO_HURRY = _not_after(
    *(r"\bno", r"\bnot", "n['’]t", r"\bnever", r"\bwithout", r"\bin a", r"\bany", "no need to"),
    *("no reason to", "not to", "n['’]t have to", "n['’]t need to", "not have to", "not need to"),
)
_NEVER = {
    "en": _not_after(r"\bnever", r"\bnot", "n['’]t"),
    "es": _not_after(r"\bno", r"\bnunca"),
    "pt": _not_after(r"\bnão", r"\bnunca"),
}

DEADLINES: Mapping[str, re.Pattern[str]] = {
    "en": _whole(
        "(?:today|now|this week|this weekend) only",
        "only (?:today|until|till|this week)",
        rf"limited[ -]time|last chance|{_NO_HURRY}hurry|ends (?:soon|today|tonight|on)",
        rf"{_NEVER['en']}expires?",
        "while (?:stocks?|supplies) lasts?",
        r"(?:within|in) the next \d+ (?:hours|days)",
    ),
    "fr": _whole(
        "dernière chance|dépêchez(?!-vous pas| pas)|durée limitée|expire(?! pas| jamais)",
        "jusqu['’]à épuisement",
        "(?:aujourd['’]hui|cette semaine) seulement",
        "seulement (?:aujourd['’]hui|jusqu)",
    ),
    "es": _whole(
        "última oportunidad|tiempo limitado|date prisa|hasta agotar|s[oó]lo hoy|s[oó]lo hasta",
        rf"{_NEVER['es']}caduca",
    ),
    "pt": _whole(
        "última chance|última oportunidade|tempo limitado|(?:só|apenas|somente) hoje",
        rf"{_NEVER['pt']}(?:corra|expira)",
        "enquanto durarem",
    ),
    "de": _whole(
        "nur (?:heute|noch|bis|diese woche)",
        "letzte chance|beeilen sie(?! sich (?:bitte )?nicht)|läuft (?:bald )?ab",
        "solange der vorrat|befristete?[rs]?",
    ),
    "ar": _any(
        "اليوم فقط", "لفترة محدودة", "الفرصة الأخيرة", "آخر فرصة", "سارعوا", "ينتهي العرض", "حتى نفاد"
    ),
    "zh": _any(
        "仅限今天", "今日", "限时", "最后机会", "截止", "即将结束", "(?<!不)(?<!不会)过期", "售完即止", "抓紧"
    ),
    "ja": _any(
        "本日限り",
        "今だけ",
        "期間限定",
        "最後の機会",
        "お急ぎ(?!では|の必要|になる必要|いただく必要)",
        "残りわずか",
    ),
    "ko": _any("오늘만", "한정 기간", "기간 한정", "마지막 기회", "마감", "서두르(?!지 |실 필요)", "소진 시"),
}
"""Pressure of time: no fact ever supports it."""

GREETINGS: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(r"(?:hello|hi|hey|dear|good (?:morning|day|afternoon|evening))\b", re.IGNORECASE),
    "fr": re.compile(r"(?:bonjour|bonsoir|salut|cher|chère|chers)\b", re.IGNORECASE),
    "es": re.compile(r"¡?(?:hola|buenos días|buenas|estimad[oa]s?|querid[oa]s?)\b", re.IGNORECASE),
    "pt": re.compile(r"(?:olá|oi|bom dia|boa tarde|prezad[oa]s?|car[oa]|querid[oa]s?)\b", re.IGNORECASE),
    "de": re.compile(r"(?:hallo|guten (?:tag|morgen|abend)|liebe[rs]?|sehr geehrte[rs]?)\b", re.IGNORECASE),
    "ar": re.compile("مرحب|أهل[ًا]|عزيز|تحية طيبة|السلام عليكم"),
    "zh": re.compile("您好|你好|亲爱的|尊敬的"),
    "ja": re.compile("こんにちは|拝啓|.{0,20}様[、，\\n]|お客様へ"),
    "ko": re.compile("안녕하세요|안녕하십니까|친애하는|.{0,20}님께[,\\n]"),
}
"""How a body begins that brings its own greeting."""

ADDRESSED: Mapping[str, re.Pattern[str]] = {
    "ar": re.compile(r"(?:عزيزي|عزيزتي|السيدة|السيد|يا|مرحبًا|أهلًا)\s+\u2068?(\w+)"),
    "zh": re.compile("(\\w{1,8})(?:先生|女士|小姐)"),
    "ja": re.compile("(\\w{1,8}?) ?(?:様|さま|さん)"),
    "ko": re.compile("(\\w{1,8}?) ?(?:님|씨)"),
}
"""A name in a script without capitals, told by how people are addressed."""
