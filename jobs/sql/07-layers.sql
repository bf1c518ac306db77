-- Where are the weights that remain? The share of each layer at the epoch that was tested.
SELECT trials.embedding, trials.method, trials.sparsity_requested, layers.layer,
  avg(layers.nonzeros / CAST(layers.rows * layers.columns AS DOUBLE)) AS kept
FROM layers JOIN trial_ratios AS trials
  ON trials.sweep_id = layers.sweep_id AND trials.trial_id = layers.trial_id AND trials.best_epoch = layers.epoch
WHERE trials.sweep_id IN (SELECT sweep_id FROM latest_runs)
GROUP BY trials.embedding, trials.method, trials.sparsity_requested, layers.layer
ORDER BY trials.embedding, trials.method, trials.sparsity_requested, layers.layer;
