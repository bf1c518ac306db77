-- How sure is that? The 95 % intervals by Student's t over the seeds; empty for fewer than three.
SELECT embedding, method, sparsity_requested, n, accuracy_mean, accuracy_low, accuracy_high, auc_mean, auc_low, auc_high
FROM summary
WHERE sweep_id IN (SELECT sweep_id FROM latest_runs)
ORDER BY embedding, method, sparsity_requested;
