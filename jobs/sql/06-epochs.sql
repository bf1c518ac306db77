-- How does training go, epoch by epoch? Means over the seeds, on the dense embedding.
SELECT trials.method, trials.sparsity_requested, epochs.epoch, min(epochs.phase) AS phase, avg(epochs.loss) AS loss,
  avg(epochs.val_accuracy) AS val_accuracy, avg(epochs.density) AS density
FROM epochs JOIN trial_ratios AS trials ON trials.sweep_id = epochs.sweep_id AND trials.trial_id = epochs.trial_id
WHERE trials.sweep_id IN (SELECT sweep_id FROM latest_runs) AND trials.embedding = 'dense'
GROUP BY trials.method, trials.sparsity_requested, epochs.epoch
ORDER BY trials.method, trials.sparsity_requested, epochs.epoch;
