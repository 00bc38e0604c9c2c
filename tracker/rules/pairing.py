"""The pairs of two lists that weigh most together (assignment problem, Kuhn 1955, in Jonker's shortest-path form)."""

from collections.abc import Mapping

Weights = Mapping[tuple[int, int], int]


def heaviest_pairs(weights: Weights) -> list[tuple[int, int]]:
    """(i, j) of the pairs chosen, in order of i: each i and each j at most once, with the greatest sum of weights.

    `weights` are positive whole numbers; a pair without a weight is not chosen. What hangs together by no weight is solved
    apart, so that the cost is that of the largest knot: the cube of its size.
    """
    return sorted(pair for knot in _knots(weights) for pair in _solved(knot))


def _knots(weights: Weights) -> list[dict[tuple[int, int], int]]:
    """The weights parted into sets that share neither an i nor a j, in order."""
    owner: dict[tuple[str, int], tuple[str, int]] = {}

    def top(node: tuple[str, int]) -> tuple[str, int]:
        while owner.setdefault(node, node) != node:
            owner[node] = owner[owner[node]]
            node = owner[node]
        return node

    for i, j in weights:
        owner[top(("j", j))] = top(("i", i))
    knots: dict[tuple[str, int], dict[tuple[int, int], int]] = {}
    for (i, j), weight in sorted(weights.items()):
        knots.setdefault(top(("i", i)), {})[i, j] = weight
    return list(knots.values())


def _solved(weights: dict[tuple[int, int], int]) -> list[tuple[int, int]]:
    rows, columns = sorted({i for i, _ in weights}), sorted({j for _, j in weights})
    if len(rows) == len(columns) == 1:
        return [(rows[0], columns[0])]
    is_turned = len(rows) > len(columns)
    if is_turned:
        rows, columns = columns, rows
    cost = [[-weights.get((column, row) if is_turned else (row, column), 0) for column in columns] for row in rows]
    chosen = [(row, columns[place]) for row, place in zip(rows, _cheapest(cost), strict=True)]
    turned = [(column, row) if is_turned else (row, column) for row, column in chosen]
    return [pair for pair in turned if pair in weights]


def _cheapest(cost: list[list[int]]) -> list[int]:
    """The column of each row; there are at least as many columns as rows. Rows are entered one by one, each by the cheapest
    chain of changes; `row_price` and `column_price` keep every remaining cost at or above zero."""
    width = len(cost[0])
    row_price, column_price = [0] * (len(cost) + 1), [0] * (width + 1)
    row_of = [0] * (width + 1)  # by column, counted from 1; 0 is nobody, and column 0 holds the row that is being entered
    for row in range(1, len(cost) + 1):
        row_of[0] = row
        _enter(cost, row_of, row_price, column_price)
    column_of = {row_of[column]: column - 1 for column in range(1, width + 1) if row_of[column]}
    return [column_of[row] for row in range(1, len(cost) + 1)]


def _enter(cost: list[list[int]], row_of: list[int], row_price: list[int], column_price: list[int]) -> None:
    width = len(cost[0])
    least: list[float] = [float("inf")] * (width + 1)
    came_from = [0] * (width + 1)
    outside = list(range(1, width + 1))
    inside = [0]
    at = 0
    while row_of[at]:
        row, best, best_column = row_of[at], float("inf"), 0
        line, price = cost[row - 1], row_price[row]
        for column in outside:
            step = line[column - 1] - price - column_price[column]
            if step < least[column]:
                least[column], came_from[column] = step, at
            if least[column] < best:
                best, best_column = least[column], column
        for column in inside:
            row_price[row_of[column]] += int(best)
            column_price[column] -= int(best)
        for column in outside:
            least[column] -= best
        at = best_column
        outside.remove(at)
        inside.append(at)
    while at:
        row_of[at] = row_of[came_from[at]]
        at = came_from[at]
