"""Makes full_funnel.csv (simulated weeks of two markets) and prints the truth of its questions, and least squares of sales.

python3 scripts/reference/full_funnel.py jobs/src/test/resources/tributary/jobs/causal/full_funnel.csv
"""

import math
import random
import sys

import numpy as np

ALPHA, B_TV_INTEREST, B_INTEREST_ADS = 0.5, 1.2, 0.8
Y0, B_TV, B_INTEREST, B_ADS, B_PRICE = 4.0, 0.8, 0.7, 0.5, -1.2
WEEKS, LAGS = 150, 4


def saturated(x):
    return (1 - np.exp(-x)) / (1 + np.exp(-x))


def carried(tv, alpha):
    weights = alpha ** np.arange(LAGS)
    return tv @ weights / weights.sum()


def main(path):
    r = random.Random(20260302)
    lines, rows = ["market,week,sales,interest,search_ads,tv,tv_1,tv_2,tv_3,price"], []
    for market in ("north", "south"):
        spend = [round(r.uniform(0.5, 4), 2) if r.random() < 0.4 else 0.0 for _ in range(WEEKS + LAGS - 1)]
        for week in range(WEEKS):
            tv = [spend[week + LAGS - 1 - lag] for lag in range(LAGS)]
            curve = float(saturated(carried(np.array(tv), ALPHA)))
            interest = 0.3 + B_TV_INTEREST * curve + r.gauss(0, 0.3)
            ads = 0.2 + B_INTEREST_ADS * interest + r.gauss(0, 0.3)
            price = r.gauss(2, 0.4)
            sales = Y0 + B_TV * curve + B_INTEREST * interest + B_ADS * ads + B_PRICE * price + r.gauss(0, 0.4)
            drawn = [float(f"{v:.4f}") for v in (sales, interest, ads)]
            price = float(f"{price:.4f}")
            rows.append([*drawn, *tv, price])
            lines.append(",".join([market, str(week), *(f"{v:.4f}" for v in drawn), *(f"{v:g}" for v in tv), f"{price:.4f}"]))
    open(path, "w").write("\n".join(lines) + "\n")

    data = np.array(rows)
    sales, interest, ads, tv, price = data[:, 0], data[:, 1], data[:, 2], data[:, 3:7], data[:, 7]
    curve = saturated(carried(tv, ALPHA)).mean()
    print("truth: television_stops", -(B_TV + (B_INTEREST + B_ADS * B_INTEREST_ADS) * B_TV_INTEREST) * curve)
    print("truth: television_alone", -B_TV * curve)
    print("truth: search_stops", -B_ADS * ads.mean())
    print("truth: price_cut", -0.1 * price.mean() * B_PRICE, "mean price", price.mean())
    best = None
    for alpha in np.linspace(0.05, 0.95, 91):
        x = np.column_stack([np.ones(len(data)), saturated(carried(tv, alpha)), interest, ads, price])
        b, rss = np.linalg.lstsq(x, sales, rcond=None)[:2]
        y = np.column_stack([np.ones(len(data)), saturated(carried(tv, alpha))])
        rss_interest = np.linalg.lstsq(y, interest, rcond=None)[1]
        # Both equations tell of alpha.
        fit = len(data) / 2 * (math.log(rss[0]) + math.log(rss_interest[0]))
        if best is None or fit < best[0]:
            se = np.sqrt(np.diag(np.linalg.inv(x.T @ x)) * rss[0] / (len(data) - 5))
            best = (fit, alpha, b, se)
    _, alpha, b, se = best
    print("least squares at the likeliest alpha =", alpha)
    for name, value, error in zip(("y0", "b_tv", "b_interest", "b_ads", "b_price"), b, se):
        print(f"  {name} {value:.6f} ({error:.6f})")


main(sys.argv[1])
