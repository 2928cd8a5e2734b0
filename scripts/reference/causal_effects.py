#!/usr/bin/env python3
"""Answers to the causal examples, computed with numpy alone and by other methods than Tributary's, for scripts/checks/causal.

    python3 -m venv venv && venv/bin/pip install numpy
    venv/bin/python scripts/reference/causal_effects.py DATA OUT COURSES

DATA holds the tables of others (observational/, frontdoor/, mediation/, scm/, seeds/), COURSES is the shipped table of the
instrument, beside which full_funnel.csv lies, OUT receives the tables simulated here and reference.csv: analysis, estimand, mean and sd of the posterior, the Monte Carlo error of both, the share of a
posterior deviation by which the reference may differ because it is another estimator, and the source.

Methods: least squares; exact sums over a grid for linear models with independent priors; importance sampling from
Laplace's approximation (Student t, 8 degrees of freedom) for the hurdle-gamma; Newton's maximum likelihood with the
formula of g-computation (Robins 1986) for mediators of two values; two-stage least squares for the instrument; exact draws
over a grid for the funnel.
"""
import csv
import json
import math
import pathlib
import sys

import numpy as np

DATA, OUT = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
ROWS = []


def add(analysis, estimand, mean, sd, source, error=0.0, share=0.0, sd_error=0.0, sd_share=0.0):
    ROWS.append([analysis, estimand, mean, error, share, "" if sd is None else sd, sd_error, sd_share, source])


def table(file):
    with open(file) as f:
        rows = list(csv.DictReader(f))
    return {k: [r[k] for r in rows] for k in rows[0]}


def numbers(t, *names):
    return [np.array([float(v) for v in t[name]]) for name in names]


def dummies(t, name):
    levels = sorted(set(t[name]))
    return [np.array([float(v == level) for v in t[name]]) for level in levels[1:]]


def design(*columns):
    return np.column_stack([np.ones(len(columns[0])), *columns])


def least_squares(x, y):
    """Coefficients, inverse of X'X, sum of squares, rows less coefficients."""
    inverse = np.linalg.inv(x.T @ x)
    b = inverse @ (x.T @ y)
    return b, inverse, float(np.sum((y - x @ b) ** 2)), len(y) - x.shape[1]


def contrast(y, a):
    return y[a == 1].mean() - y[a == 0].mean()


def sigmoid(v):
    return 1 / (1 + np.exp(-v))


def logit_fit(x, y, weights=None, precision=0.0):
    """Maximum likelihood, or the mode under independent normal priors, by Newton's method."""
    w = np.ones(len(y)) if weights is None else weights
    b = np.zeros(x.shape[1])
    for _ in range(60):
        p = sigmoid(x @ b)
        hessian = (x * (w * p * (1 - p))[:, None]).T @ x + precision * np.eye(len(b))
        step = np.linalg.solve(hessian, x.T @ (w * (y - p)) - precision * b)
        b = b + step
        if np.max(np.abs(step)) < 1e-12:
            break
    return b, hessian


# ---------------------------------------------------------------- LaLonde, normal
t = table(DATA / "observational/lalonde.csv")
treat, age, educ, married, nodegree, re74, re75, re78 = numbers(
    t, "treat", "age", "educ", "married", "nodegree", "re74", "re75", "re78")
hispan, white = (np.array([float(v == name) for v in t["race"]]) for name in ("hispan", "white"))
naive = contrast(re78, treat)
for analysis in ("lalonde", "lalonde_flat"):
    add(analysis, "naive", naive, None, "difference of means, published -635")
b, inverse, squares, freedom = least_squares(design(treat, age, educ, hispan, white, married, nodegree, re74, re75), re78)
# A flat prior on sigma leaves one degree of freedom less than the usual one, flat in log sigma.
add("lalonde_flat", "ate", b[1], math.sqrt(squares * inverse[1, 1] / (freedom - 3)), "least squares, published 1548 (781)")


def standard(v):
    return (v - v.mean()) / v.std(ddof=1)


# All priors are normal given sigma, so that one sum over sigma is exact.
x = design(treat, *(standard(v) for v in (age, educ, hispan, white, married, nodegree, re74, re75)))
y, scale = standard(re78), re78.std(ddof=1)
prior = np.diag([1 / 100.0] + [1.0] * 9)
weights, means, variances = [], [], []
for sigma in np.linspace(0.7, 1.2, 4001):
    precision = x.T @ x / sigma**2 + prior
    half = x.T @ y / sigma**2
    solved = np.linalg.solve(precision, half)
    log = -len(y) * math.log(sigma) - 0.5 * (y @ y) / sigma**2 + 0.5 * half @ solved
    weights.append(log - 0.5 * np.linalg.slogdet(precision)[1] - 0.5 * sigma**2 / 100)
    means.append(solved[1])
    variances.append(np.linalg.inv(precision)[1, 1])
w = np.exp(np.array(weights) - max(weights))
w /= w.sum()
mean = float(w @ means)
sd = math.sqrt(float(w @ (np.array(variances) + np.array(means) ** 2)) - mean**2)
add("lalonde", "ate", mean * scale, sd * scale, "exact sum over sigma, the same priors; Gibbs of the reference 1522.5 (777.3)")

# ---------------------------------------------------------------- LaLonde, whether there are earnings and how much
x = design(treat, standard(age), standard(educ), hispan, white, married, nodegree, standard(re74), standard(re75))
one, zero = x.copy(), x.copy()
one[:, 1], zero[:, 1] = 1, 0
some = re78 > 0
rng = np.random.default_rng(20260301)
DRAWS, FREEDOM, BLOCK = 200_000, 8, 4000


def student(mode, hessian):
    """Draws of a multivariate t about the mode and their log density up to a constant."""
    lower = np.linalg.cholesky(np.linalg.inv(hessian))
    z = rng.standard_normal((DRAWS, len(mode)))
    g = rng.chisquare(FREEDOM, DRAWS) / FREEDOM
    steps = z / np.sqrt(g)[:, None]
    return mode + steps @ lower.T, -0.5 * (FREEDOM + len(mode)) * np.log1p(np.sum(steps**2, 1) / FREEDOM)


xs, ys = x[some], re78[some]
centre = np.array([8.5] + [0.0] * 9)
spread = np.array([2.0] + [1.0] * 9)
beta, shape = np.array([math.log(ys.mean())] + [0.0] * 9), 1.0


def shape_log(k, total):
    """Log posterior of the shape as far as it moves, where total is the sum of log r - r, r = y / mean."""
    return len(ys) * (k * math.log(k) - math.lgamma(k)) + k * total + math.log(k) - k


for _ in range(200):
    r = ys * np.exp(-(xs @ beta))
    hessian = (xs * (shape * r)[:, None]).T @ xs + np.diag(1 / spread**2)
    beta = beta + np.linalg.solve(hessian, shape * (xs.T @ (r - 1)) - (beta - centre) / spread**2)
    r = ys * np.exp(-(xs @ beta))
    total = float(np.sum(np.log(r) - r))
    grid = shape * np.exp(np.linspace(-0.2, 0.2, 401))
    shape = float(grid[np.argmax([shape_log(k, total) for k in grid])])
h = 1e-3
curve = -(shape_log(shape * math.exp(h), total) - 2 * shape_log(shape, total) + shape_log(shape * math.exp(-h), total)) / h**2
both = np.zeros((11, 11))
both[:10, :10], both[10, 10] = hessian, curve
much_draws, much_log = student(np.append(beta, math.log(shape)), both)
mode, hessian = logit_fit(x, 1.0 - some, precision=1.0)
none_draws, none_log = student(mode, hessian)
none_target, much_target, ate, untreated, any_more = np.empty((5, DRAWS))
logs = np.log(ys).sum()
for k in range(0, DRAWS, BLOCK):
    part = slice(k, k + BLOCK)
    d = none_draws[part]
    eta = d @ x.T
    none_target[part] = eta[:, ~some].sum(1) - np.logaddexp(0, eta).sum(1) - 0.5 * np.sum(d**2, 1)
    some_one, some_zero = sigmoid(-(d @ one.T)), sigmoid(-(d @ zero.T))
    d, u = much_draws[part, :10], much_draws[part, 10]
    eta = d @ xs.T
    s = np.exp(u)
    total = logs - eta.sum(1) - (ys * np.exp(-eta)).sum(1)
    gamma = np.array([math.lgamma(v) for v in s])
    # Gamma(2, 1) prior of the shape, and the Jacobian of its logarithm.
    much_target[part] = (len(ys) * (s * u - gamma) + s * total + u - s + u
                         - 0.5 * np.sum(((d - centre) / spread) ** 2, 1))
    much_zero = (some_zero * np.exp(d @ zero.T)).mean(1)
    ate[part] = (some_one * np.exp(d @ one.T)).mean(1) - much_zero
    untreated[part] = much_zero
    any_more[part] = some_one.mean(1) - some_zero.mean(1)
none_w = np.exp(none_target - none_log - np.max(none_target - none_log))
much_w = np.exp(much_target - much_log - np.max(much_target - much_log))
w = none_w * much_w


def weighted(values, w, name, source):
    """Mean and deviation with their errors from fifty batches."""
    m = float(w @ values / w.sum())
    s = math.sqrt(float(w @ (values - m) ** 2 / w.sum()))
    parts = [(v, u) for v, u in zip(np.array_split(values, 50), np.array_split(w, 50))]
    ms = [float(u @ v / u.sum()) for v, u in parts]
    ss = [math.sqrt(float(u @ (v - m) ** 2 / u.sum())) for v, u in parts]
    effective = w.sum() ** 2 / (w @ w)
    add("lalonde_gamma", name, m, s, f"{source}, {effective:.0f} effective of {DRAWS} draws",
        np.std(ms, ddof=1) / math.sqrt(50), 0.0, np.std(ss, ddof=1) / math.sqrt(50))


source = "importance sampling about the mode, g-formula over the 614 rows"
weighted(ate, w, "ate", source)
weighted(any_more, none_w, "any", source)
weighted(100 * ate / untreated, w, "percent", source)

# ---------------------------------------------------------------- online game, by the front door
t = table(DATA / "frontdoor/online_game_ate.csv")
engaged, won, bought = numbers(t, "Side-quest Engagement", "Won Items", "In-game Purchases")
add("online_game", "naive", contrast(bought, engaged), None, "difference of means, published 834.6")
first = least_squares(design(engaged), won)[0][1]
second, inverse, squares, freedom = least_squares(design(won, engaged), bought)
for estimand in ("two_stage", "ate"):
    add("online_game", estimand, first * second[1], None, "two-stage regression, published 170.2056", share=0.05)


def beta_moments(k, n):
    a, c = 1 + k, 1 + n - k
    return a / (a + c), a * c / ((a + c) ** 2 * (a + c + 1))


pe, ve = beta_moments(won[engaged == 1].sum(), (engaged == 1).sum())
pi, vi = beta_moments(won[engaged == 0].sum(), (engaged == 0).sum())
# Priors normal(0, 5000) are far wider than 10,000 rows leave open; flat ones are within 1e-4 of a deviation.
vb = squares * inverse[1, 1] / (freedom - 3)
mean = (pe - pi) * second[1]
sd = math.sqrt((pe - pi) ** 2 * vb + second[1] ** 2 * (ve + vi) + vb * (ve + vi))
for estimand in ("two_stage", "ate"):
    add("online_game", estimand, mean, sd, "exact moments of the same posterior", share=1e-3, sd_share=1e-3)

# ---------------------------------------------------------------- JOBS II
reference = json.load(open(DATA / "mediation/jobs.reference.json"))
t = table(DATA / "mediation/jobs.csv")
treat, depress1, hard, sex, age, seek, sure, depress2 = numbers(
    t, "treat", "depress1", "econ_hard", "sex", "age", "job_seek", "job_dich", "depress2")
before = [depress1, hard, sex, age]
for name in ("occp", "marital", "nonwhite", "educ", "income"):
    before += dummies(t, name)
a, ia, sa, fa = least_squares(design(treat, *before), seek)
c, ic, sc, fc = least_squares(design(treat, seek, *before), depress2)
# Default priors are 2.5 deviations wide: they pull by less than a hundredth of a posterior deviation.
va, vc = sa * ia[1, 1] / (fa - 3), sc * ic / (fc - 3)
product = math.sqrt(a[1] ** 2 * vc[2, 2] + c[2] ** 2 * va + va * vc[2, 2])
add("jobs", "indirect", a[1] * c[2], product, "least squares: a b, R's bootstrap -.01373", share=0.02, sd_share=0.02)
add("jobs", "direct", c[1], math.sqrt(vc[1, 1]), "least squares, R's -.03679", share=0.02, sd_share=0.02)
add("jobs", "total", a[1] * c[2] + c[1], None, "least squares, R's -.0505", share=0.02)
b = least_squares(design(treat, seek, treat * seek, *before), depress2)[0]
m0 = (design(treat * 0, *before) @ a).mean()
m1 = m0 + a[1]
for estimand, figure, published in (
        ("direct_control", b[1] + b[3] * m0, "ADE_control"), ("direct_treated", b[1] + b[3] * m1, "ADE_treated"),
        ("indirect_control", a[1] * b[2], "ACME_control"), ("indirect_treated", a[1] * (b[2] + b[3]), "ACME_treated"),
        ("total", b[1] + b[3] * m0 + a[1] * (b[2] + b[3]), "total")):
    add("jobs_interaction", estimand, figure, None, "least squares with the product", share=0.02)
    add("jobs_interaction", estimand, reference["linear_interaction"][published]["est"], None,
        "R mediation, 5000 simulations", share=0.1)
g, _ = logit_fit(design(treat, *before), sure)
b = least_squares(design(treat, sure, treat * sure, *before), depress2)[0]
p0, p1 = sigmoid(design(treat * 0, *before) @ g).mean(), sigmoid(design(treat * 0 + 1, *before) @ g).mean()
for estimand, figure, published in (
        ("direct_control", b[1] + b[3] * p0, "ADE_control"), ("direct_treated", b[1] + b[3] * p1, "ADE_treated"),
        ("indirect_control", (p1 - p0) * b[2], "ACME_control"), ("indirect_treated", (p1 - p0) * (b[2] + b[3]), "ACME_treated"),
        ("total", b[1] + b[3] * p0 + (p1 - p0) * (b[2] + b[3]), "total")):
    add("jobs_dichotomous", estimand, figure, None, "plug-in of logit and least squares", share=0.1)
    add("jobs_dichotomous", estimand, reference["logit_mediator_job_dich_linear_outcome_interaction"][published]["est"],
        None, "R mediation, 5000 simulations", share=0.15)

# ---------------------------------------------------------------- family intervention: as it is, and a million rows
reference = json.load(open(DATA / "mediation/family_intervention_simulated.reference.json"))
t = table(DATA / "mediation/family_intervention_simulated.csv")
five = {"te": "TE", "de": "DE", "iie1": "IIE1_dev_peer", "iie2": "IIE2_sub_exp", "int": "INT"}
for estimand, name in five.items():
    plug = reference["logit_plug_in"]
    add("family_intervention", estimand, plug["estimate"][name], plug["bootstrap_sd"][name],
        "logit plug-in and its bootstrap", share=0.2, sd_share=0.2)
coefficients = reference["dgp"]["coef"]
rng = np.random.default_rng(7)
N = 1_000_000
pick = rng.integers(0, len(t["gender"]), N)
male = np.array([g == "Male" for g in t["gender"]], float)[pick]
third = np.rint(3 * np.array([float(v) for v in t["conflict"]])[pick])
conflict = third / 3


def drawn(name, *parents):
    eta = coefficients[name][0] + coefficients[name][1] * conflict + coefficients[name][2] * male
    for k, parent in enumerate(parents):
        eta = eta + coefficients[name][3 + k] * parent
    return (rng.random(N) < sigmoid(eta)).astype(float)


fam = drawn("fam_int")
peer = drawn("dev_peer", fam)
sub = drawn("sub_exp", fam)
ill = drawn("sub_disorder", fam, peer, sub)
with open(OUT / "family_large.csv", "w") as f:
    f.write("gender,conflict,fam_int,dev_peer,sub_exp,sub_disorder\n")
    words = [f"{g},{k / 3:.6f}" for g in ("Female", "Male") for k in range(0, 13)]
    for m, k, *rest in zip(male.astype(int), third.astype(int), *(v.astype(int) for v in (fam, peer, sub, ill))):
        f.write(words[13 * m + k] + ",%d,%d,%d,%d\n" % tuple(rest))
# Equal rows together: the likelihood of a million rows is that of some hundreds of cells.
cells, counts = np.unique(np.column_stack([male, np.round(third / 3, 6), fam, peer, sub, ill]), axis=0, return_counts=True)
male, conflict, fam, peer, sub, ill = cells.T
ones = np.ones(len(male))
models = {
    "peer": logit_fit(np.column_stack([ones, male, conflict, fam]), peer, counts)[0],
    "sub": logit_fit(np.column_stack([ones, male, conflict, fam]), sub, counts)[0],
    "ill": logit_fit(np.column_stack([ones, male, conflict, fam, peer, sub]), ill, counts)[0]}


def nested(t0, t1, t2):
    p1 = sigmoid(np.column_stack([ones, male, conflict, t1 * ones]) @ models["peer"])
    p2 = sigmoid(np.column_stack([ones, male, conflict, t2 * ones]) @ models["sub"])
    total = 0.0
    for m1 in (0, 1):
        for m2 in (0, 1):
            q = sigmoid(np.column_stack([ones, male, conflict, t0 * ones, m1 * ones, m2 * ones]) @ models["ill"])
            total += np.sum(counts * q * (p1 if m1 else 1 - p1) * (p2 if m2 else 1 - p2))
    return total / counts.sum()


e = {k: nested(*(int(c) for c in k)) for k in ("000", "111", "100", "010", "001", "011")}
for estimand, figure in (("te", e["111"] - e["000"]), ("de", e["100"] - e["000"]), ("iie1", e["010"] - e["000"]),
                         ("iie2", e["001"] - e["000"]), ("int", e["011"] - e["010"] - e["001"] + e["000"])):
    # Skew and priors move a posterior mean from the plug-in by about 1 / sqrt(n) of a deviation.
    add("family_large", estimand, figure, None, f"logit plug-in of the same {N} rows", share=0.01)

# ---------------------------------------------------------------- confounding: the seed's table, and a stronger U
exact = json.load(open(DATA / "seeds/exact_results.json"))["results"]
for analysis, estimand, name in (("confounding", "unadjusted", "confounding: Unadjusted"),
                                 ("confounding", "ate", "confounding: Adjust for observed X"),
                                 ("confounding_oracle", "ate", "confounding: Oracle adjust for X and U")):
    add(analysis, estimand, exact[name]["mean"], None if estimand == "unadjusted" else exact[name]["sd"],
        "exact_results.json", share=0.01, sd_share=0.01)
for estimand in ("average", "cumulative"):
    gap = exact[estimand + "_post_period_impact"]
    add("treated_market", estimand, gap["mean"], gap["sd"], "exact_results.json: Student t of the forecast's gap")
for cell, name in (("none", "bias: No extra confounding"), ("moderate", "bias: Moderate upward bias"),
                   ("large", "bias: Large uncertain upward bias")):
    add("confounding", "bias " + cell, exact[name]["mean"], exact[name]["sd"], "exact_results.json", share=0.02, sd_share=0.02)
rng = np.random.default_rng(4912)
n = 4500
X, U = rng.normal(size=n), rng.normal(size=n)
A = rng.binomial(1, sigmoid(-0.2 + X + 3.3 * U), size=n).astype(float)
Y = 5 + A + 1.4 * X + 2 * U + rng.normal(0, 1.4, size=n)
np.savetxt(OUT / "confounding_strong.csv", np.column_stack([X, U, A, Y]), delimiter=",", header="X,U,A,Y", comments="",
           fmt=["%.17g", "%.17g", "%d", "%.17g"])
for analysis, columns in (("strong", [A, X]), ("strong_oracle", [A, X, U])):
    b, inverse, squares, freedom = least_squares(design(*columns), Y)
    add(analysis, "ate", b[1], math.sqrt(squares * inverse[1, 1] / (freedom - 3)), "least squares, U three times as strong",
        share=0.01, sd_share=0.01)

# ---------------------------------------------------------------- search ads
g = json.load(open(DATA / "scm/google_ads_tv.reference.json"))["this_file"]
add("google_ads", "naive", g["naive_difference"]["est"], None, "difference of means")
for estimand, name in (("ate", "beta_zy_equals_ATE"), ("att", "beta_zy_equals_ATE"), ("percent", "percent_effect")):
    add("google_ads", estimand, g["bayes"][name]["mean"], g["bayes"][name]["sd"], "Gibbs, 40000 draws",
        g["bayes"][name]["sd"] / 200, 0, g["bayes"][name]["sd"] / 280)

# ---------------------------------------------------------------- the instrument, as shipped
z, course, score = numbers(table(pathlib.Path(sys.argv[3])), "reminder", "course", "score")
two = np.cov(z, score)[0, 1] / np.cov(z, course)[0, 1]
add("instrument", "ate", two, None, "two-stage least squares; the truth is 0.5", share=0.25)
add("instrument", "first", np.cov(z, course)[0, 1] / z.var(ddof=1), None, "least squares", share=0.1)

# ---------------------------------------------------------------- the full funnel, as shipped
t = table(pathlib.Path(sys.argv[3]).with_name("full_funnel.csv"))
sales, interest, ads, price = numbers(t, "sales", "interest", "search_ads", "price")
lags = np.column_stack(numbers(t, "tv", "tv_1", "tv_2", "tv_3"))
rng = np.random.default_rng(20260302)
SIGMAS, ALPHAS, FUNNEL = np.linspace(0.15, 0.8, 131), np.linspace(0.005, 0.995, 199), 100_000


class Line:
    """A line with normal priors and a half-normal(1) deviation: exact given the deviation, which runs over a grid."""

    def __init__(self, x, y, means, sds):
        prior = np.diag(1 / np.array(sds) ** 2)
        self.logs, self.centres, self.roots = [], [], []
        for sigma in SIGMAS:
            precision = x.T @ x / sigma**2 + prior
            half = x.T @ y / sigma**2 + prior @ np.array(means)
            centre = np.linalg.solve(precision, half)
            lower = np.linalg.cholesky(precision)
            self.logs.append(-len(y) * math.log(sigma) - 0.5 * (y @ y) / sigma**2 + 0.5 * half @ centre
                             - np.log(np.diag(lower)).sum() - 0.5 * sigma**2)
            self.centres.append(centre)
            self.roots.append(np.linalg.inv(lower).T)
        top = max(self.logs)
        self.evidence = top + math.log(np.exp(np.array(self.logs) - top).sum())

    def draw(self, n):
        p = np.exp(np.array(self.logs) - self.evidence)
        at = rng.choice(len(SIGMAS), n, p=p / p.sum())
        z = rng.standard_normal((n, len(self.centres[0])))
        return np.array(self.centres)[at] + np.einsum("nij,nj->ni", np.array(self.roots)[at], z)


def curve_of(alpha):
    weights = alpha ** np.arange(4)
    carried = lags @ weights / weights.sum()
    return (1 - np.exp(-carried)) / (1 + np.exp(-carried))


curves = [curve_of(alpha) for alpha in ALPHAS]
first = [Line(design(c), interest, [0, 0], [1, 1]) for c in curves]
last = [Line(design(c, interest, ads, price), sales, [0, 0, 0, 0, -1], [5, 1, 1, 1, 1]) for c in curves]
log = np.log(ALPHAS) + np.log1p(-ALPHAS) + np.array([i.evidence + o.evidence for i, o in zip(first, last)])
p = np.exp(log - log.max())
counts = rng.multinomial(FUNNEL, p / p.sum())
reached = np.concatenate([first[k].draw(n)[:, 1] for k, n in enumerate(counts) if n])
sold = np.concatenate([last[k].draw(n) for k, n in enumerate(counts) if n])
height = np.repeat([c.mean() for c in curves], counts)
clicked = Line(design(interest), ads, [0, 0], [1, 1]).draw(FUNNEL)[:, 1]
# Half-normal priors are normal ones of which the negative half is rejected.
kept = (reached > 0) & (clicked > 0) & (sold[:, 1:4] > 0).all(1)
reached, clicked, height, sold = reached[kept], clicked[kept], height[kept], sold[kept]
for estimand, values in (
        ("television_stops", -(sold[:, 1] + (sold[:, 2] + sold[:, 3] * clicked) * reached) * height),
        ("television_alone", -sold[:, 1] * height),
        ("search_stops", -sold[:, 3] * ads.mean()),
        ("price_cut", -0.1 * price.mean() * sold[:, 4])):
    add("full_funnel", estimand, values.mean(), values.std(), f"{kept.sum()} exact draws over a grid of carry-over and deviations",
        values.std() / math.sqrt(kept.sum()), 0, values.std() / math.sqrt(kept.sum()))

with open(OUT / "reference.csv", "w") as f:
    writer = csv.writer(f)
    writer.writerow("analysis,estimand,mean,error,share,sd,sd_error,sd_share,source".split(","))
    writer.writerows(ROWS)
print(f"{len(ROWS)} figures")
