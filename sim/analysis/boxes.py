"""Boxes in the factors' space: the leaves of a tree in which cases of interest are dense."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.statistics import BOOTSTRAP_SEED, Numbers

FOLDS = 5
# Standard errors by which a simpler tree may do worse. Of planted boxes (400 cases, a fifth of them inside, interest 70
# per cent there and 20 elsewhere) a whole error found 38 %, half of one 53 %, none 68 %, but with idle bounds as well.
LEEWAY = 0.5
Mask = NDArray[np.bool_]


def leaves(where: Numbers, interest: Mask, density: float, most: int, share: float) -> list[Numbers]:
    """Return the boxes (factors x lower and upper end, infinite where open) of the tree's dense leaves."""
    tree = _pruned(where, interest, most, share).tree_
    found, open_box = [], np.tile([-np.inf, np.inf], (where.shape[1], 1))
    open_nodes = [(0, open_box)]
    while open_nodes:
        node, box = open_nodes.pop()
        left, right = int(tree.children_left[node]), int(tree.children_right[node])
        if left == right:
            if node > 0 and interest[is_inside(box, where)].mean() >= density:
                found.append(box)
            continue
        factor, cut = int(tree.feature[node]), float(tree.threshold[node])
        below, above = box.copy(), box.copy()
        below[factor, 1], above[factor, 0] = cut, cut
        open_nodes += [(left, below), (right, above)]
    return found


def _pruned(where: Numbers, interest: Mask, most: int, share: float) -> Any:
    """Return a tree, cut back to the simplest whose cross-validated error is nearly the least.

    The error is Brier's; the rule is that of Breiman, Friedman, Olshen and Stone (1984), with half their leeway.
    """
    from sklearn.model_selection import StratifiedKFold
    from sklearn.tree import DecisionTreeRegressor

    # On zeros and ones, least squares and Gini's index cut alike, and a leaf's mean is its share of interest.
    share_of_interest = interest.astype(np.float64)
    model = DecisionTreeRegressor(max_leaf_nodes=most, min_samples_leaf=share, random_state=BOOTSTRAP_SEED)
    folds = min(FOLDS, int(min(interest.sum(), (~interest).sum())))
    if folds < 2:
        return model.fit(where, share_of_interest)
    prices = model.cost_complexity_pruning_path(where, share_of_interest).ccp_alphas.clip(min=0)
    errors = np.empty((folds, len(prices)))
    split = StratifiedKFold(folds, shuffle=True, random_state=BOOTSTRAP_SEED)
    for fold, (grow, check) in enumerate(split.split(where, interest)):
        for index, price in enumerate(prices):
            fitted = model.set_params(ccp_alpha=price).fit(where[grow], share_of_interest[grow])
            errors[fold, index] = ((fitted.predict(where[check]) - share_of_interest[check]) ** 2).mean()
    means = errors.mean(axis=0)
    best = means.argmin()
    within = means <= means[best] + LEEWAY * errors[:, best].std(ddof=1) / folds**0.5
    return model.set_params(ccp_alpha=prices[within].max()).fit(where, share_of_interest)


def is_inside(box: Numbers, where: Numbers) -> Mask:
    """Return which cases lie in a box: above its lower ends, up to its upper ends."""
    return np.asarray(((where > box[:, 0]) & (where <= box[:, 1])).all(axis=1))
