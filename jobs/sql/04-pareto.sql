-- Which cells are on the frontier: no other is at least as good for less training?
WITH cells AS (
  SELECT embedding, method, sparsity, auc_all_mean AS auc_all, flops_counted FROM summary
  WHERE sweep_id IN (SELECT sweep_id FROM latest_runs) AND auc_all_mean IS NOT NULL)
SELECT embedding, method, sparsity, auc_all, flops_counted
FROM cells
WHERE NOT EXISTS (
  SELECT 1 FROM cells AS other
  WHERE other.auc_all >= cells.auc_all AND other.flops_counted <= cells.flops_counted
    AND (other.auc_all > cells.auc_all OR other.flops_counted < cells.flops_counted))
ORDER BY flops_counted, embedding, method, sparsity;
