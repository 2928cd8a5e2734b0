-- What did we decide this week, and why? "This week" is the seven days up to the newest logical date, so that the
-- answer does not depend on when it is asked.
-- scripts/sql --file conf/sql/decisions-of-this-week.sql

-- 1. Every decision for everybody, the most valuable first. A guardrail asks for no launch; its verdict stands beside.
SELECT r.logical_date, d.analysis, d.metric, d.role, d.arm, d.action, d.guardrail_verdict, d.reason,
       ROUND(d.prob_positive, 3) AS prob_positive, ROUND(d.expected_profit) AS expected_profit, d.health
FROM published_decisions d
JOIN published_runs r ON r.run_id = d.run_id AND r.attempt_id = d.attempt_id
WHERE d.unit = 'all'
  AND COALESCE(r.logical_date, DATE '2000-01-01') > (
    SELECT DATE_ADD(COALESCE(MAX(logical_date), DATE '2000-01-01'), -7) FROM published_runs)
ORDER BY d.expected_profit DESC NULLS LAST, d.analysis, d.metric, d.arm;

-- 2. How many decisions of each kind (goals alone), and how many of them a plausible prior would turn?
SELECT d.action, COUNT(*) AS decisions, SUM(CASE WHEN d.prior_flips THEN 1 ELSE 0 END) AS would_flip
FROM latest_decisions d
WHERE d.unit = 'all' AND d.role = 'goal'
GROUP BY d.action
ORDER BY decisions DESC, d.action;

-- 3. What was held back, and what is to be done about it?
SELECT a.run_id, a.analysis, a.metric, a.unit, a.gate, a.reason, q.check_name, q.observed, q.threshold, q.remedy
FROM analyses a
JOIN runs r ON r.run_id = a.run_id AND r.attempt_id = a.attempt_id
LEFT JOIN data_quality q
  ON q.run_id = a.run_id AND q.attempt_id = a.attempt_id AND q.analysis = a.analysis AND NOT q.passed
 AND (a.metric IS NULL OR q.metric = a.metric) AND (a.unit IS NULL OR q.unit = a.unit)
WHERE a.verdict = 'held_back'
ORDER BY r.finished_at DESC, a.analysis, a.metric, a.unit, q.check_name;
