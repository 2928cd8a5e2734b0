-- The views over the result tables, for catalogs that keep views. Generated from the table definitions.
-- Run it with the results schema as the current schema; scripts/sql makes the same views by itself.
-- published_*: rows of the winning attempt of every run that came to results. latest_*: of these, for each
-- analysis, those of its newest logical date (of several runs for that date, of the last to finish).

-- published_runs: One finished attempt of a run: what ran, on what, with which result
CREATE OR REPLACE VIEW published_runs AS
SELECT r.*
FROM runs r
JOIN (
  SELECT run_id, attempt_id,
         ROW_NUMBER() OVER (PARTITION BY run_id ORDER BY finished_at DESC, attempt_id DESC) AS age
  FROM runs
  WHERE status IN ('SUCCEEDED', 'PARTIAL')
) winner ON r.run_id = winner.run_id AND r.attempt_id = winner.attempt_id AND winner.age = 1;

-- published_analyses: One analysis of an attempt, or a part of it held back alone: published or held back by a gate, and why
CREATE OR REPLACE VIEW published_analyses AS
SELECT t.*
FROM analyses t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id
WHERE t.verdict = 'published';

-- latest_analyses: One analysis of an attempt, or a part of it held back alone: published or held back by a gate, and why
CREATE OR REPLACE VIEW latest_analyses AS
SELECT t.*
FROM published_analyses t
JOIN (
  SELECT a.run_id, a.attempt_id, a.analysis,
         ROW_NUMBER() OVER (
           PARTITION BY a.command, a.analysis
           ORDER BY COALESCE(r.logical_date, DATE '0001-01-01') DESC, r.finished_at DESC,
                    a.attempt_id DESC) AS age
  FROM published_analyses a
  JOIN published_runs r ON a.run_id = r.run_id AND a.attempt_id = r.attempt_id
) newest ON t.run_id = newest.run_id AND t.attempt_id = newest.attempt_id
        AND t.analysis = newest.analysis AND newest.age = 1;

-- latest_runs: One finished attempt of a run: what ran, on what, with which result
CREATE OR REPLACE VIEW latest_runs AS
SELECT r.*
FROM published_runs r
JOIN (SELECT DISTINCT run_id, attempt_id FROM latest_analyses) a
  ON r.run_id = a.run_id AND r.attempt_id = a.attempt_id;

-- published_data_quality: One check of the inputs: what was observed, and what is allowed
CREATE OR REPLACE VIEW published_data_quality AS
SELECT t.*
FROM data_quality t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

-- latest_data_quality: One check of the inputs: what was observed, and what is allowed
CREATE OR REPLACE VIEW latest_data_quality AS
SELECT t.*
FROM data_quality t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.analysis = a.analysis;

-- published_effect_draws: One joint posterior draw of an arm against its control; draws with the same chain and draw belong together across arms
CREATE OR REPLACE VIEW published_effect_draws AS
SELECT t.*
FROM effect_draws t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

-- latest_effect_draws: One joint posterior draw of an arm against its control; draws with the same chain and draw belong together across arms
CREATE OR REPLACE VIEW latest_effect_draws AS
SELECT t.*
FROM effect_draws t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.experiment = a.analysis;

-- published_effects: One posterior summary of an effect
CREATE OR REPLACE VIEW published_effects AS
SELECT t.*
FROM effects t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

-- latest_effects: One posterior summary of an effect
CREATE OR REPLACE VIEW latest_effects AS
SELECT t.*
FROM effects t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.analysis = a.analysis;

-- published_segment_effects: One effect in one segment: its own estimate, the partially pooled one, its rank
CREATE OR REPLACE VIEW published_segment_effects AS
SELECT t.*
FROM segment_effects t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

-- latest_segment_effects: One effect in one segment: its own estimate, the partially pooled one, its rank
CREATE OR REPLACE VIEW latest_segment_effects AS
SELECT t.*
FROM segment_effects t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.analysis = a.analysis;

-- published_decisions: One decision about an arm, with its reason in words
CREATE OR REPLACE VIEW published_decisions AS
SELECT t.*
FROM decisions t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

-- latest_decisions: One decision about an arm, with its reason in words
CREATE OR REPLACE VIEW latest_decisions AS
SELECT t.*
FROM decisions t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.analysis = a.analysis;

-- published_model_comparison: One model of the same rows, ranked by what it predicts of what is left out
CREATE OR REPLACE VIEW published_model_comparison AS
SELECT t.*
FROM model_comparison t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

-- latest_model_comparison: One model of the same rows, ranked by what it predicts of what is left out
CREATE OR REPLACE VIEW latest_model_comparison AS
SELECT t.*
FROM model_comparison t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.analysis = a.analysis;

-- published_sensitivity: One cell of a prior, bias or window grid: the estimand under it
CREATE OR REPLACE VIEW published_sensitivity AS
SELECT t.*
FROM sensitivity t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

-- latest_sensitivity: One cell of a prior, bias or window grid: the estimand under it
CREATE OR REPLACE VIEW latest_sensitivity AS
SELECT t.*
FROM sensitivity t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.analysis = a.analysis;

-- published_power: One cell of a design: what an experiment of this size would find
CREATE OR REPLACE VIEW published_power AS
SELECT t.*
FROM power t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

-- latest_power: One cell of a design: what an experiment of this size would find
CREATE OR REPLACE VIEW latest_power AS
SELECT t.*
FROM power t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.analysis = a.analysis;

-- published_predictive_checks: One statistic under the prior or posterior predictive, against the observed one
CREATE OR REPLACE VIEW published_predictive_checks AS
SELECT t.*
FROM predictive_checks t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

-- latest_predictive_checks: One statistic under the prior or posterior predictive, against the observed one
CREATE OR REPLACE VIEW latest_predictive_checks AS
SELECT t.*
FROM predictive_checks t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.analysis = a.analysis;

-- published_artifacts: One workflow artifact of an analysis, present or absent with its reason
CREATE OR REPLACE VIEW published_artifacts AS
SELECT t.*
FROM artifacts t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

-- latest_artifacts: One workflow artifact of an analysis, present or absent with its reason
CREATE OR REPLACE VIEW latest_artifacts AS
SELECT t.*
FROM artifacts t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.analysis = a.analysis;

-- published_diagnostics: How sampling went, for one parameter and chain, or all chains together
CREATE OR REPLACE VIEW published_diagnostics AS
SELECT t.*
FROM diagnostics t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

-- latest_diagnostics: How sampling went, for one parameter and chain, or all chains together
CREATE OR REPLACE VIEW latest_diagnostics AS
SELECT t.*
FROM diagnostics t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.analysis = a.analysis;

-- published_shard_diagnostics: How the sub-posterior of one shard was sampled
CREATE OR REPLACE VIEW published_shard_diagnostics AS
SELECT t.*
FROM shard_diagnostics t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

-- latest_shard_diagnostics: How the sub-posterior of one shard was sampled
CREATE OR REPLACE VIEW latest_shard_diagnostics AS
SELECT t.*
FROM shard_diagnostics t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.analysis = a.analysis;

-- published_parameters: One parameter of a model as it was bound to its data
CREATE OR REPLACE VIEW published_parameters AS
SELECT t.*
FROM parameters t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

-- latest_parameters: One parameter of a model as it was bound to its data
CREATE OR REPLACE VIEW latest_parameters AS
SELECT t.*
FROM parameters t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.model = a.analysis;

-- published_parameter_draws: One posterior draw of one parameter; draws with the same chain and draw belong together
CREATE OR REPLACE VIEW published_parameter_draws AS
SELECT t.*
FROM parameter_draws t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

-- latest_parameter_draws: One posterior draw of one parameter; draws with the same chain and draw belong together
CREATE OR REPLACE VIEW latest_parameter_draws AS
SELECT t.*
FROM parameter_draws t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.model = a.analysis;

-- published_estimands: One question put to a model, and how each draw's answer was computed
CREATE OR REPLACE VIEW published_estimands AS
SELECT t.*
FROM estimands t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

-- latest_estimands: One question put to a model, and how each draw's answer was computed
CREATE OR REPLACE VIEW latest_estimands AS
SELECT t.*
FROM estimands t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.model = a.analysis;

-- published_estimand_draws: One posterior draw of one estimand of a model
CREATE OR REPLACE VIEW published_estimand_draws AS
SELECT t.*
FROM estimand_draws t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

-- latest_estimand_draws: One posterior draw of one estimand of a model
CREATE OR REPLACE VIEW latest_estimand_draws AS
SELECT t.*
FROM estimand_draws t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.model = a.analysis;

-- published_unit_effects: One unit under two interventions, with the same noise on both sides
CREATE OR REPLACE VIEW published_unit_effects AS
SELECT t.*
FROM unit_effects t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

-- latest_unit_effects: One unit under two interventions, with the same noise on both sides
CREATE OR REPLACE VIEW latest_unit_effects AS
SELECT t.*
FROM unit_effects t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.model = a.analysis;

-- published_predictions: The posterior predictive distribution of one variable of one unit under one intervention, with the same noise under all
CREATE OR REPLACE VIEW published_predictions AS
SELECT t.*
FROM predictions t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

-- latest_predictions: The posterior predictive distribution of one variable of one unit under one intervention, with the same noise under all
CREATE OR REPLACE VIEW latest_predictions AS
SELECT t.*
FROM predictions t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.model = a.analysis;

-- published_identifications: One way from the observed law to one estimand, by the causal graph alone; or why there is none
CREATE OR REPLACE VIEW published_identifications AS
SELECT t.*
FROM identifications t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

-- latest_identifications: One way from the observed law to one estimand, by the causal graph alone; or why there is none
CREATE OR REPLACE VIEW latest_identifications AS
SELECT t.*
FROM identifications t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.analysis = a.analysis;

-- published_propensities: The propensities P(treated | covariates) of one arm of a treatment
CREATE OR REPLACE VIEW published_propensities AS
SELECT t.*
FROM propensities t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

-- latest_propensities: The propensities P(treated | covariates) of one arm of a treatment
CREATE OR REPLACE VIEW latest_propensities AS
SELECT t.*
FROM propensities t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.analysis = a.analysis;

-- published_refutations: One attempt to refute an estimand in a world where its answer is known
CREATE OR REPLACE VIEW published_refutations AS
SELECT t.*
FROM refutations t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

-- latest_refutations: One attempt to refute an estimand in a world where its answer is known
CREATE OR REPLACE VIEW latest_refutations AS
SELECT t.*
FROM refutations t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.analysis = a.analysis;

-- published_channel_draws: One posterior draw of what a channel returned over the weeks of the data
CREATE OR REPLACE VIEW published_channel_draws AS
SELECT t.*
FROM channel_draws t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

-- latest_channel_draws: One posterior draw of what a channel returned over the weeks of the data
CREATE OR REPLACE VIEW latest_channel_draws AS
SELECT t.*
FROM channel_draws t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.analysis = a.analysis;

-- published_channel_contributions: What one source brought in one week, with the prior beside the posterior
CREATE OR REPLACE VIEW published_channel_contributions AS
SELECT t.*
FROM channel_contributions t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

-- latest_channel_contributions: What one source brought in one week, with the prior beside the posterior
CREATE OR REPLACE VIEW latest_channel_contributions AS
SELECT t.*
FROM channel_contributions t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.analysis = a.analysis;

-- published_response_curves: One point of a channel's response or carry-over curve
CREATE OR REPLACE VIEW published_response_curves AS
SELECT t.*
FROM response_curves t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

-- latest_response_curves: One point of a channel's response or carry-over curve
CREATE OR REPLACE VIEW latest_response_curves AS
SELECT t.*
FROM response_curves t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.analysis = a.analysis;

-- published_budget: One cell of a budget plan: current and planned spend, and what the whole plan brings
CREATE OR REPLACE VIEW published_budget AS
SELECT t.*
FROM budget t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

-- latest_budget: One cell of a budget plan: current and planned spend, and what the whole plan brings
CREATE OR REPLACE VIEW latest_budget AS
SELECT t.*
FROM budget t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.analysis = a.analysis;
