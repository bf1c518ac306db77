package io.sparsewalk.table;

import java.io.ByteArrayOutputStream;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/** A file in memory for Parquet to write to. */
final class MemoryFile implements OutputFile {
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();

  byte[] bytes() {
    return content.toByteArray();
  }

  @Override
  public PositionOutputStream create(long blockSizeHint) {
    return new PositionOutputStream() {
      @Override
      public long getPos() {
        return content.size();
      }

      @Override
      public void write(int value) {
        content.write(value);
      }

      @Override
      public void write(byte[] from, int offset, int length) {
        content.write(from, offset, length);
      }
    };
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) {
    return create(blockSizeHint);
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }
}
