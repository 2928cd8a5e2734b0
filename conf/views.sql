-- The views over the result tables, for catalogs that keep views. Generated from the table definitions.
-- Run it with the results schema as the current schema; scripts/sql makes the same views by itself.

CREATE OR REPLACE VIEW published_runs AS
SELECT r.*
FROM runs r
JOIN (
  SELECT run_id, attempt_id,
         ROW_NUMBER() OVER (PARTITION BY run_id ORDER BY finished_at DESC, attempt_id DESC) AS age
  FROM runs
  WHERE status IN ('SUCCEEDED', 'PARTIAL')
) winner ON r.run_id = winner.run_id AND r.attempt_id = winner.attempt_id AND winner.age = 1;

CREATE OR REPLACE VIEW published_analyses AS
SELECT t.*
FROM analyses t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id
WHERE t.verdict = 'published';

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

CREATE OR REPLACE VIEW latest_runs AS
SELECT r.*
FROM published_runs r
JOIN (SELECT DISTINCT run_id, attempt_id FROM latest_analyses) a
  ON r.run_id = a.run_id AND r.attempt_id = a.attempt_id;

CREATE OR REPLACE VIEW published_data_quality AS
SELECT t.*
FROM data_quality t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

CREATE OR REPLACE VIEW latest_data_quality AS
SELECT t.*
FROM data_quality t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.analysis = a.analysis;

CREATE OR REPLACE VIEW published_effect_draws AS
SELECT t.*
FROM effect_draws t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

CREATE OR REPLACE VIEW latest_effect_draws AS
SELECT t.*
FROM effect_draws t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.experiment = a.analysis;

CREATE OR REPLACE VIEW published_effects AS
SELECT t.*
FROM effects t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

CREATE OR REPLACE VIEW latest_effects AS
SELECT t.*
FROM effects t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.analysis = a.analysis;

CREATE OR REPLACE VIEW published_segment_effects AS
SELECT t.*
FROM segment_effects t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

CREATE OR REPLACE VIEW latest_segment_effects AS
SELECT t.*
FROM segment_effects t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.analysis = a.analysis;

CREATE OR REPLACE VIEW published_decisions AS
SELECT t.*
FROM decisions t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

CREATE OR REPLACE VIEW latest_decisions AS
SELECT t.*
FROM decisions t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.analysis = a.analysis;

CREATE OR REPLACE VIEW published_model_comparison AS
SELECT t.*
FROM model_comparison t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

CREATE OR REPLACE VIEW latest_model_comparison AS
SELECT t.*
FROM model_comparison t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.analysis = a.analysis;

CREATE OR REPLACE VIEW published_sensitivity AS
SELECT t.*
FROM sensitivity t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

CREATE OR REPLACE VIEW latest_sensitivity AS
SELECT t.*
FROM sensitivity t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.analysis = a.analysis;

CREATE OR REPLACE VIEW published_power AS
SELECT t.*
FROM power t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

CREATE OR REPLACE VIEW latest_power AS
SELECT t.*
FROM power t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.analysis = a.analysis;

CREATE OR REPLACE VIEW published_predictive_checks AS
SELECT t.*
FROM predictive_checks t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

CREATE OR REPLACE VIEW latest_predictive_checks AS
SELECT t.*
FROM predictive_checks t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.analysis = a.analysis;

CREATE OR REPLACE VIEW published_artifacts AS
SELECT t.*
FROM artifacts t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

CREATE OR REPLACE VIEW latest_artifacts AS
SELECT t.*
FROM artifacts t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.analysis = a.analysis;

CREATE OR REPLACE VIEW published_diagnostics AS
SELECT t.*
FROM diagnostics t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

CREATE OR REPLACE VIEW latest_diagnostics AS
SELECT t.*
FROM diagnostics t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.analysis = a.analysis;

CREATE OR REPLACE VIEW published_shard_diagnostics AS
SELECT t.*
FROM shard_diagnostics t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

CREATE OR REPLACE VIEW latest_shard_diagnostics AS
SELECT t.*
FROM shard_diagnostics t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.analysis = a.analysis;

CREATE OR REPLACE VIEW published_parameters AS
SELECT t.*
FROM parameters t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

CREATE OR REPLACE VIEW latest_parameters AS
SELECT t.*
FROM parameters t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.model = a.analysis;

CREATE OR REPLACE VIEW published_parameter_draws AS
SELECT t.*
FROM parameter_draws t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

CREATE OR REPLACE VIEW latest_parameter_draws AS
SELECT t.*
FROM parameter_draws t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.model = a.analysis;

CREATE OR REPLACE VIEW published_estimands AS
SELECT t.*
FROM estimands t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

CREATE OR REPLACE VIEW latest_estimands AS
SELECT t.*
FROM estimands t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.model = a.analysis;

CREATE OR REPLACE VIEW published_estimand_draws AS
SELECT t.*
FROM estimand_draws t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

CREATE OR REPLACE VIEW latest_estimand_draws AS
SELECT t.*
FROM estimand_draws t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.model = a.analysis;

CREATE OR REPLACE VIEW published_unit_effects AS
SELECT t.*
FROM unit_effects t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

CREATE OR REPLACE VIEW latest_unit_effects AS
SELECT t.*
FROM unit_effects t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.model = a.analysis;

CREATE OR REPLACE VIEW published_predictions AS
SELECT t.*
FROM predictions t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

CREATE OR REPLACE VIEW latest_predictions AS
SELECT t.*
FROM predictions t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.model = a.analysis;

CREATE OR REPLACE VIEW published_identifications AS
SELECT t.*
FROM identifications t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

CREATE OR REPLACE VIEW latest_identifications AS
SELECT t.*
FROM identifications t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.analysis = a.analysis;

CREATE OR REPLACE VIEW published_propensities AS
SELECT t.*
FROM propensities t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

CREATE OR REPLACE VIEW latest_propensities AS
SELECT t.*
FROM propensities t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.analysis = a.analysis;

CREATE OR REPLACE VIEW published_refutations AS
SELECT t.*
FROM refutations t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

CREATE OR REPLACE VIEW latest_refutations AS
SELECT t.*
FROM refutations t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.analysis = a.analysis;

CREATE OR REPLACE VIEW published_channel_draws AS
SELECT t.*
FROM channel_draws t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

CREATE OR REPLACE VIEW latest_channel_draws AS
SELECT t.*
FROM channel_draws t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.analysis = a.analysis;

CREATE OR REPLACE VIEW published_channel_contributions AS
SELECT t.*
FROM channel_contributions t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

CREATE OR REPLACE VIEW latest_channel_contributions AS
SELECT t.*
FROM channel_contributions t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.analysis = a.analysis;

CREATE OR REPLACE VIEW published_response_curves AS
SELECT t.*
FROM response_curves t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

CREATE OR REPLACE VIEW latest_response_curves AS
SELECT t.*
FROM response_curves t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.analysis = a.analysis;

CREATE OR REPLACE VIEW published_budget AS
SELECT t.*
FROM budget t
JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id;

CREATE OR REPLACE VIEW latest_budget AS
SELECT t.*
FROM budget t
JOIN latest_analyses a
  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.analysis = a.analysis;
