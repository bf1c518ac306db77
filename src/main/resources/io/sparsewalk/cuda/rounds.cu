// Steps of training and scores: follows gradients.cu.

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
