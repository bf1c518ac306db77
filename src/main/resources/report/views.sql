-- Views that Spark and DuckDB understand alike, each over those before it.

-- The figures of trivial baselines.
CREATE VIEW baselines AS
WITH named AS (
  SELECT sweep_id, dataset, protocol, seed, value, note, substring(name, 10, position(': ' IN name) - 10) AS baseline,
    substring(name, position(': ' IN name) + 2) AS figure
  FROM audits WHERE name LIKE 'baseline %: %' AND value IS NOT NULL)
SELECT sweep_id, dataset, protocol, seed, baseline,
  CASE WHEN figure LIKE '% ranking %' THEN substring(figure, 1, position(' ranking ' IN figure) - 1) END AS negatives,
  CASE WHEN figure LIKE '% ranking %' THEN lower(substring(figure, position(' ranking ' IN figure) + 9))
    WHEN figure = 'macro F1' THEN 'f1_macro' ELSE lower(figure) END AS measure,
  value, note
FROM named;

-- What every output of a stage was made from, back to the graph.
CREATE VIEW lineage AS
WITH made AS (
  SELECT *, CAST(get_json_object(inputs_json, '$.seed') AS BIGINT) AS own_seed,
    CASE WHEN get_json_object(inputs_json, '$.embeddings') IS NOT NULL THEN 'embeddings'
      WHEN get_json_object(inputs_json, '$.walks') IS NOT NULL THEN 'walks'
      WHEN get_json_object(inputs_json, '$.labels') IS NOT NULL AND table_name = 'examples' THEN 'labels'
      WHEN get_json_object(inputs_json, '$.nodes') IS NOT NULL THEN 'graph_nodes'
      WHEN get_json_object(inputs_json, '$.edges') IS NOT NULL THEN 'edges' END AS made_from,
    CASE WHEN get_json_object(inputs_json, '$.embeddings') IS NOT NULL THEN get_json_object(inputs_json, '$.embeddings')
      WHEN get_json_object(inputs_json, '$.walks') IS NOT NULL THEN get_json_object(inputs_json, '$.walks')
      WHEN get_json_object(inputs_json, '$.labels') IS NOT NULL AND table_name = 'examples' THEN get_json_object(inputs_json, '$.labels')
      WHEN get_json_object(inputs_json, '$.nodes') IS NOT NULL THEN get_json_object(inputs_json, '$.nodes')
      ELSE get_json_object(inputs_json, '$.edges') END AS made_from_fingerprint
  FROM manifests)
SELECT own.table_name, own.fingerprint, own.made_from, own.made_from_fingerprint, coalesce(own.own_seed, parent.own_seed) AS seed,
  CASE WHEN own.made_from IS NULL THEN own.fingerprint WHEN own.made_from = 'edges' THEN own.made_from_fingerprint
    WHEN parent.made_from = 'edges' THEN parent.made_from_fingerprint
    WHEN grandparent.made_from = 'edges' THEN grandparent.made_from_fingerprint END AS edges_fingerprint
FROM made own
  LEFT JOIN made parent ON parent.table_name = own.made_from AND parent.fingerprint = own.made_from_fingerprint
  LEFT JOIN made grandparent ON grandparent.table_name = parent.made_from AND grandparent.fingerprint = parent.made_from_fingerprint;

-- What every trial was trained on.
CREATE VIEW trial_embedding AS
WITH trained AS (
  SELECT sweep_id, trial_id, seed, embedding, get_json_object(config_json, '$.inputs.graph') AS graph,
    get_json_object(config_json, '$.inputs.embeddings') AS dense, get_json_object(config_json, '$.inputs.selection') AS sparse,
    get_json_object(config_json, '$.inputs.examples') AS examples_fingerprint
  FROM trials)
SELECT trained.sweep_id, trained.trial_id, trained.seed, trained.embedding,
  CASE WHEN graph = '' THEN dense END AS embedding_fingerprint, CASE WHEN graph = '' THEN nullif(sparse, '') END AS sparse_fingerprint,
  trained.examples_fingerprint, lineage.edges_fingerprint
FROM trained LEFT JOIN lineage ON lineage.table_name = 'examples' AND lineage.fingerprint = trained.examples_fingerprint;

-- The last run of every job that ended well.
CREATE VIEW latest_runs AS
SELECT * FROM runs WHERE run_id IN (
  SELECT max(run_id) FROM runs WHERE status IN ('finished', 'nothing to do') AND sweep_id IS NOT NULL GROUP BY name);

-- Its vectors, by the names of vertices.
CREATE VIEW latest_embeddings AS
WITH used AS (
  SELECT DISTINCT latest_runs.name, latest_runs.run_id, trial_embedding.embedding_fingerprint AS fingerprint, trial_embedding.edges_fingerprint
  FROM latest_runs JOIN trial_embedding ON trial_embedding.sweep_id = latest_runs.sweep_id
  WHERE trial_embedding.embedding_fingerprint IS NOT NULL)
SELECT used.name, used.run_id, lineage.seed, vertices.raw, embeddings.vertex, embeddings.trained, embeddings.vector, used.fingerprint
FROM used
  JOIN lineage ON lineage.table_name = 'embeddings' AND lineage.fingerprint = used.fingerprint
  JOIN embeddings ON embeddings.fingerprint = used.fingerprint
  JOIN vertices ON vertices.fingerprint = used.edges_fingerprint AND vertices.id = embeddings.vertex;
