"""A Data Set schema that a person keeps in a file."""

from pathlib import Path

import pytest

from segdesk.activation import schemas
from segdesk.activation.dataset import Ga360Schema
from segdesk.errors import ActivationError

SCHEMA = Ga360Schema(
    (("label", "ga:dimension2"), ("user, id", "ga:userId"), ("segment", "ga:dimension1")), "ga:userId"
)


def test_a_saved_schema_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "schema.csv"
    schemas.save(path, SCHEMA)
    found = schemas.load(path)
    assert (found.columns, found.key) == (SCHEMA.columns, SCHEMA.key)
    assert path.read_text(encoding="utf-8").splitlines()[:2] == ["column,name,key", "label,ga:dimension2,"]
    assert [entry.name for entry in tmp_path.iterdir()] == ["schema.csv"]


@pytest.mark.parametrize(
    "text",
    [
        "ga:userId,ga:dimension1",
        "\ufeffga:userId;ga:dimension1\r\n",
        '"ga:userId"\t"ga:dimension1"\n1\t2\n',
    ],
)
def test_the_header_line_of_analytics_is_a_schema_without_columns(tmp_path: Path, text: str) -> None:
    path = tmp_path / "header.csv"
    path.write_bytes(text.encode())
    found = schemas.load(path)
    assert found.columns == (("", "ga:userId"), ("", "ga:dimension1"))
    assert found.key == "ga:userId"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "it is empty"),
        ("name,age\nAnn,3\n", "other names"),
        ("column,name,key\na,ga:userId,yes\nb,ga:dimension1,yes\n", "2 keys"),
        ("column,name,key\na,ga:userId,yes\nb,ga:dimension 1,\n", "letters and digits"),
        ("ga:userId,ga:userId\n", "may stand once"),
        ("column,name,key\n", "joined on"),
        ('column,name,key\n"a,ga:userId\n', "no CSV"),
    ],
)
def test_a_file_that_is_no_schema_is_refused(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "schema.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ActivationError, match=why) as refused:
        schemas.load(path)
    assert "schema.csv" in refused.value.what


def test_a_file_that_is_not_there_or_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ActivationError, match="could not be read"):
        schemas.load(tmp_path / "schema.csv")
    path = tmp_path / "picture.csv"
    path.write_bytes(b"\x89PNG\xff\xfe")
    with pytest.raises(ActivationError, match="UTF-8"):
        schemas.load(path)
