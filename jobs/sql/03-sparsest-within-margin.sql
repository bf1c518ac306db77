-- How sparse can every method go with a mean accuracy at most .01 below dense training on the same embedding?
-- What is safe, with 95 % confidence, is in 14-safe-sparsity.sql.
WITH cells AS (SELECT * FROM summary WHERE sweep_id IN (SELECT sweep_id FROM latest_runs))
SELECT cells.embedding, cells.method, max(cells.sparsity) AS sparsity
FROM cells JOIN cells AS whole ON whole.method = 'dense' AND whole.sweep_id = cells.sweep_id AND whole.embedding = cells.embedding
WHERE cells.method <> 'dense' AND cells.accuracy_mean >= whole.accuracy_mean - 0.01
GROUP BY cells.embedding, cells.method
ORDER BY cells.embedding, cells.method;
