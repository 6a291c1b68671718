from dataclasses import replace

import pytest

from segdesk.tasks.task import Task
from segdesk.writing.checks import Finding, Part, Problem, check
from segdesk.writing.facts import CustomerFacts, Tone
from segdesk.writing.phrases import languages
from segdesk.writing.templates import TemplatesWriter

FACTS = CustomerFacts(
    customer="7",
    language="en",
    segment="seg_1",
    label="Champions",
    designation="They buy a lot.",
    tone=Tone.MOTIVATING,
    first_name="Anna",
    avg_basket=53.2,
    total_revenue=1319.21,
    top_products=("Linen Shirt", "Tommy Sale Tee 50% [RJ26549]"),
    top_products_country=("Denim Jacket",),
)
SUBJECT = "Something for you"
BODY = (
    "It is a pleasure to have you with us, and we have been thinking about what might suit you next. "
    "You chose well with the Linen Shirt, and we would love to build on that. Have a look around when you "
    "have a moment, and tell us what you think of it."
)


def problems(body: str = BODY, subject: str = SUBJECT, facts: CustomerFacts = FACTS, names=frozenset()):
    return {finding.problem for finding in check(subject, body, facts, names)}


def test_an_email_with_nothing_wrong_has_no_findings():
    assert check(SUBJECT, BODY, FACTS) == ()


def test_a_finding_says_what_is_wrong_and_where():
    (finding,) = check(SUBJECT, BODY + " See www.example.org.", FACTS)
    assert finding == Finding(Problem.LINK, Part.BODY, "www.")
    assert str(finding) == "The body holds a link ('www.')."
    assert str(check("", BODY, FACTS)[0]) == "The subject is empty."


@pytest.mark.parametrize(
    ("sentence", "problem"),
    [
        ("See https://example.org/x for more.", Problem.LINK),
        ("See shop.example.com for more.", Problem.LINK),
        ("See ｗｗｗ．example．com for more.", Problem.LINK),
        ("Write to anna@example.org about it.", Problem.EMAIL_ADDRESS),
        ("Write to anna ＠ example.org about it.", Problem.EMAIL_ADDRESS),
        ("Call +49 30 123 4567 now.", Problem.PHONE),
        ("Call (030) 123 45 67 now.", Problem.PHONE),
        ("Call 1-800-555-0100 now.", Problem.PHONE),
        ("Call 03012345678 now.", Problem.PHONE),
        ("Dear {{ first_name }} and all.", Problem.LEFTOVER),
        ("This is for [Customer Name] only.", Problem.LEFTOVER),
        ("This is for {name} and you.", Problem.LEFTOVER),
        ("This is for <name> and you.", Problem.LEFTOVER),
        ("This is **bold** for you.", Problem.LEFTOVER),
        ("This is ______ for you.", Problem.LEFTOVER),
        ("Take customer_name with you.", Problem.LEFTOVER),
        ("\nSubject: something else for you", Problem.LEFTOVER),
        ("It is yours for $19.99 now.", Problem.PRICE),
        ("It is yours for 20 euros now.", Problem.PRICE),
        ("It is yours for 20,00 € now.", Problem.PRICE),
        ("It is yours for EUR 20 now.", Problem.PRICE),
        ("It is yours with 20% off the list.", Problem.DISCOUNT),
        ("It is yours with a discount from us.", Problem.DISCOUNT),
        ("It is yours with free shipping from us.", Problem.DISCOUNT),
        ("It is yours with a coupon from us.", Problem.DISCOUNT),
        ("It is the last chance to see it.", Problem.DEADLINE),
        ("It is here while stocks last for you.", Problem.DEADLINE),
        ("It is\u200b here for you.", Problem.HIDDEN),
        ("It is \u202ehere for you.", Problem.HIDDEN),
        (
            "\nBei uns sind Sie immer willkommen, und wir freuen uns auf Sie.",
            Problem.LANGUAGE,
        ),
        ("\n我们很期待再次见到您，也很乐意为您解答任何问题。", Problem.LANGUAGE),
    ],
)
def test_what_no_fact_supports_is_found_in_body(sentence, problem):
    assert problems(f"{BODY} {sentence}") == {problem}


@pytest.mark.parametrize(
    ("subject", "problem"),
    [
        (" ", Problem.EMPTY),
        ("x" * 79, Problem.TOO_LONG),
        ("20% off for you", Problem.DISCOUNT),
        ("Hello {{ first_name }}", Problem.LEFTOVER),
        ("One line\nand another one", Problem.LEFTOVER),
        ("为您的下一件好物找点灵感", Problem.LANGUAGE),
        ("Nous avons pensé à vous et à votre panier", Problem.LANGUAGE),
    ],
)
def test_what_is_wrong_with_a_subject_is_found(subject, problem):
    assert [(finding.problem, finding.part) for finding in check(subject, BODY, FACTS)] == [
        (problem, Part.SUBJECT)
    ]


@pytest.mark.parametrize(
    ("body", "problem"),
    [("", Problem.EMPTY), ("We are glad.", Problem.TOO_SHORT), (f"{BODY} " * 4, Problem.TOO_LONG)],
)
def test_a_body_has_a_length(body, problem):
    assert problems(body) == {problem}


@pytest.mark.parametrize(
    "amount", ["$53.20", "$53", "53,20 €", "USD 1,319.21", "1.319,21 EUR", "1 319 euros"]
)
def test_amounts_that_are_in_the_facts_are_no_invention(amount):
    assert problems(f"{BODY} You know {amount} well.") == set()
    unknown = replace(FACTS, avg_basket=None, total_revenue=None)
    assert problems(f"{BODY} You know {amount} well.", facts=unknown) == {Problem.PRICE}


@pytest.mark.parametrize("amount", ["$53.99", "$5320", "1.319,99 EUR", "$0.53"])
def test_amounts_close_to_the_facts_are_inventions(amount):
    assert problems(f"{BODY} You know {amount} well.") == {Problem.PRICE}


def test_names_of_products_may_hold_what_a_text_may_not():
    assert problems(f"{BODY} You like the Tommy Sale Tee 50% [RJ26549] too.", names={"Tommy"}) == set()
    assert problems(f"{BODY} You like the Tee 50% [RJ26549] too.") == {Problem.DISCOUNT, Problem.LEFTOVER}


def test_not_even_a_product_may_bring_a_link():
    facts = replace(FACTS, top_products=("See www.example.org",))
    assert problems(f"{BODY} See www.example.org too.", facts=facts) == {Problem.LINK}


NAMES = frozenset({"Anna", "Maria", "Will", "Rose", "May", "美咲", "민준", "王芳", "كريم"})


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("We thought of Maria and of you.", True),
        ("We thought of MARIA and of you.", True),
        ("Maria, we have a few ideas for you.", True),
        ("We thought of you, Anna, and of the rest.", False),
        ("Will you have a look at it?", False),
        ("Rose and other colours are to be had.", False),
        ("You may like it, and so will we.", False),
    ],
)
def test_another_customer_must_not_be_named(sentence, found):
    assert (Problem.OTHER_CUSTOMER in problems(f"{BODY} {sentence}", names=NAMES)) is found


@pytest.mark.parametrize(
    ("language", "sentence", "found"),
    [
        ("ja", "美咲様にもお届けしております。", True),
        ("ja", "花が美咲きます。", False),
        ("zh", "这是王芳女士的选择。", True),
        ("ko", "민준 님께서도 고르셨습니다.", True),
        ("ar", "يسعدنا ذلك عزيزي كريم.", True),
        ("ar", "هذا عرض كريم منا.", False),
        ("zh", "Maria也喜欢。", True),
    ],
)
def test_names_without_capitals_are_told_by_how_people_are_addressed(language, sentence, found):
    facts = replace(FACTS, language=language)
    assert (Problem.OTHER_CUSTOMER in problems(sentence, facts=facts, names=NAMES)) is found


@pytest.mark.parametrize(
    ("language", "greeting"),
    [
        ("en", "Dear Anna,"),
        ("fr", "Bonjour Anna,"),
        ("es", "¡Hola!"),
        ("pt", "Olá, Anna!"),
        ("de", "Sehr geehrte Anna,"),
        ("ar", "مرحبًا بكم،"),
        ("zh", "亲爱的顾客："),
        ("ja", "Anna様、"),
        ("ko", "안녕하세요, 고객님."),
    ],
)
def test_a_body_with_a_greeting_of_its_own_is_found(language, greeting):
    facts = replace(FACTS, language=language, top_products=(), top_products_country=())
    (reply,) = TemplatesWriter().write((facts,), Task())
    assert problems(reply.body, reply.subject, facts) == set()
    assert Problem.GREETING in problems(f"{greeting}\n\n{reply.body}", reply.subject, facts)


@pytest.mark.parametrize(
    ("language", "offer", "deadline"),
    [
        ("fr", "Une remise vous attend dans la boutique.", "C’est la dernière chance pour vous."),
        ("es", "Hay un descuento para ti en la tienda.", "Es la última oportunidad para ti."),
        ("pt", "Há um desconto para você na loja.", "Esta é a última chance para você."),
        ("de", "Es gibt einen Rabatt für Sie im Geschäft.", "Das ist die letzte Chance für Sie."),
        ("ar", "لكم خصم في متجرنا.", "العرض لفترة محدودة."),
        ("zh", "现在有折扣等着您。", "这是限时活动。"),
        ("ja", "ただいま割引を行っております。", "期間限定のご案内です。"),
        ("ko", "지금 할인이 진행 중입니다.", "오늘만 진행합니다."),
    ],
)
def test_offers_and_deadlines_are_found_in_every_language(language, offer, deadline):
    facts = replace(FACTS, language=language)
    (reply,) = TemplatesWriter().write((facts,), Task())
    assert problems(f"{reply.body} {offer}", reply.subject, facts) == {Problem.DISCOUNT}
    assert problems(f"{reply.body} {deadline}", reply.subject, facts) == {Problem.DEADLINE}


@pytest.mark.parametrize("written", languages())
def test_a_body_in_any_other_language_is_told_apart(written):
    requests = [
        replace(FACTS, customer=str(number), language=written, tone=tone)
        for number in range(5)
        for tone in Tone
    ]
    for request, reply in zip(requests, TemplatesWriter().write(requests, Task()), strict=True):
        for asked in languages():
            found = Problem.LANGUAGE in problems(reply.body, reply.subject, replace(request, language=asked))
            assert found is (asked != written), (asked, reply)


def test_a_language_that_nothing_is_known_of_passes():
    body = BODY.replace("It is a pleasure to have you with us", "È un piacere avervi con noi")
    assert Problem.LANGUAGE not in problems(body, facts=replace(FACTS, language="it"))


@pytest.mark.parametrize(
    ("language", "sentence", "presses"),
    [
        ("en", "There is no hurry at all.", False),
        ("en", "No hurry: have a look when you like.", False),
        ("en", "You don’t have to hurry.", False),
        ("en", "There is no need to hurry with it.", False),
        ("en", "Your place with us never expires.", False),
        ("en", "Hurry, it is here for you.", True),
        ("en", "You need to hurry for it.", True),
        ("en", "It expires with the end of the week.", True),
        ("en", "There is no hurry, but it is the last chance.", True),
        ("fr", "Ne vous dépêchez pas, nous sommes là pour vous.", False),
        ("fr", "Votre place chez nous n’expire jamais.", False),
        ("fr", "Dépêchez-vous, nous sommes là pour vous.", True),
        ("es", "Tu lugar con nosotros no caduca.", False),
        ("es", "Tu lugar con nosotros caduca ya.", True),
        ("pt", "Não corra, estamos aqui para você.", False),
        ("pt", "Corra, estamos aqui para você.", True),
        ("de", "Beeilen Sie sich nicht, wir sind für Sie da.", False),
        ("de", "Beeilen Sie sich, wir sind für Sie da.", True),
        ("zh", "您的会员资格不会过期。", False),
        ("zh", "您的会员资格即将过期。", True),
        ("ja", "お急ぎの必要はありません。", False),
        ("ja", "どうぞお急ぎください。", True),
        ("ko", "서두르지 않으셔도 됩니다.", False),
        ("ko", "지금 서두르세요.", True),
    ],
)
def test_who_is_told_to_take_their_time_is_not_pressed(language, sentence, presses):
    facts = replace(FACTS, language=language)
    (reply,) = TemplatesWriter().write((facts,), Task())
    found = problems(f"{reply.body} {sentence}", reply.subject, facts)
    assert found == ({Problem.DEADLINE} if presses else set())
