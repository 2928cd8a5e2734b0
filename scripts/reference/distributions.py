"""Reference log densities and distribution functions, computed with SciPy and mpmath, not with Tributary.

    python3 -m venv venv && venv/bin/pip install scipy==1.17.1 mpmath==1.4.1
    venv/bin/python scripts/reference/distributions.py > lib/src/test/resources/tributary/dist/reference.csv

One row a point: name; arguments (separated by blanks, the numbers of a vector by commas); value (a vector by
commas); log density; distribution function (empty where the law has more than one dimension).
"""
import mpmath as mp
import numpy as np
import scipy
from scipy import stats
from scipy.special import expit, gammaln

mp.mp.dps = 40
rows = []


def text(x):
    return ",".join(repr(float(v)) for v in np.atleast_1d(x))


def row(name, args, value, logp, cdf=None):
    rows.append(";".join([name, " ".join(text(a) for a in args), text(value), repr(float(logp)),
                          "" if cdf is None else repr(float(cdf))]))


def law(name, args, values, frozen, discrete=False):
    for v in values:
        row(name, args, v, frozen.logpmf(v) if discrete else frozen.logpdf(v), frozen.cdf(v))


REAL = [-7.5, -1.25, 0.0, 0.3, 2.0, 11.0]
PLUS = [1e-3, 0.2, 1.0, 2.7, 9.0, 40.0]
UNIT = [1e-4, 0.07, 0.5, 0.81, 0.999]
COUNT = [0, 1, 2, 5, 17, 60]

for mu, s in [(0, 1), (1.5, 0.4), (-3, 20)]:
    law("normal", (mu, s), REAL, stats.norm(mu, s))
    law("cauchy", (mu, s), REAL, stats.cauchy(mu, s))
    law("laplace", (mu, s), REAL, stats.laplace(mu, s))
    law("lognormal", (mu, s), PLUS, stats.lognorm(s, scale=np.exp(mu)))
for nu, mu, s in [(1, 0, 1), (3, -1, 2.5), (30.5, 4, 0.7)]:
    law("student_t", (nu, mu, s), REAL, stats.t(nu, mu, s))
for s in [0.3, 1, 12]:
    law("half_normal", (s,), PLUS, stats.halfnorm(scale=s))
    law("half_cauchy", (s,), PLUS, stats.halfcauchy(scale=s))
    law("exponential", (1 / s,), PLUS, stats.expon(scale=s))
    for nu in [1, 4]:
        for v in PLUS:
            row("half_student_t", (nu, s), v, np.log(2) + stats.t(nu, 0, s).logpdf(v), 2 * stats.t(nu, 0, s).cdf(v) - 1)
for a, b in [(0.4, 1), (2.5, 0.7), (60, 12)]:
    law("gamma", (a, b), PLUS, stats.gamma(a, scale=1 / b))
    law("inverse_gamma", (a, b), PLUS, stats.invgamma(a, scale=b))
    law("beta", (a, b), UNIT, stats.beta(a, b))
    eta = float(np.log(b))
    law("gamma_log", (a, eta), PLUS, stats.gamma(a, scale=np.exp(eta) / a))
for a, b in [(0, 1), (-2, 5.5)]:
    law("uniform", (a, b), [a, 0.25, 0.75, b], stats.uniform(a, b - a))
for p in [0.01, 0.5, 0.93]:
    law("bernoulli", (p,), [0, 1], stats.bernoulli(p), True)
    eta = float(np.log(p / (1 - p)))
    law("bernoulli_logit", (eta,), [0, 1], stats.bernoulli(expit(eta)), True)
    for n in [1, 9, 400]:
        law("binomial", (n, p), [v for v in COUNT if v <= n] + [n], stats.binom(n, p), True)
        law("binomial_logit", (n, eta), [v for v in COUNT if v <= n] + [n], stats.binom(n, expit(eta)), True)
for rate in [0.2, 3.5, 50]:
    law("poisson", (rate,), COUNT, stats.poisson(rate), True)
    eta = float(np.log(rate))
    law("poisson_log", (eta,), COUNT, stats.poisson(np.exp(eta)), True)
    for phi in [0.3, 4, 500]:
        law("neg_binomial", (rate, phi), COUNT, stats.nbinom(phi, phi / (phi + rate)), True)
        law("neg_binomial_log", (eta, phi), COUNT, stats.nbinom(phi, phi / (phi + np.exp(eta))), True)
for n, a, b in [(1, 0.5, 0.5), (12, 2, 3.5), (60, 30, 0.8)]:
    law("beta_binomial", (n, a, b), [v for v in COUNT if v <= n], stats.betabinom(n, a, b), True)
for p in [[0.2, 0.5, 0.3], [0.9, 0.05, 0.03, 0.02]]:
    for k in range(len(p)):
        row("categorical", (p,), k, np.log(p[k]), sum(p[:k + 1]))
        eta = np.log(p) + 1.75
        row("categorical_logit", (eta,), k, np.log(p[k]), sum(p[:k + 1]))
for eta, cuts in [(0.3, [-1.0, 0.5, 2.0]), (-30.0, [0.0, 1.0]), (50.0, [0.0, 0.001])]:
    e, c = mp.mpf(eta), [mp.mpf(x) for x in cuts]
    below = [1 / (1 + mp.exp(e - x)) for x in c] + [mp.mpf(1)]
    for k in range(len(below)):
        row("ordered_logit", (eta, cuts), k, mp.log(below[k] - (below[k - 1] if k else 0)), below[k])
for theta in [0.05, 0.6]:
    for a, b in [(0.4, 1), (2.5, 0.7)]:
        eta = float(np.log(b))
        for name, args, inner in [("hurdle_gamma", (a, b), stats.gamma(a, scale=1 / b)),
                                  ("hurdle_gamma_log", (a, eta), stats.gamma(a, scale=np.exp(eta) / a)),
                                  ("hurdle_lognormal", (b, a), stats.lognorm(a, scale=np.exp(b)))]:
            row(name, (theta, *args), 0, np.log(theta), theta)
            for v in PLUS:
                row(name, (theta, *args), v, np.log1p(-theta) + inner.logpdf(v), theta + (1 - theta) * inner.cdf(v))
    for rate in [0.2, 3.5]:
        eta = float(np.log(rate))
        for name, args, inner in [
            ("zero_inflated_poisson", (rate,), stats.poisson(rate)),
            ("zero_inflated_poisson_log", (eta,), stats.poisson(np.exp(eta))),
            ("zero_inflated_neg_binomial", (rate, 2.2), stats.nbinom(2.2, 2.2 / (2.2 + rate))),
            ("zero_inflated_neg_binomial_log", (eta, 2.2), stats.nbinom(2.2, 2.2 / (2.2 + np.exp(eta))))]:
            for v in COUNT:
                row(name, (theta, *args), v, np.log((v == 0) * theta + (1 - theta) * inner.pmf(v)) if v == 0
                    else np.log1p(-theta) + inner.logpmf(v), theta + (1 - theta) * inner.cdf(v))
for mu, cov in [([0.0, 1.0], [[1.0, 0.4], [0.4, 2.0]]),
                ([1.0, -2.0, 0.5], [[2.0, 0.3, -0.5], [0.3, 1.0, 0.2], [-0.5, 0.2, 0.7]])]:
    L = np.linalg.cholesky(np.array(cov))
    lower = L[np.tril_indices(len(mu))]
    for v in [np.zeros(len(mu)), np.array(mu) + 1, np.arange(len(mu)) - 2.5]:
        row("mvnormal", (mu, lower), v, stats.multivariate_normal(mu, cov).logpdf(v))
for alpha in [[1.0, 1.0, 1.0], [0.4, 3.0, 2.2, 9.0]]:
    for v in [np.full(len(alpha), 1 / len(alpha)), np.arange(1, len(alpha) + 1) / sum(range(1, len(alpha) + 1))]:
        row("dirichlet", (alpha,), v, stats.dirichlet(alpha).logpdf(v / v.sum()))
# LKJ on Cholesky factors (Lewandowski, Kurowicka & Joe 2009): density of the strict lower triangle of L,
# the product of K - 1 scaled-beta densities of the partial correlations and their Jacobian, by mpmath.
for eta in [1.0, 2.5]:
    for z in [[0.3], [0.3, -0.5, 0.2], [0.1, -0.2, 0.6, 0.5, -0.4, 0.05]]:
        K = int((1 + np.sqrt(1 + 8 * len(z))) / 2)
        logp, at, lower = mp.mpf(0), 0, [1.0]
        for i in range(1, K):
            rest = mp.mpf(1)
            for j in range(i):
                c = mp.mpf(z[at])
                at += 1
                b = mp.mpf(eta) + mp.mpf(K - 2 - j) / 2
                # partial correlation c of order j: 2 Beta(b, b) - 1; L_ij = c sqrt(rest), so dc/dL = rest^(-1/2)
                logp += (b - 1) * mp.log(1 - c * c) - mp.log(mp.beta(b, b)) - (2 * b - 1) * mp.log(2)
                logp -= mp.log(rest) / 2
                lower.append(float(c * mp.sqrt(rest)))
                rest *= 1 - c * c
            lower.append(float(mp.sqrt(rest)))
        row("lkj", (eta,), lower, logp)

print(f"# scipy {scipy.__version__}, mpmath {mp.__version__}: python3 scripts/reference/distributions.py")
print("\n".join(rows))
