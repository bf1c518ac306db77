package io.sparsewalk.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowKernelTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 16, 33})
  void sumsHaveTheBitsOfPlainLoops(int width) {
    SplittableRandom random = new SplittableRandom(width);
    int stride = RowKernel.stride(width);
    assertThat(stride).isGreaterThanOrEqualTo(width);
    float[] dense = new float[5 * stride];
    for (int i = 0; i < dense.length; i++) {
      dense[i] = (float) random.nextDouble(-1, 1);
    }
    Entries sparse = new Entries(new int[] {0, 2, 2, 5}, new int[] {1, 4, 0, 2, 4}, new float[] {0.3f, -2, 7, 0.1f, 1});
    float[] product = new float[3 * stride];
    float[] added = new float[3 * stride];
    RowKernel.times(sparse, dense, stride, product);
    for (int r = 0; r < 3; r++) {
      for (int k = sparse.starts()[r]; k < sparse.starts()[r + 1]; k++) {
        RowKernel.add(sparse.values()[k], dense, sparse.columns()[k] * stride, added, r * stride, stride);
      }
      for (int u = 0; u < width; u++) {
        float sum = 0;
        for (int k = sparse.starts()[r]; k < sparse.starts()[r + 1]; k++) {
          sum += sparse.values()[k] * dense[sparse.columns()[k] * stride + u];
        }
        assertThat(product[r * stride + u]).isEqualTo(sum);
        assertThat(added[r * stride + u]).isEqualTo(sum);
      }
    }
  }
}
