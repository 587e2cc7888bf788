#include "real.h"

#ifndef REAL
#define REAL float
#define NAME(name) name##_f32
#include "elementwise.c"
#undef REAL
#undef NAME
#define REAL double
#define NAME(name) name##_f64
#include "elementwise.c"
#else

KERNEL void NAME(ck_fill)(REAL *y, REAL value, size_t n) { EACH(i, n) y[i] = value; }

KERNEL void NAME(ck_map)(ck_unary op, const REAL *x, REAL *y, REAL p, size_t n) {
    switch (op) {
    case CK_NEGATE: EACH(i, n) y[i] = -x[i]; break;
    case CK_SCALE: EACH(i, n) y[i] = x[i] * p; break;
    case CK_OFFSET: EACH(i, n) y[i] = x[i] + p; break;
    case CK_EXP: EACH(i, n) y[i] = NAME(exp)(x[i]); break;
    case CK_LOG: EACH(i, n) y[i] = NAME(log)(x[i]); break;
    case CK_SQRT: EACH(i, n) y[i] = NAME(sqrt)(x[i]); break;
    case CK_POWER: EACH(i, n) y[i] = NAME(power)(x[i], p); break;
    case CK_TANH: EACH(i, n) y[i] = NAME(tanh)(x[i]); break;
    case CK_SIGMOID: EACH(i, n) y[i] = NAME(sigmoid)(x[i]); break;
    case CK_RELU: EACH(i, n) y[i] = x[i] < 0 ? 0 : x[i]; break;
    }
}

KERNEL void NAME(ck_map_gradient)(ck_unary op, const REAL *x, const REAL *y, const REAL *dy, REAL *dx, REAL p,
                                  size_t n, bool adds) {
    switch (op) {
    case CK_NEGATE: STORE_OR_ADD(dx, i, n, -dy[i]); break;
    case CK_SCALE: STORE_OR_ADD(dx, i, n, dy[i] * p); break;
    case CK_OFFSET: STORE_OR_ADD(dx, i, n, dy[i]); break;
    case CK_EXP: STORE_OR_ADD(dx, i, n, dy[i] * y[i]); break;
    case CK_LOG: STORE_OR_ADD(dx, i, n, dy[i] / x[i]); break;
    case CK_SQRT: STORE_OR_ADD(dx, i, n, dy[i] / (2 * y[i])); break;
    case CK_POWER: STORE_OR_ADD(dx, i, n, p == 0 ? 0 : dy[i] * (p * NAME(power)(x[i], p - 1))); break;
    case CK_TANH: STORE_OR_ADD(dx, i, n, dy[i] * (1 - y[i] * y[i])); break;
    case CK_SIGMOID: STORE_OR_ADD(dx, i, n, dy[i] * (1 - y[i]) * y[i]); break;
    case CK_RELU: STORE_OR_ADD(dx, i, n, y[i] <= 0 ? 0 : dy[i]); break;
    }
}

KERNEL void NAME(ck_zip)(ck_binary op, const REAL *a, const REAL *b, REAL *y, size_t n) {
    switch (op) {
    case CK_ADD: EACH(i, n) y[i] = a[i] + b[i]; break;
    case CK_SUBTRACT: EACH(i, n) y[i] = a[i] - b[i]; break;
    case CK_MULTIPLY: EACH(i, n) y[i] = a[i] * b[i]; break;
    case CK_DIVIDE: EACH(i, n) y[i] = a[i] / b[i]; break;
    }
}

KERNEL void NAME(ck_axpy)(REAL alpha, const REAL *x, REAL *y, size_t n, bool adds) {
    STORE_OR_ADD(y, i, n, alpha * x[i]);
}

KERNEL void NAME(ck_multiply)(REAL alpha, const REAL *a, const REAL *b, REAL *y, size_t n, bool adds) {
    STORE_OR_ADD(y, i, n, alpha * a[i] * b[i]);
}

KERNEL void NAME(ck_divisor_gradient)(const REAL *y, const REAL *b, const REAL *dy, REAL *db, size_t n, bool adds) {
    STORE_OR_ADD(db, i, n, -dy[i] * (y[i] / b[i]));
}

KERNEL void NAME(ck_clamp)(REAL *x, REAL low, REAL high, size_t n) {
    // Comparisons in this order leave NaN as it is.
    EACH(i, n) {
        REAL raised = x[i] < low ? low : x[i];
        x[i] = raised > high ? high : raised;
    }
}

#endif
