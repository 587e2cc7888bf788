#ifndef REAL
#define TEXT "reductions.c"
#include "variants.h"
#else

// Sums run in double: over a million floats PyTorch's own are off by up to 4e-7, these are not.

double NAME(ck_sum)(const REAL *x, size_t n) {
#pragma clang fp reassociate(on)
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += x[i];
    return sum;
}

double NAME(ck_squared_error)(const REAL *a, const REAL *b, size_t n) {
#pragma clang fp reassociate(on)
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        double difference = (double)a[i] - (double)b[i];
        sum += difference * difference;
    }
    return sum;
}

static double NAME(sum_of_squares)(const REAL *x, size_t n) {
#pragma clang fp reassociate(on)
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += (double)x[i] * (double)x[i];
    return sum;
}

static double NAME(sum_of_magnitudes)(const REAL *x, size_t n) {
#pragma clang fp reassociate(on)
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += NAME(magnitude)(x[i]);
    return sum;
}

static double NAME(extreme_magnitude)(const REAL *x, size_t n, bool largest) {
    // The comparison alone would lose a NaN, so it is counted beside.
    REAL extreme = largest ? 0 : (REAL)INFINITY;
    uint32_t strange = 0;
    for (size_t i = 0; i < n; i++) {
        REAL magnitude = NAME(magnitude)(x[i]);
        strange |= x[i] != x[i];
        extreme = (largest ? magnitude > extreme : magnitude < extreme) ? magnitude : extreme;
    }
    return strange ? NAN : extreme;
}

double NAME(ck_measure_of)(ck_measure what, const REAL *x, double p, size_t n) {
    double sum = 0;
    switch (what) {
    case CK_SUM_OF_SQUARES: return NAME(sum_of_squares)(x, n);
    case CK_SUM_OF_MAGNITUDES: return NAME(sum_of_magnitudes)(x, n);
    case CK_LARGEST_MAGNITUDE: return NAME(extreme_magnitude)(x, n, true);
    case CK_SMALLEST_MAGNITUDE: return NAME(extreme_magnitude)(x, n, false);
    case CK_SUM_OF_POWERS:
        for (size_t i = 0; i < n; i++) sum += pow(NAME(magnitude)(x[i]), p);
        return sum;
    case CK_COUNT_OF_NONZERO:
        for (size_t i = 0; i < n; i++) sum += x[i] != 0;
        return sum;
    }
    return NAN;
}

void NAME(ck_sum_axis)(const REAL *x, REAL *y, size_t outer, size_t axis, size_t inner, REAL scale, bool adds) {
    for (size_t o = 0; o < outer; o++, x += axis * inner, y += inner) {
        if (inner == 1) {
#pragma clang fp reassociate(on)
            double sum = 0;
            for (size_t a = 0; a < axis; a++) sum += x[a];
            REAL result = (REAL)(sum * scale);
            *y = adds ? *y + result : result;
            continue;
        }
        // Columns in registers; so many at once that the reads of a row are whole lines.
        enum { WIDTH = 32 };
        size_t i = 0;
        for (; i + WIDTH <= inner; i += WIDTH) {
            double sum[WIDTH] = {0};
            for (size_t a = 0; a < axis; a++)
                for (size_t w = 0; w < WIDTH; w++) sum[w] += x[a * inner + i + w];
            for (size_t w = 0; w < WIDTH; w++) {
                REAL result = (REAL)(sum[w] * scale);
                y[i + w] = adds ? y[i + w] + result : result;
            }
        }
        for (; i < inner; i++) {
            double sum = 0;
            for (size_t a = 0; a < axis; a++) sum += x[a * inner + i];
            REAL result = (REAL)(sum * scale);
            y[i] = adds ? y[i] + result : result;
        }
    }
}

void NAME(ck_spread_axis)(const REAL *dy, REAL *dx, size_t outer, size_t axis, size_t inner, REAL scale, bool adds) {
    for (size_t o = 0; o < outer; o++, dy += inner) {
        if (inner == 1) {
            REAL value = *dy * scale;
            STORE_OR_ADD(dx, a, axis, value);
            dx += axis;
            continue;
        }
        for (size_t a = 0; a < axis; a++, dx += inner) STORE_OR_ADD(dx, i, inner, dy[i] * scale);
    }
}

void NAME(ck_max_axis)(const REAL *x, REAL *y, int64_t *index, size_t outer, size_t axis, size_t inner) {
    for (size_t o = 0; o < outer; o++, x += axis * inner)
        for (size_t i = 0; i < inner; i++) {
            REAL best = x[i];
            size_t at = 0;
            // The first of equals; a NaN beats every number, as in PyTorch.
            for (size_t a = 1; a < axis; a++) {
                REAL value = x[a * inner + i];
                if (value > best || (value != value && best == best)) best = value, at = a;
            }
            y[o * inner + i] = best;
            index[o * inner + i] = (int64_t)at;
        }
}

#endif
