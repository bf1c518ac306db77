// Inputs and labels from the examples: follows rounds.cu.

struct Sources {
  const int* order;        // examples in the order of the epoch from the first batch on; null: as they stand
  const int* source;
  const int* target;
  const float* features;   // vertices x dimension
  const float* pairs;      // examples x pairs
  const float* labels;     // examples x LABEL_ROWS
  const int* inputs;       // by input: kind * 65536 + component
  int dimension;
  int pairWidth;
};

// In the order of the host's kinds.
enum Kind { SOURCE, TARGET, PRODUCT, MEAN, DIFFERENCE, SQUARE, PAIR };

__device__ __forceinline__ long long exampleAt(const Sources& from, long long place) {
  return from.order == nullptr ? place : from.order[place];
}

__device__ __forceinline__ float inputOf(const Sources& from, long long example, int input) {
  int kind = input >> 16, component = input & 0xFFFF;
  if (kind == PAIR) {
    return from.pairs[example * from.pairWidth + component];
  }
  float s = kind == TARGET ? 0.f : from.features[(long long) from.source[example] * from.dimension + component];
  float t = kind == SOURCE ? 0.f : from.features[(long long) from.target[example] * from.dimension + component];
  switch (kind) {
    case SOURCE:
      return s;
    case TARGET:
      return t;
    case PRODUCT:
      return s * t;
    case MEAN:
      return (s + t) / 2;
    case DIFFERENCE:
      return fabsf(s - t);
    default:
      return (s - t) * (s - t);
  }
}

// Block (tile, batch).
extern "C" __global__ void __launch_bounds__(256)
gather(Sources from, int batch, long long examples, float* x, float* labels) {
  long long at = (long long) blockIdx.y * gridDim.x + blockIdx.x;
  long long begin = (long long) blockIdx.y * batch + (long long) blockIdx.x * ROWS;
  long long end = (long long) (blockIdx.y + 1) * batch < examples ? (long long) (blockIdx.y + 1) * batch : examples;
  for (int e = threadIdx.x; e < TILE_VALUES; e += blockDim.x) {
    long long example = begin + e % ROWS;
    x[at * TILE_VALUES + e] = example < end ? inputOf(from, exampleAt(from, example), from.inputs[e / ROWS]) : 0.f;
  }
  for (int e = threadIdx.x; labels != nullptr && e < LABEL_ROWS * ROWS; e += blockDim.x) {
    long long example = begin + e % ROWS;
    labels[at * (LABEL_ROWS * ROWS) + e] = example < end ? from.labels[exampleAt(from, example) * LABEL_ROWS + e / ROWS] : 0.f;
  }
}
