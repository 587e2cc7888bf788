#ifndef REAL
#define TEXT "normalization.c"
#include "variants.h"
#else

// Each row of x to mean 0 and variance 1 (the biased one): `standard` holds the row so scaled, scales its
// 1/√(variance + ε), and y the row times the weights plus the bias, which may be NULL.
void NAME(ck_layer_norm)(const REAL *x, const REAL *weight, const REAL *bias, REAL *standard, REAL *scales, REAL *y,
                         double epsilon, size_t rows, size_t columns) {
    for (size_t r = 0; r < rows; r++, x += columns, standard += columns, y += columns) {
#pragma clang fp reassociate(on)
        double sum = 0, squares = 0;
        for (size_t i = 0; i < columns; i++) sum += x[i];
        double mean = sum / (double)columns;
        for (size_t i = 0; i < columns; i++) squares += (x[i] - mean) * (x[i] - mean);
        double scale = 1 / sqrt(squares / (double)columns + epsilon);
        EACH(i, columns) standard[i] = (REAL)((x[i] - mean) * scale);
        if (bias) {
            EACH(i, columns) y[i] = standard[i] * weight[i] + bias[i];
        } else {
            EACH(i, columns) y[i] = standard[i] * weight[i];
        }
        scales[r] = (REAL)scale;
    }
}

// The gradient of x from that of y, which may be the same memory as dx.
void NAME(ck_layer_norm_gradient)(const REAL *standard, const REAL *scales, const REAL *weight, const REAL *dy,
                                  REAL *dx, size_t rows, size_t columns, bool adds) {
    for (size_t r = 0; r < rows; r++, standard += columns, dy += columns, dx += columns) {
#pragma clang fp reassociate(on)
        double sum = 0, along = 0;
        for (size_t i = 0; i < columns; i++) {
            REAL d = dy[i] * weight[i];
            sum += d;
            along += (double)d * standard[i];
        }
        REAL mean = (REAL)(sum / (double)columns), slope = (REAL)(along / (double)columns), scale = scales[r];
        STORE_OR_ADD(dx, i, columns, scale * (dy[i] * weight[i] - mean - standard[i] * slope));
    }
}

// Adds the rows' part to the gradients of the weights and of the bias, which may be NULL.
void NAME(ck_layer_norm_weight_gradient)(const REAL *standard, const REAL *dy, REAL *dweight, REAL *dbias, size_t rows,
                                         size_t columns) {
    for (size_t r = 0; r < rows; r++, standard += columns, dy += columns) {
        EACH(i, columns) dweight[i] += dy[i] * standard[i];
        if (dbias) EACH(i, columns) dbias[i] += dy[i];
    }
}

#endif
