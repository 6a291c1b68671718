"""What happens during a visit: pages, clicks, carts, purchases."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from segdesk.warehouse.sample.draw import Flags, Floats, Ints, expand, geometric, weighted_rows
from segdesk.warehouse.sample.ga360.behaviours import BEHAVIOURS
from segdesk.warehouse.sample.ga360.store import Store

SHOWN = 12
"""Products on a category page."""
_MOST_STEPS = 85
"""A visit has at most 500 hits in Analytics; a step makes up to five of them."""
_HOME_FIRST, _BOUNCE_AT_HOME = 0.6, 0.6
_REMOVED = 0.12


class Kind(IntEnum):
    """The kinds of hit, in the order in which they happen within a step and at the end of a visit."""

    HOME = 0
    LIST = 1
    CLICK = 2
    DETAIL = 3
    CART = 4
    REMOVE = 5
    BASKET = 6
    BILLING = 7
    PAYMENT = 8
    REVIEW = 9
    DONE = 10
    DONE_AGAIN = 11
    """The real store reports a purchase twice, the second time without revenue."""


EVENTS = (Kind.CLICK, Kind.CART, Kind.REMOVE)
_CHECKOUT = (Kind.BILLING, Kind.PAYMENT, Kind.REVIEW)


@dataclass(frozen=True)
class Steps:
    """Category pages seen, and what came of each; shape (steps,).

    Attributes
    ----------
    visit
        Index of the visit, ascending.
    category, product
        The page, and the product clicked on.
    offset, shown
        Where on the category's shelf the page begins, and how many products it shows.
    position
        Which of them is clicked on.
    clicked, carted, removed
        What the visitor did with it.
    quantity
        How many go into the cart.
    """

    visit: Ints
    category: Ints
    product: Ints
    offset: Ints
    shown: Ints
    position: Ints
    clicked: Flags
    carted: Flags
    removed: Flags
    quantity: Ints


@dataclass(frozen=True)
class Hits:
    """Hits in the order of the visits and of time.

    Attributes
    ----------
    visit
        Index of the visit, ascending.
    kind
        Index into `Kind`.
    step
        Index into `Steps`; -1 for pages that belong to none.
    time
        Milliseconds since the visit began.
    count
        Number of hits of each visit; shape (visits,).
    bought
        Whether the visit ends in a purchase; shape (visits,).
    seen
        The steps that the hits come from.
    """

    visit: Ints
    kind: Ints
    step: Ints
    time: Ints
    count: Ints
    bought: Flags
    seen: Steps


def _of_kind(name: str) -> Floats:
    return np.array([getattr(b, name) for b in BEHAVIOURS], dtype=np.float64)


def _interests(store: Store) -> Floats:
    """Return how often each kind of visitor sees each category; shape (kinds, categories)."""
    rows = []
    for kind in BEHAVIOURS:
        inside = np.where(store.group == kind.group, store.weight, 0.0) if kind.group else store.weight
        rows.append(kind.only * inside / inside.sum() + (1 - kind.only) * store.weight / store.weight.sum())
    return np.array(rows)


def make(rng: np.random.Generator, kind: Ints, store: Store) -> Hits:
    """Draw the hits of visits by visitors of these kinds."""
    bounce = rng.random(len(kind)) < _of_kind("bounce")[kind]
    at_home = rng.random(len(kind)) < np.where(bounce, _BOUNCE_AT_HOME, _HOME_FIRST)
    more = geometric(rng, _of_kind("more_steps")[kind])
    steps = np.minimum(_of_kind("steps")[kind].astype(np.int64) + more, _MOST_STEPS)
    steps = np.where(bounce, np.where(at_home, 0, 1), steps)
    seen = _steps(rng, kind, steps, bounce, store)
    kept = np.bincount(seen.visit[seen.carted & ~seen.removed], minlength=len(kind)) > 0
    bought = kept & (rng.random(len(kind)) < _of_kind("buy")[kind])
    return _hits(rng, seen, at_home, kept, bought)


def _steps(rng: np.random.Generator, kind: Ints, count: Ints, bounce: Flags, store: Store) -> Steps:
    visit, _ = expand(count)
    of, size = kind[visit], len(visit)
    category = weighted_rows(rng, _interests(store), of)
    shelf = store.shelves.size[category]
    offset = (rng.random(size) * shelf).astype(np.int64)
    shown = np.minimum(shelf, SHOWN)
    position = (rng.random(size) * shown).astype(np.int64)
    clicked = ~bounce[visit] & (rng.random(size) < _of_kind("click")[of])
    carted = clicked & (rng.random(size) < _of_kind("cart")[of])
    return Steps(
        visit=visit,
        category=category,
        product=store.shelves.order[store.shelves.start[category] + (offset + position) % shelf],
        offset=offset,
        shown=shown,
        position=position,
        clicked=clicked,
        carted=carted,
        removed=carted & (rng.random(size) < _REMOVED),
        quantity=1 + geometric(rng, _of_kind("quantity")[of]),
    )


def _hits(rng: np.random.Generator, seen: Steps, at_home: Flags, kept: Flags, bought: Flags) -> Hits:
    every = np.ones(len(seen.visit), dtype=bool)
    of_step = [
        (Kind.LIST, every),
        (Kind.CLICK, seen.clicked),
        (Kind.DETAIL, seen.clicked),
        (Kind.CART, seen.carted),
        (Kind.REMOVE, seen.removed),
    ]
    of_visit = [
        (Kind.HOME, at_home),
        (Kind.BASKET, kept),
        *((checkout, bought) for checkout in _CHECKOUT),
        (Kind.DONE, bought),
        (Kind.DONE_AGAIN, bought),
    ]
    steps = [np.flatnonzero(flag) for _, flag in of_step]
    visits = [np.flatnonzero(flag) for _, flag in of_visit]
    visit = np.concatenate([*(seen.visit[s] for s in steps), *visits])
    step = np.concatenate([*steps, *(np.full(len(v), -1) for v in visits)])
    kinds = [*of_step, *of_visit]
    kind = np.concatenate([np.full(len(w), k) for (k, _), w in zip(kinds, [*steps, *visits], strict=True)])
    # Home comes before every step, what has no step otherwise after all of them.
    last = np.where(kind == Kind.HOME, -1, np.where(step < 0, len(seen.visit), step))
    turn = np.lexsort((kind, last, visit))
    visit, kind, step = visit[turn], kind[turn], step[turn]
    count = np.bincount(visit, minlength=len(bought))
    return Hits(visit, kind, step, _times(rng, visit, kind), count, bought, seen)


def _times(rng: np.random.Generator, visit: Ints, kind: Ints) -> Ints:
    """Draw milliseconds since each visit's first hit; a page follows its click at once."""
    wait = 1 + rng.exponential(22_000, len(visit)).astype(np.int64)
    at_once = np.isin(kind, (Kind.DETAIL, Kind.DONE_AGAIN))
    wait = np.where(at_once, rng.integers(1, 40, len(visit)), wait)
    first = np.diff(visit, prepend=-1) != 0
    wait[first] = 0
    total = np.cumsum(wait)
    time: Ints = total - total[first][np.cumsum(first) - 1]
    return time
