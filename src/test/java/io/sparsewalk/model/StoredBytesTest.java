package io.sparsewalk.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StoredBytesTest {
  @Test
  void bytesAreThoseOfTheMatrixWrittenOut() {
    Random random = new Random(7);
    for (int rows = 1; rows < 9; rows++) {
      int columns = 1 + random.nextInt(20);
      float[][] matrix = new float[rows][columns];
      int kept = 0;
      for (float[] row : matrix) {
        for (int c = 0; c < columns; c++) {
          row[c] = random.nextInt(3) == 0 ? 1 : 0;
          kept += row[c] != 0 ? 1 : 0;
        }
      }
      StoredBytes bytes = StoredBytes.ofMatrix(rows, columns, kept);
      assertThat(bytes.dense()).isEqualTo(dense(matrix).position());
      assertThat(bytes.sparse()).isEqualTo(sparse(matrix).position());
    }
  }

  @Test
  void sparseIsTheSmallerFormBelowHalf() {
    assertThat(StoredBytes.ofMatrix(128, 128, 128 * 128 / 2 - 65)).matches(bytes -> bytes.sparse() < bytes.dense());
    assertThat(StoredBytes.ofMatrix(128, 128, 128 * 128 / 2)).matches(bytes -> bytes.sparse() > bytes.dense());
  }

  @Test
  void offsetsGrowWithTheEntries() {
    long kept = 1L << 31;
    assertThat(StoredBytes.ofMatrix(1, kept, kept - 1).sparse()).isEqualTo(8 * (kept - 1) + 4 * 2);
    assertThat(StoredBytes.ofMatrix(1, kept, kept).sparse()).isEqualTo(8 * kept + 8 * 2);
  }

  private static ByteBuffer dense(float[][] matrix) {
    ByteBuffer out = ByteBuffer.allocate(1 << 16);
    for (float[] row : matrix) {
      for (float value : row) {
        out.putFloat(value);
      }
    }
    return out;
  }

  private static ByteBuffer sparse(float[][] matrix) {
    ByteBuffer out = ByteBuffer.allocate(1 << 16);
    int offset = 0;
    out.putInt(offset);
    for (float[] row : matrix) {
      for (int c = 0; c < row.length; c++) {
        if (row[c] != 0) {
          out.putInt(c).putFloat(row[c]);
          offset++;
        }
      }
      out.putInt(offset);
    }
    return out;
  }
}
