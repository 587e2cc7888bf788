#include "sweep.h"

#ifndef REAL
#define REAL float
#define NAME(name) name##_f32
#include "elements.c"
#undef REAL
#undef NAME
#define REAL double
#define NAME(name) name##_f64
#include "elements.c"
#else

#include "typed.h"

void NAME(sweep_elements)(void) {
    const int64_t n = odd_size(140);
    const size_t count = (size_t)n;
    const bool adds = below(2);
    REAL *a = NAME(stranges)(n), *b = NAME(stranges)(n), *y = NAME(empty)(n), *dx = NAME(stranges)(n);
    REAL p = (REAL)strange();
    for (int op = CK_NEGATE; op <= CK_HARDTANH; op++) {
        describe("function %d of %lld numbers", op, (long long)n);
        ck_map(TYPE, (ck_unary)op, a, y, p, count);
        ck_map_gradient(TYPE, (ck_unary)op, a, y, b, dx, p, count, adds);
        // NaN in, NaN out.
        for (int64_t i = 0; i < n && op != CK_POWER; i++)
            if (isnan(a[i])) expect("function of NaN", (size_t)i, y[i], NAN, 0);
    }
    describe("two numbers each, %lld of them", (long long)n);
    for (int op = CK_ADD; op <= CK_DIVIDE; op++) ck_zip(TYPE, (ck_binary)op, a, b, y, count);
    ck_axpy(TYPE, p, a, dx, count, adds);
    ck_multiply(TYPE, p, a, b, dx, count, adds);
    ck_divisor_gradient(TYPE, a, b, y, dx, count, adds);
    ck_fill(TYPE, y, p, count);
    for (int64_t i = 0; i < n; i++) expect("fill", (size_t)i, y[i], p, 0);
    REAL *clamped = NAME(copy)(a, n);
    ck_clamp(TYPE, clamped, -1, 1, count);
    for (int64_t i = 0; i < n; i++)
        expect("clamp", (size_t)i, clamped[i], isnan(a[i]) ? a[i] : fmin(fmax(a[i], -1), 1), 0);
}

void NAME(sweep_optimizers)(void) {
    const int64_t n = odd_size(140);
    const size_t count = (size_t)n;
    describe("optimizers over %lld numbers", (long long)n);
    REAL *p = NAME(stranges)(n), *g = NAME(stranges)(n), *m = NAME(stranges)(n), *v = NAME(stranges)(n);
    REAL *largest = NAME(stranges)(n);
    const double decay = below(2) * 0.1, momentum = below(2) * 0.9;
    const ck_sgd sgd = {0.1, momentum, 0.5, decay, 1, below(2), below(2), below(2)};
    ck_sgd_step(TYPE, sgd, p, g, momentum != 0 ? m : NULL, count);
    const ck_adam adam = {0.1, 0.9, 0.999, 1e-8, decay, 1, below(2), below(2), 1 + below(9)};
    ck_adam_step(TYPE, adam, p, g, m, v, below(2) ? largest : NULL, count);
    const ck_rmsprop rmsprop = {0.1, 0.9, 1e-8, decay, momentum, 1, below(2)};
    ck_rmsprop_step(TYPE, rmsprop, p, g, v, below(2) ? largest : NULL, momentum != 0 ? m : NULL, count);
    const ck_adagrad adagrad = {0.1, 1e-8, decay, 1, below(2)};
    ck_adagrad_step(TYPE, adagrad, p, g, v, count);
    for (int64_t i = 0; i < n; i++)
        if (isnan(g[i])) expect("a step along NaN", (size_t)i, p[i], NAN, 0);
}

#endif
