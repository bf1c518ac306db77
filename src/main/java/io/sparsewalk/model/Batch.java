package io.sparsewalk.model;

import static io.sparsewalk.common.Checks.checkPositive;

import io.sparsewalk.kernel.Entries;
import io.sparsewalk.kernel.Tile;

/**
 * Room for the features and labels of a mini-batch, in tiles of examples. Whoever fills it writes feature f of example r to
 * {@code at(r) + f * lanes()} of {@link #values}.
 */
public final class Batch {
  /** So that the inputs of a layer fit the first cache; at 1,024 lanes all rows would begin in the same few of its sets. */
  private static final int LARGEST_TILE = 512;

  private final int lanes;
  private final Tile[] tiles;
  /** Label of each example: 0 or 1, or its class; with several rows 0 or 1 for every class, at {@link #labelsOf}. */
  public final float[] labels;
  private final int labelRows;
  private Entries entries;
  private int size;

  /**
   * With a label an example.
   *
   * @param features inputs of the network
   * @param capacity largest number of examples
   */
  public Batch(int features, int capacity) {
    this(features, capacity, 1);
  }

  /**
   * @param labelRows 1, or classes that an example may have several of
   */
  public Batch(int features, int capacity, int labelRows) {
    checkPositive("capacity", capacity);
    checkPositive("label rows", labelRows);
    this.labelRows = labelRows;
    int count = (capacity + LARGEST_TILE - 1) / LARGEST_TILE;
    int perTile = (capacity + count - 1) / count;
    lanes = (perTile + Tile.BLOCK - 1) / Tile.BLOCK * Tile.BLOCK;
    tiles = new Tile[count];
    float[] values = new float[Math.multiplyExact(count * lanes, features)];
    for (int t = 0; t < count; t++) {
      tiles[t] = new Tile(values, t * features * lanes, lanes);
    }
    labels = new float[Math.multiplyExact(labelRows, count * lanes)];
  }

  /** Labels of an example. */
  public int labelRows() {
    return labelRows;
  }

  /** Where the labels of a class begin. */
  public int labelsOf(int row) {
    return row * (labels.length / labelRows);
  }

  /** Examples in the batch now. */
  public int size() {
    return size;
  }

  /** Starts a new filling with this many examples, whose features are dense. */
  public void resize(int examples) {
    resize(examples, null);
  }

  /**
   * Starts a new filling with examples whose features are mostly 0.
   *
   * @param rows the features that are not, by example
   */
  public void resize(int examples, Entries rows) {
    size = examples;
    entries = rows;
  }

  /** True if the features are there as sparse rows too. */
  public boolean isSparse() {
    return entries != null;
  }

  public Entries entries() {
    return entries;
  }

  /** Entries in a tile. */
  public long entries(int tile) {
    int first = tile * lanes;
    return (long) entries.starts()[first + count(tile)] - entries.starts()[first];
  }

  public int lanes() {
    return lanes;
  }

  /** Tiles in use. */
  public int tiles() {
    return (size + lanes - 1) / lanes;
  }

  public Tile tile(int index) {
    return tiles[index];
  }

  /** Examples in a tile. */
  public int count(int tile) {
    return Math.min(lanes, size - tile * lanes);
  }

  /** Where feature 0 of an example stands in the tiles' array; feature f is f * {@link #lanes} further on. */
  public int at(int example) {
    return tiles[example / lanes].offset() + example % lanes;
  }

  /** The array behind all tiles. */
  public float[] values() {
    return tiles[0].values();
  }
}
