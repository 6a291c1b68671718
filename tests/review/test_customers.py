"""The customers in any order and choice, as the window asks for them block by block."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from segdesk.project.file import Project
from segdesk.review import customers
from segdesk.review.customer_columns import Kind, Meaning
from segdesk.review.customer_order import Query
from segdesk.review.customers import View

COUNT = 3_000


@pytest.fixture(scope="session")
def crowd_file(crowd: Callable[[int], Path]) -> Path:
    return crowd(COUNT)


@pytest.fixture
def project(crowd_file: Path) -> Iterator[Project]:
    with Project.open(crowd_file) as project:
        yield project


def column(project: Project, view: View, name: str, start: int = 0, count: int = COUNT) -> list[object]:
    rows = customers.block(project, view.token, start, count)
    assert rows is not None
    return rows.values[[c.name for c in view.columns].index(name)]


def shown(project: Project, name: str, query: Query) -> list[object]:
    return column(project, customers.open_view(project, query), name)


def test_all_customers_come_in_the_order_of_their_key(project: Project) -> None:
    view = customers.open_view(project, Query())
    assert (view.total, view.customers, view.key) == (COUNT, COUNT, "id")
    assert column(project, view, "id") == [i * 10 for i in range(COUNT)]


def test_a_position_is_the_place_in_the_order_of_the_key(project: Project) -> None:
    view = customers.open_view(project, Query(sort="revenue", descending=True))
    rows = customers.block(project, view.token, 100, 50)
    assert rows is not None
    assert rows.values[0] == (rows.positions * 10).tolist()


def test_the_positions_still_hold_in_a_copy_of_the_project(project: Project, tmp_path: Path) -> None:
    project.save_as(tmp_path / "copy.segdesk")
    with Project.open(tmp_path / "copy.segdesk") as copy:
        rows = copy.rows("SELECT count(*) FROM people WHERE id <> rowid * 10")
        assert rows == [(0,)]


def test_the_segment_stands_beside_the_key_and_distances_at_the_end(project: Project) -> None:
    names = [c.name for c in customers.open_view(project, Query()).columns]
    assert names[:4] == ["id", "segment", "label", "first_name"]
    assert names[-3:] == ["distance", "normalised_distance", "outlier"]


def test_columns_carry_titles_units_and_as_many_digits_as_say_something(project: Project) -> None:
    columns = {c.name: c for c in customers.open_view(project, Query()).columns}
    assert (columns["revenue"].title, columns["revenue"].unit) == ("Money spent", "USD")
    assert (columns["revenue"].kind, columns["revenue"].decimals) == (Kind.REAL, 2)
    assert (columns["distance"].decimals, columns["orders"].decimals) == (3, 0)
    assert (columns["first_name"].title, columns["since"].kind) == ("First name", Kind.DATE)
    assert columns["id"].meaning is Meaning.KEY


def test_every_customer_has_the_segment_and_label_of_their_own(project: Project) -> None:
    view = customers.open_view(project, Query(sort="country"))
    keys, segments = column(project, view, "id"), column(project, view, "segment")
    labels = column(project, view, "label")
    expected = dict(project.rows("SELECT id, segment FROM segments"))
    assert segments == [expected[key] for key in keys]
    names = {"seg_1": "Loyal", "seg_2": "New", "seg_10": "Big spenders", "seg_0": None}
    assert labels == [names[str(segment)] for segment in segments]


@pytest.mark.parametrize("name", ["orders", "revenue", "since", "distance", "outlier"])
@pytest.mark.parametrize("descending", [False, True])
def test_sorting_puts_customers_without_a_value_last(project: Project, name: str, descending: bool) -> None:
    values = shown(project, name, Query(sort=name, descending=descending))
    known = [value for value in values if value is not None]
    assert values[len(known) :] == [None] * (len(values) - len(known))
    assert known == sorted(known, reverse=descending)  # type: ignore[type-var]


def test_a_number_that_is_none_counts_as_missing(crowd: Callable[[int], Path]) -> None:
    with Project.open(crowd(50)) as project:
        project.connection.execute("UPDATE people SET revenue = 'nan' WHERE id < 100")
        values = shown(project, "revenue", Query(sort="revenue", descending=True))
        assert values[-10:] == [None] * 10
        assert values[0] is not None


def test_text_sorts_without_regard_to_capitals_and_accents(project: Project) -> None:
    names = [name for name in shown(project, "first_name", Query(sort="first_name")) if name]
    assert list(dict.fromkeys(names)) == ["Ana", "bruno", "Chloé", "Émile", "zoe"]


def test_segments_sort_by_their_number(project: Project) -> None:
    segments = list(dict.fromkeys(shown(project, "segment", Query(sort="segment"))))
    assert segments == ["seg_0", "seg_1", "seg_2", "seg_10"]


def test_equal_customers_keep_the_order_of_the_key(project: Project) -> None:
    view = customers.open_view(project, Query(sort="country", descending=True))
    keys = np.array(column(project, view, "id"), np.int64)
    countries = np.array(column(project, view, "country"))
    for country in set(countries):
        assert np.all(np.diff(keys[countries == country]) > 0)


@pytest.mark.parametrize(
    ("search", "condition"),
    [
        ("chloe", "first_name = 'Chloé'"),
        ("ÉMILE", "first_name = 'Émile'"),
        ("country:niger", "country LIKE 'Niger%'"),
        ('country:"Niger"', "country = 'Niger'"),
        ("segment:seg_1", "segment = 'seg_1'"),
        ("segment:1", "segment = 'seg_1'"),
        ("label:big", "name = 'Big spenders'"),
        ("spenders", "name = 'Big spenders'"),
        ("orders:3", "orders = 3"),
        ("orders:>=11 country:japan", "orders >= 11 AND country = 'Japan'"),
        ('"Money spent":>1400', "revenue > 1400"),
        ("moneyspent:<1.5", "revenue < 1.5"),
        ("revenue:<1,5", "revenue < 1.5"),
        ("id:120", "CAST(id AS VARCHAR) LIKE '120%'"),
        ("1230 ana", "CAST(id AS VARCHAR) LIKE '1230%' AND first_name = 'Ana'"),
        ("since:2024-02", "CAST(since AS VARCHAR) LIKE '2024-02%'"),
        ("since:>=2024-12-01", "since >= DATE '2024-12-01'"),
        ("outlier:yes", "outlier"),
        ("tags:2", "i % 3 = 2"),
        ("first_name:", "TRUE"),
        ("nobody:here", "FALSE"),
        ("100%", "FALSE"),
        ("it's", "FALSE"),
    ],
)
def test_a_search_finds_what_its_words_say(project: Project, search: str, condition: str) -> None:
    expected = project.rows(
        "SELECT id FROM (SELECT *, rowid AS i FROM people) AS people JOIN segments USING (id)"
        f" LEFT JOIN labels USING (segment) WHERE {condition} ORDER BY id"
    )
    assert shown(project, "id", Query(search=search)) == [row[0] for row in expected]


@pytest.mark.parametrize("column", ["revenue", '"Money spent"', '"Chiffre d\'affaires"', "chiffred'affaires"])
def test_a_column_is_known_by_its_name_and_by_every_title(project: Project, column: str) -> None:
    titles = (("revenue", "Chiffre d'affaires"), ("country", "Money spent"))
    expected = project.rows("SELECT id FROM people WHERE revenue > 1000 ORDER BY id")
    found = shown(project, "id", Query(search=f"{column}:>1000", titles=titles))
    assert found == [row[0] for row in expected]


def test_a_title_on_screen_gives_way_to_the_name_of_another_column(project: Project) -> None:
    found = shown(project, "country", Query(search="country:japan", titles=(("first_name", "Country"),)))
    assert set(found) == {"Japan"}


def test_a_decimal_stands_for_all_that_round_to_it(project: Project) -> None:
    found = shown(project, "revenue", Query(search="revenue:1131.3"))
    assert found
    assert all(abs(float(str(value)) - 1131.3) <= 0.05 for value in found)


def test_segments_and_positions_narrow_the_view_and_keep_the_order(project: Project) -> None:
    positions = np.arange(0, COUNT, 7)
    query = Query("revenue", True, segments=("seg_2", "seg_10"), positions=positions)
    view = customers.open_view(project, query)
    rows = customers.block(project, view.token, 0, COUNT)
    assert rows is not None
    assert set(rows.positions % 7) == {0}
    assert set(column(project, view, "segment")) == {"seg_2", "seg_10"}
    revenue = [value for value in column(project, view, "revenue") if value is not None]
    assert revenue == sorted(revenue, reverse=True)  # type: ignore[type-var]
    assert 0 < view.total < len(positions)


def test_positions_alone_come_in_the_order_of_the_key(project: Project) -> None:
    view = customers.open_view(project, Query(positions=np.array([40, 3, 40, 7])))
    assert column(project, view, "id") == [30, 70, 400]


def test_positions_beyond_the_customers_are_left_out(project: Project) -> None:
    view = customers.open_view(project, Query(positions=np.array([5, COUNT + 5, -1])))
    assert column(project, view, "id") == [50]


def test_rows_and_customers_find_each_other(project: Project) -> None:
    view = customers.open_view(project, Query(sort="revenue", segments=("seg_1",)))
    chosen = customers.positions(project, view.token, ((10, 12), (40, 41)))
    assert chosen is not None
    assert [customers.row_of(project, view.token, int(position)) for position in chosen] == [10, 11, 40]
    outside = customers.open_view(project, Query(segments=("seg_2",)))
    hidden = customers.positions(project, outside.token, ((0, 1),))
    assert hidden is not None
    assert customers.row_of(project, view.token, int(hidden[0])) is None


def test_a_page_brings_the_first_rows_and_where_a_customer_is(project: Project) -> None:
    page = customers.open_page(project, Query(sort="id", descending=True), 512, 512, 0)
    assert page.rows is not None
    assert (page.rows.start, len(page.rows.positions)) == (512, 512)
    assert page.row == COUNT - 1


def test_a_page_past_the_end_begins_again(project: Project) -> None:
    page = customers.open_page(project, Query(segments=("seg_0",)), 2_560, 512)
    assert page.rows is not None
    assert (page.rows.start, len(page.rows.positions)) == (0, page.view.total)


def test_a_view_must_be_opened_again_when_its_customers_have_changed(crowd: Callable[[int], Path]) -> None:
    with Project.open(crowd(100)) as project:
        view = customers.open_view(project, Query(sort="label"))
        assert customers.block(project, view.token, 0, 10) is not None
        project.connection.execute("UPDATE results SET run = 9 WHERE step = 'labels'")
        assert customers.block(project, view.token, 0, 10) is None
        assert customers.positions(project, view.token, ((0, 1),)) is None
        assert customers.open_view(project, Query(sort="label")).token != view.token


def test_a_view_that_was_opened_long_ago_is_forgotten(project: Project) -> None:
    first = customers.open_view(project, Query(search="ana"))
    for name in ("orders", "revenue", "country", "since"):
        customers.open_view(project, Query(sort=name))
    assert customers.block(project, first.token, 0, 10) is None


def test_the_plain_customers_are_shown_before_there_are_segments(crowd: Callable[[int], Path]) -> None:
    with Project.open(crowd(100)) as project:
        for view in ("label_parametric", "semi_label_parametric"):
            project.connection.execute(f"DROP VIEW {view}")
        project.connection.execute("DROP TABLE segments")
        names = [c.name for c in customers.open_view(project, Query()).columns]
        assert names == ["id", "first_name", "country", "orders", "revenue", "since", "tags"]
        assert len(shown(project, "id", Query(search="chloe", segments=("seg_1",)))) == 17


def test_customers_of_another_recipe_are_shown_without_the_old_segments(
    crowd: Callable[[int], Path],
) -> None:
    with Project.open(crowd(100)) as project:
        project.connection.execute("ALTER TABLE segments ALTER id TYPE VARCHAR")
        assert "segment" not in [c.name for c in customers.open_view(project, Query()).columns]


def test_a_customer_who_came_after_the_segments_has_none(crowd: Callable[[int], Path]) -> None:
    with Project.open(crowd(100)) as project:
        project.connection.execute("DELETE FROM segments WHERE id = 50")
        view = customers.open_view(project, Query())
        assert view.total == 100
        assert column(project, view, "segment", 5, 1) == [None]


def test_a_column_called_distance_stays_the_customers_own(crowd: Callable[[int], Path]) -> None:
    with Project.open(crowd(100)) as project:
        project.connection.execute('ALTER TABLE people RENAME since TO "Distance"')
        names = [c.name for c in customers.open_view(project, Query()).columns]
        assert "Distance" in names
        assert "segment_distance" in names


def test_lists_and_dates_arrive_as_text(project: Project) -> None:
    view = customers.open_view(project, Query())
    assert column(project, view, "tags", 1, 1) == ["tag 1, a, b"]
    assert column(project, view, "since", 1, 1) == ["2024-01-02"]


def test_a_project_without_customers_has_nothing_to_show(tmp_path: Path) -> None:
    with Project.create(tmp_path / "new.segdesk") as project:
        page = customers.open_page(project, Query(search="x"), 0, 512)
        assert (page.view.columns, page.view.total, page.rows) == ((), 0, None)


@pytest.mark.large
def test_a_million_customers_are_sorted_searched_and_read_at_once(crowd: Callable[[int], Path]) -> None:
    import time

    def seconds(work: Callable[[], object]) -> float:
        began = time.perf_counter()
        work()
        return time.perf_counter() - began

    with Project.open(crowd(1_000_000)) as project:
        customers.open_view(project, Query())
        for name in ("revenue", "country", "segment", "distance"):
            assert seconds(lambda n=name: customers.open_view(project, Query(n, True))) < 1.0  # type: ignore[misc]
        assert seconds(lambda: customers.open_view(project, Query(search="chloe segment:2"))) < 1.0
        view = customers.open_view(project, Query("revenue", True))
        blocks = [
            seconds(lambda s=s: customers.block(project, view.token, s, 512)) for s in range(0, 5120, 512)
        ]  # type: ignore[misc]
        assert sorted(blocks)[5] < 0.1
