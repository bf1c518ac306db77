package io.sparsewalk.sparsity;

/** What a sparsifier may ask of the training data. What it costs is charged to its trial. */
public interface Probe {

  /** Mean loss of given parameters on a fixed sample of the training data, without penalty. */
  double loss(float[] parameters);

  /**
   * Mean gradient of the loss of given parameters over the first mini-batches of the training, of every parameter.
   *
   * @param batches at most those of an epoch
   */
  float[] gradient(float[] parameters, int batches);

  /** Undirected edges of the graph that the network convolves, self-loops not counted; 0 if it convolves none. */
  default int edges() {
    return 0;
  }
}
