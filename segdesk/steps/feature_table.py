"""The features of a project: what can be clustered on, what is, and how it is prepared."""

from collections.abc import Sequence
from dataclasses import replace

import pyarrow as pa

from segdesk.errors import UsageError
from segdesk.project.file import Project
from segdesk.project.settings import Impute, MatrixSettings, Preparation, Scale, Transform
from segdesk.warehouse.recipes import Feature, Kind, Role


def store(project: Project, features: Sequence[Feature]) -> None:
    """Write the features that the customer table offers."""
    text = pa.string()
    project.fill(
        "features",
        pa.table(
            {
                "position": pa.array(range(len(features)), pa.int32()),
                "name": pa.array([f.name for f in features], text),
                "title": pa.array([f.title or f.name for f in features], text),
                "unit": pa.array([f.unit for f in features], text),
                "kind": pa.array([f.kind.value for f in features], text),
                "role": pa.array([f.role.value for f in features], text),
                "offered": pa.array([f.offered for f in features], pa.bool_()),
                "impute": pa.array([f.preparation.impute.value for f in features], text),
                "transform": pa.array([f.preparation.transform.value for f in features], text),
                "scale": pa.array([f.preparation.scale.value for f in features], text),
            }
        ),
    )


def load(project: Project) -> tuple[Feature, ...]:
    """Return the features that the customer table offers."""
    rows = project.rows(
        "SELECT name, title, unit, kind, role, offered, impute, transform, scale"
        " FROM features ORDER BY position"
    )
    return tuple(
        Feature(
            name=name,
            unit=unit,
            role=Role(role),
            kind=Kind(kind),
            preparation=Preparation(
                impute=Impute(impute), transform=Transform(transform), scale=Scale(scale)
            ),
            title=title,
            offered=offered,
        )
        for name, title, unit, kind, role, offered, impute, transform, scale in rows
    )


def selected(project: Project, settings: MatrixSettings) -> tuple[Feature, ...]:
    """Return the features to cluster on, each with the preparation that is in force.

    Raises
    ------
    UsageError
        If the settings name a feature that the project does not have.
    """
    known = {feature.name: feature for feature in load(project)}
    for name in (*settings.use, *settings.preparation):
        if name not in known:
            raise UsageError(
                f"There is no feature {name}", f"there are {', '.join(known)}", "Check the spelling"
            )
    chosen = [known[name] for name in settings.use] or [f for f in known.values() if f.offered]
    if not chosen:
        raise UsageError("No feature is chosen", "", "Choose at least one to cluster on")
    return tuple(replace(f, preparation=settings.preparation.get(f.name, f.preparation)) for f in chosen)
