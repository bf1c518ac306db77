// Rounds of training for many small networks at once: a block of threads is a network, a launch is many mini-batches.
// The files shape, passes, gradients, rounds and gather are one program, in this order.
//
// Compiled for one shape of network: LAYERS, WIDTHS (inputs, hidden widths, outputs), LABEL_ROWS (labels an example), SOFTMAX,
// RELU_LOGITS; THREADS, ROWS (examples a tile: 64, 128 or 256) and IN_SHARED (weights and gradient in shared memory, else in global
// memory).
//
// Examples come in tiles of ROWS, unit by unit: value (unit u, example r) of a layer lies at u * STRIDE + r. Layers whose mask
// keeps much are multiplied whole, the zeros too; the others by lists of kept links. All sums have a fixed order, so that a
// round has one result.

constexpr int WARPS = THREADS / 32;
// Examples of a lane: CHUNKS times VECTOR neighbours.
constexpr int VECTOR = ROWS >= 128 ? 4 : 2;
constexpr int CHUNKS = ROWS / (32 * VECTOR);
constexpr int OWN = CHUNKS * VECTOR;
// Four words more than the rows: neighbouring units begin in other banks of shared memory.
constexpr int STRIDE = ROWS + 4;

__device__ constexpr int width(int l) {
  constexpr int widths[] = {WIDTHS};
  return widths[l];
}

__device__ constexpr int round8(int n) { return (n + 7) / 8 * 8; }

// Units (inputs, on the way back) that a thread computes together; more would not fit its registers.
constexpr int LARGEST_TILE = OWN == 8 ? 4 : 8;
__device__ constexpr int unitTile(int l) {
  return width(l + 1) >= 5 ? LARGEST_TILE : width(l + 1) >= 3 ? 4 : width(l + 1);
}
__device__ constexpr int units(int l) { return (width(l + 1) + unitTile(l) - 1) / unitTile(l) * unitTile(l); }
__device__ constexpr int columns(int l) { return round8(width(l)); }

// Padded parameters: weights unit by unit, then biases.
__device__ constexpr int weightsAt(int l) {
  int at = 0;
  for (int k = 0; k < l; k++) {
    at += units(k) * columns(k) + round8(units(k));
  }
  return at;
}
__device__ constexpr int biasesAt(int l) { return weightsAt(l) + units(l) * columns(l); }
constexpr int PADDED = weightsAt(LAYERS);

// Parameters as the host has them.
__device__ constexpr int firstWeight(int l) {
  int at = 0;
  for (int k = 0; k < l; k++) {
    at += width(k + 1) * (width(k) + 1);
  }
  return at;
}

__device__ constexpr int valuesAt(int l) {
  int at = 0;
  for (int k = 0; k < l; k++) {
    at += round8(width(k)) * STRIDE;
  }
  return at;
}
constexpr int VALUES = valuesAt(LAYERS + 1);

// Into how many parts the inputs of a layer with few units are cut, so that every warp has work.
__device__ constexpr int splits(int l) {
  int parts = 1;
  while (units(l) / unitTile(l) * parts * 2 <= WARPS && parts * 2 <= columns(l) / 4) {
    parts *= 2;
  }
  return parts;
}
__device__ constexpr int partials() {
  int most = 0;
  for (int l = 0; l < LAYERS; l++) {
    int size = splits(l) > 1 ? splits(l) * units(l) * ROWS : 0;
    most = size > most ? size : most;
  }
  return most;
}
constexpr int PARTIALS = partials();
constexpr int SHARED_FLOATS = VALUES + PARTIALS + (IN_SHARED ? 2 * PADDED : 0) + 2 * WARPS;
constexpr int OUTPUTS = width(LAYERS);

// Read by the host: what a block needs.
extern "C" __device__ const int needs[2] = {SHARED_FLOATS * 4, PADDED};
