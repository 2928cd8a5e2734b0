#!/usr/bin/env python3
"""Writes stored log ratios and log likelihoods, and ArviZ's PSIS, LOO and comparison of them.

Needs: pip install arviz (0.22.0 computed the stored files). Run from the repository's root.
"""
import csv
import pathlib
import warnings

import arviz as az
import numpy as np
import scipy

OUT = pathlib.Path("lib/src/test/resources/tributary/infer")
VERSIONS = f"arviz {az.__version__}, numpy {np.__version__}, scipy {scipy.__version__}"


def ratios(rng):
    ties = rng.normal(size=200)
    ties[::5] = ties[np.argmax(ties)]
    return {
        "normal": (rng.normal(size=500), 1.0),
        "wide": (3 * rng.normal(size=500), 1.0),
        "pareto": (rng.exponential(0.6, size=500) + 700, 1.0),
        "uniform": (np.log(rng.uniform(size=500)), 0.7),
        "efficient": (rng.normal(size=500), 1.4),
        "small": (rng.normal(size=30), 1.0),
        "far": (100 * rng.normal(size=200) - 5000, 1.0),
        "ties": (ties, 1.0),
        "tiny": (rng.normal(size=12), 1.0),
    }


def models(rng):
    y = rng.normal(0.5, 1.2, size=12)
    y[3] = 5.0
    mu = 0.5 + 0.35 * rng.normal(size=(2, 100))
    sigma = np.exp(0.3 + 0.2 * rng.normal(size=(2, 100)))
    free = scipy.stats.norm.logpdf(y, mu[..., None], sigma[..., None])
    fixed = scipy.stats.norm.logpdf(y, mu[..., None], 1.0)
    heavy = scipy.stats.t.logpdf(y, 3, mu[..., None], sigma[..., None])
    return {"free": free, "fixed": fixed, "heavy": heavy}


def main():
    warnings.simplefilter("ignore")
    rng = np.random.default_rng(20240118)
    with open(OUT / "psis.csv", "w", newline="") as f:
        f.write(f"# case.ratios, case.reff, case.k, case.weights (normalised log); computed by {VERSIONS}\n")
        w = csv.writer(f, lineterminator="\n")
        for name, (lr, reff) in ratios(rng).items():
            lr = np.round(lr, 6)
            lw, k = az.psislw(lr.copy(), reff)
            for part, values in (("ratios", lr), ("reff", [reff]), ("k", [k]), ("weights", lw)):
                w.writerow([f"{name}.{part}", *(repr(float(v)) for v in np.atleast_1d(values))])
    with open(OUT / "loo.csv", "w", newline="") as f:
        f.write(f"# model.loglik (one observation a line), model.loo: elpd se p_loo, model.k, model.pointwise,"
                f" model.compare: rank difference difference_se stacking_weight; reff 0.8; {VERSIONS}\n")
        w = csv.writer(f, lineterminator="\n")
        results = {}
        for name, loglik in models(rng).items():
            loglik = np.round(loglik, 6)
            data = az.from_dict(posterior={"mu": np.zeros(loglik.shape[:2])}, log_likelihood={"y": loglik})
            loo = az.loo(data, pointwise=True, reff=0.8)
            results[name] = loo
            for i in range(loglik.shape[2]):
                w.writerow([f"{name}.loglik", *(repr(float(v)) for v in loglik[:, :, i].ravel())])
            w.writerow([f"{name}.loo", *(repr(float(v)) for v in (loo.elpd_loo, loo.se, loo.p_loo))])
            w.writerow([f"{name}.k", *(repr(float(v)) for v in loo.pareto_k.values)])
            w.writerow([f"{name}.pointwise", *(repr(float(v)) for v in loo.loo_i.values)])
        table = az.compare(results, ic="loo", method="stacking")
        for name, row in table.iterrows():
            w.writerow([f"{name}.compare", *(repr(float(row[c])) for c in ("rank", "elpd_diff", "dse", "weight"))])


if __name__ == "__main__":
    main()
