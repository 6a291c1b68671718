"""K-means by BigQuery ML: several models at a time, scored there and on the customers that came down."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field

import pyarrow as pa

from segdesk.clustering.arrays import Matrix
from segdesk.clustering.bigquery_ml import model, statements
from segdesk.clustering.bigquery_ml.going_on import can_go_on
from segdesk.clustering.bigquery_ml.options import ModelOptions
from segdesk.clustering.bigquery_ml.results import ModelResult, Trained
from segdesk.clustering.bigquery_ml.starts import draw
from segdesk.clustering.bigquery_ml.training import TABLE
from segdesk.clustering.engine import KResult
from segdesk.clustering.kmeans import Fit
from segdesk.clustering.local import LocalEngine
from segdesk.clustering.matrix import Pipeline
from segdesk.errors import OverBudget, SegdeskError
from segdesk.project.ledger import Bill
from segdesk.project.settings import KMeansInit
from segdesk.tasks.task import Task
from segdesk.warehouse.base import Keeps

NAME = "bigquery-ml"
POLL_SECONDS = 5.0
"""Between two looks at how far the models that are being trained have come."""


@dataclass(eq=False)
class BigQueryML:
    """Trains a model for each k on the training table, which has to be there.

    Parameters
    ----------
    warehouse
        Where the training table is.
    pipeline
        Of the models' own space, as `Training.learned` gives it; the matrix has to be made by it.
    keys, key
        (n,) the keys of the matrix's rows, and their column's name upstairs.
    customers
        Rows of the training table.
    parallel
        How many models are trained at a time.
    scoring
        Scores the customers that came down.
    seed
        Of the initial centroids, where they are drawn here.
    note
        Told, on the caller's thread, what is going on.
    """

    warehouse: Keeps
    pipeline: Pipeline
    options: ModelOptions
    keys: pa.ChunkedArray
    key: str
    customers: int
    task: Task
    parallel: int = 4
    scoring: LocalEngine = field(default_factory=LocalEngine)
    seed: int = 42
    note: Callable[[str], None] = lambda _: None
    poll_seconds: float = POLL_SECONDS
    _beside: dict[int, Keeps] = field(default_factory=dict, init=False, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)

    @property
    def name(self) -> str:
        """How it is named in a project."""
        return NAME

    def fit(self, X: Matrix, k: int) -> Fit:
        """Fit one k, and assign the rows of ``X`` (n, d), without scoring it. Raises as `run` does."""
        if self.options.init is KMeansInit.CUSTOM:
            starts = draw(X, [k], self.seed)
            if k in starts.failed:
                raise starts.failed[k]
            self.warehouse.load(statements.STARTS, starts.table(self.keys, self.key))
        return self._train(k).fit(X, seconds=0.0)

    def run(self, X: Matrix, k: int) -> KResult:
        """Fit one k, and score it there and on the rows of ``X`` (n, d).

        Raises
        ------
        SegdeskError
            If BigQuery refuses it, or it would cost too much.
        """
        (result,) = self.sweep(X, [k])
        if result.error:
            raise SegdeskError(result.error)
        return result

    def sweep(self, X: Matrix, ks: Iterable[int]) -> Iterator[KResult]:
        """Yield the result of each k as it is ready, a failed one with its reason.

        Raises
        ------
        OverBudget
            When what was allowed is used up: no further k is begun, and those that run are yielded before.
        Cancelled
            After all that runs has been cancelled.
        """
        wanted = tuple(ks)
        if self.options.init is KMeansInit.CUSTOM:
            self.note("Drawing the initial centroids")
            starts = draw(X, wanted, self.seed)
            yield from (KResult(k, None, None, 0.0, str(error)) for k, error in starts.failed.items())
            wanted = tuple(starts.drawn)
            if wanted:
                self.warehouse.load(statements.STARTS, starts.table(self.keys, self.key))
        with self._pool() as pool:
            yield from self._results(X, {pool.submit(self._timed, k): k for k in wanted})

    @contextmanager
    def _pool(self) -> Iterator[ThreadPoolExecutor]:
        """Train on other threads, whose statements are cancelled with the task, and on any way out."""
        with (
            ThreadPoolExecutor(self.parallel, thread_name_prefix="bigquery-ml") as pool,
            self.task.stopping(self._cancel),
        ):
            try:
                yield pool
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                self._cancel()
                raise

    def _results(
        self, X: Matrix, running: "dict[Future[tuple[Trained | SegdeskError, float]], int]"
    ) -> Iterator[KResult]:
        over: OverBudget | None = None
        while running:
            done, _ = wait(running, timeout=self.poll_seconds, return_when=FIRST_COMPLETED)
            self.task.check()
            for future in sorted(done, key=lambda each: running[each]):
                k = running.pop(future)
                if future.cancelled():
                    continue
                found, seconds = future.result()
                if isinstance(found, OverBudget):
                    over = found
                    for other in running:
                        other.cancel()
                elif isinstance(found, SegdeskError):
                    yield KResult(k, None, None, seconds, str(found))
                else:
                    yield self._scored(X, k, found, seconds)
            if not done:
                self._tell_progress()
        if over is not None:
            raise over

    def _timed(self, k: int) -> tuple[Trained | SegdeskError, float]:
        """Train one k on a thread of its own; what went wrong is a result."""
        started = time.perf_counter()
        try:
            found: Trained | SegdeskError = self._train(k)
        except SegdeskError as error:
            found = error
        return found, time.perf_counter() - started

    def _train(self, k: int) -> Trained:
        """Train one k, and bring down what there is to know of it."""
        self.task.check()
        path = self.warehouse.path(statements.model_name(k))
        own = self.warehouse.beside()
        with self._lock:
            self._beside[k] = own
        try:
            create = statements.create_model(
                self.options,
                k,
                key=self.key,
                training=self.warehouse.path(TABLE),
                starts=self.warehouse.path(statements.STARTS),
                goes_on=self.options.warm_start and can_go_on(own, k, self.key),
            )
            own.run(create, what=f"Sweep: k = {k}", bill=Bill.MODEL)
            standardized = self.options.standardize
            return Trained(
                path,
                model.centers(own, path, self.pipeline, k, standardized=standardized),
                model.figures(own, path, k),
                model.iterations(own, path, k),
            )
        finally:
            with self._lock:
                del self._beside[k]

    def _scored(self, X: Matrix, k: int, found: Trained, seconds: float) -> ModelResult:
        self.note(f"Scoring k = {k}")
        return found.scored(X, self.customers, self.scoring, seconds)

    def _tell_progress(self) -> None:
        """Say how far the model has come that began first among those that run."""
        with self._lock:
            running = tuple(self._beside)
        for k in running[:1]:
            path = self.warehouse.path(statements.model_name(k))
            try:
                iterations = model.iterations(self.warehouse, path, k)
            except SegdeskError:  # before its first iteration it is not found
                continue
            if iterations and (last := iterations[-1]).loss is not None:
                self.note(f"k = {k}: iteration {last.number + 1}, loss {last.loss:.4g}")

    def _cancel(self) -> None:
        with self._lock:
            running = tuple(self._beside.values())
        for each in running:
            each.cancel()
