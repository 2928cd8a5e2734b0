#!/usr/bin/env Rscript
# Stan's effective draws per leapfrog step on targets that EngineBench and StanComparisonTest also sample.
#
# Needs R with rstan (Debian: r-cran-rstan). Run from the repository's root. Without rstan it says so and exits 77.
# arK is added where TRIBUTARY_DATA names a folder with posteriordb/; its figures are printed, not stored.
#   scripts/reference/ess_per_gradient.R [runs]     runs of 4 chains of 1000 + 1000 transitions, 20 unless said
if (!requireNamespace("rstan", quietly = TRUE)) {
  cat("SKIPPED: R has no package rstan, so Stan was not run and nothing was compared\n")
  quit(status = 77)
}
# Debian's package of Boost for R leaves the headers where the system has them.
if (!file.exists(rstan::rstan_options("boost_lib"))) rstan::rstan_options(boost_lib = "/usr/include")
arguments <- commandArgs(trailingOnly = TRUE)
runs <- if (length(arguments) > 0) as.integer(arguments[1]) else 20L
resource <- "lib/src/test/resources/tributary/infer/stan_ess_per_gradient.csv"

normal <- "
data { int n; real rho; }
parameters { vector[n] x; }
model {
  x[1] ~ normal(0, 1);
  for (i in 2:n) x[i] ~ normal(rho * x[i - 1], sqrt(1 - square(rho)));
}"
schools <- "
data { vector[8] y; vector[8] error; }
parameters { real mu; real<lower=0> tau; vector[8] eta; }
model {
  mu ~ normal(0, 5);
  tau ~ cauchy(0, 5);
  eta ~ normal(0, 1);
  y ~ normal(mu + tau * eta, error);
}"
logistic <- "
data { int n; int k; matrix[n, k] x; int y[n]; }
parameters { real a; vector[k] b; }
model {
  a ~ normal(0, 2.5);
  b ~ normal(0, 2.5);
  y ~ bernoulli_logit(a + x * b);
}"
autoregression <- "
data { int K; int T; vector[T] y; }
parameters { real alpha; vector[K] beta; real<lower=0> sigma; }
model {
  alpha ~ normal(0, 10);
  beta ~ normal(0, 10);
  sigma ~ cauchy(0, 2.5);
  for (t in (K + 1):T) {
    real mu = alpha;
    for (k in 1:K) mu += beta[k] * y[t - k];
    y[t] ~ normal(mu, sigma);
  }
}"

# Data by formula, so that whoever compares needs no file: SamplerTargets holds the same formulas.
wave <- function(i, j) sqrt(2) * sin((i + 1) * sqrt(j + 2.5))
scatter <- function(i, c) (i * i * sqrt(c)) %% 1
logistic_data <- function(n = 500, k = 10) {
  x <- outer(0:(n - 1), 0:(k - 1), wave)
  eta <- 0.3 + x %*% (((0:(k - 1)) %% 5 - 2) / 4)
  level <- scatter(0:(n - 1), 5)
  list(n = n, k = k, x = x, y = as.integer(level < 1 / (1 + exp(-eta))))
}
series_data <- function(length = 200) {
  y <- numeric(length)
  for (t in 1:length) {
    before <- function(k) if (t > k) y[t - k] else 0
    y[t] <- 0.1 + 0.7 * before(1) - 0.2 * before(2) + 0.1 * before(5) + 0.3 * (2 * (scatter(t, 2) + scatter(t, 3) + scatter(t, 5)) - 3)
  }
  list(K = 5, T = length, y = y)
}
targets <- list(
  eight_schools = list(schools, list(y = c(28, 8, -3, 7, -1, 1, 18, 12), error = c(15, 10, 16, 11, 9, 11, 10, 18))),
  independent_normal_10 = list(normal, list(n = 10, rho = 0)),
  correlated_normal_50 = list(normal, list(n = 50, rho = 0.5)),
  logistic_500_x10 = list(logistic, logistic_data()),
  autoregression_5 = list(autoregression, series_data()))
stored <- names(targets)
ark <- file.path(Sys.getenv("TRIBUTARY_DATA"), "posteriordb", "arK-arK.data.json")
if (file.exists(ark)) {
  numbers <- function(text) as.numeric(strsplit(gsub("[^-0-9.eE,]", "", text), ",")[[1]])
  text <- paste(readLines(ark, warn = FALSE), collapse = "")
  y <- numbers(regmatches(text, regexpr('"y": *\\[[^]]*\\]', text)))
  y <- y[!is.na(y)]
  targets$arK <- list(autoregression, list(K = 5, T = length(y), y = y))
}

one <- function(model, data, seed) {
  fit <- rstan::sampling(model, data, chains = 4, iter = 2000, warmup = 1000, seed = seed, refresh = 0, cores = 1,
    control = list(adapt_delta = 0.8, max_treedepth = 10))
  draws <- as.array(fit)
  names <- setdiff(dimnames(draws)$parameters, "lp__")
  ess <- sapply(names, function(p) rstan::ess_bulk(draws[, , p]))
  steps <- sum(sapply(rstan::get_sampler_params(fit, inc_warmup = FALSE), function(s) sum(s[, "n_leapfrog__"])))
  c(min(ess) / steps, steps / 4000)
}
models <- list()
lines <- sprintf("# Stan (rstan %s): target, mean of min bulk ESS / leapfrog steps after warm-up over %d runs of 4 x (1000 + 1000), its standard error, leapfrog steps a draw; scripts/reference/ess_per_gradient.R",
  as.character(packageVersion("rstan")), runs)
for (name in names(targets)) {
  code <- targets[[name]][[1]]
  if (is.null(models[[code]])) models[[code]] <- rstan::stan_model(model_code = code)
  all <- sapply(1:runs, function(r) suppressWarnings(one(models[[code]], targets[[name]][[2]], 1000 + r)))
  line <- sprintf("%s,%.5f,%.5f,%.3f", name, mean(all[1, ]), sd(all[1, ]) / sqrt(runs), mean(all[2, ]))
  cat(line, "\n")
  if (name %in% stored) lines <- c(lines, line)
}
writeLines(lines, resource)
