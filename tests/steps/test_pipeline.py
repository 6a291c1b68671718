"""All seven steps on real data, in both modes."""

from pathlib import Path

import pytest

from segdesk.project import freshness
from segdesk.project.file import Project
from segdesk.project.settings import (
    ClustersSettings,
    ConnectSettings,
    EmailsSettings,
    FeaturesSettings,
    Mode,
    RecipeName,
    Settings,
    SweepSettings,
)
from segdesk.project.step import State, Step
from segdesk.steps import pipeline, report
from segdesk.tasks.task import Task

TABLES = (
    *("features", "feature_profile", "feature_correlation", "sweep", "centroids", "profile"),
    *("projection", "segments", "distances", "labels", "prompts", "emails"),
)


def run(path: Path, source: Path, recipe: RecipeName, mode: Mode) -> report.Report:
    """Run everything, check what holds for any data, and return the figures."""
    settings = Settings(
        connect=ConnectSettings(source=str(source)),
        features=FeaturesSettings(recipe=recipe, mode=mode),
        sweep=SweepSettings(k_min=3, k_max=5),
        clusters=ClustersSettings(bootstraps=3),
        emails=EmailsSettings(count=30),
    )
    begun: list[Step] = []
    with Project.create(path) as project:
        project.settings = settings
        pipeline.run(project, settings, Task(), begun.append)
        assert begun == list(Step)
        assert set(freshness.states(project).values()) == {State.FRESH}
        figures = report.report(project)
    assert [row["k"] for row in figures.sweep] == [3, 4, 5]
    assert {row["status"] for row in figures.sweep} == {"done"}
    assert figures.k in (3, 4, 5)
    assert sum(segment["size"] for segment in figures.segments) == figures.customers
    labels = [segment["label"] for segment in figures.segments]
    assert len(set(labels)) == len(labels) == figures.k + ("seg_0" in figures.stability)
    assert set(figures.emails) == {"written"}
    expected = {"rules.sql", *(f"{table}.{kind}" for table in TABLES for kind in ("csv", "parquet"))}
    assert {Path(file["path"]).name for file in figures.files} == expected | {"ga360.csv"}
    for file in figures.files:
        assert Path(file["path"]).stat().st_size > 0
    return figures


@pytest.mark.parametrize("mode", list(Mode))
def test_a_real_shop_becomes_segments_emails_and_files(thelook_2k: Path, tmp_path: Path, mode: Mode) -> None:
    figures = run(tmp_path / "p.segdesk", thelook_2k, RecipeName.THELOOK, mode)
    assert figures.customers == 2000
    assert figures.emails == {"written": 30}
    assert ("seg_0" in figures.stability) == (mode is Mode.CAREFUL)


@pytest.mark.parametrize(("mode", "customers"), [(Mode.CAREFUL, 558), (Mode.NOTEBOOK, 28)])
def test_real_sessions_become_segments_emails_and_files(
    ga360_sample: Path, tmp_path: Path, mode: Mode, customers: int
) -> None:
    figures = run(tmp_path / "p.segdesk", ga360_sample, RecipeName.GA360, mode)
    assert figures.customers == customers
    assert figures.emails == {"written": min(30, customers)}
