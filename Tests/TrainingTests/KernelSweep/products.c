#include "sweep.h"

#ifndef REAL
#define REAL float
#define NAME(name) name##_f32
#include "products.c"
#undef REAL
#undef NAME
#define REAL double
#define NAME(name) name##_f64
#include "products.c"
#else

#include "typed.h"

// [rows, columns] in memory, read as it lies or transposed.
static REAL NAME(element)(const REAL *x, int64_t stride, bool transposed, int64_t row, int64_t column) {
    return transposed ? x[column * stride + row] : x[row * stride + column];
}

// Numbers of a matrix with such rows: the last one ends where its columns do.
static int64_t NAME(extent)(int64_t rows, int64_t columns, int64_t stride) {
    return rows == 0 ? 0 : (rows - 1) * stride + columns;
}

void NAME(sweep_products)(void) {
    const int64_t m = odd_size(140), n = odd_size(140), gap = below(3);
    int64_t k = 1 + odd_size(70);
    // Now and then as deep as to be cut, and as wide as rows of a are turned for.
    if (below(40) == 0) k = 2040 + below(20);
    const bool a_turned = below(2), b_turned = below(2), starts = below(2), one_row = below(2);
    const int64_t a_columns = a_turned ? m : k, b_columns = b_turned ? k : n;
    const int64_t a_stride = a_columns + gap + (below(8) == 0 ? 800 : 0), b_stride = b_columns + gap;
    describe("[%lld, %lld] by [%lld, %lld], strides %lld and %lld,%s%s%s", (long long)m, (long long)k, (long long)k,
             (long long)n, (long long)a_stride, (long long)b_stride, a_turned ? " a turned" : "",
             b_turned ? " b turned" : "", starts ? one_row ? " plus a row" : " plus c" : "");
    const int64_t a_count = NAME(extent)(a_turned ? k : m, a_columns, a_stride);
    const int64_t b_count = NAME(extent)(b_turned ? n : k, b_columns, b_stride);
    REAL *a = NAME(normals)(a_count), *b = NAME(normals)(b_count);
    NAME(spoil)(a, a_count);
    NAME(spoil)(b, b_count);
    const int64_t c_stride = n + gap, c_count = NAME(extent)(m, n, c_stride);
    REAL *c = NAME(normals)(c_count), *before = NAME(copy)(c, c_count), *row = NAME(normals)(n);
    const REAL *start = starts ? one_row ? row : c : NULL;
    REAL *packed_c = NAME(copy)(c, c_count);
    const REAL *packed_start = starts ? one_row ? row : packed_c : NULL;
    const size_t start_stride = one_row ? 0 : (size_t)c_stride;

    const ck_matrix left = {a, (size_t)a_stride, a_turned}, right = {b, (size_t)b_stride, b_turned};
    const size_t room = ck_product_workspace(TYPE, left, right, (size_t)m, (size_t)n, (size_t)k);
    ck_product(TYPE, left, right, start, start_stride, c, (size_t)c_stride, (size_t)m, (size_t)n, (size_t)k,
               NAME(empty)((int64_t)room));
    // A part of b's rows, which were laid out as a whole.
    const int64_t first = below(k), depth = 1 + below(k - first);
    REAL *panels = NAME(empty)((int64_t)ck_packed_count(TYPE, (size_t)k, (size_t)n));
    ck_pack(TYPE, right, panels, (size_t)k, (size_t)n);
    const int64_t skipped = a_turned ? first * a_stride : first;
    const ck_matrix part_of_a = {a_count > 0 ? a + skipped : a, (size_t)a_stride, a_turned};
    ck_multiply_packed(TYPE, part_of_a, panels, (size_t)k, (size_t)first, (size_t)depth, packed_start, start_stride,
                       packed_c, (size_t)c_stride, (size_t)m, (size_t)n);

    const double near = EPSILON * 10 * (double)(k + 10);
    for (int64_t i = 0; i < m; i++)
        for (int64_t j = 0; j < n; j++) {
            double sum = starts ? one_row ? row[j] : before[i * c_stride + j] : 0, part = sum;
            for (int64_t l = 0; l < k; l++) {
                double product = (double)NAME(element)(a, a_stride, a_turned, i, l) *
                                 NAME(element)(b, b_stride, b_turned, l, j);
                sum += product;
                if (l >= first && l < first + depth) part += product;
            }
            const size_t place = (size_t)(i * c_stride + j);
            expect("product", place, c[place], sum, near);
            expect("packed product", place, packed_c[place], part, near);
        }
    for (int64_t i = 0; i < c_count; i++)
        if (i % c_stride >= n) expect("between the rows of c", (size_t)i, c[i], before[i], 0);
}

#endif
