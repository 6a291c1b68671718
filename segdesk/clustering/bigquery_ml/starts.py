"""Initial centroids for BigQuery ML, drawn here: with them the same seed gives the same model."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from segdesk.clustering.arrays import Indices, Matrix
from segdesk.clustering.kmeans import refuse_impossible
from segdesk.errors import InputError


@dataclass(frozen=True, eq=False)
class Starts:
    """The customers that the models begin with.

    Attributes
    ----------
    drawn
        k to the rows (k,) of the matrix.
    failed
        k to the reason why there are none.
    """

    drawn: Mapping[int, Indices]
    failed: Mapping[int, InputError]

    def table(self, keys: pa.ChunkedArray, key: str) -> pa.Table:
        """Return what goes upstairs: the number of segments, and the key of each customer drawn for it.

        Parameters
        ----------
        keys
            (n,) of the matrix's rows.
        key
            The key column's name.
        """
        counts = [len(rows) for rows in self.drawn.values()]
        rows = np.concatenate([*self.drawn.values(), np.empty(0, np.intp)])
        return pa.table(
            {
                "k": pa.array(np.repeat(np.array(list(self.drawn), np.int64), counts)),
                key: keys.take(pa.array(rows)),
            }
        )


def draw(X: Matrix, ks: Iterable[int], seed: int) -> Starts:
    """Draw initial centroids for each k among the rows of ``X`` (n, d), by k-means++.

    Those of one k depend on the rows and the seed alone, not on which other k are asked for.
    """
    from sklearn.cluster import kmeans_plusplus

    drawn: dict[int, Indices] = {}
    failed: dict[int, InputError] = {}
    for k in ks:
        try:
            refuse_impossible(X, k)
        except InputError as error:
            failed[k] = error
        else:
            _, drawn[k] = kmeans_plusplus(X, k, random_state=seed)
    return Starts(drawn, failed)
