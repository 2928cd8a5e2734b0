"""Samples the model of scripts/checks/mediamix for Robyn's weekly data by another program, NumPyro's NUTS, and prints each
channel's return: the figures that the check compares with. Written from the model's text alone (`explain mediamix`).

pip install numpyro; python3 scripts/reference/robyn_student_t.py robyn_dt_simulated_weekly.csv [normal]
"""

import csv
import datetime
import sys

import jax
import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
from numpyro.infer import MCMC, NUTS

jax.config.update("jax_enable_x64", True)
CHANNELS = ["tv", "ooh", "print", "facebook", "search"]
SHOWN = {"facebook": "facebook_I", "search": "search_clicks_P"}
LAGS = 8


def main(path, normal):
    rows = list(csv.DictReader(open(path)))

    def column(name):
        return np.array([float(row[name]) for row in rows])

    revenue, weeks = column("revenue"), len(rows)
    scale = revenue.mean()
    spend = {c: column(c + "_S").sum() for c in CHANNELS}
    media = {c: column(SHOWN.get(c, c + "_S")) for c in CHANNELS}
    lagged = {
        c: np.stack([np.concatenate([np.zeros(lag), v[: weeks - lag]]) for lag in range(LAGS)]) / v.max() for c, v in media.items()
    }
    controls = [(v - v.mean()) / v.std(ddof=1) for v in map(column, ["competitor_sales_B", "newsletter"])]
    day = np.array([datetime.date.fromisoformat(row["DATE"]).timetuple().tm_yday for row in rows])
    angle = 2 * np.pi * day / 365.25
    season = np.stack([np.sin(angle), np.cos(angle), np.sin(2 * angle), np.cos(2 * angle)])

    def degrees():
        # gamma(2, 0.1) above 1: a shifted variable whose density is the gamma's, up to a constant.
        nu = 1 + numpyro.sample("beyond", dist.ImproperUniform(dist.constraints.positive, (), ()))
        numpyro.factor("nu", dist.Gamma(2, 0.1).log_prob(nu))
        return nu

    def model():
        mu = numpyro.sample("intercept", dist.Normal(1, 1)) + numpyro.sample("trend", dist.Normal(0, 0.5)) * np.arange(weeks) / weeks
        mu += numpyro.sample("season", dist.Normal(0, 0.3).expand([4])) @ season
        for i, control in enumerate(controls):
            mu += numpyro.sample(f"control_{i}", dist.Normal(0, 0.3)) * control
        for c in CHANNELS:
            alpha = numpyro.sample("alpha_" + c, dist.Beta(1, 3))
            rate = numpyro.sample("rate_" + c, dist.Gamma(3, 1))
            roi = numpyro.sample("roi_" + c, dist.LogNormal(0.2, 0.9))
            weights = alpha ** jnp.arange(LAGS)
            carried = weights / weights.sum() @ lagged[c]
            curve = (1 - jnp.exp(-rate * carried)) / (1 + jnp.exp(-rate * carried))
            mu += roi * spend[c] / (scale * curve.sum()) * curve
        sigma = numpyro.sample("sigma", dist.HalfNormal(0.5))
        noise = dist.Normal(mu, sigma) if normal else dist.StudentT(degrees(), mu, sigma)
        numpyro.sample("kpi", noise, obs=revenue / scale)

    chains = MCMC(NUTS(model, target_accept_prob=0.95), num_warmup=1000, num_samples=2000, num_chains=2, progress_bar=False)
    chains.run(jax.random.PRNGKey(3))
    draws = chains.get_samples()
    for c in sorted(CHANNELS):
        print(c, f"{draws['roi_' + c].mean():.5f} {draws['roi_' + c].std():.5f}")


if __name__ == "__main__":
    main(sys.argv[1], "normal" in sys.argv[2:])
