-- Does the network beat what needs no training? The baselines, and dense training on the dense embedding.
SELECT baseline, measure, avg(value) AS value, count(*) AS seeds
FROM baselines
WHERE sweep_id IN (SELECT sweep_id FROM latest_runs) AND negatives IS NULL
GROUP BY baseline, measure
UNION ALL
SELECT 'dense training', 'auc', auc_mean, n FROM summary
WHERE sweep_id IN (SELECT sweep_id FROM latest_runs) AND embedding = 'dense' AND method = 'dense' AND auc_mean IS NOT NULL
ORDER BY measure, value DESC, baseline;
