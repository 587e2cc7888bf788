// The instruction sets that this build has kernels for, and the one whose kernels compute.
#pragma once

#include "include/kernels.h"

/// X(set, isa, …) for each of them: its suffix and its number.
#if defined(__x86_64__)
#define EACH_ISA(X, ...)                                                                                         \
    X(baseline, CK_BASELINE, __VA_ARGS__)                                                                        \
    X(avx2, CK_AVX2, __VA_ARGS__)                                                                                \
    X(avx512, CK_AVX512, __VA_ARGS__)
#else
#define EACH_ISA(X, ...) X(baseline, CK_BASELINE, __VA_ARGS__)
#endif

/// Set before main.
extern ck_isa ck_isa_now __attribute__((visibility("hidden")));
