-- How good is every method at every level, in the last night?
SELECT embedding, method, sparsity_requested, count(*) AS seeds, avg(accuracy) AS accuracy, avg(auc) AS auc, avg(auc_all) AS auc_all
FROM trial_ratios
WHERE sweep_id IN (SELECT sweep_id FROM latest_runs) AND stop_reason <> 'halved'
GROUP BY embedding, method, sparsity_requested
ORDER BY embedding, method, sparsity_requested;
