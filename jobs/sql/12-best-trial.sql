-- Which trial is best on validation, and on what was it trained?
SELECT trials.trial_id, trials.method, trials.sparsity, trials.embedding, trials.seed, trials.val_accuracy, trials.accuracy,
  trial_embedding.embedding_fingerprint, trial_embedding.sparse_fingerprint, trial_embedding.examples_fingerprint, trial_embedding.edges_fingerprint
FROM trials JOIN trial_embedding ON trial_embedding.sweep_id = trials.sweep_id AND trial_embedding.trial_id = trials.trial_id
WHERE trials.sweep_id IN (SELECT sweep_id FROM latest_runs)
ORDER BY trials.val_accuracy DESC, trials.sparsity DESC, trials.trial_id
LIMIT 1;
