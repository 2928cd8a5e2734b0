-- Questions that need joint draws: no summary answers them.

-- 1. P(arm is the best of its experiment, control included), from the draws of all arms side by side.
WITH best AS (
  SELECT experiment, metric, segment, chain, draw, MAX(treated_mean) AS top, MAX(control_mean) AS control
  FROM latest_effect_draws
  GROUP BY experiment, metric, segment, chain, draw
)
SELECT d.experiment, d.metric, d.segment, d.arm,
       AVG(CASE WHEN d.treated_mean = b.top AND b.top > b.control THEN 1.0 ELSE 0.0 END) AS prob_best
FROM latest_effect_draws d
JOIN best b
  ON b.experiment = d.experiment AND b.metric = d.metric AND b.segment = d.segment
 AND b.chain = d.chain AND b.draw = d.draw
GROUP BY d.experiment, d.metric, d.segment, d.arm
ORDER BY d.experiment, d.metric, d.segment, prob_best DESC;

-- 2. P(the lift is positive in every segment at once): a product of single probabilities only because segments are
--    analysed apart; the draws say so without assuming it.
WITH worst AS (
  SELECT experiment, metric, arm, chain, draw, MIN(lift_abs) AS worst_lift
  FROM latest_effect_draws
  WHERE segment <> 'all'
  GROUP BY experiment, metric, arm, chain, draw
)
SELECT experiment, metric, arm, AVG(CASE WHEN worst_lift > 0 THEN 1.0 ELSE 0.0 END) AS prob_nowhere_harmful
FROM worst
GROUP BY experiment, metric, arm
ORDER BY experiment, metric, arm;

-- 3. The distribution of the loss if we launch and are wrong: its mean and its 95 % quantile, in units of the metric.
SELECT experiment, metric, arm,
       AVG(CASE WHEN lift_abs < 0 THEN -lift_abs ELSE 0.0 END) AS expected_loss,
       PERCENTILE(CASE WHEN lift_abs < 0 THEN -lift_abs ELSE 0.0 END, 0.95) AS loss_q95
FROM latest_effect_draws
WHERE segment = 'all'
GROUP BY experiment, metric, arm
ORDER BY experiment, metric, arm;
