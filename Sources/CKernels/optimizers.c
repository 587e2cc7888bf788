#include "real.h"

#ifndef REAL
#define REAL float
#define NAME(name) name##_f32
#include "optimizers.c"
#undef REAL
#undef NAME
#define REAL double
#define NAME(name) name##_f64
#include "optimizers.c"
#else

// Rounding follows PyTorch's CPU kernels: where it fuses a multiplication with an addition, so do these, and
// nowhere else. Settings are doubles until they meet an element.
#pragma clang fp contract(off)

KERNEL void NAME(ck_sgd_step)(const ck_sgd *settings, REAL *parameter, const REAL *gradient, REAL *momentum,
                              size_t n) {
    const ck_sgd s = *settings;
    const REAL sign = s.maximize ? -1 : 1, decay = (REAL)s.weight_decay, rate = (REAL)-s.learning_rate;
    const REAL keep = (REAL)s.momentum, take = (REAL)(1 - s.dampening);
    if (s.momentum == 0) {
        EACH(i, n) parameter[i] = NAME(fused)(
            s.weight_decay != 0 ? NAME(fused)(parameter[i], decay, sign * gradient[i]) : sign * gradient[i], rate,
            parameter[i]);
        return;
    }
    EACH(i, n) {
        REAL g = sign * gradient[i];
        if (s.weight_decay != 0) g = NAME(fused)(parameter[i], decay, g);
        REAL m = s.first ? g : NAME(fused)(g, take, momentum[i] * keep);
        momentum[i] = m;
        parameter[i] = NAME(fused)(s.nesterov ? NAME(fused)(m, keep, g) : m, rate, parameter[i]);
    }
}

// A running mean in two forms, as torch.lerp has it, so that either end is met exactly.
INLINE REAL NAME(lerp)(REAL mean, REAL next, REAL weight) {
    REAL difference = next - mean;
    return weight < (REAL)0.5 ? NAME(fused)(weight, difference, mean) : NAME(fused)(-difference, 1 - weight, next);
}

KERNEL void NAME(ck_adam_step)(const ck_adam *settings, REAL *parameter, const REAL *gradient, REAL *first,
                               REAL *second, REAL *largest, size_t n) {
    const ck_adam s = *settings;
    const double correction1 = 1 - pow(s.beta1, (double)s.step), correction2 = 1 - pow(s.beta2, (double)s.step);
    const REAL rate = (REAL)(-s.learning_rate / correction1), root = (REAL)sqrt(correction2);
    const REAL epsilon = (REAL)s.epsilon, sign = s.maximize ? -1 : 1;
    const REAL decay = (REAL)s.weight_decay, shrink = (REAL)(1 - s.learning_rate * s.weight_decay);
    const REAL weight1 = (REAL)(1 - s.beta1), keep2 = (REAL)s.beta2, weight2 = (REAL)(1 - s.beta2);
    const bool coupled = !s.decoupled && s.weight_decay != 0, decoupled = s.decoupled && s.weight_decay != 0;
    EACH(i, n) {
        REAL g = sign * gradient[i], p = parameter[i];
        if (coupled) g = NAME(fused)(p, decay, g);
        if (decoupled) p = p * shrink;
        REAL m = NAME(lerp)(first[i], g, weight1);
        REAL v = NAME(fused)(weight2 * g, g, second[i] * keep2);
        first[i] = m;
        second[i] = v;
        if (largest) {
            // The maximum of two numbers is NaN where either is.
            v = largest[i] > v || largest[i] != largest[i] ? largest[i] : v;
            largest[i] = v;
        }
        parameter[i] = p + (rate * m) / (NAME(sqrt)(v) / root + epsilon);
    }
}

KERNEL void NAME(ck_rmsprop_step)(const ck_rmsprop *settings, REAL *parameter, const REAL *gradient, REAL *squares,
                                  REAL *mean, REAL *momentum, size_t n) {
    const ck_rmsprop s = *settings;
    const REAL sign = s.maximize ? -1 : 1, decay = (REAL)s.weight_decay, rate = (REAL)-s.learning_rate;
    const REAL keep = (REAL)s.decay, weight = (REAL)(1 - s.decay), epsilon = (REAL)s.epsilon;
    const REAL carry = (REAL)s.momentum;
    EACH(i, n) {
        REAL g = sign * gradient[i];
        if (s.weight_decay != 0) g = NAME(fused)(parameter[i], decay, g);
        REAL v = NAME(fused)(weight * g, g, squares[i] * keep);
        squares[i] = v;
        if (mean) {
            REAL m = NAME(lerp)(mean[i], g, weight);
            mean[i] = m;
            v = NAME(fused)(-m, m, v);
        }
        REAL root = NAME(sqrt)(v) + epsilon;
        if (momentum) {
            REAL b = momentum[i] * carry + g / root;
            momentum[i] = b;
            parameter[i] = NAME(fused)(b, rate, parameter[i]);
        } else {
            parameter[i] = parameter[i] + (rate * g) / root;
        }
    }
}

KERNEL void NAME(ck_adagrad_step)(const ck_adagrad *settings, REAL *parameter, const REAL *gradient, REAL *sum,
                                  size_t n) {
    const ck_adagrad s = *settings;
    const REAL sign = s.maximize ? -1 : 1, decay = (REAL)s.weight_decay, rate = (REAL)-s.learning_rate;
    const REAL epsilon = (REAL)s.epsilon;
    EACH(i, n) {
        REAL g = sign * gradient[i];
        if (s.weight_decay != 0) g = NAME(fused)(parameter[i], decay, g);
        REAL total = NAME(fused)(g, g, sum[i]);
        sum[i] = total;
        parameter[i] = parameter[i] + (rate * g) / (NAME(sqrt)(total) + epsilon);
    }
}

#endif
