"""The lines that an administrator runs, where the person who works with segdesk may not."""

import shlex

from segdesk.warehouse.bigquery.naming import quoted

SOMEBODY = "EMAIL"
"""Stands for the account where its address is not known here."""


def member(account: str | None) -> str:
    """Return an account as IAM writes it: ``user:ana@example.com``."""
    kind = "serviceAccount" if account and account.endswith(".gserviceaccount.com") else "user"
    return f"{kind}:{account or SOMEBODY}"


def grant_on_project(project: str, account: str | None, role: str) -> str:
    """Return the line that gives a role on a project."""
    return _line(
        *("gcloud", "projects", "add-iam-policy-binding", project),
        *(f"--member={member(account)}", f"--role={role}"),
    )


def grant_on_dataset(path: str, account: str | None, role: str) -> str:
    """Return the GoogleSQL that gives a role on a dataset.

    Parameters
    ----------
    path
        ``project.dataset``.
    """
    return f'GRANT {quoted(role)} ON SCHEMA {quoted(path)} TO "{member(account)}"'


def grant_on_connection(path: str, account: str | None, role: str) -> str:
    """Return the line that gives a role on a connection, ``project.location.name``."""
    return _line(
        *("bq", "add-iam-policy-binding", f"--member={member(account)}", f"--role={role}"),
        *("--connection", path),
    )


def make_dataset(path: str, location: str | None) -> str:
    """Return the GoogleSQL that makes a work dataset, with segdesk's label."""
    where = f'location = "{location}", ' if location else ""
    return f'CREATE SCHEMA {quoted(path)} OPTIONS ({where}labels = [("app", "segdesk")])'


def enable(service: str, project: str) -> str:
    """Return the line that turns an API on."""
    return _line("gcloud", "services", "enable", service, "--project", project)


def make_connection(project: str, location: str, name: str) -> str:
    """Return the line that makes a Cloud resource connection."""
    return _line(
        *("bq", "mk", "--connection", f"--project_id={project}", f"--location={location}"),
        *("--connection_type=CLOUD_RESOURCE", name),
    )


def make_default_connection(project: str, location: str, name: str) -> str:
    """Return the GoogleSQL that makes a connection the default one of a project and location."""
    option = quoted(f"region-{location}.default_cloud_resource_connection_id")
    return f'ALTER PROJECT {quoted(project)} SET OPTIONS ({option} = "{name}")'


def _line(*words: str) -> str:
    return shlex.join(words)
