#!/usr/bin/env python3
"""Writes what carry-over and saturation make of a series, computed from their formulas by the standard library alone.

Formulas: geometric and delayed weights and Hill after Jin, Wang, Sun, Chan and Koehler (2017); Weibull density and
survival weights after Weibull (1951), as media mix packages use them; logistic saturation (1 - e^-rx) / (1 + e^-rx).
The line "robyn" is the example of geometric carry-over in Robyn's reference manual: 100 a week, rate 0.5, not normalised.
Run from the repository's root; there is nothing to install.
"""
import math
import pathlib

OUT = pathlib.Path("lib/src/test/resources/tributary/family/mediamix/curves.csv")
X = [0.0, 0.3, 1.2, 0.0, 2.5, 0.7, 0.0, 0.0, 0.05, 4.0]


def carried(weights, x):
    total = math.fsum(weights)
    return [math.fsum(w * x[t - l] for l, w in enumerate(weights) if t >= l) / total for t in range(len(x))]


def density(shape, scale, lags):
    return [(shape / scale) * ((l + 1) / scale) ** (shape - 1) * math.exp(-(((l + 1) / scale) ** shape)) for l in range(lags)]


def survival(shape, scale, lags):
    return [math.exp(-((l / scale) ** shape)) for l in range(lags)]


def hill(x, half, slope):
    return 0.0 if x <= 0 else x**slope / (x**slope + half**slope)


lines = ["# written by scripts/reference/media_curves.py", "term,values"]


def add(term, values):
    lines.append(term.replace(",", ";") + "," + " ".join(repr(v) for v in values))


add("x", X)
for alpha, lags in [(0.4, 8), (0.05, 3), (0.9, 12), (0.5, 1)]:
    add(f"adstock(x, {alpha}, {lags})", carried([alpha**l for l in range(lags)], X))
for alpha, peak, lags in [(0.6, 2.0, 6), (0.3, 0.5, 4)]:
    add(f"delayed_adstock(x, {alpha}, {peak}, {lags})", carried([alpha ** ((l - peak) ** 2) for l in range(lags)], X))
for shape, scale, lags in [(2.0, 3.0, 8), (0.5, 0.5, 5), (1.0, 2.0, 6)]:
    add(f"weibull_adstock(x, {shape}, {scale}, {lags})", carried(density(shape, scale, lags), X))
    add(f"weibull_survival_adstock(x, {shape}, {scale}, {lags})", carried(survival(shape, scale, lags), X))
for rate in [0.5, 4.0]:
    add(f"logistic_saturation(x, {rate})", [(1 - math.exp(-rate * v)) / (1 + math.exp(-rate * v)) for v in X])
for half, slope in [(1.0, 1.0), (0.8, 3.0)]:
    add(f"hill(x, {half}, {slope})", [hill(v, half, slope) for v in X])
for exponent in [0.5, 1.0]:
    add(f"power_saturation(x, {exponent})", [v**exponent if v > 0 else 0.0 for v in X])
lines.append("robyn,100.0 150.0 175.0 187.5 193.75")
OUT.parent.mkdir(parents=True, exist_ok=True)
OUT.write_text("\n".join(lines) + "\n")
