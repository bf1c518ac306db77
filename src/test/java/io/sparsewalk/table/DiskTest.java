package io.sparsewalk.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is on the disk when it is published, by what Java itself records of its calls of fsync. */
class DiskTest {
  @TempDir
  private Path directory;

  @Test
  void aManifestIsForcedAfterTheFilesThatItNamesAndTheirNames() throws Exception {
    Warehouse warehouse = new Warehouse(directory.toString(), new Configuration());
    org.apache.hadoop.fs.Path stage = warehouse.stage("walks", "f");
    org.apache.hadoop.fs.Path data = warehouse.newData(stage);
    PartFile.write(warehouse.configuration(), data, 0, "message row { required int32 walk; }", 10,
        (out, row) -> PartFile.put(out, 0, "walk", row));
    org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path(data, "part-00000.parquet");
    Path recorded = directory.resolve("forced.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.FileForce").withoutThreshold().withoutStackTrace();
      recording.start();
      Manifest.of("walks", DiskTest.class, Map.of())
          .withFiles(List.of(DataFile.of(warehouse.configuration(), stage, file)))
          .publish(warehouse, stage);
      recording.stop();
      recording.dump(recorded);
    }
    List<String> forced = new ArrayList<>();
    for (RecordedEvent event : RecordingFile.readAllEvents(recorded)) {
      String path = event.getString("path");
      // Of its manifest the draft, which has the same content and gets the name by a link.
      forced.add(path.contains("_attempts") ? "draft" : path);
    }
    Path part = Path.of(file.toUri().getPath());
    assertThat(forced).containsExactly(part.toString(), part.resolveSibling(".part-00000.parquet.crc").toString(),
        part.getParent().toString(), part.getParent().getParent().toString(), "draft",
        part.getParent().getParent().getParent().toString());
    assertThat(Files.exists(part.getParent().getParent().resolveSibling(Manifest.FILE))).isTrue();
  }
}
