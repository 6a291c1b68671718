"""Words that the marketing engine's published GoogleSQL and segdesk make alike."""

from collections.abc import Sequence
from typing import Any

import pytest

from segdesk.warehouse.parameters import literal
from segdesk.writing.facts import CustomerFacts, Tone
from segdesk.writing.labels import GivenLabel, case_statement
from segdesk.writing.languages import LanguageTable
from segdesk.writing.prompts import notebook_prompt

# The published expression, with the shortest ending for each line that the page cuts off.
CONCAT = """
CONCAT(
  "Write a short, friendly, wel structured and engaging marketing email", "just the ", "result",
  " in language of ", s.lang, ". ",
  "This email is intended for a ", "", s.segments, "",
  "without explicitelty mentioned", s.segments, "", "customer",
  " from ", s.country, ". ",
  "They have made ", CAST(s.total_orders AS STRING), " purchases this year with an average basket of $",
  FORMAT('%.2f', s.avg_basket), ". ",
  "They buy approximately ", FORMAT('%.2f', s.freq_orders_per_month), " times per month. ",
  "Their last activity: ", IFNULL(s.last_event, 'no recent events'), ". ",
  "With Customer's top products: ", ARRAY_TO_STRING(s.top_products_user, ', '), ". ",
  "Top trending products in their country: ", ARRAY_TO_STRING(s.top_products_country, ', '), ". ",
  "Adapt tone based on segment: exclusive for VIP, motivating for Active, welcoming for Dormant, ",
  "and exciting for New. ",
  "The goal is to maximize customer retention, attention and encourage engagement depending on",
  s.segments, " segment."
)
"""

CUSTOMERS = [
    ("France", 6, 53.201667, 0.296, "cart", ("Wool Coat", "Silk, Scarf"), ("Jeans",)),
    ("Brasil", 0, 0.0, 0.0, None, (), ("Jeans", "Belt")),
    ("Côte d'Ivoire", 12, 1234567.895, 2.675, "purchase", ('100% Silk \\ "Deluxe"',), ()),
    ("Japan", 1, 0.125, 0.005, "", ("",), ()),
    (None, 1, 2.0, 0.5, "home", ("A",), ("B",)),
    ("Spain", None, 2.0, 0.5, "home", ("A",), ("B",)),
    ("Spain", 1, None, 0.5, "home", ("A",), ("B",)),
    ("Spain", 1, 2.0, None, "home", ("A",), ("B",)),
    ("Spain", 1, float("nan"), float("inf"), "home", ("A",), ("B",)),
]


def as_sql(value: Any) -> str:
    if isinstance(value, tuple):
        return f"CAST([{', '.join(map(literal, value))}] AS ARRAY<STRING>)"
    if isinstance(value, float):
        return f"CAST('{value!r}' AS FLOAT64)"
    return str(value) if isinstance(value, int) else literal(value)


@pytest.mark.parametrize("customer", CUSTOMERS)
def test_the_notebook_prompt_is_what_concat_gives(zetasql, customer: Sequence[Any]):
    country, orders, basket, frequency, event, products, trends = customer
    table = (
        f"SELECT 'fr' AS lang, 'Can\\'t lose' AS segments, CAST({as_sql(country)} AS STRING) AS country, "
        f"CAST({as_sql(orders)} AS INT64) AS total_orders, CAST({as_sql(basket)} AS FLOAT64) AS avg_basket, "
        f"CAST({as_sql(frequency)} AS FLOAT64) AS freq_orders_per_month, "
        f"CAST({as_sql(event)} AS STRING) AS last_event, {as_sql(products)} AS top_products_user, "
        f"{as_sql(trends)} AS top_products_country"
    )
    outcome = zetasql.evaluate(f"SELECT {CONCAT} AS prompt FROM segmented AS s", {"segmented": table})
    facts = CustomerFacts(
        customer="1",
        language="fr",
        segment="seg_1",
        label="Can't lose",
        designation="",
        tone=Tone.WELCOMING,
        country=country,
        total_orders=orders,
        avg_basket=basket,
        orders_per_month=frequency,
        last_event=event,
        top_products=products,
        top_products_country=trends,
    )
    assert outcome.rows == [(notebook_prompt(facts),)]


def test_the_case_gives_each_segment_its_name(zetasql):
    names = {"seg_1": "Can't lose", "seg_10": 'back\\slash "quoted"', "it's": "日本 🎉", "seg_3": "Dormant"}
    case = case_statement(GivenLabel(segment, name) for segment, name in names.items())
    asked = [*names, "seg_99", "SEG_1"]
    rows = " UNION ALL ".join(f"SELECT {i} AS place, {literal(s)} AS segment" for i, s in enumerate(asked))
    outcome = zetasql.evaluate(f"SELECT place, {case} AS segments FROM labelled", {"labelled": rows})
    expected = [*names.values(), "Unknown", "Unknown"]
    assert [name for _, name in sorted(outcome.rows)] == expected


def test_the_notebook_languages_are_those_of_a_case_on_lower(zetasql):
    table = LanguageTable.notebook()
    codes = dict.fromkeys(table.codes.values())
    countries = {code: [literal(name) for name, its in table.codes.items() if its == code] for code in codes}
    whens = " ".join(f"WHEN LOWER(country) IN ({', '.join(countries[code])}) THEN '{code}'" for code in codes)
    asked = [
        "France",
        "BRASIL",
        "Brazil",
        "España",
        " France",
        "South Korea",
        "İraq",
        "",
        None,
        "Côte d'Ivoire",
    ]
    rows = " UNION ALL ".join(
        f"SELECT {i} AS place, CAST({literal(country)} AS STRING) AS country"
        for i, country in enumerate(asked)
    )
    outcome = zetasql.evaluate(f"SELECT place, CASE {whens} ELSE 'en' END AS lang FROM t", {"t": rows})
    assert [code for _, code in sorted(outcome.rows)] == [table.language(country) for country in asked]
