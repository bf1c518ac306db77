// The passes of a tile through a network: follows shape.cu.

enum Rule { SGD, NESTEROV, ADAM };

// What a block trains; filled by the host, field by field.
struct Net {
  float* parameters;             // SIZE each
  float* momentum;
  float* second;
  const float* target;           // of a proximal term, or null
  const unsigned char* trained;  // 0: not, 1: kept, 2: trained though masked
  float* scores;                 // sums of the mean gradient, or null
  const int* lists;              // two tables (ordinary steps; those whose gradient is wanted of all weights), then the lists
  float* scratch;                // weights and gradient, unless in shared memory
  double* loss;
  long long steps;               // taken before this launch
  int rule;
  int scoredFrom;                // step of this launch from which on the gradient of all weights is wanted
  float rate;
  float momentumFactor;
  float beta1;
  float beta2;
  float epsilon;
  float decay;
  float exploredDecay;
  float rho;
  float scoreShare;
  int unused;
};

struct Drop {
  const unsigned long long* keys;  // by batch and layer, or null
  int threshold;                   // of 2^16
  float scale;
};

__device__ __forceinline__ unsigned long long randomBits(unsigned long long key, unsigned long long counter) {
  unsigned long long z = key + (counter + 1) * 0x9E3779B97F4A7C15ULL;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

// Where a step is: its dropout and the place of the tile's first example in the batch.
struct Place {
  const unsigned long long* keys;
  int threshold;
  float scale;
  int first;
};

// A lane's examples of a unit.
__device__ __forceinline__ void read(const float* unit, float* own) {
#pragma unroll
  for (int c = 0; c < CHUNKS; c++) {
    const float* from = unit + 32 * VECTOR * c + VECTOR * (threadIdx.x % 32);
    if (VECTOR == 4) {
      float4 v = *(const float4*) from;
      own[4 * c] = v.x;
      own[4 * c + 1] = v.y;
      own[4 * c + 2] = v.z;
      own[4 * c + 3] = v.w;
    } else {
      float2 v = *(const float2*) from;
      own[2 * c] = v.x;
      own[2 * c + 1] = v.y;
    }
  }
}

__device__ __forceinline__ void write(float* unit, const float* own) {
#pragma unroll
  for (int c = 0; c < CHUNKS; c++) {
    float* to = unit + 32 * VECTOR * c + VECTOR * (threadIdx.x % 32);
    if (VECTOR == 4) {
      *(float4*) to = make_float4(own[4 * c], own[4 * c + 1], own[4 * c + 2], own[4 * c + 3]);
    } else {
      *(float2*) to = make_float2(own[2 * c], own[2 * c + 1]);
    }
  }
}

// What becomes of a sum: value of a unit for an example of the tile.
template <int L>
__device__ __forceinline__ float shown(float sum, int unit, int row, const Place& place) {
  constexpr bool relu = L < LAYERS - 1 || RELU_LOGITS;
  if (!relu) {
    return sum;
  }
  // Not fmaxf, which makes 0 of what is not a number.
  float value = sum <= 0.f ? 0.f : sum;
  if (place.keys != nullptr) {
    int example = place.first + row;
    unsigned long long counter = (unsigned long long) unit << 32 | (unsigned) (example / 4);
    int drawn = (int) (randomBits(place.keys[L], counter) >> (16 * (example & 3)) & 0xFFFF);
    value = drawn < place.threshold ? 0.f : value * place.scale;
  }
  return value;
}

template <int L>
__device__ __forceinline__ void finish(float* out, int unit, float* own, const Place& place) {
#pragma unroll
  for (int r = 0; r < OWN; r++) {
    int row = 32 * VECTOR * (r / VECTOR) + VECTOR * (threadIdx.x % 32) + r % VECTOR;
    own[r] = shown<L>(own[r], unit, row, place);
  }
  write(out + unit * STRIDE, own);
}

template <int L>
__device__ void forwardWhole(const float* w, float* values, float* partial, const Place& place) {
  constexpr int T = unitTile(L), GROUPS = units(L) / T, S = splits(L), K = columns(L);
  const float* in = values + valuesAt(L);
  float* out = values + valuesAt(L + 1);
  const float* biases = w + biasesAt(L);
  for (int task = threadIdx.x / 32; task < GROUPS * S; task += WARPS) {
    int group = task % GROUPS, part = task / GROUPS;
    const float* row = w + weightsAt(L) + group * T * K;
    float sum[T][OWN];
#pragma unroll
    for (int u = 0; u < T; u++) {
      float bias = part == 0 ? biases[group * T + u] : 0.f;
#pragma unroll
      for (int r = 0; r < OWN; r++) {
        sum[u][r] = bias;
      }
    }
#pragma unroll 1
    for (int k = part * 4; k < K; k += 4 * S) {
      float x[4][OWN];
#pragma unroll
      for (int j = 0; j < 4; j++) {
        read(in + (k + j) * STRIDE, x[j]);
      }
#pragma unroll
      for (int u = 0; u < T; u++) {
        float4 v = *(const float4*) (row + u * K + k);
#pragma unroll
        for (int r = 0; r < OWN; r++) {
          sum[u][r] += v.x * x[0][r];
          sum[u][r] += v.y * x[1][r];
          sum[u][r] += v.z * x[2][r];
          sum[u][r] += v.w * x[3][r];
        }
      }
    }
#pragma unroll
    for (int u = 0; u < T; u++) {
      if (S == 1) {
        finish<L>(out, group * T + u, sum[u], place);
      } else {
        write(partial + (part * units(L) + group * T + u) * ROWS, sum[u]);
      }
    }
  }
  if (S > 1) {
    __syncthreads();
    for (int e = threadIdx.x; e < units(L) * ROWS; e += THREADS) {
      float sum = 0.f;
#pragma unroll
      for (int part = 0; part < S; part++) {
        sum += partial[part * units(L) * ROWS + e];
      }
      out[e / ROWS * STRIDE + e % ROWS] = shown<L>(sum, e / ROWS, e % ROWS, place);
    }
  }
}

// list: where the links of each unit begin, then the inputs they come from.
template <int L>
__device__ void forwardLinks(const int* list, const float* w, float* values, const Place& place) {
  const float* in = values + valuesAt(L);
  const int* inputs = list + width(L + 1) + 1;
  for (int unit = threadIdx.x / 32; unit < width(L + 1); unit += WARPS) {
    const float* row = w + weightsAt(L) + unit * columns(L);
    float sum[OWN];
#pragma unroll
    for (int r = 0; r < OWN; r++) {
      sum[r] = w[biasesAt(L) + unit];
    }
    int end = list[unit + 1];
#pragma unroll 2
    for (int k = list[unit]; k < end; k++) {
      int input = inputs[k];
      float v = row[input];
      float x[OWN];
      read(in + input * STRIDE, x);
#pragma unroll
      for (int r = 0; r < OWN; r++) {
        sum[r] += v * x[r];
      }
    }
    finish<L>(values + valuesAt(L + 1), unit, sum, place);
  }
}

// Overwrites a unit's values by their gradient, which nothing that is not above 0 has.
__device__ __forceinline__ void gate(float* unit, float* gradient, const Place& place) {
  float scale = place.keys == nullptr ? 1.f : place.scale;
  float was[OWN];
  read(unit, was);
#pragma unroll
  for (int r = 0; r < OWN; r++) {
    gradient[r] = was[r] > 0.f ? gradient[r] * scale : 0.f;
  }
  write(unit, gradient);
}

// Overwrites the outputs of layer L - 1 by their gradient.
template <int L>
__device__ void backwardWhole(const float* w, float* values, const Place& place) {
  constexpr int K = columns(L), T = LARGEST_TILE;
  const float* delta = values + valuesAt(L + 1);
  for (int group = threadIdx.x / 32; group < K / T; group += WARPS) {
    const float* column = w + weightsAt(L) + group * T;
    float sum[T][OWN] = {};
#pragma unroll 2
    for (int u = 0; u < width(L + 1); u++) {
      float d[OWN];
      read(delta + u * STRIDE, d);
#pragma unroll
      for (int i = 0; i < T; i += 4) {
        float4 v = *(const float4*) (column + u * K + i);
#pragma unroll
        for (int r = 0; r < OWN; r++) {
          sum[i][r] += v.x * d[r];
          sum[i + 1][r] += v.y * d[r];
          sum[i + 2][r] += v.z * d[r];
          sum[i + 3][r] += v.w * d[r];
        }
      }
    }
#pragma unroll
    for (int i = 0; i < T; i++) {
      gate(values + valuesAt(L) + (group * T + i) * STRIDE, sum[i], place);
    }
  }
}

// list: where the links from each input begin, then the units they go to.
template <int L>
__device__ void backwardLinks(const int* list, const float* w, float* values, const Place& place) {
  const float* delta = values + valuesAt(L + 1);
  const int* to = list + width(L) + 1;
  for (int input = threadIdx.x / 32; input < width(L); input += WARPS) {
    const float* column = w + weightsAt(L) + input;
    float sum[OWN] = {};
    int end = list[input + 1];
#pragma unroll 2
    for (int k = list[input]; k < end; k++) {
      float v = column[to[k] * columns(L)];
      float d[OWN];
      read(delta + to[k] * STRIDE, d);
#pragma unroll
      for (int r = 0; r < OWN; r++) {
        sum[r] += v * d[r];
      }
    }
    gate(values + valuesAt(L) + input * STRIDE, sum, place);
  }
}
