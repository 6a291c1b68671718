"""K-means tuned by BigQuery ML: one model of several trials, the best of each number of segments kept."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from segdesk.clustering.arrays import Matrix
from segdesk.clustering.bigquery_ml import model, statements
from segdesk.clustering.bigquery_ml.options import ModelOptions
from segdesk.clustering.bigquery_ml.results import Trained
from segdesk.clustering.bigquery_ml.training import TABLE
from segdesk.clustering.bigquery_ml.tuning import Trial, Tuning, best
from segdesk.clustering.engine import KResult
from segdesk.clustering.local import LocalEngine
from segdesk.clustering.matrix import Pipeline
from segdesk.errors import InputError
from segdesk.project.ledger import Bill
from segdesk.tasks.task import Task
from segdesk.warehouse.base import Keeps


@dataclass(eq=False)
class TunedBigQueryML:
    """Has BigQuery ML look for the best number of segments itself; parameters as `BigQueryML` has them.

    Parameters
    ----------
    tuning
        How it looks.
    """

    warehouse: Keeps
    pipeline: Pipeline
    options: ModelOptions
    tuning: Tuning
    key: str
    customers: int
    task: Task
    scoring: LocalEngine = field(default_factory=LocalEngine)
    note: Callable[[str], None] = lambda _: None

    def sweep(self, X: Matrix, ks: Iterable[int]) -> Iterator[KResult]:
        """Train all trials, then score the best of each k on the rows of ``X`` (n, d) and yield it.

        A k that no trial had, or none with success, is a failed one that says so. How long one trial took
        nobody tells: each counts as the same part of the whole training.

        Raises
        ------
        OverBudget
            If so many trials would cost more than was allowed; nothing is trained then.
        SegdeskError
            If BigQuery refuses it.
        Cancelled
            After the training has been cancelled.
        """
        wanted = tuple(ks)
        started = time.perf_counter()
        path = self._train(wanted)
        trials = model.trials(self.warehouse, path)
        seconds = (time.perf_counter() - started) / max(1, len(trials))
        chosen = {k: trial for k in wanted if (trial := best(trials, k)) is not None}
        trained = self._trained(path, chosen)
        for k in wanted:
            self.task.check()
            found = trained.get(k) or _why_not(k, trials)
            if isinstance(found, Trained):
                self.note(f"Scoring k = {k}")
                yield found.scored(X, self.customers, self.scoring, seconds)
            else:
                yield KResult(k, None, None, 0.0, str(found))

    def _train(self, ks: Sequence[int]) -> str:
        """Train the model, and return its full path."""
        statement = statements.create_tuned_model(
            self.options, self.tuning, ks, key=self.key, training=self.warehouse.path(TABLE)
        )
        readings = self.tuning.most(ks)
        self.warehouse.run(statement, what=self.tuning.what(ks), bill=Bill.MODEL, readings=readings)
        return self.warehouse.path(statements.TUNED)

    def _trained(self, path: str, chosen: Mapping[int, Trial]) -> Mapping[int, Trained | InputError]:
        """Bring down what there is to know of the chosen trials, by k."""
        if not chosen:
            return {}
        figures = model.figures_of_trials(self.warehouse, path)
        centers = model.centers_of_trials(
            self.warehouse,
            path,
            self.pipeline,
            {trial.number: k for k, trial in chosen.items()},
            standardized=self.options.standardize,
        )
        found: dict[int, Trained | InputError] = {}
        for k, trial in chosen.items():
            own = centers[trial.number]
            if isinstance(own, InputError):
                found[k] = own
            else:
                found[k] = Trained(path, own, figures[trial.number], trial=trial.number)
        return found


def _why_not(k: int, trials: Sequence[Trial]) -> InputError:
    """Return why there is no model with ``k`` segments."""
    tried = [trial for trial in trials if trial.k == k]
    if tried:
        why = tried[0].error or f"BigQuery calls it {tried[0].status.lower()}"
        return InputError(f"The trial of {k} segments did not succeed", why)
    return InputError(
        f"BigQuery ML did not try {k} segments", f"it had {len(trials)} trials", "Allow it more trials"
    )
