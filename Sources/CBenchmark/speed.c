// The machine's limits: fused multiplications and additions in registers, and passes over arrays beyond the caches.
#include "include/benchmark.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#if defined(__x86_64__) && !__has_feature(thread_sanitizer)
#define CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#define FOR(features) __attribute__((target(features), min_vector_width(512)))
#else
#define CLONES
#define FOR(features)
#endif

static double seconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

// MARK: arithmetic

enum { CHAINS = 12 }; // enough that none waits for its last result, few enough to stay in registers

#define FUSED(name, bytes, features)                                                                             \
    typedef float name##_lanes __attribute__((vector_size(bytes)));                                              \
    FOR(features) static double name(long turns, float *sink) {                                                  \
        name##_lanes sums[CHAINS], factor;                                                                       \
        for (int i = 0; i < bytes / 4; i++) factor[i] = *sink;                                                   \
        for (int i = 0; i < CHAINS; i++) sums[i] = factor + (float)i;                                            \
        for (long turn = 0; turn < turns; turn++) {                                                              \
            _Pragma("clang fp contract(fast)")                                                                   \
            _Pragma("clang loop unroll(full)") for (int i = 0; i < CHAINS; i++) sums[i] = sums[i] * factor + factor; \
        }                                                                                                        \
        for (int i = 1; i < CHAINS; i++) sums[0] += sums[i];                                                     \
        for (int i = 0; i < bytes / 4; i++) *sink += sums[0][i] * 1e-30f;                                        \
        return (double)turns * CHAINS * (bytes / 4) * 2;                                                         \
    }

FUSED(fuse_4, 16, "sse2")
#if defined(__x86_64__)
FUSED(fuse_8, 32, "avx2,fma")
FUSED(fuse_16, 64, "avx512f")
#endif

bool cb_has_isa(cb_isa isa) {
#if defined(__x86_64__)
    switch (isa) {
    case CB_ISA_AVX512: return __builtin_cpu_supports("x86-64-v4");
    case CB_ISA_AVX2: return __builtin_cpu_supports("x86-64-v3");
    default: return true;
    }
#else
    return isa == CB_ISA_ANY || isa == CB_ISA_BASELINE;
#endif
}

static double fuse(cb_isa isa, long turns, float *sink) {
#if defined(__x86_64__)
    bool any = isa == CB_ISA_ANY;
    if ((any || isa == CB_ISA_AVX512) && cb_has_isa(CB_ISA_AVX512)) return fuse_16(turns, sink);
    if ((any || isa == CB_ISA_AVX2) && cb_has_isa(CB_ISA_AVX2)) return fuse_8(turns, sink);
#endif
    return fuse_4(turns, sink);
}

// MARK: memory

CLONES static float sum_of_squares(const float *x, size_t n) {
#pragma clang fp reassociate(on)
    float sum = 0;
    for (size_t i = 0; i < n; i++) sum += x[i] * x[i];
    return sum;
}

CLONES static void update(float *restrict p, const float *restrict g, float *restrict m, float *restrict v, size_t n) {
    for (size_t i = 0; i < n; i++) {
        m[i] = m[i] * 0.9f + g[i] * 0.1f;
        v[i] = v[i] * 0.999f + g[i] * g[i] * 0.001f;
        p[i] -= m[i] * 1e-3f + v[i] * 1e-6f;
    }
}

enum { ARRAYS = 4, FLOATS = 16 << 20, TURNS = 3 };

static float *arrays[ARRAYS];

static bool have_arrays(void) {
    for (int i = 0; i < ARRAYS; i++) {
        if (arrays[i] != NULL) continue;
        arrays[i] = aligned_alloc(64, FLOATS * sizeof(float));
        if (arrays[i] == NULL) return false;
        // Touched, so that every page is there.
        for (size_t j = 0; j < FLOATS; j++) arrays[i][j] = 0.5f;
    }
    return true;
}

// MARK: both, on several threads

typedef struct {
    pthread_t thread;
    pthread_barrier_t *start;
    int index, threads;
    cb_isa isa;
    cb_speed speed;
    float sink;
} share;

// What one thread does, of all of which begin together: the fastest of a few turns.
#define BEST(result, amount, work)                                                                               \
    for (int turn = 0; turn < TURNS; turn++) {                                                                   \
        pthread_barrier_wait(mine->start);                                                                       \
        double begin = seconds();                                                                                \
        work;                                                                                                    \
        double speed = (amount) / (seconds() - begin);                                                           \
        if (speed > (result)) (result) = speed;                                                                  \
    }

static void *measure(void *argument) {
    share *mine = argument;
    size_t n = FLOATS / (size_t)mine->threads, at = n * (size_t)mine->index;
    float *p = arrays[0] + at, *g = arrays[1] + at, *m = arrays[2] + at, *v = arrays[3] + at;
    double bytes = (double)n * sizeof(float), done = 0;
    BEST(mine->speed.flops, done, done = fuse(mine->isa, 500000, &mine->sink))
    BEST(mine->speed.read, bytes, mine->sink += sum_of_squares(g, n))
    BEST(mine->speed.update, 7 * bytes, update(p, g, m, v, n))
    BEST(mine->speed.copy, 2 * bytes, memcpy(p, g, n * sizeof(float)))
    return NULL;
}

cb_speed cb_measure_speed(int threads, cb_isa isa) {
    cb_speed all = {0};
    share shares[64];
    if (threads < 1 || threads > 64 || !have_arrays()) return all;
    pthread_barrier_t start;
    pthread_barrier_init(&start, NULL, (unsigned)threads);
    for (int i = 0; i < threads; i++) {
        shares[i] = (share){.start = &start, .index = i, .threads = threads, .isa = isa, .sink = 0.5f};
        if (i > 0 && pthread_create(&shares[i].thread, NULL, measure, &shares[i]) != 0) abort();
    }
    measure(&shares[0]);
    for (int i = 0; i < threads; i++) {
        if (i > 0) pthread_join(shares[i].thread, NULL);
        all.flops += shares[i].speed.flops;
        all.read += shares[i].speed.read;
        all.copy += shares[i].speed.copy;
        all.update += shares[i].speed.update;
    }
    pthread_barrier_destroy(&start);
    return all;
}
