package io.sparsewalk.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sparsewalk.common.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Identities as hashes of canonical JSON: same content, same identity, whatever the order of the keys. */
public final class Fingerprint {
  private static final ObjectMapper CANONICAL =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();
  private static final int LENGTH = 16;

  private Fingerprint() {}

  /** The first 16 hex digits of the SHA-256 of the map as JSON with sorted keys. */
  public static String of(Map<String, ?> content) {
    try {
      return Sha256.hex(canonicalJson(content).getBytes(StandardCharsets.UTF_8)).substring(0, LENGTH);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot write as JSON: " + content, e);
    }
  }

  private static String canonicalJson(Map<String, ?> content) throws JsonProcessingException {
    // Through plain maps first, so that nested maps and trees are sorted too.
    return CANONICAL.writeValueAsString(CANONICAL.convertValue(content, Map.class));
  }
}
