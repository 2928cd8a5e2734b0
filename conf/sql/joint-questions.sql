-- Questions that need joint draws: no summary answers them.
-- scripts/sql --file conf/sql/joint-questions.sql
--
-- Draws hold metrics as measured. Name those of which less is better in each list ('latency_ms' here), and the sign
-- turns them so that more is better everywhere below.

-- 1. P(arm is the best of its experiment, control included), from the draws of all arms side by side.
WITH draws AS (
  SELECT *, CASE WHEN metric IN ('latency_ms') THEN -1 ELSE 1 END AS good FROM latest_effect_draws
), best AS (
  SELECT experiment, metric, segment, chain, draw, MAX(good * treated_mean) AS top, MAX(good * control_mean) AS control
  FROM draws
  GROUP BY experiment, metric, segment, chain, draw
)
SELECT d.experiment, d.metric, d.segment, d.arm,
       AVG(CASE WHEN d.good * d.treated_mean = b.top AND b.top > b.control THEN 1.0 ELSE 0.0 END) AS prob_best
FROM draws d
JOIN best b
  ON b.experiment = d.experiment AND b.metric = d.metric AND b.segment = d.segment
 AND b.chain = d.chain AND b.draw = d.draw
GROUP BY d.experiment, d.metric, d.segment, d.arm
ORDER BY d.experiment, d.metric, d.segment, prob_best DESC;

-- 2. P(no segment is harmed): a product of single probabilities only because segments are
--    analysed apart; the draws say so without assuming it.
WITH worst AS (
  SELECT experiment, metric, arm, chain, draw, MIN(CASE WHEN metric IN ('latency_ms') THEN -lift_abs ELSE lift_abs END) AS worst_lift
  FROM latest_effect_draws
  WHERE segment <> 'all'
  GROUP BY experiment, metric, arm, chain, draw
)
SELECT experiment, metric, arm, AVG(CASE WHEN worst_lift > 0 THEN 1.0 ELSE 0.0 END) AS prob_nowhere_harmful
FROM worst
GROUP BY experiment, metric, arm
ORDER BY experiment, metric, arm;

-- 3. The distribution of the loss if an arm is launched and another choice (another arm, or control) is better: its mean
--    and its 95 % quantile, in units of the metric.
WITH improvements AS (
  SELECT experiment, metric, arm, chain, draw,
         CASE WHEN metric IN ('latency_ms') THEN -lift_abs ELSE lift_abs END AS improvement
  FROM latest_effect_draws
  WHERE segment = 'all'
), losses AS (
  SELECT experiment, metric, arm,
         GREATEST(MAX(improvement) OVER (PARTITION BY experiment, metric, chain, draw), 0.0) - improvement AS loss
  FROM improvements
)
SELECT experiment, metric, arm, AVG(loss) AS expected_loss, PERCENTILE(loss, 0.95) AS loss_q95
FROM losses
GROUP BY experiment, metric, arm
ORDER BY experiment, metric, arm;
