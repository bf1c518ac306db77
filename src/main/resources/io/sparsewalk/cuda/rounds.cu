// Follows shape.cu in one program.

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
  float value = fmaxf(sum, 0.f);
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

__device__ __forceinline__ float dot(float4 a, float4 b, float sum) {
  sum += a.x * b.x;
  sum += a.y * b.y;
  sum += a.z * b.z;
  sum += a.w * b.w;
  return sum;
}

__device__ __forceinline__ float sumOfLanes(float value, int lanes) {
  for (int m = lanes / 2; m > 0; m /= 2) {
    value += __shfl_xor_sync(0xFFFFFFFFu, value, m);
  }
  return value;
}

// Lanes that share the examples of a square of weights, or of a link.
constexpr int MOST_PARTS = ROWS / 4 < 32 ? ROWS / 4 : 32;
__device__ constexpr int parts(int tasks) {
  int n = 1;
  while (n < MOST_PARTS && tasks * n < THREADS) {
    n *= 2;
  }
  return n;
}

template <int L>
__device__ void gradientWhole(const float* values, float* gradient) {
  constexpr int T = unitTile(L) < 4 ? unitTile(L) : 4, K = columns(L);
  constexpr int UNIT_STEP = units(L) / T, INPUT_STEP = K / 4, SQUARES = UNIT_STEP * INPUT_STEP, S = parts(SQUARES);
  const float* in = values + valuesAt(L);
  const float* delta = values + valuesAt(L + 1);
  int part = threadIdx.x % S;
#pragma unroll 1
  for (int first = 0; first < SQUARES; first += THREADS / S) {
    int square = first + threadIdx.x / S;
    bool mine = square < SQUARES;
    int unit = mine ? square % UNIT_STEP : 0, input = mine ? square / UNIT_STEP : 0;
    float sum[T][4] = {}, bias[T] = {};
#pragma unroll 2
    for (int q = part; q < ROWS / 4; q += S) {
      float4 d[T];
#pragma unroll
      for (int j = 0; j < T; j++) {
        d[j] = *(const float4*) (delta + (unit + j * UNIT_STEP) * STRIDE + 4 * q);
      }
      if (input == 0) {
#pragma unroll
        for (int j = 0; j < T; j++) {
          bias[j] += d[j].x + d[j].y + (d[j].z + d[j].w);
        }
      }
#pragma unroll
      for (int i = 0; i < 4; i++) {
        float4 x = *(const float4*) (in + (input + i * INPUT_STEP) * STRIDE + 4 * q);
#pragma unroll
        for (int j = 0; j < T; j++) {
          sum[j][i] = dot(d[j], x, sum[j][i]);
        }
      }
    }
#pragma unroll
    for (int j = 0; j < T; j++) {
      bias[j] = sumOfLanes(bias[j], S);
#pragma unroll
      for (int i = 0; i < 4; i++) {
        sum[j][i] = sumOfLanes(sum[j][i], S);
      }
    }
    if (mine && part == 0) {
      float* own = gradient + weightsAt(L) + unit * K + input;
      // All reads before the first write: the compiler must not wait for one after the other.
#pragma unroll
      for (int j = 0; j < T; j++) {
#pragma unroll
        for (int i = 0; i < 4; i++) {
          sum[j][i] += own[j * UNIT_STEP * K + i * INPUT_STEP];
        }
      }
#pragma unroll
      for (int j = 0; j < T; j++) {
#pragma unroll
        for (int i = 0; i < 4; i++) {
          own[j * UNIT_STEP * K + i * INPUT_STEP] = sum[j][i];
        }
        if (input == 0) {
          gradient[biasesAt(L) + unit + j * UNIT_STEP] += bias[j];
        }
      }
    }
  }
}

// list: number of links and biases, then each as unit * 65536 + input; a bias has the input 65535.
template <int L>
__device__ void gradientLinks(const int* list, const float* values, float* gradient) {
  constexpr int BIAS = 0xFFFF;
  const float* in = values + valuesAt(L);
  const float* delta = values + valuesAt(L + 1);
  int count = list[0];
  int together = parts(count);
  int part = threadIdx.x % together;
  for (int first = 0; first < count; first += THREADS / together) {
    int link = first + threadIdx.x / together;
    bool mine = link < count;
    int packed = mine ? list[1 + link] : BIAS;
    int unit = packed >> 16, input = packed & BIAS;
    const float* d = delta + unit * STRIDE;
    const float* x = in + (input == BIAS ? 0 : input) * STRIDE;
    float sum = 0.f;
#pragma unroll 2
    for (int q = part; q < ROWS / 4; q += together) {
      float4 one = input == BIAS ? make_float4(1.f, 1.f, 1.f, 1.f) : *(const float4*) (x + 4 * q);
      sum = dot(*(const float4*) (d + 4 * q), one, sum);
    }
    sum = sumOfLanes(sum, together);
    if (mine && part == 0) {
      gradient[input == BIAS ? biasesAt(L) + unit : weightsAt(L) + unit * columns(L) + input] += sum;
    }
  }
}

// Overwrites the logits of a tile by their gradient; returns the loss of this thread's examples.
__device__ double lossOf(float* values, const float* labels, int count, float scale, const Place& place) {
  float* logits = values + valuesAt(LAYERS);
  float loss = 0.f;
  if (SOFTMAX) {
    int r = threadIdx.x;
    if (r < ROWS) {
      float most = logits[r], sum = 0.f;
      for (int c = 1; c < OUTPUTS; c++) {
        most = fmaxf(most, logits[c * STRIDE + r]);
      }
      for (int c = 0; c < OUTPUTS; c++) {
        sum += expf(logits[c * STRIDE + r] - most);
      }
      int label = r < count ? (int) labels[r] : 0;
      loss = r < count ? logf(sum) + most - logits[label * STRIDE + r] : 0.f;
      for (int c = 0; c < OUTPUTS; c++) {
        float z = logits[c * STRIDE + r];
        float delta = r < count ? scale * (expf(z - most) / sum - (c == label ? 1.f : 0.f)) : 0.f;
        logits[c * STRIDE + r] = RELU_LOGITS ? (z > 0.f ? delta * (place.keys == nullptr ? 1.f : place.scale) : 0.f) : delta;
      }
    }
  } else {
    for (int e = threadIdx.x; e < OUTPUTS * ROWS; e += THREADS) {
      int c = e / ROWS, r = e % ROWS;
      float z = logits[c * STRIDE + r], label = labels[e];
      float small = expf(-fabsf(z));
      float sigmoid = z >= 0.f ? 1.f / (1.f + small) : small / (1.f + small);
      float delta = r < count ? scale * (sigmoid - label) : 0.f;
      loss += r < count ? fmaxf(z, 0.f) + log1pf(small) - label * z : 0.f;
      logits[c * STRIDE + r] = RELU_LOGITS ? (z > 0.f ? delta * (place.keys == nullptr ? 1.f : place.scale) : 0.f) : delta;
    }
  }
  return loss;
}

// Where the lists of each layer begin, three a layer; -1: the layer is multiplied whole.
struct Lists {
  const int* all;
  int table;

  template <int L>
  __device__ __forceinline__ int of(int use) const { return all[table + 3 * L + use]; }
};

template <int L>
__device__ void forward(const Lists& lists, const float* w, float* values, float* partial, const Place& place) {
  int list = lists.of<L>(0);
  if (list < 0) {
    forwardWhole<L>(w, values, partial, place);
  } else {
    forwardLinks<L>(lists.all + list, w, values, place);
  }
  __syncthreads();
  if constexpr (L + 1 < LAYERS) {
    forward<L + 1>(lists, w, values, partial, place);
  }
}

template <int L>
__device__ void backward(const Lists& lists, const float* w, float* values, float* gradient, const Place& place) {
  int list = lists.of<L>(1);
  if (list < 0) {
    gradientWhole<L>(values, gradient);
  } else {
    gradientLinks<L>(lists.all + list, values, gradient);
  }
  __syncthreads();
  if constexpr (L > 0) {
    list = lists.of<L>(2);
    if (list < 0) {
      backwardWhole<L>(w, values, place);
    } else {
      backwardLinks<L>(lists.all + list, w, values, place);
    }
    __syncthreads();
    backward<L - 1>(lists, w, values, gradient, place);
  }
}

// Index in the host's order of what lies at a place of the padded weights and biases of a layer, -1 for padding.
template <int L>
__device__ __forceinline__ int hostIndex(int e) {
  if (e < units(L) * columns(L)) {
    int unit = e / columns(L), input = e % columns(L);
    return unit < width(L + 1) && input < width(L) ? firstWeight(L) + unit * width(L) + input : -1;
  }
  int unit = e - units(L) * columns(L);
  return unit < width(L + 1) ? firstWeight(L) + width(L + 1) * width(L) + unit : -1;
}

template <int L>
__device__ void load(const float* parameters, const unsigned char* trained, float* w) {
  for (int e = threadIdx.x; e < weightsAt(L + 1) - weightsAt(L); e += THREADS) {
    int i = hostIndex<L>(e);
    w[weightsAt(L) + e] = i >= 0 && (trained == nullptr || trained[i]) ? parameters[i] : 0.f;
  }
  if constexpr (L + 1 < LAYERS) {
    load<L + 1>(parameters, trained, w);
  }
}

template <int L>
__device__ void store(const float* w, const unsigned char* trained, float* parameters) {
  for (int e = threadIdx.x; e < weightsAt(L + 1) - weightsAt(L); e += THREADS) {
    int i = hostIndex<L>(e);
    if (i >= 0 && trained[i]) {
      parameters[i] = w[weightsAt(L) + e];
    }
  }
  if constexpr (L + 1 < LAYERS) {
    store<L + 1>(w, trained, parameters);
  }
}

// A step of the optimizer on what is trained; clears the gradient.
template <int L>
__device__ void update(const Net& net, float* w, float* gradient, bool scored, float correction1, float correction2) {
#pragma unroll 2
  for (int e = threadIdx.x; e < weightsAt(L + 1) - weightsAt(L); e += THREADS) {
    int i = hostIndex<L>(e);
    float g = gradient[weightsAt(L) + e];
    gradient[weightsAt(L) + e] = 0.f;
    if (i < 0) {
      continue;
    }
    if (scored) {
      net.scores[i] += g * net.scoreShare;
    }
    int trained = net.trained[i];
    if (trained == 0) {
      continue;
    }
    float v = w[weightsAt(L) + e];
    if (net.target != nullptr && e < units(L) * columns(L)) {
      g += net.rho * (v - net.target[i]);
    }
    g += (trained == 1 ? net.decay : net.exploredDecay) * v;
    if (net.rule == ADAM) {
      float first = net.beta1 * net.momentum[i] + (1.f - net.beta1) * g;
      float second = net.beta2 * net.second[i] + (1.f - net.beta2) * g * g;
      net.momentum[i] = first;
      net.second[i] = second;
      v -= net.rate * (first / correction1) / (sqrtf(second / correction2) + net.epsilon);
    } else {
      float velocity = net.momentumFactor * net.momentum[i] + g;
      net.momentum[i] = velocity;
      v -= net.rate * (net.rule == NESTEROV ? g + net.momentumFactor * velocity : velocity);
    }
    w[weightsAt(L) + e] = v;
  }
  if constexpr (L + 1 < LAYERS) {
    update<L + 1>(net, w, gradient, scored, correction1, correction2);
  }
}

constexpr int TILE_VALUES = width(0) * ROWS;
constexpr int AHEAD = (TILE_VALUES + THREADS - 1) / THREADS;
// Wider inputs would take all registers.
constexpr bool READS_AHEAD = AHEAD <= 8;

__device__ __forceinline__ void put(float* values, int e, float v) {
  values[valuesAt(0) + e / ROWS * STRIDE + e % ROWS] = v;
}

__device__ __forceinline__ void clear(float* from, int size) {
  for (int e = threadIdx.x; e < size; e += THREADS) {
    from[e] = 0.f;
  }
}

extern __shared__ __align__(16) unsigned char memory[];

// Steps of every network. x: by batch and tile, inputs x ROWS; labels: by batch and tile, LABEL_ROWS x ROWS.
extern "C" __global__ void __launch_bounds__(THREADS, 1)
train(const Net* nets, const float* x, const float* labels, Drop drop, int steps, int batch, long long examples) {
  const Net net = nets[blockIdx.x];
  double* sums = (double*) memory;
  float* values = (float*) memory + 2 * WARPS;
  float* partial = values + VALUES;
  float* w = IN_SHARED ? partial + PARTIALS : net.scratch;
  float* gradient = w + PADDED;
  int tiles = (batch + ROWS - 1) / ROWS;
  double loss = 0;
  clear(values, VALUES);
  clear(gradient, PADDED);
  load<0>(net.parameters, net.trained, w);
  float ahead[READS_AHEAD ? AHEAD : 1];
  if (READS_AHEAD) {
#pragma unroll
    for (int j = 0; j < AHEAD; j++) {
      int e = threadIdx.x + j * THREADS;
      ahead[j] = e < TILE_VALUES ? x[e] : 0.f;
    }
  }
  __syncthreads();
  for (int step = 0; step < steps; step++) {
    long long left = examples - (long long) step * batch;
    int rows = left < batch ? (int) left : batch;
    bool scored = step >= net.scoredFrom;
    Lists lists = {net.lists, scored ? 3 * LAYERS : 0};
    Place place = {drop.keys == nullptr ? nullptr : drop.keys + (long long) step * LAYERS, drop.threshold, drop.scale, 0};
    for (int tile = 0; tile * ROWS < rows; tile++) {
      long long at = (long long) step * tiles + tile;
      const float* next = x + at * TILE_VALUES;
      if (READS_AHEAD) {
        bool last = tile + 1 >= (rows + ROWS - 1) / ROWS;
        next = last ? x + (at - tile + tiles) * TILE_VALUES : next + TILE_VALUES;
        bool more = !last || step + 1 < steps;
#pragma unroll
        for (int j = 0; j < AHEAD; j++) {
          int e = threadIdx.x + j * THREADS;
          if (e < TILE_VALUES) {
            put(values, e, ahead[j]);
            ahead[j] = more ? next[e] : 0.f;
          }
        }
      } else {
        for (int e = threadIdx.x; e < TILE_VALUES; e += THREADS) {
          put(values, e, next[e]);
        }
      }
      place.first = tile * ROWS;
      __syncthreads();
      forward<0>(lists, w, values, partial, place);
      loss += lossOf(values, labels + at * (LABEL_ROWS * ROWS), rows - tile * ROWS, 1.f / rows, place);
      __syncthreads();
      backward<LAYERS - 1>(lists, w, values, gradient, place);
    }
    double taken = (double) (net.steps + step + 1);
    float correction1 = net.rule == ADAM ? (float) -expm1(taken * log((double) net.beta1)) : 1.f;
    float correction2 = net.rule == ADAM ? (float) -expm1(taken * log((double) net.beta2)) : 1.f;
    update<0>(net, w, gradient, scored, correction1, correction2);
    __syncthreads();
  }
  store<0>(w, net.trained, net.parameters);
  for (int m = 16; m > 0; m /= 2) {
    loss += __shfl_xor_sync(0xFFFFFFFFu, loss, m);
  }
  if (threadIdx.x % 32 == 0) {
    sums[threadIdx.x / 32] = loss;
  }
  __syncthreads();
  if (threadIdx.x == 0) {
    double all = 0;
    for (int i = 0; i < WARPS; i++) {
      all += sums[i];
    }
    *net.loss += all;
  }
}

// Logits of all examples by every network: block (network, part of the tiles).
extern "C" __global__ void __launch_bounds__(THREADS, 1)
score(const Net* nets, const float* x, Drop drop, int batch, long long examples, float* logits) {
  const Net net = nets[blockIdx.x];
  float* values = (float*) memory + 2 * WARPS;
  float* partial = values + VALUES;
  float* w = IN_SHARED ? partial + PARTIALS : net.scratch;
  int tiles = (batch + ROWS - 1) / ROWS;
  clear(values, VALUES);
  if (IN_SHARED) {
    load<0>(net.parameters, nullptr, w);
  }
  __syncthreads();
  long long batches = (examples + batch - 1) / batch;
  for (long long at = blockIdx.y; at < batches * tiles; at += gridDim.y) {
    long long step = at / tiles;
    int first = (int) (at % tiles) * ROWS;
    long long begin = step * batch + first;
    long long end = (step + 1) * batch < examples ? (step + 1) * batch : examples;
    if (begin >= end) {
      continue;
    }
    for (int e = threadIdx.x; e < TILE_VALUES; e += THREADS) {
      put(values, e, x[at * TILE_VALUES + e]);
    }
    Place place = {drop.keys == nullptr ? nullptr : drop.keys + step * LAYERS, drop.threshold, drop.scale, first};
    __syncthreads();
    forward<0>(Lists {net.lists, 0}, w, values, partial, place);
    for (int e = threadIdx.x; e < OUTPUTS * ROWS; e += THREADS) {
      int r = e / OUTPUTS, c = e % OUTPUTS;
      if (begin + r < end) {
        logits[((long long) blockIdx.x * examples + begin + r) * OUTPUTS + c] = values[valuesAt(LAYERS) + c * STRIDE + r];
      }
    }
    __syncthreads();
  }
}

// Weights of a network that does not fit shared memory, in their padded order.
extern "C" __global__ void __launch_bounds__(THREADS, 1) unpack(const Net* nets) {
  load<0>(nets[blockIdx.x].parameters, nullptr, nets[blockIdx.x].scratch);
}

// Inputs and labels of a tile of a batch: block (tile, batch).
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

extern "C" __global__ void __launch_bounds__(256)
gather(Sources from, int batch, long long examples, float* x, float* labels) {
  long long at = (long long) blockIdx.y * gridDim.x + blockIdx.x;
  long long begin = (long long) blockIdx.y * batch + (long long) blockIdx.x * ROWS;
  long long end = (long long) (blockIdx.y + 1) * batch < examples ? (long long) (blockIdx.y + 1) * batch : examples;
  for (int e = threadIdx.x; e < TILE_VALUES; e += blockDim.x) {
    int r = e % ROWS;
    float v = 0.f;
    if (begin + r < end) {
      int example = from.order == nullptr ? (int) (begin + r) : from.order[begin + r];
      int kind = from.inputs[e / ROWS] >> 16, component = from.inputs[e / ROWS] & 0xFFFF;
      float s = kind == 6 || kind == 1 ? 0.f : from.features[(long long) from.source[example] * from.dimension + component];
      float t = kind == 6 || kind == 0 ? 0.f : from.features[(long long) from.target[example] * from.dimension + component];
      v = kind == 0 ? s : kind == 1 ? t : kind == 2 ? s * t : kind == 3 ? (s + t) / 2 : kind == 4 ? fabsf(s - t)
          : kind == 5 ? (s - t) * (s - t) : from.pairs[(long long) example * from.pairWidth + component];
    }
    x[at * TILE_VALUES + e] = v;
  }
  for (int e = threadIdx.x; labels != nullptr && e < LABEL_ROWS * ROWS; e += blockDim.x) {
    int r = e % ROWS;
    int example = begin + r >= end ? 0 : from.order == nullptr ? (int) (begin + r) : from.order[begin + r];
    labels[at * (LABEL_ROWS * ROWS) + e] = begin + r < end ? from.labels[(long long) example * LABEL_ROWS + e / ROWS] : 0.f;
  }
}
