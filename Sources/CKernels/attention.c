#ifndef REAL
#define TEXT "attention.c"
#include "variants.h"
#else

#include "softmax.h"

// Softmax of scale · scores in place, row r over the columns 0…r alone; those after it become 0.
void NAME(ck_causal_softmax)(REAL *scores, REAL scale, size_t rows) {
    for (size_t r = 0; r < rows; r++, scores += rows) {
        REAL shift = NAME(largest)(scores, r + 1, 1);
        REAL total = (REAL)NAME(shifted_exp_sum)(scores, scores, r + 1, shift, scale);
        EACH(i, r + 1) scores[i] /= total;
        for (size_t i = r + 1; i < rows; i++) scores[i] = 0;
    }
}

// From the gradient of the shares, in place, that of the scores.
void NAME(ck_causal_softmax_gradient)(const REAL *shares, REAL *d, REAL scale, size_t rows) {
    for (size_t r = 0; r < rows; r++, shares += rows, d += rows) {
#pragma clang fp reassociate(on)
        double sum = 0;
        for (size_t i = 0; i <= r; i++) sum += (double)shares[i] * d[i];
        REAL mean = (REAL)sum;
        EACH(i, r + 1) d[i] = scale * shares[i] * (d[i] - mean);
        for (size_t i = r + 1; i < rows; i++) d[i] = 0;
    }
}

#endif
