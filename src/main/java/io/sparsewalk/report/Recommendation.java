package io.sparsewalk.report;

import org.apache.spark.sql.SparkSession;

/**
 * The {@code recommendation} view: for every method on every embedding the largest tested sparsity within 0.01 of dense
 * training.
 *
 * <p>Columns: the keys of {@link Comparisons}; {@code method}; {@code n} seeds; {@code sparsity}, the largest at which the
 * mean loss against dense training is at most 0.01 in accuracy and in AUC, 0 if there is none; {@code sparsity_sure}, the
 * largest at which the whole 95 % t-interval of both losses is; {@code sparsity_mean}, {@code sparsity_low} and {@code
 * sparsity_high}, mean and 95 % t-interval over the seeds of what each seed alone would say; at {@code sparsity} the mean
 * losses {@code accuracy_loss} and {@code auc_loss}, and what is left of the cost of dense training on the same embedding:
 * {@code flops} and {@code seconds} of training, {@code flops_inference} of a prediction, {@code parameters} that are not 0.
 */
final class Recommendation {
  private static final String KEYS = String.join(", ", Comparisons.KEYS);

  private Recommendation() {}

  /** Registers the view; {@code trials} and {@code comparisons} are there. */
  static void register(SparkSession spark) {
    spark.sql(String.format("""
        create or replace temporary view recommendation as
        with losses as (
          select %1$s, method, sparsity, max(if(measure = 'accuracy', -difference, null)) as accuracy_loss,
            max(if(measure = 'auc', -difference, null)) as auc_loss, max(-difference_low) as worst, max(-difference) as loss
          from comparisons where other = 'dense' group by %1$s, method, sparsity),
        largest as (
          select %1$s, method, max(if(round(loss, 9) <= 0.01, sparsity, 0)) as sparsity,
            max(if(round(worst, 9) <= 0.01, sparsity, 0)) as sparsity_sure
          from losses group by %1$s, method),
        by_seed as (
          select %1$s, method, seed, max(if(round(d.accuracy - t.accuracy, 9) <= 0.01
              and coalesce(round(d.auc - t.auc, 9), 0) <= 0.01, t.sparsity, 0)) as own
          from trials t join (select %1$s, seed, accuracy, auc from trials where method = 'dense') d using (%1$s, seed)
          where method <> 'dense' and t.accuracy is not null group by %1$s, method, seed),
        spread as (
          select %1$s, method, count(*) as n, avg(own) as sparsity_mean, t_half_width(count(*), stddev_samp(own)) as half
          from by_seed group by %1$s, method),
        cost as (
          select %1$s, method, sparsity, avg(flops_counted) as flops, avg(train_seconds) as seconds,
            avg(flops_inference) as inference, avg(nonzeros) as parameters
          from trials group by %1$s, method, sparsity)
        select %1$s, method, n, sparsity, sparsity_sure, sparsity_mean, sparsity_mean - half as sparsity_low,
          sparsity_mean + half as sparsity_high, accuracy_loss, auc_loss, c.flops / b.flops as flops,
          c.seconds / b.seconds as seconds, c.inference / b.inference as flops_inference,
          c.parameters / b.parameters as parameters
        from largest join spread using (%1$s, method)
          left join losses using (%1$s, method, sparsity) left join cost c using (%1$s, method, sparsity)
          left join (select %1$s, flops, seconds, inference, parameters from cost where method = 'dense') b using (%1$s)
        """, KEYS));
  }
}
