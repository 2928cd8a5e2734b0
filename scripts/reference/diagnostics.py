#!/usr/bin/env python3
"""Writes stored draws and the values ArviZ gives for them: lib/src/test/resources/tributary/infer.

Needs: pip install arviz (0.22.0 computed the stored files). Run from the repository's root.
"""
import csv
import pathlib

import arviz as az
import numpy as np
import scipy

OUT = pathlib.Path("lib/src/test/resources/tributary/infer")
VERSIONS = f"arviz {az.__version__}, numpy {np.__version__}, scipy {scipy.__version__}"


def ar(rng, chains, draws, rho):
    x = np.zeros((chains, draws))
    x[:, 0] = rng.normal(size=chains)
    for t in range(1, draws):
        x[:, t] = rho * x[:, t - 1] + np.sqrt(1 - rho**2) * rng.normal(size=chains)
    return x


def cases(rng):
    shifted = ar(rng, 4, 250, 0.3)
    shifted[2] += 1.5
    wide = ar(rng, 4, 100, 0.2)
    wide[1] *= 4
    return {
        "independent": rng.normal(3, 2, size=(4, 250)),
        "slow": ar(rng, 4, 250, 0.95),
        "alternating": ar(rng, 2, 200, -0.8),
        "odd_length": ar(rng, 3, 101, 0.5),
        "one_chain": ar(rng, 1, 200, 0.5),
        "cauchy": rng.standard_cauchy(size=(4, 250)),
        "lognormal": np.exp(2 * ar(rng, 4, 100, 0.6)),
        "shifted": shifted,
        "wide": wide,
        "discrete": rng.poisson(1.5, size=(4, 100)).astype(float),
        "trend": np.linspace(0, 1, 100)[None, :] + 0.1 * rng.normal(size=(2, 100)),
        "short": rng.normal(size=(2, 7)),
        "constant": np.full((2, 20), 1.5),
    }


def values(x):
    flat = x.ravel()
    out = {
        "mean": flat.mean(),
        "sd": flat.std(ddof=1),
        "median": np.median(flat),
        "mad": scipy.stats.median_abs_deviation(flat),
        "q05": np.quantile(flat, 0.05),
        "q37": np.quantile(flat, 0.37),
        "ess_bulk": az.ess(x, method="bulk"),
        "ess_tail": az.ess(x, method="tail"),
        "ess_mean": az.ess(x, method="mean"),
        "ess_sd": az.ess(x, method="sd"),
        "ess_q10": az.ess(x, method="quantile", prob=0.1),
        "rhat": az.rhat(x, method="rank"),
        "rhat_bulk": az.rhat(x, method="z_scale"),
        "rhat_folded": az.rhat(x, method="folded"),
        "mcse_mean": az.mcse(x, method="mean"),
        "mcse_sd": az.mcse(x, method="sd"),
        "mcse_q10": az.mcse(x, method="quantile", prob=0.1),
        "mcse_median": az.mcse(x, method="median"),
        "bfmi": az.bfmi(x)[0],
    }
    for p in (0.5, 0.8, 0.94):
        low, high = az.hdi(flat, hdi_prob=p)
        out[f"hdi_low_{p}"], out[f"hdi_high_{p}"] = low, high
    return out


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(20240117)
    with open(OUT / "draws.csv", "w", newline="") as d, open(OUT / "diagnostics.csv", "w", newline="") as r:
        d.write(f"# simulated draws, one chain a line: case, values; {VERSIONS}\n")
        r.write(f"# reference values: case, quantity, value; computed by {VERSIONS}\n")
        draws, reference = csv.writer(d, lineterminator="\n"), csv.writer(r, lineterminator="\n")
        for name, x in cases(rng).items():
            x = np.round(x, 6)
            for chain in x:
                draws.writerow([name, *(repr(float(v)) for v in chain)])
            for quantity, value in values(x).items():
                reference.writerow([name, quantity, repr(float(value))])


if __name__ == "__main__":
    main()
