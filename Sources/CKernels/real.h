// What every kernel file needs, whatever the type of the numbers and the instruction set.
#pragma once

#include "include/kernels.h"

#include <math.h>
#include <string.h>

#define INLINE static inline __attribute__((always_inline))

// A destination may be the same array as a source: still no element depends on another.
#define EACH(i, n) _Pragma("clang loop vectorize(assume_safety)") for (size_t i = 0; i < (n); i++)

// The same, two vectors at a time: in long chains of arithmetic each fills the other's waits.
#define EACH_TWICE(i, n)                                                                                         \
    _Pragma("clang loop vectorize(assume_safety) interleave_count(2)") for (size_t i = 0; i < (n); i++)

// Stores or adds `value` for every i.
#define STORE_OR_ADD(target, i, n, value)                                                                        \
    do {                                                                                                         \
        if (adds) {                                                                                              \
            EACH(i, n) (target)[i] += (value);                                                                   \
        } else {                                                                                                 \
            EACH(i, n) (target)[i] = (value);                                                                    \
        }                                                                                                        \
    } while (0)

// Calls for columns 0 to n in adjacent groups, wide enough that a row is read in whole cache lines where possible.
enum { MOST_COLUMNS = 32 };
#define BY_COLUMNS(i, n, width, call)                                                                            \
    do {                                                                                                         \
        size_t i = 0;                                                                                            \
        IN_GROUPS(i, n, width, 32, call)                                                                         \
        IN_GROUPS(i, n, width, 8, call)                                                                          \
        IN_GROUPS(i, n, width, 2, call)                                                                          \
        IN_GROUPS(i, n, width, 1, call)                                                                          \
    } while (0)
#define IN_GROUPS(i, n, width, columns, call)                                                                    \
    {                                                                                                            \
        enum { width = columns };                                                                                \
        for (; i + width <= (n); i += width) call;                                                               \
    }

// Runs the body with `name` a constant, true or false as the condition has it: a choice within a loop would keep it
// from becoming vector code.
#define CHOOSE(condition, name, body)                                                                            \
    do {                                                                                                         \
        if (condition) {                                                                                         \
            const bool name = true;                                                                              \
            body                                                                                                 \
        } else {                                                                                                 \
            const bool name = false;                                                                             \
            body                                                                                                 \
        }                                                                                                        \
    } while (0)

#pragma clang diagnostic ignored "-Wpass-failed"

