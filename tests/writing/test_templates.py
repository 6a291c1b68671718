from dataclasses import replace

import pytest

from segdesk.tasks.task import Cancelled, Task
from segdesk.writing.facts import CustomerFacts, Tone
from segdesk.writing.templates import TemplatesWriter
from segdesk.writing.writer import Reply, Status, Writer

FACTS = CustomerFacts(
    customer="7",
    language="en",
    segment="seg_1",
    label="Champions",
    designation="They buy a lot.",
    tone=Tone.EXCLUSIVE,
    first_name="Anna",
    total_orders=6,
    avg_basket=53.2,
    total_revenue=319.21,
    last_event="cart",
    top_products=("Linen Shirt", "Wool Socks"),
    top_products_country=("Denim Jacket",),
)


def write(*requests: CustomerFacts, seed: int = 42) -> list[Reply]:
    writer: Writer = TemplatesWriter(seed)
    return list(writer.write(requests, Task()))


def test_an_email_holds_what_is_known_and_no_name():
    (reply,) = write(FACTS)
    assert reply.status is Status.WRITTEN
    assert "“Linen Shirt” and “Wool Socks”" in reply.body
    assert "“Denim Jacket”" in reply.body
    assert "6 times" in reply.body
    assert "basket" in reply.body
    assert "Anna" not in reply.subject + reply.body


def test_the_same_customer_gets_the_same_words_in_any_company():
    others = [replace(FACTS, customer=str(number)) for number in range(20)]
    alone = write(FACTS)
    assert alone == [reply for reply in write(*others[:9], FACTS) if reply.customer == "7"][-1:]
    assert alone == write(FACTS)


def test_another_seed_gives_other_words():
    assert len({write(FACTS, seed=seed)[0].body for seed in range(20)}) > 10


def test_replies_come_in_the_order_of_the_requests_and_as_they_are_written():
    taken: list[str] = []

    def requests():
        for number in range(3):
            taken.append(str(number))
            yield replace(FACTS, customer=str(number))

    replies = TemplatesWriter().write(requests(), Task())
    assert next(replies).customer == "0"
    assert taken == ["0"]
    assert [reply.customer for reply in replies] == ["1", "2"]


def test_a_language_without_texts_is_refused_and_the_others_are_written():
    refused, written = write(replace(FACTS, language="it"), FACTS)
    assert (refused.status, refused.subject, refused.body) == (Status.REFUSED, "", "")
    assert refused.reason == "there are no texts in the language 'it'"
    assert written.status is Status.WRITTEN


def test_a_cancelled_task_keeps_the_replies_given_so_far():
    task = Task()
    replies = TemplatesWriter().write((FACTS, FACTS), task)
    assert next(replies).status is Status.WRITTEN
    task.cancel()
    with pytest.raises(Cancelled):
        next(replies)


def test_a_product_with_a_link_or_a_template_is_left_out():
    (reply,) = write(
        replace(FACTS, top_products=("See https://example.org", "{{ 7 * 7 }} Shirt", "Wool Socks"))
    )
    assert "example" not in reply.body
    assert "49" not in reply.body
    assert "“Wool Socks”" in reply.body


def test_a_product_is_named_without_its_control_characters_and_not_at_any_length():
    (reply,) = write(replace(FACTS, top_products=("Linen\u202e\n\nShirt\x07 " + "very " * 40 + "long",)))
    assert "“Linen Shirt very" in reply.body
    assert "very very…”" in reply.body
    assert "\u202e" not in reply.body


def test_what_is_trending_is_not_what_the_customer_has_already():
    (reply,) = write(replace(FACTS, top_products_country=("Linen Shirt", "Wool Socks")))
    assert reply.body.count("Linen Shirt") == 1
    assert write(replace(FACTS, top_products_country=("Linen Shirt",)))[0].body == reply.body


def test_a_long_product_does_not_get_into_the_subject():
    requests = [replace(FACTS, customer=str(number), top_products=("Wool " * 10,)) for number in range(100)]
    assert not any("Wool" in reply.subject for reply in write(*requests))
    short = [replace(request, top_products=("Wool Socks",)) for request in requests]
    assert any("Wool Socks" in reply.subject for reply in write(*short))


@pytest.mark.parametrize("changed", [{"total_orders": 0}, {"tone": Tone.INVITING, "total_orders": None}])
def test_somebody_who_kept_nothing_is_not_thanked_for_a_purchase(changed):
    facts = replace(FACTS, last_event="purchase", top_products=())
    requests = [replace(facts, customer=str(number)) for number in range(20)]
    assert all("latest purchase" in reply.body for reply in write(*requests))
    without = [replace(request, **changed) for request in requests]
    assert not any("purchase" in reply.body for reply in write(*without))


def test_somebody_who_ordered_once_is_not_told_a_number():
    requests = [replace(FACTS, customer=str(number), total_orders=1) for number in range(20)]
    for reply in write(*requests):
        assert "once" in reply.body or "first time" in reply.body
        assert "times" not in reply.body


def test_an_unknown_event_is_passed_over():
    assert (
        write(replace(FACTS, last_event="wishlist"))[0].body == write(replace(FACTS, last_event=None))[0].body
    )
