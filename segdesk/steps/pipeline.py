"""All seven steps, one after the other; a step whose result still holds is not done again."""

from collections.abc import Callable
from importlib import import_module

from segdesk.project import freshness
from segdesk.project.file import Project
from segdesk.project.settings import Settings
from segdesk.project.step import State, Step
from segdesk.tasks.task import Task
from segdesk.warehouse.bigquery.place import is_bigquery

ALWAYS = (Step.CONNECT, Step.EXPORT)
"""Steps that look outside the project, where something may have changed: the source, the written files."""


def run(project: Project, settings: Settings, task: Task, begin: Callable[[Step], None]) -> None:
    """Run all seven steps on a project.

    Parameters
    ----------
    begin
        Called with each step before it runs.
    """
    from segdesk.steps import export

    export.check_folder(project, settings)
    for step in Step:
        task.check()
        if needed(project, step):
            begin(step)
            run_step(step, project, settings, task)
            if step is Step.FEATURES:
                export.check_mapping(project, settings)


def needed(project: Project, step: Step) -> bool:
    """Whether a step has to be run, given that those before it hold."""
    return (
        step in ALWAYS or freshness.states(project)[step] is not State.FRESH or outside_changed(project, step)
    )


def run_now(project: Project, step: Step, task: Task) -> None:
    """Run one step with the settings that the project has now, in front of a person who sees its warnings."""
    if step is Step.EXPORT:
        from segdesk.steps import export

        export.run(project, project.settings, task, unfit=export.Unfit.LEAVE_OUT)
    else:
        run_step(step, project, project.settings, task)


def run_if_needed(project: Project, step: Step, task: Task) -> bool:
    """Run one step unless its result holds; return whether it was run."""
    if not needed(project, step):
        return False
    run_now(project, step, task)
    return True


def run_step(step: Step, project: Project, settings: Settings, task: Task) -> None:
    """Run one step."""
    # Imported only now: scikit-learn takes seconds, and a missing folder can be told without it.
    import_module(f"segdesk.steps.{step}").run(project, settings, task)
    if is_bigquery(settings.connect.source):
        from segdesk.steps import upstairs

        upstairs.write_back(project, step, settings, task)


def outside_changed(project: Project, step: Step) -> bool:
    """Whether a file that the step reads from outside the project is another one than last time."""
    from segdesk.steps import emails, features, labels

    kept = freshness.result(project, step)
    readers = {Step.FEATURES: features.inputs, Step.LABELS: labels.inputs, Step.EMAILS: emails.inputs}
    reader = readers.get(step)
    return bool(kept and reader and reader(project.settings) != kept.inputs)
