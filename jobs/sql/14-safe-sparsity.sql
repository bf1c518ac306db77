-- How much can every method remove, with 95 % confidence that no more than the margin is lost?
SELECT embedding, method, n, sparsity_safe, sparsity_by_mean, accuracy_loss, flops_ratio, seconds_ratio, reason
FROM recommendation
WHERE sweep_id IN (SELECT sweep_id FROM latest_runs)
ORDER BY embedding, method;
