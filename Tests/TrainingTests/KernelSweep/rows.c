#include "sweep.h"

#ifndef REAL
#define REAL float
#define NAME(name) name##_f32
#include "rows.c"
#undef REAL
#undef NAME
#define REAL double
#define NAME(name) name##_f64
#include "rows.c"
#else

#include "typed.h"

// Sums along an axis, and functions of whole rows.
void NAME(sweep_reductions)(void) {
    const int64_t outer = odd_size(9), axis = odd_size(40), inner = below(2) ? 1 : odd_size(70);
    const size_t o = (size_t)outer, a = (size_t)axis, i = (size_t)inner;
    const int64_t whole = outer * axis * inner, reduced = outer * inner;
    describe("[%lld, %lld, %lld]", (long long)outer, (long long)axis, (long long)inner);
    const bool adds = below(2), logarithm = below(2);
    REAL *x = NAME(normals)(whole), *y = NAME(normals)(reduced), *before = NAME(copy)(y, reduced);
    NAME(spoil)(x, whole);
    ck_sum_axis(TYPE, x, y, o, a, i, 2, adds);
    for (int64_t r = 0; r < reduced; r++) {
        double sum = 0;
        for (int64_t t = 0; t < axis; t++) sum += x[(r / inner * axis + t) * inner + r % inner];
        expect("sum", (size_t)r, y[r], 2 * sum + (adds ? before[r] : 0), EPSILON * 200);
    }
    REAL *spread = NAME(normals)(whole), *dx = NAME(stranges)(whole);
    ck_spread_axis(TYPE, y, spread, o, a, i, 3, adds);
    double plain = 0, squares = 0;
    for (int64_t t = 0; t < whole; t++) {
        plain += x[t];
        squares += ((double)x[t] - (double)spread[t]) * ((double)x[t] - (double)spread[t]);
    }
    expect("total", 0, ck_sum(TYPE, x, (size_t)whole), plain, 1e-9);
    expect("squared error", 0, ck_squared_error(TYPE, x, spread, (size_t)whole), squares, 1e-12 * squares);
    double measures[] = {0, 0, 0, 0, INFINITY, 0};
    for (int64_t t = 0; t < whole; t++) {
        const double size = fabs((double)x[t]);
        measures[CK_SUM_OF_SQUARES] += size * size;
        measures[CK_SUM_OF_MAGNITUDES] += size;
        measures[CK_SUM_OF_POWERS] += size * size * size;
        if (!(size <= measures[CK_LARGEST_MAGNITUDE])) measures[CK_LARGEST_MAGNITUDE] = size;
        if (!(size >= measures[CK_SMALLEST_MAGNITUDE])) measures[CK_SMALLEST_MAGNITUDE] = size;
        measures[CK_COUNT_OF_NONZERO] += size != 0;
    }
    for (int what = CK_SUM_OF_SQUARES; what <= CK_COUNT_OF_NONZERO; what++) {
        const double measure = ck_measure_of(TYPE, (ck_measure)what, x, 3, (size_t)whole);
        const double due = isnan(plain) && what != CK_COUNT_OF_NONZERO ? NAN : measures[what];
        expect("measure", (size_t)what, measure, due, 1e-12 * measure);
    }
    int64_t *places = memory(reduced * 8);
    if (axis > 0) ck_max_axis(TYPE, x, y, places, o, a, i);
    REAL *shares = NAME(empty)(whole);
    ck_softmax(TYPE, x, shares, o, a, i, logarithm);
    for (int64_t r = 0; r < reduced && axis > 0; r++) {
        const REAL *row = x + r / inner * axis * inner + r % inner;
        const REAL *share = shares + r / inner * axis * inner + r % inner;
        int64_t best = 0;
        for (int64_t t = 1; t < axis; t++) {
            const REAL now = row[t * inner], until = row[best * inner];
            if (!isnan(until) && !(now <= until)) best = t;
        }
        expect("largest", (size_t)r, y[r], row[best * inner], 0);
        expect("place of the largest", (size_t)r, (double)places[r], (double)best, 0);
        double sum = 0;
        for (int64_t t = 0; t < axis; t++) sum += exp((double)row[t * inner] - (double)row[best * inner]);
        for (int64_t t = 0; t < axis; t++) {
            const double distance = (double)row[t * inner] - (double)row[best * inner];
            const double due = logarithm ? distance - log(sum) : exp(distance) / sum;
            expect("softmax", (size_t)r, share[t * inner], due, EPSILON * 20);
        }
    }
    ck_softmax_gradient(TYPE, shares, spread, dx, o, a, i, logarithm, adds);
}

void NAME(sweep_losses)(void) {
    const int64_t rows = odd_size(9), columns = 1 + odd_size(66), n = rows * columns;
    const size_t r = (size_t)rows, c = (size_t)columns, count = (size_t)n;
    const bool adds = below(2);
    REAL *x = NAME(stranges)(n), *t = NAME(stranges)(n), *dy = NAME(stranges)(n), *y = NAME(empty)(n);
    REAL *dx = NAME(stranges)(n), *row_dy = NAME(normals)(rows), *losses = NAME(empty)(rows);
    const REAL *positive = below(2) ? NAME(stranges)(n) : NULL;
    for (int op = CK_L1; op <= CK_BCE_LOGITS; op++) {
        describe("loss %d of %lld numbers", op, (long long)n);
        ck_element_loss(TYPE, (ck_loss)op, x, t, positive, y, 1, count);
        ck_element_loss_gradient(TYPE, (ck_loss)op, x, t, positive, dy, dx, 1, count, adds);
    }
    ck_squared_error_gradient(TYPE, x, t, 2, 1, dx, count, false);
    for (int64_t i = 0; i < n; i++)
        if (x[i] == t[i]) expect("gradient between equals", (size_t)i, dx[i], isinf(x[i]) ? NAN : 0, 0);
    describe("cross entropy [%lld, %lld]", (long long)rows, (long long)columns);
    int64_t *classes = memory(rows * 8);
    for (int64_t i = 0; i < rows; i++) classes[i] = below(4) ? below(columns) : -100;
    ck_cross_entropy(TYPE, x, classes, -100, y, r, c);
    ck_cross_entropy_gradient(TYPE, y, classes, -100, 1, dx, r, c, adds);
    ck_share_entropy(TYPE, x, t, y, losses, r, c);
    ck_share_entropy_gradient(TYPE, y, t, row_dy, dx, r, c, adds);
}

void NAME(sweep_layers)(void) {
    const int64_t rows = odd_size(20), columns = odd_size(66), n = rows * columns;
    const size_t r = (size_t)rows, c = (size_t)columns;
    describe("layers over [%lld, %lld]", (long long)rows, (long long)columns);
    REAL *x = NAME(stranges)(n), *weight = NAME(normals)(columns), *bias = below(2) ? NAME(normals)(columns) : NULL;
    REAL *standard = NAME(empty)(n), *scales = NAME(empty)(rows), *y = NAME(empty)(n), *dx = NAME(stranges)(n);
    ck_layer_norm(TYPE, x, weight, bias, standard, scales, y, 1e-5, r, c);
    ck_layer_norm_gradient(TYPE, standard, scales, weight, y, dx, r, c, below(2));
    REAL *dweight = NAME(normals)(columns), *dbias = bias ? NAME(normals)(columns) : NULL;
    ck_layer_norm_weight_gradient(TYPE, standard, y, dweight, dbias, r, c);

    // Recurrent steps: a batch of `rows` of `columns` units.
    REAL *before = below(2) ? NAME(stranges)(n) : NULL;
    REAL *gates = NAME(stranges)(4 * n), *cell = NAME(empty)(n), *h = NAME(empty)(n), *sums = NAME(empty)(4 * n);
    ck_lstm_step(TYPE, gates, before, cell, h, r, c);
    ck_lstm_step_gradient(TYPE, gates, before, cell, h, dx, sums, r, c);
    REAL *three = NAME(stranges)(3 * n), *recurrent = NAME(stranges)(3 * n);
    REAL *dsums = NAME(empty)(3 * n), *drecurrent = NAME(empty)(3 * n);
    ck_gru_step(TYPE, three, recurrent, before, h, r, c);
    ck_gru_step_gradient(TYPE, three, recurrent, before, h, dsums, drecurrent, r, c);

    REAL *scores = NAME(stranges)(columns * columns), *d = NAME(stranges)(columns * columns);
    ck_causal_softmax(TYPE, scores, (REAL)0.5, c);
    for (int64_t i = 0; i < columns * columns; i++)
        if (i % columns > i / columns) expect("later places", (size_t)i, scores[i], 0, 0);
    ck_causal_softmax_gradient(TYPE, scores, d, (REAL)0.5, c);
}

void NAME(sweep_layouts)(void) {
    const int64_t rows = odd_size(40), columns = odd_size(66), n = rows * columns;
    const size_t r = (size_t)rows, c = (size_t)columns;
    const bool adds = below(2);
    describe("[%lld, %lld]", (long long)rows, (long long)columns);
    REAL *x = NAME(normals)(n), *y = NAME(empty)(n), *row = NAME(normals)(columns);
    ck_repeat_row(TYPE, row, below(2) ? row : NULL, y, r, c);
    uint8_t *bytes = memory(n);
    ck_scale_bytes(TYPE, bytes, y, 2, (size_t)n);
    REAL *turned = NAME(normals)(n), *held = NAME(copy)(turned, n);
    ck_transpose(TYPE, x, turned, r, c, adds);
    for (int64_t i = 0; i < n; i++) {
        const int64_t at = i % columns * rows + i / columns;
        expect("transpose", (size_t)at, turned[at], x[i] + (adds ? held[at] : 0), EPSILON);
    }
    const int64_t uses = rows > 0 ? odd_size(40) : 0, gap = below(3);
    int64_t *places = memory(uses * 8);
    for (int64_t i = 0; i < uses; i++) places[i] = below(rows);
    REAL *looked = NAME(empty)(uses * columns), *table = NAME(normals)(n);
    ck_gather(TYPE, x, places, looked, (size_t)uses, c);
    ck_scatter(TYPE, looked, places, table, (size_t)uses, c);
    // Rows some way apart; the last ends where its columns do.
    const int64_t extent = rows > 0 ? (rows - 1) * (columns + gap) + columns : 0;
    REAL *wide = NAME(normals)(extent);
    ck_copy_block(TYPE, x, c, wide, c + (size_t)gap, r, c, adds);
    ck_copy_block(TYPE, wide, c + (size_t)gap, y, c, r, c, adds);

    // Up to four axes, some of them repeated.
    ck_layout layout = {.rank = below(5)};
    int64_t full = 1, stride = 1;
    for (int64_t d = layout.rank - 1; d >= 0; d--) {
        layout.extent[d] = 1 + below(d == layout.rank - 1 ? 40 : 5);
        const bool repeats = below(2);
        layout.stride[d] = repeats ? 0 : stride;
        if (!repeats) stride *= layout.extent[d];
        full *= layout.extent[d];
    }
    REAL *small = NAME(normals)(stride), *big = NAME(empty)(full);
    ck_expand(TYPE, small, big, layout);
    REAL *sums = NAME(copy)(small, stride);
    double *expected = memory(stride * 8);
    for (int64_t i = 0; i < stride; i++) expected[i] = small[i];
    ck_collapse(TYPE, big, sums, layout);
    for (int64_t i = 0; i < full; i++) {
        int64_t at = 0, left = i;
        for (int64_t d = layout.rank - 1; d >= 0; left /= layout.extent[d--])
            at += left % layout.extent[d] * layout.stride[d];
        expect("expand", (size_t)i, big[i], small[at], 0);
        expected[at] += big[i];
    }
    const double near = EPSILON * 20 * (double)full;
    for (int64_t i = 0; i < stride; i++) expect("collapse", (size_t)i, sums[i], expected[i], near);
}

#endif
