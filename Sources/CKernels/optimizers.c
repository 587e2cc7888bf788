#ifndef REAL
#define TEXT "optimizers.c"
#include "variants.h"
#else

// Rounding follows PyTorch's CPU kernels: where it fuses a multiplication with an addition, so do these, and
// nowhere else. Settings are doubles until they meet an element.
#pragma clang fp contract(off)

INLINE void NAME(sgd_loop)(const ck_sgd *s, REAL *parameter, const REAL *gradient, REAL *momentum, size_t n,
                           bool decays, bool carries, bool first) {
    const REAL scale = (REAL)(s->maximize ? -s->scale : s->scale), decay = (REAL)s->weight_decay;
    const REAL rate = (REAL)-s->learning_rate, keep = (REAL)s->momentum, take = (REAL)(1 - s->dampening);
    const bool nesterov = s->nesterov;
    EACH(i, n) {
        REAL p = parameter[i], g = scale * gradient[i];
        if (decays) g = NAME(fused)(p, decay, g);
        if (carries) {
            REAL m = first ? g : NAME(fused)(g, take, momentum[i] * keep);
            momentum[i] = m;
            g = nesterov ? NAME(fused)(m, keep, g) : m;
        }
        parameter[i] = NAME(fused)(g, rate, p);
    }
}

void NAME(ck_sgd_step)(ck_sgd settings, REAL *parameter, const REAL *gradient, REAL *momentum, size_t n) {
    CHOOSE(settings.weight_decay != 0, decays, {
        if (settings.momentum == 0) {
            NAME(sgd_loop)(&settings, parameter, gradient, momentum, n, decays, false, false);
        } else {
            CHOOSE(settings.first, first, {
                NAME(sgd_loop)(&settings, parameter, gradient, momentum, n, decays, true, first);
            });
        }
    });
}

// A running mean in two forms, as torch.lerp has it, so that either end is met exactly.
INLINE REAL NAME(lerp)(REAL mean, REAL next, REAL weight) {
    REAL difference = next - mean;
    return weight < (REAL)0.5 ? NAME(fused)(weight, difference, mean) : NAME(fused)(-difference, 1 - weight, next);
}

INLINE void NAME(adam_loop)(const ck_adam *s, REAL *parameter, const REAL *gradient, REAL *first, REAL *second,
                            REAL *largest, size_t n, bool coupled, bool amsgrad) {
    const double correction1 = 1 - pow(s->beta1, (double)s->step), correction2 = 1 - pow(s->beta2, (double)s->step);
    const REAL rate = (REAL)(-s->learning_rate / correction1), root = (REAL)sqrt(correction2);
    const REAL epsilon = (REAL)s->epsilon, scale = (REAL)(s->maximize ? -s->scale : s->scale);
    const REAL decay = (REAL)s->weight_decay;
    const REAL shrink = s->decoupled ? (REAL)(1 - s->learning_rate * s->weight_decay) : 1;
    const REAL weight1 = (REAL)(1 - s->beta1), keep2 = (REAL)s->beta2, weight2 = (REAL)(1 - s->beta2);
    EACH(i, n) {
        REAL g = scale * gradient[i], p = parameter[i] * shrink;
        if (coupled) g = NAME(fused)(p, decay, g);
        REAL m = NAME(lerp)(first[i], g, weight1);
        REAL v = NAME(fused)(weight2 * g, g, second[i] * keep2);
        first[i] = m;
        second[i] = v;
        if (amsgrad) {
            // The maximum of two numbers is NaN where either is.
            v = largest[i] > v || largest[i] != largest[i] ? largest[i] : v;
            largest[i] = v;
        }
        parameter[i] = p + (rate * m) / (NAME(sqrt)(v) / root + epsilon);
    }
}

void NAME(ck_adam_step)(ck_adam settings, REAL *parameter, const REAL *gradient, REAL *first, REAL *second,
                        REAL *largest, size_t n) {
    CHOOSE(!settings.decoupled && settings.weight_decay != 0, coupled, {
        CHOOSE(largest != NULL, amsgrad, {
            NAME(adam_loop)(&settings, parameter, gradient, first, second, largest, n, coupled, amsgrad);
        });
    });
}

INLINE void NAME(rmsprop_loop)(const ck_rmsprop *s, REAL *parameter, const REAL *gradient, REAL *squares, REAL *mean,
                               REAL *momentum, size_t n, bool decays, bool centered, bool carries) {
    const REAL scale = (REAL)(s->maximize ? -s->scale : s->scale), decay = (REAL)s->weight_decay;
    const REAL rate = (REAL)-s->learning_rate, keep = (REAL)s->decay, weight = (REAL)(1 - s->decay);
    const REAL epsilon = (REAL)s->epsilon, carry = (REAL)s->momentum;
    EACH(i, n) {
        REAL g = scale * gradient[i];
        if (decays) g = NAME(fused)(parameter[i], decay, g);
        REAL v = NAME(fused)(weight * g, g, squares[i] * keep);
        squares[i] = v;
        if (centered) {
            REAL m = NAME(lerp)(mean[i], g, weight);
            mean[i] = m;
            v = NAME(fused)(-m, m, v);
        }
        REAL root = NAME(sqrt)(v) + epsilon;
        if (carries) {
            REAL b = momentum[i] * carry + g / root;
            momentum[i] = b;
            parameter[i] = NAME(fused)(b, rate, parameter[i]);
        } else {
            parameter[i] = parameter[i] + (rate * g) / root;
        }
    }
}

void NAME(ck_rmsprop_step)(ck_rmsprop settings, REAL *parameter, const REAL *gradient, REAL *squares, REAL *mean,
                           REAL *momentum, size_t n) {
    CHOOSE(settings.weight_decay != 0, decays, {
        CHOOSE(mean != NULL, centered, {
            CHOOSE(momentum != NULL, carries, {
                NAME(rmsprop_loop)
                (&settings, parameter, gradient, squares, mean, momentum, n, decays, centered, carries);
            });
        });
    });
}

void NAME(ck_adagrad_step)(ck_adagrad s, REAL *parameter, const REAL *gradient, REAL *sum, size_t n) {
    const REAL scale = (REAL)(s.maximize ? -s.scale : s.scale), decay = (REAL)s.weight_decay;
    const REAL rate = (REAL)-s.learning_rate, epsilon = (REAL)s.epsilon;
    CHOOSE(s.weight_decay != 0, decays, {
        EACH(i, n) {
            REAL g = scale * gradient[i];
            if (decays) g = NAME(fused)(parameter[i], decay, g);
            REAL total = NAME(fused)(g, g, sum[i]);
            sum[i] = total;
            parameter[i] = parameter[i] + (rate * g) / (NAME(sqrt)(total) + epsilon);
        }
    });
}

#pragma clang fp contract(on)

#endif
