#ifndef REAL
#define TEXT "losses.c"
#include "variants.h"
#else

#include "softmax.h"

// NaN has no sign: 0.
INLINE REAL NAME(sign)(REAL x) { return (REAL)((x > 0) - (x < 0)); }

// A logarithm counts as −100 at least: a probability of 0 costs 100, as in PyTorch. NaN stays NaN.
INLINE REAL NAME(floored)(double logarithm) { return logarithm < -100 ? -100 : (REAL)logarithm; }

// log(1 + e^−x), the loss of a logit whose class is 1, without overflow.
INLINE REAL NAME(softplus_of_minus)(REAL x) {
    return (x < 0 ? -x : x != x ? x : 0) + (REAL)log1p(NAME(exp)(-NAME(magnitude)(x)));
}

void NAME(ck_element_loss)(ck_loss op, const REAL *x, const REAL *t, const REAL *positive, REAL *y, REAL p, size_t n) {
    switch (op) {
    case CK_L1: EACH(i, n) y[i] = NAME(magnitude)(x[i] - t[i]); break;
    case CK_SMOOTH_L1:
        EACH(i, n) {
            REAL d = NAME(magnitude)(x[i] - t[i]);
            y[i] = d < p ? (REAL)0.5 * d * d / p : d - (REAL)0.5 * p;
        }
        break;
    case CK_HUBER:
        EACH(i, n) {
            REAL d = NAME(magnitude)(x[i] - t[i]);
            y[i] = d < p ? (REAL)0.5 * d * d : p * (d - (REAL)0.5 * p);
        }
        break;
    case CK_BCE:
        for (size_t i = 0; i < n; i++)
            y[i] = (t[i] - 1) * NAME(floored)(log1p(-(double)x[i])) - t[i] * NAME(floored)(log((double)x[i]));
        break;
    case CK_BCE_LOGITS:
        for (size_t i = 0; i < n; i++) {
            REAL weight = positive ? (positive[i] - 1) * t[i] + 1 : 1;
            y[i] = (1 - t[i]) * x[i] + weight * NAME(softplus_of_minus)(x[i]);
        }
        break;
    }
}

// What the slope is divided by; PyTorch's least is a float, whatever the type.
INLINE REAL NAME(bce_spread)(REAL x) {
    REAL spread = (1 - x) * x;
    return spread < (REAL)1e-12f ? (REAL)1e-12f : spread;
}

// The probabilities of "yes" and of "no", each exact where it is small: a difference of 1 and the other would not be.
INLINE REAL NAME(logit_slope)(REAL x, REAL t, REAL weight) {
    REAL e = NAME(exp)(-NAME(magnitude)(x)), likely = 1 / (1 + e), unlikely = e * likely;
    REAL yes = x < 0 ? unlikely : likely, no = x < 0 ? likely : unlikely;
    return (1 - t) * yes - weight * no;
}

void NAME(ck_element_loss_gradient)(ck_loss op, const REAL *x, const REAL *t, const REAL *positive, const REAL *dy,
                                    REAL *dx, REAL p, size_t n, bool adds) {
    switch (op) {
    case CK_L1: STORE_OR_ADD(dx, i, n, dy[i] * NAME(sign)(x[i] - t[i])); break;
    case CK_SMOOTH_L1:
        STORE_OR_ADD(dx, i, n,
                     dy[i] * (NAME(magnitude)(x[i] - t[i]) >= p ? NAME(sign)(x[i] - t[i]) : (x[i] - t[i]) / p));
        break;
    case CK_HUBER:
        STORE_OR_ADD(dx, i, n,
                     dy[i] * (NAME(magnitude)(x[i] - t[i]) >= p ? p * NAME(sign)(x[i] - t[i]) : x[i] - t[i]));
        break;
    case CK_BCE: STORE_OR_ADD(dx, i, n, dy[i] * (x[i] - t[i]) / NAME(bce_spread)(x[i])); break;
    case CK_BCE_LOGITS:
        CHOOSE(positive != NULL, weighs, {
            STORE_OR_ADD(dx, i, n, dy[i] * NAME(logit_slope)(x[i], t[i], weighs ? positive[i] * t[i] : t[i]));
        });
        break;
    }
}

// The gradient of Σ (x − t)² · scale, in PyTorch's order.
void NAME(ck_squared_error_gradient)(const REAL *x, const REAL *t, REAL scale, REAL dy, REAL *dx, size_t n, bool adds) {
    const REAL twice = 2 * scale;
    STORE_OR_ADD(dx, i, n, twice * (x[i] - t[i]) * dy);
}

// Each row's loss is Σ q·(log Σ e^x − x); a class of share 0 adds nothing, whatever its logit.
void NAME(ck_share_entropy)(const REAL *logits, const REAL *shares, REAL *probabilities, REAL *losses, size_t rows,
                            size_t columns) {
    for (size_t r = 0; r < rows; r++, logits += columns, shares += columns, probabilities += columns) {
#pragma clang fp reassociate(on)
        REAL shift = NAME(largest)(logits, columns, 1);
        double sum = NAME(shifted_exp_sum)(logits, probabilities, columns, shift, 1), whole = log(sum), loss = 0;
        REAL scale = (REAL)(1 / sum);
        EACH(i, columns) probabilities[i] *= scale;
        for (size_t i = 0; i < columns; i++) {
            double share = shares[i], surprise = whole - ((double)logits[i] - (double)shift);
            loss += share != 0 ? share * surprise : 0;
        }
        losses[r] = (REAL)loss;
    }
}

void NAME(ck_share_entropy_gradient)(const REAL *probabilities, const REAL *shares, const REAL *dy, REAL *dx,
                                     size_t rows, size_t columns, bool adds) {
    for (size_t r = 0; r < rows; r++, probabilities += columns, shares += columns, dx += columns) {
#pragma clang fp reassociate(on)
        double total = 0;
        bool counts = false;
        for (size_t i = 0; i < columns; i++) {
            total += shares[i];
            counts |= shares[i] != 0;
        }
        // A row that does not count gets exact zeros even where dy is not finite.
        if (!counts) {
            if (!adds) memset(dx, 0, columns * sizeof *dx);
            continue;
        }
        STORE_OR_ADD(dx, i, columns, dy[r] * (probabilities[i] * (REAL)total - shares[i]));
    }
}

#endif
