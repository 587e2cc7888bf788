// What every kernel file needs, whatever the type of the numbers and the instruction set.
#pragma once

#include "include/kernels.h"

#include <math.h>
#include <string.h>

#define INLINE static inline __attribute__((always_inline))

// A destination may be the same array as a source: still no element depends on another.
#define EACH(i, n) _Pragma("clang loop vectorize(assume_safety)") for (size_t i = 0; i < (n); i++)

// Stores or adds `value` for every i.
#define STORE_OR_ADD(target, i, n, value)                                                                        \
    do {                                                                                                         \
        if (adds) {                                                                                              \
            EACH(i, n) (target)[i] += (value);                                                                   \
        } else {                                                                                                 \
            EACH(i, n) (target)[i] = (value);                                                                    \
        }                                                                                                        \
    } while (0)

#pragma clang diagnostic ignored "-Wpass-failed"

