#ifndef REAL
#define TEXT "layout.c"
#include "variants.h"
#else

// Fills every row with `row`, or with row + second unless `second` is NULL.
void NAME(ck_repeat_row)(const REAL *row, const REAL *second, REAL *y, size_t rows, size_t columns) {
    for (size_t r = 0; r < rows; r++, y += columns) {
        if (second) {
            EACH(i, columns) y[i] = row[i] + second[i];
        } else {
            memcpy(y, row, columns * sizeof *y);
        }
    }
}

void NAME(ck_scale_bytes)(const uint8_t *x, REAL *y, REAL scale, size_t n) {
    EACH(i, n) y[i] = (REAL)x[i] * scale;
}

void NAME(ck_gather)(const REAL *table, const int64_t *rows, REAL *y, size_t count, size_t columns) {
    for (size_t r = 0; r < count; r++)
        memcpy(y + r * columns, table + (size_t)rows[r] * columns, columns * sizeof *y);
}

void NAME(ck_scatter)(const REAL *dy, const int64_t *rows, REAL *table, size_t count, size_t columns) {
    for (size_t r = 0; r < count; r++) {
        REAL *target = table + (size_t)rows[r] * columns;
        EACH(i, columns) target[i] += dy[r * columns + i];
    }
}

void NAME(ck_transpose)(const REAL *x, REAL *y, size_t rows, size_t columns, bool adds) {
    enum { BLOCK = 16 };
    for (size_t r0 = 0; r0 < rows; r0 += BLOCK)
        for (size_t c0 = 0; c0 < columns; c0 += BLOCK) {
            size_t r1 = r0 + BLOCK < rows ? r0 + BLOCK : rows, c1 = c0 + BLOCK < columns ? c0 + BLOCK : columns;
            for (size_t c = c0; c < c1; c++)
                for (size_t r = r0; r < r1; r++) {
                    REAL value = x[r * columns + c];
                    y[c * rows + r] = adds ? y[c * rows + r] + value : value;
                }
        }
}

// Visits the rows of the last axis of a layout: `body` sees the running row of the full array and the
// matching row of the repeated one.
#define FOR_EACH_ROW(full, repeated, body)                                                                       \
    do {                                                                                                         \
        int64_t rank = layout.rank, counter[CK_MAX_RANK] = {0}, rows = 1;                                       \
        size_t columns = rank ? (size_t)layout.extent[rank - 1] : 1;                                            \
        size_t step = rank ? (size_t)layout.stride[rank - 1] : 0;                                               \
        for (int64_t d = 0; d + 1 < rank; d++) rows *= layout.extent[d];                                        \
        for (int64_t r = 0; r < rows; r++, full += columns) {                                                    \
            body;                                                                                                \
            for (int64_t d = rank - 2; d >= 0; d--) {                                                            \
                repeated += layout.stride[d];                                                                   \
                if (++counter[d] < layout.extent[d]) break;                                                     \
                repeated -= layout.stride[d] * layout.extent[d];                                               \
                counter[d] = 0;                                                                                  \
            }                                                                                                    \
        }                                                                                                        \
    } while (0)

void NAME(ck_expand)(const REAL *x, REAL *y, ck_layout layout) {
    FOR_EACH_ROW(y, x, {
        if (step == 0) {
            EACH(i, columns) y[i] = *x;
        } else {
            EACH(i, columns) y[i] = x[i * step];
        }
    });
}

void NAME(ck_collapse)(const REAL *y, REAL *x, ck_layout layout) {
    FOR_EACH_ROW(y, x, {
        if (step == 0) {
            *x += (REAL)NAME(sum)(y, columns);
        } else {
            EACH(i, columns) x[i * step] += y[i];
        }
    });
}

void NAME(ck_copy_block)(const REAL *x, size_t x_stride, REAL *y, size_t y_stride, size_t rows, size_t columns,
                         bool adds) {
    for (size_t r = 0; r < rows; r++, x += x_stride, y += y_stride) STORE_OR_ADD(y, i, columns, x[i]);
}

#endif
