package io.sparsewalk.dl4j;

import java.util.Base64;
import java.util.BitSet;
import java.util.Set;
import org.deeplearning4j.nn.conf.constraint.BaseConstraint;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Sets the masked weights of a layer to 0 after every update. Part of the network's configuration, so it survives JSON, model files
 * and retried tasks. The mask is a bit a weight in the order of DL4J's parameters (column by column of inputs x outputs), which is
 * that of {@link io.sparsewalk.model.ParameterLayout}.
 */
public final class MaskConstraint extends BaseConstraint {
  private static final long serialVersionUID = 1L;

  private String bits;

  /** For JSON. */
  public MaskConstraint() {}

  /**
   * @param kept bits of the weights that stay
   */
  public MaskConstraint(BitSet kept) {
    super(Set.of("W"));
    bits = Base64.getEncoder().encodeToString(kept.toByteArray());
  }

  public String getBits() {
    return bits;
  }

  public void setBits(String bits) {
    this.bits = bits;
  }

  @Override
  public void apply(INDArray weights) {
    weights.muli(mask(weights.length()).reshape('f', weights.shape()));
  }

  private INDArray mask(long size) {
    BitSet kept = BitSet.valueOf(Base64.getDecoder().decode(bits));
    float[] mask = new float[Math.toIntExact(size)];
    for (int i = kept.nextSetBit(0); i >= 0; i = kept.nextSetBit(i + 1)) {
      mask[i] = 1;
    }
    return Nd4j.createFromArray(mask);
  }

  @Override
  public MaskConstraint clone() {
    MaskConstraint copy = new MaskConstraint();
    copy.setParams(getParams());
    copy.bits = bits;
    return copy;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MaskConstraint constraint && constraint.bits.equals(bits);
  }

  @Override
  public int hashCode() {
    return bits.hashCode();
  }
}
