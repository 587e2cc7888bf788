// What every file of the sweep needs. Each but main.c includes itself twice, once for each element type.
#pragma once

#include "kernels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/// What is being tried: printed when a sanitizer or a check ends the sweep.
void describe(const char *format, ...) __attribute__((format(printf, 1, 2)));
/// Ends the sweep: a kernel gave another number than its definition.
_Noreturn void wrong(const char *what, size_t place, double ours, double expected);

/// A number from 0 to below `n`.
int64_t below(int64_t n);
/// A size that kernels stumble over: 0, 1, 2, those about whole vectors, now and then any up to `most`.
int64_t odd_size(int64_t most);
/// A number about normally distributed.
double normal(void);
/// A number of any kind: NaN, infinities, zeros of both signs, huge, tiny, or an ordinary one.
double strange(void);

/// Memory of exactly so many bytes, which hold NaN in either type: a byte too far to either side ends the sweep.
void *memory(int64_t bytes);
/// Frees what a try has taken.
void free_all(void);

/// Ends the sweep unless both are NaN, both the same, or within `tolerance`.
void expect(const char *what, size_t place, double ours, double expected, double tolerance);

#define TYPE (sizeof(REAL) == 4 ? CK_FLOAT : CK_DOUBLE)

// What two orders of one sum may differ by, for sums of a few ordinary numbers.
#define EPSILON (sizeof(REAL) == 4 ? 1e-6 : 1e-14)

#define BOTH(name)                                                                                               \
    void name##_f32(void);                                                                                       \
    void name##_f64(void)
BOTH(sweep_convolution);
BOTH(sweep_folding);
BOTH(sweep_pools);
BOTH(sweep_products);
BOTH(sweep_elements);
BOTH(sweep_reductions);
BOTH(sweep_losses);
BOTH(sweep_layers);
BOTH(sweep_layouts);
BOTH(sweep_optimizers);
