-- What did every night cost? Wall clock of the run, and what its sweep's trials took.
SELECT runs.name, runs.run_id, runs.status, (unix_micros(runs.ended_at) - unix_micros(runs.started_at)) / 1e6 AS run_seconds,
  runs.trials_trained, sum(trials.train_seconds) AS train_seconds, sum(trials.flops_counted) / 1e9 AS gigaflops
FROM runs LEFT JOIN trials ON trials.sweep_id = runs.sweep_id
GROUP BY runs.name, runs.run_id, runs.status, runs.started_at, runs.ended_at, runs.trials_trained
ORDER BY runs.run_id;
