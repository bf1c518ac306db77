/**
 * The only home of Deeplearning4j and ND4J: rounds of training by DL4J's parameter averaging, networks as DL4J models, and what
 * backend and GPU there are.
 *
 * <p>Input: shards of examples, orders of rounds. Output: outcomes of rounds, model files. Imports trainer and what it imports, and
 * Spark; imported by spark and cli.
 */
package io.sparsewalk.dl4j;
