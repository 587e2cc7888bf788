#ifndef REAL
#define TEXT "softmax.c"
#include "variants.h"
#else

#include "softmax.h"

static void NAME(softmax_row)(const REAL *x, REAL *y, size_t n, bool logarithm) {
    REAL shift = NAME(largest)(x, n, 1);
    double sum = NAME(shifted_exp_sum)(x, y, n, shift, 1);
    if (logarithm) {
        REAL offset = (REAL)log(sum);
        EACH(i, n) y[i] = x[i] - shift - offset;
    } else {
        REAL total = (REAL)sum;
        EACH(i, n) y[i] /= total;
    }
}

// Columns side by side.
INLINE void NAME(softmax_columns)(const REAL *x, REAL *y, size_t axis, size_t inner, bool logarithm, int width) {
    REAL shift[MOST_COLUMNS], offset[MOST_COLUMNS];
    double sum[MOST_COLUMNS] = {0};
    for (int w = 0; w < width; w++) shift[w] = -(REAL)INFINITY;
    for (size_t a = 0; a < axis; a++)
        for (int w = 0; w < width; w++) shift[w] = x[a * inner + w] > shift[w] ? x[a * inner + w] : shift[w];
    for (size_t a = 0; a < axis; a++)
        EACH(w, (size_t)width) {
            REAL e = NAME(exp)(x[a * inner + w] - shift[w]);
            sum[w] += e;
            if (!logarithm) y[a * inner + w] = e;
        }
    for (int w = 0; logarithm && w < width; w++) offset[w] = (REAL)log(sum[w]);
    for (size_t a = 0; a < axis; a++)
        EACH(w, (size_t)width) {
            const size_t at = a * inner + w;
            y[at] = logarithm ? x[at] - shift[w] - offset[w] : (REAL)(y[at] / sum[w]);
        }
}

void NAME(ck_softmax)(const REAL *x, REAL *y, size_t outer, size_t axis, size_t inner, bool logarithm) {
    for (size_t o = 0; o < outer; o++, x += axis * inner, y += axis * inner) {
        if (inner == 1) {
            NAME(softmax_row)(x, y, axis, logarithm);
            continue;
        }
        CHOOSE(logarithm, chosen, {
            BY_COLUMNS(i, inner, width, NAME(softmax_columns)(x + i, y + i, axis, inner, chosen, width));
        });
    }
}

// What a number's gradient is, from the sum along its axis.
INLINE REAL NAME(softmax_slope)(REAL y, REAL dy, REAL sum, bool logarithm) {
    return logarithm ? dy - NAME(exp)(y) * sum : y * (dy - sum);
}

INLINE void NAME(softmax_row_gradient)(const REAL *y, const REAL *dy, REAL *dx, size_t n, bool logarithm, bool adds) {
#pragma clang fp reassociate(on)
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += logarithm ? dy[i] : (double)dy[i] * y[i];
    STORE_OR_ADD(dx, i, n, NAME(softmax_slope)(y[i], dy[i], (REAL)sum, logarithm));
}

INLINE void NAME(softmax_columns_gradient)(const REAL *y, const REAL *dy, REAL *dx, size_t axis, size_t inner,
                                           bool logarithm, bool adds, int width) {
    double sum[MOST_COLUMNS] = {0};
    for (size_t a = 0; a < axis; a++)
        for (int w = 0; w < width; w++)
            sum[w] += logarithm ? dy[a * inner + w] : (double)dy[a * inner + w] * y[a * inner + w];
    for (size_t a = 0; a < axis; a++, y += inner, dy += inner, dx += inner)
        STORE_OR_ADD(dx, w, (size_t)width, NAME(softmax_slope)(y[w], dy[w], (REAL)sum[w], logarithm));
}

void NAME(ck_softmax_gradient)(const REAL *y, const REAL *dy, REAL *dx, size_t outer, size_t axis, size_t inner,
                               bool logarithm, bool adds) {
    const size_t plane = axis * inner;
    CHOOSE(logarithm, chosen, {
        for (size_t o = 0; o < outer; o++, y += plane, dy += plane, dx += plane) {
            if (inner == 1) {
                NAME(softmax_row_gradient)(y, dy, dx, axis, chosen, adds);
            } else {
                BY_COLUMNS(i, inner, width, NAME(softmax_columns_gradient)
                                            (y + i, dy + i, dx + i, axis, inner, chosen, adds, width));
            }
        }
    });
}

double NAME(ck_cross_entropy)(const REAL *logits, const int64_t *classes, int64_t ignored, REAL *probabilities,
                              size_t rows, size_t columns) {
    double loss = 0;
    for (size_t r = 0; r < rows; r++, logits += columns, probabilities += columns) {
        REAL shift = NAME(largest)(logits, columns, 1);
        double sum = NAME(shifted_exp_sum)(logits, probabilities, columns, shift, 1);
        REAL scale = (REAL)(1 / sum);
        EACH(i, columns) probabilities[i] *= scale;
        if (classes[r] != ignored) loss += log(sum) - ((double)logits[classes[r]] - (double)shift);
    }
    return loss;
}

void NAME(ck_cross_entropy_gradient)(const REAL *probabilities, const int64_t *classes, int64_t ignored, REAL scale,
                                     REAL *dx, size_t rows, size_t columns, bool adds) {
    for (size_t r = 0; r < rows; r++, probabilities += columns, dx += columns) {
        // An ignored row gets exact zeros even where the scale is not finite.
        if (classes[r] == ignored) {
            if (!adds) memset(dx, 0, columns * sizeof *dx);
            continue;
        }
        const int64_t class = classes[r];
        const REAL value = (probabilities[class] - 1) * scale, own = adds ? dx[class] + value : value;
        STORE_OR_ADD(dx, i, columns, probabilities[i] * scale);
        dx[class] = own;
    }
}

#endif
