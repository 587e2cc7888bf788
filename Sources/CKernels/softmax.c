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

void NAME(ck_softmax)(const REAL *x, REAL *y, size_t outer, size_t axis, size_t inner, bool logarithm) {
    for (size_t o = 0; o < outer; o++, x += axis * inner, y += axis * inner) {
        if (inner == 1) {
            NAME(softmax_row)(x, y, axis, logarithm);
            continue;
        }
        for (size_t i = 0; i < inner; i++) {
            REAL shift = NAME(largest)(x + i, axis, inner);
            double sum = 0;
            for (size_t a = 0; a < axis; a++) sum += NAME(exp)(x[a * inner + i] - shift);
            REAL offset = (REAL)log(sum);
            for (size_t a = 0; a < axis; a++) {
                REAL centered = x[a * inner + i] - shift;
                y[a * inner + i] = logarithm ? centered - offset : (REAL)(NAME(exp)(centered) / sum);
            }
        }
    }
}

void NAME(ck_softmax_gradient)(const REAL *y, const REAL *dy, REAL *dx, size_t outer, size_t axis, size_t inner,
                               bool logarithm, bool adds) {
    for (size_t o = 0; o < outer; o++)
        for (size_t i = 0; i < inner; i++) {
            size_t start = o * axis * inner + i;
            double sum = 0;
            for (size_t a = 0; a < axis; a++) {
                size_t at = start + a * inner;
                sum += logarithm ? dy[at] : (double)dy[at] * y[at];
            }
            for (size_t a = 0; a < axis; a++) {
                size_t at = start + a * inner;
                REAL value = logarithm ? dy[at] - NAME(exp)(y[at]) * (REAL)sum : y[at] * (dy[at] - (REAL)sum);
                dx[at] = adds ? dx[at] + value : value;
            }
        }
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
