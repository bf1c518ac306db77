-- What changed since the night before? Means of the last sweep of a job and of the one before it; 'sparsewalk compare' pairs the seeds.
WITH nights AS (
  SELECT name, sweep_id, row_number() OVER (PARTITION BY name ORDER BY max(run_id) DESC) AS age
  FROM runs WHERE status IN ('finished', 'nothing to do') AND sweep_id IS NOT NULL GROUP BY name, sweep_id)
SELECT nights.name, today.embedding, today.method, today.sparsity_requested, yesterday.accuracy_mean AS yesterday,
  today.accuracy_mean AS today, today.accuracy_mean - yesterday.accuracy_mean AS difference,
  today.train_seconds_mean / yesterday.train_seconds_mean AS seconds_ratio
FROM nights JOIN summary AS today ON today.sweep_id = nights.sweep_id
  JOIN nights AS before ON before.name = nights.name AND before.age = 2
  JOIN summary AS yesterday ON yesterday.sweep_id = before.sweep_id AND yesterday.embedding = today.embedding
    AND yesterday.method = today.method AND yesterday.sparsity_requested = today.sparsity_requested
WHERE nights.age = 1
ORDER BY nights.name, today.embedding, today.method, today.sparsity_requested;
