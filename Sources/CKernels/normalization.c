#include "real.h"

#ifndef REAL
#define REAL float
#define NAME(name) name##_f32
#include "normalization.c"
#undef REAL
#undef NAME
#define REAL double
#define NAME(name) name##_f64
#include "normalization.c"
#else

// Each row of x to mean 0 and variance 1 (the biased one): y holds the row so scaled, scales its 1/√(variance + ε).
KERNEL void NAME(ck_standardize)(const REAL *x, REAL *y, REAL *scales, double epsilon, size_t rows, size_t columns) {
    for (size_t r = 0; r < rows; r++, x += columns, y += columns) {
#pragma clang fp reassociate(on)
        double sum = 0, squares = 0;
        for (size_t i = 0; i < columns; i++) sum += x[i];
        double mean = sum / (double)columns;
        for (size_t i = 0; i < columns; i++) squares += (x[i] - mean) * (x[i] - mean);
        double scale = 1 / sqrt(squares / (double)columns + epsilon);
        for (size_t i = 0; i < columns; i++) y[i] = (REAL)((x[i] - mean) * scale);
        scales[r] = (REAL)scale;
    }
}

// The gradient of x from that of y, which may be the same memory as dx.
KERNEL void NAME(ck_standardize_gradient)(const REAL *y, const REAL *scales, const REAL *dy, REAL *dx, size_t rows,
                                          size_t columns, bool adds) {
    for (size_t r = 0; r < rows; r++, y += columns, dy += columns, dx += columns) {
#pragma clang fp reassociate(on)
        double sum = 0, along = 0;
        for (size_t i = 0; i < columns; i++) {
            sum += dy[i];
            along += (double)dy[i] * y[i];
        }
        REAL mean = (REAL)(sum / (double)columns), slope = (REAL)(along / (double)columns), scale = scales[r];
        STORE_OR_ADD(dx, i, columns, scale * (dy[i] - mean - y[i] * slope));
    }
}

#endif
