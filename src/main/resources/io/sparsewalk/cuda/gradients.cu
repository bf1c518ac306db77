// The gradient of the weights from a tile: follows passes.cu.

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
