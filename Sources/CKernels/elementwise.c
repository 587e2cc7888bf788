#ifndef REAL
#define TEXT "elementwise.c"
#include "variants.h"
#else

// Klambauer et al. (2017): with these two the mean 0 and the variance 1 of a signal are kept.
#define SELU_ALPHA 1.6732632423543772848170429916717
#define SELU_SCALE 1.0507009873554804934193349852946

// The normal distribution: the share below x, and the density at x.
INLINE REAL NAME(normal_share)(REAL x) { return (REAL)0.5 * (1 + NAME(erf)(x * (REAL)0.70710678118654752440)); }
INLINE REAL NAME(normal_density)(REAL x) {
    return (REAL)0.39894228040143267794 * NAME(exp)((REAL)-0.5 * x * x);
}

// The share below x from y = x · share, which costs less than another erf. About 0 from the first terms of its series:
// there y has lost digits, and is 0 at last.
INLINE REAL NAME(normal_share_again)(REAL x, REAL y) {
    REAL near = (REAL)0.5 + x * (REAL)0.39894228040143267794 * (1 - x * x * (REAL)0.16666666666666666667);
    return NAME(magnitude)(x) < (REAL)1e-3 ? near : y / x;
}

// Powers that PyTorch computes by other means: the results differ at −∞, at −0 and where a square overflows.
#define SQUARE(x) ((x) * (x))
#define CUBE(x) ((x) * (x) * (x))
#define ROOT(x) NAME(sqrt)(x)
#define INVERSE_ROOT(x) (1 / NAME(sqrt)(x))
#define INVERSE(x) (1 / (x))
#define INVERSE_SQUARE(x) (1 / ((x) * (x)))
#define ANY(x) NAME(power)(x, exponent)
#define BY_POWER(exponent, loop)                                                                                 \
    do {                                                                                                         \
        if ((exponent) == 2) {                                                                                   \
            loop(SQUARE);                                                                                        \
        } else if ((exponent) == 3) {                                                                            \
            loop(CUBE);                                                                                          \
        } else if ((exponent) == (REAL)0.5) {                                                                    \
            loop(ROOT);                                                                                          \
        } else if ((exponent) == (REAL)-0.5) {                                                                   \
            loop(INVERSE_ROOT);                                                                                  \
        } else if ((exponent) == -1) {                                                                           \
            loop(INVERSE);                                                                                       \
        } else if ((exponent) == -2) {                                                                           \
            loop(INVERSE_SQUARE);                                                                                \
        } else {                                                                                                 \
            loop(ANY);                                                                                           \
        }                                                                                                        \
    } while (0)

INLINE void NAME(raise)(const REAL *x, REAL *y, const REAL exponent, size_t n) {
#define LOOP(power) EACH(i, n) y[i] = power(x[i])
    BY_POWER(exponent, LOOP);
#undef LOOP
}

INLINE void NAME(raise_gradient)(const REAL *x, const REAL *dy, REAL *dx, const REAL p, size_t n, bool adds) {
    const REAL exponent = p - 1;
#define LOOP(power) STORE_OR_ADD(dx, i, n, dy[i] * (p * power(x[i])))
    if (p == 0) {
        STORE_OR_ADD(dx, i, n, 0);
    } else {
        BY_POWER(exponent, LOOP);
    }
#undef LOOP
}

// x, or 0 where something holds; x is read in any case, without which there would be no vector code.
INLINE REAL NAME(unless)(bool zero, REAL x) { return zero ? 0 : x; }

// The slope of softplus up to 20, where e^x does not overflow.
INLINE REAL NAME(softplus_slope)(REAL x) {
    REAL e = NAME(exp)(x);
    return e / (e + 1);
}

void NAME(ck_fill)(REAL *y, REAL value, size_t n) { EACH(i, n) y[i] = value; }

void NAME(ck_map)(ck_unary op, const REAL *x, REAL *y, REAL p, size_t n) {
    switch (op) {
    case CK_NEGATE: EACH(i, n) y[i] = -x[i]; break;
    case CK_SCALE: EACH(i, n) y[i] = x[i] * p; break;
    case CK_OFFSET: EACH(i, n) y[i] = x[i] + p; break;
    case CK_EXP: EACH(i, n) y[i] = NAME(exp)(x[i]); break;
    case CK_LOG: EACH(i, n) y[i] = NAME(log)(x[i]); break;
    case CK_SQRT: EACH(i, n) y[i] = NAME(sqrt)(x[i]); break;
    case CK_POWER: NAME(raise)(x, y, p, n); break;
    case CK_TANH: EACH(i, n) y[i] = NAME(tanh)(x[i]); break;
    case CK_SIGMOID: EACH(i, n) y[i] = NAME(sigmoid)(x[i]); break;
    case CK_RELU: EACH(i, n) y[i] = x[i] < 0 ? 0 : x[i]; break;
    case CK_GELU: EACH(i, n) y[i] = x[i] * NAME(normal_share)(x[i]); break;
    case CK_SILU: EACH(i, n) y[i] = x[i] * NAME(sigmoid)(x[i]); break;
    case CK_ELU: EACH(i, n) y[i] = x[i] <= 0 ? p * NAME(expm1)(x[i]) : x[i]; break;
    case CK_LEAKY_RELU: EACH(i, n) y[i] = x[i] <= 0 ? p * x[i] : x[i]; break;
    case CK_SELU:
        EACH(i, n) y[i] = (REAL)SELU_SCALE * (x[i] <= 0 ? (REAL)SELU_ALPHA * NAME(expm1)(x[i]) : x[i]);
        break;
    // Beyond 20 the curve is the line, as in PyTorch.
    case CK_SOFTPLUS: EACH(i, n) y[i] = x[i] > 20 ? x[i] : NAME(log1p)(NAME(exp)(x[i])); break;
    case CK_HARDTANH: EACH(i, n) y[i] = x[i] < -1 ? -1 : x[i] > 1 ? 1 : x[i]; break;
    }
}

void NAME(ck_map_gradient)(ck_unary op, const REAL *x, const REAL *y, const REAL *dy, REAL *dx, REAL p, size_t n,
                           bool adds) {
    switch (op) {
    case CK_NEGATE: STORE_OR_ADD(dx, i, n, -dy[i]); break;
    case CK_SCALE: STORE_OR_ADD(dx, i, n, dy[i] * p); break;
    case CK_OFFSET: STORE_OR_ADD(dx, i, n, dy[i]); break;
    case CK_EXP: STORE_OR_ADD(dx, i, n, dy[i] * y[i]); break;
    case CK_LOG: STORE_OR_ADD(dx, i, n, dy[i] / x[i]); break;
    case CK_SQRT: STORE_OR_ADD(dx, i, n, dy[i] / (2 * y[i])); break;
    case CK_POWER: NAME(raise_gradient)(x, dy, dx, p, n, adds); break;
    case CK_TANH: STORE_OR_ADD(dx, i, n, dy[i] * (1 - y[i] * y[i])); break;
    case CK_SIGMOID: STORE_OR_ADD(dx, i, n, dy[i] * (1 - y[i]) * y[i]); break;
    case CK_RELU: STORE_OR_ADD(dx, i, n, NAME(unless)(y[i] <= 0, dy[i])); break;
    case CK_GELU:
        STORE_OR_ADD(dx, i, n, dy[i] * (NAME(normal_share_again)(x[i], y[i]) + x[i] * NAME(normal_density)(x[i])));
        break;
    case CK_SILU:
        STORE_OR_ADD(dx, i, n, dy[i] * (NAME(sigmoid)(x[i]) * (1 + x[i] * (1 - NAME(sigmoid)(x[i])))));
        break;
    case CK_ELU: STORE_OR_ADD(dx, i, n, x[i] > 0 ? dy[i] : dy[i] * (p * NAME(exp)(x[i]))); break;
    case CK_LEAKY_RELU: STORE_OR_ADD(dx, i, n, x[i] > 0 ? dy[i] : dy[i] * p); break;
    case CK_SELU:
        STORE_OR_ADD(dx, i, n,
                     dy[i] * (REAL)SELU_SCALE * (x[i] > 0 ? (REAL)1 : (REAL)SELU_ALPHA * NAME(exp)(x[i])));
        break;
    case CK_SOFTPLUS: STORE_OR_ADD(dx, i, n, x[i] > 20 ? dy[i] : dy[i] * NAME(softplus_slope)(x[i])); break;
    case CK_HARDTANH: STORE_OR_ADD(dx, i, n, NAME(unless)(!(x[i] > -1 && x[i] < 1), dy[i])); break;
    }
}

void NAME(ck_zip)(ck_binary op, const REAL *a, const REAL *b, REAL *y, size_t n) {
    switch (op) {
    case CK_ADD: EACH(i, n) y[i] = a[i] + b[i]; break;
    case CK_SUBTRACT: EACH(i, n) y[i] = a[i] - b[i]; break;
    case CK_MULTIPLY: EACH(i, n) y[i] = a[i] * b[i]; break;
    case CK_DIVIDE: EACH(i, n) y[i] = a[i] / b[i]; break;
    }
}

void NAME(ck_axpy)(REAL alpha, const REAL *x, REAL *y, size_t n, bool adds) {
    STORE_OR_ADD(y, i, n, alpha * x[i]);
}

void NAME(ck_multiply)(REAL alpha, const REAL *a, const REAL *b, REAL *y, size_t n, bool adds) {
    STORE_OR_ADD(y, i, n, alpha * a[i] * b[i]);
}

void NAME(ck_divisor_gradient)(const REAL *y, const REAL *b, const REAL *dy, REAL *db, size_t n, bool adds) {
    STORE_OR_ADD(db, i, n, -dy[i] * (y[i] / b[i]));
}

void NAME(ck_clamp)(REAL *x, REAL low, REAL high, size_t n) {
    // Comparisons in this order leave NaN as it is.
    EACH(i, n) {
        REAL raised = x[i] < low ? low : x[i];
        x[i] = raised > high ? high : raised;
    }
}

#endif
