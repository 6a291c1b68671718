"""The sample shop: five tables shaped like those of the public set thelook_ecommerce."""

from contextlib import ExitStack
from pathlib import Path

import pyarrow as pa

from segdesk.tasks.task import Task
from segdesk.warehouse.sample.draw import stream
from segdesk.warehouse.sample.folder import TableFile
from segdesk.warehouse.sample.thelook import catalogue, customers, events, orders

CHUNK = 20_000
"""Customers made at a time; memory follows this, not the size of the sample."""

_PRODUCTS, _CUSTOMERS = 0, 1


def write_thelook(folder: Path, size: int, seed: int, task: Task) -> list[str]:
    """Write the five tables for ``size`` users into an empty folder and return the file names."""
    task.progress(0, size, "Making the products")
    shop = catalogue.make(stream(seed, _PRODUCTS))
    places = customers.Places.read()
    with ExitStack() as stack:

        def opened(name: str, schema: pa.Schema) -> TableFile:
            file = TableFile(folder, name, schema)
            stack.callback(file.close)
            return file

        products = opened("products", catalogue.SCHEMA)
        files = [
            opened("users", customers.SCHEMA),
            opened("orders", orders.ORDERS_SCHEMA),
            opened("order_items", orders.ITEMS_SCHEMA),
            opened("events", events.SCHEMA),
        ]
        products.write(shop.table)
        next_order = next_item = next_event = 1
        for number, first in enumerate(range(0, size, CHUNK)):
            rng = stream(seed, _CUSTOMERS, number)
            people = customers.make(rng, places, first + 1, min(CHUNK, size - first))
            task.check()
            bought = orders.make(rng, people, shop, next_order, next_item)
            task.check()
            seen = events.make(rng, bought, shop, places, next_event)
            users = customers.table(rng, people, places)
            parts = (users, bought.orders_table(), bought.items_table(rng), seen)
            for file, part in zip(files, parts, strict=True):
                task.check()
                file.write(part)
            next_order += len(bought.user)
            next_item += len(bought.order)
            next_event += seen.num_rows
            done = first + len(people.kind)
            task.progress(done, size, f"Wrote {done:,} of {size:,} customers")
    return [products.name, *(file.name for file in files)]
