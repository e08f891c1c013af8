/* The machine's own limit: fused multiply-adds a second, float32, on as many threads as are asked for.
   cc -O3 -march=native -ffp-contract=fast -pthread peak.c -o peak && ./peak 2   prints GFLOP/s. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#if defined(__AVX512F__)
#define BYTES 64
#elif defined(__AVX__)
#define BYTES 32
#else
#define BYTES 16
#endif

typedef float vec __attribute__((vector_size(BYTES)));
#define CHAINS 12 /* enough independent additions to hide the latency of one */
#define STEPS 40000000L

static float sums[256];

static void *work(void *arg) {
  vec a[CHAINS], x, y;
  for (int lane = 0; lane < (int)(BYTES / sizeof(float)); lane++) {
    x[lane] = 0.999f;
    y[lane] = 1e-3f;
    for (int i = 0; i < CHAINS; i++) a[i][lane] = (float)i;
  }
  for (long n = 0; n < STEPS; n++)
    for (int i = 0; i < CHAINS; i++) a[i] = a[i] * x + y;
  float sum = 0;
  for (int i = 0; i < CHAINS; i++) sum += a[i][0];
  *(float *)arg = sum; /* used, so that nothing is optimised away */
  return NULL;
}

static double seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

int main(int argc, char **argv) {
  int threads = argc > 1 ? atoi(argv[1]) : 1;
  if (threads < 1 || threads > 256) return 2;
  pthread_t ids[256];
  double best = 1e30;
  for (int round = 0; round < 5; round++) {
    double start = seconds();
    for (int i = 0; i < threads; i++) pthread_create(&ids[i], NULL, work, &sums[i]);
    for (int i = 0; i < threads; i++) pthread_join(ids[i], NULL);
    double took = seconds() - start;
    if (took < best) best = took;
  }
  double flops = 2.0 * (BYTES / sizeof(float)) * CHAINS * (double)STEPS * threads;
  printf("%.1f\n", flops / best / 1e9);
  return sums[0] == 12345.0f;
}
