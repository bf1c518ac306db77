-- Do fewer FLOPs mean less time? Both over those of dense training on the same embedding.
SELECT embedding, method, sparsity_requested, flops_ratio_mean AS flops_ratio, seconds_ratio, flops_inference_ratio
FROM summary
WHERE sweep_id IN (SELECT sweep_id FROM latest_runs)
ORDER BY embedding, method, sparsity_requested;
