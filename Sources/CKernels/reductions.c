#ifndef REAL
#define TEXT "reductions.c"
#include "variants.h"
#else

double NAME(ck_sum)(const REAL *x, size_t n) { return NAME(sum)(x, n); }

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

#if REAL_BYTES == 4
typedef int32_t NAME(bits);
#else
typedef int64_t NAME(bits);
#endif

// Those of a number without its sign. They are ordered as the magnitudes are, and NaN comes after all.
INLINE NAME(bits) NAME(bits_of)(REAL x) {
    const REAL magnitude = NAME(magnitude)(x);
    NAME(bits) bits;
    memcpy(&bits, &magnitude, sizeof bits);
    return bits;
}

static double NAME(extreme_magnitude)(const REAL *x, size_t n, bool largest) {
    const NAME(bits) infinite = NAME(bits_of)((REAL)INFINITY);
    NAME(bits) low = infinite, high = 0;
    for (size_t i = 0; i < n; i++) {
        NAME(bits) bits = NAME(bits_of)(x[i]);
        low = bits < low ? bits : low;
        high = bits > high ? bits : high;
    }
    REAL extreme;
    memcpy(&extreme, largest || high > infinite ? &high : &low, sizeof extreme);
    return extreme;
}

static double NAME(count_of_nonzero)(const REAL *x, size_t n) {
    size_t count = 0;
    for (size_t i = 0; i < n; i++) count += x[i] != 0;
    return (double)count;
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
    case CK_COUNT_OF_NONZERO: return NAME(count_of_nonzero)(x, n);
    }
    return NAN;
}

// Columns side by side in registers, each summed in the order of the axis.
INLINE void NAME(sum_columns)(const REAL *x, REAL *y, size_t axis, size_t inner, REAL scale, bool adds, size_t width) {
    double sum[MOST_COLUMNS] = {0};
    for (size_t a = 0; a < axis; a++)
        for (size_t w = 0; w < width; w++) sum[w] += x[a * inner + w];
    for (size_t w = 0; w < width; w++) {
        REAL result = (REAL)(sum[w] * scale);
        y[w] = adds ? y[w] + result : result;
    }
}

void NAME(ck_sum_axis)(const REAL *x, REAL *y, size_t outer, size_t axis, size_t inner, REAL scale, bool adds) {
    for (size_t o = 0; o < outer; o++, x += axis * inner, y += inner) {
        if (inner == 1) {
            REAL result = (REAL)(NAME(sum)(x, axis) * scale);
            *y = adds ? *y + result : result;
            continue;
        }
        BY_COLUMNS(i, inner, width, NAME(sum_columns)(x + i, y + i, axis, inner, scale, adds, width));
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

// The first of equals; a NaN beats every number, as in PyTorch.
INLINE bool NAME(beats)(REAL value, REAL best) { return value > best || (value != value && best == best); }

void NAME(ck_max_axis)(const REAL *x, REAL *y, int64_t *index, size_t outer, size_t axis, size_t inner) {
    for (size_t o = 0; o < outer; o++, x += axis * inner, y += inner, index += inner) {
        if (inner == 1) {
            REAL best = x[0];
            size_t at = 0;
            for (size_t a = 1; a < axis; a++) {
                // Most are not: a jump costs less than a choice that the next one waits for.
                if (__builtin_expect(x[a] <= best, true)) continue;
                if (NAME(beats)(x[a], best)) best = x[a], at = a;
            }
            *y = best;
            *index = (int64_t)at;
            continue;
        }
        memcpy(y, x, inner * sizeof *y);
        memset(index, 0, inner * sizeof *index);
        for (size_t a = 1; a < axis; a++) {
            const REAL *row = x + a * inner;
            EACH(i, inner) {
                const REAL value = row[i], best = y[i];
                const int64_t at = index[i];
                const bool better = NAME(beats)(value, best);
                y[i] = better ? value : best;
                index[i] = better ? (int64_t)a : at;
            }
        }
    }
}

#endif
