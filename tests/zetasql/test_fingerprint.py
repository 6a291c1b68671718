"""Our FARM_FINGERPRINT is GoogleSQL's, for every length up to 300 bytes."""

import random

import pyarrow as pa

from segdesk.warehouse.fingerprint import farm_fingerprint


def test_fingerprints_of_every_length_up_to_300(zetasql):
    draw = random.Random(20160801)
    values = ["".join(draw.choices("abcXYZ019 _-.é€😀", k=length)) for length in range(301)]
    array = ", ".join(f"'{value}'" for value in values)
    query = f"SELECT FARM_FINGERPRINT(x) AS f FROM UNNEST([{array}]) AS x WITH OFFSET AS o ORDER BY o"
    assert farm_fingerprint(pa.array(values)).to_pylist() == [row[0] for row in zetasql.evaluate(query).rows]


def test_the_documented_values(zetasql):
    documented = "SELECT FARM_FINGERPRINT(x) FROM UNNEST(['1footrue', '2applefalse', '3true']) AS x"
    rows = [row[0] for row in zetasql.evaluate(documented).rows]
    assert sorted(rows) == sorted(
        farm_fingerprint(pa.array(["1footrue", "2applefalse", "3true"])).to_pylist()
    )
