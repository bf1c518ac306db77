/**
 * The only home of the CUDA driver: rounds of training of all networks of a group in one launch, a block of threads each.
 *
 * <p>In: training data, orders of a round. Out: what {@link io.sparsewalk.trainer.VectorRounds} gives, its oracle, but for the
 * order of sums. The kernels are a resource in CUDA C++, compiled by NVRTC for the device that is found and the network's shape,
 * and kept on disk.
 */
package io.sparsewalk.cuda;
