#include "real.h"

#ifndef REAL

// The loops below need the 32 registers of 64 bytes that this set has.
bool ck_has_products(void) { return ck_isa_in_force() == CK_AVX512; }

#if defined(__x86_64__)
#define WIDE __attribute__((target("arch=x86-64-v4"), min_vector_width(512)))
#else
#define WIDE
#endif

#define REAL float
#define NAME(name) name##_f32
#define DEAL_LOW(a, b) __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
#define DEAL_HIGH(a, b) __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)
#include "products.c"
#undef REAL
#undef NAME
#undef DEAL_LOW
#undef DEAL_HIGH
#define REAL double
#define NAME(name) name##_f64
#define DEAL_LOW(a, b) __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
#define DEAL_HIGH(a, b) __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15)
#include "products.c"
#else

// Matrix products after Goto and van de Geijn (2008): b is laid out in panels two vectors wide, in the order in which
// the innermost loop reads them, each as deep as the second cache holds; eight rows of c by a panel stay in registers
// while k goes by. Each element of c is summed in the order of k, so that its bits do not depend on how a product is
// cut.

typedef REAL NAME(vector) __attribute__((vector_size(64), aligned(sizeof(REAL))));
typedef REAL NAME(aligned_vector) __attribute__((vector_size(64)));
typedef REAL NAME(eight) __attribute__((vector_size(8 * sizeof(REAL)), aligned(sizeof(REAL))));
#define LANES (64 / sizeof(REAL))
#define PANEL (2 * LANES)
// The most rows of a panel: 256 KiB of it, as floats. The deeper a panel, the less often c is read and written.
#define DEPTH 2048
// Rows of a that are turned at a time, and the most columns of b that are laid out for them.
#define TURNED 64
#define WIDE_N (32 * PANEL)
// Rows of a, turned, that lie no further apart than these bytes are read as they lie: further ones would share few sets
// of the caches.
#define NEAR 3072
// A c of more bytes than this is written past the caches: it will have left them before anybody reads it.
#define STREAMED (16 << 20)
// Rows between the one that is copied and the one that is asked for.
#define AHEAD 16
#define AHEAD_TURNING 32

size_t NAME(ck_packed_count)(size_t k, size_t n) { return (n + PANEL - 1) / PANEL * PANEL * k; }

// LANES vectors become the columns of what they are the rows of: each round deals the vectors of one half between those
// of the other.
INLINE WIDE void NAME(transpose)(NAME(vector) v[LANES]) {
    for (size_t round = 1; round < LANES; round *= 2) {
        NAME(vector) w[LANES];
        for (size_t i = 0; i < LANES / 2; i++) {
            w[2 * i] = DEAL_LOW(v[i], v[i + LANES / 2]);
            w[2 * i + 1] = DEAL_HIGH(v[i], v[i + LANES / 2]);
        }
        memcpy(v, w, sizeof w);
    }
}

// b is [k, n] with rows `stride` apart, or its transpose as it lies. Columns that are missing in the last panel are 0.
WIDE void NAME(ck_pack)(const REAL *b, size_t stride, bool transposed, REAL *packed, size_t k, size_t n) {
    for (size_t j = 0; j < n; j += PANEL, packed += PANEL * k) {
        size_t width = n - j < PANEL ? n - j : PANEL;
        if (width < PANEL) memset(packed, 0, PANEL * k * sizeof *packed);
        if (!transposed) {
            const REAL *row = b + j;
            for (size_t i = 0; i < k; i++, row += stride) {
                // The next rows come from far, and the processor does not see that they are next.
                if (i + AHEAD < k) {
                    __builtin_prefetch(row + AHEAD * stride, 0, 2);
                    __builtin_prefetch(row + AHEAD * stride + LANES, 0, 2);
                }
                if (width == PANEL) {
                    NAME(vector) first = *(const NAME(vector) *)row, second = *(const NAME(vector) *)(row + LANES);
                    *(NAME(vector) *)(packed + i * PANEL) = first;
                    *(NAME(vector) *)(packed + i * PANEL + LANES) = second;
                } else {
                    for (size_t c = 0; c < width; c++) packed[i * PANEL + c] = row[c];
                }
            }
            continue;
        }
        for (size_t c = 0; c < width; c += LANES) {
            const REAL *rows = b + (j + c) * stride;
            size_t i = 0;
            for (; width - c >= LANES && i + LANES <= k; i += LANES) {
                NAME(vector) square[LANES];
                for (size_t l = 0; l < LANES; l++) square[l] = *(const NAME(vector) *)(rows + l * stride + i);
                NAME(transpose)(square);
                for (size_t l = 0; l < LANES; l++) *(NAME(vector) *)(packed + (i + l) * PANEL + c) = square[l];
            }
            size_t left = width - c < LANES ? width - c : LANES;
            for (; i < k; i++)
                for (size_t l = 0; l < left; l++) packed[i * PANEL + c + l] = rows[l * stride + i];
        }
    }
}

INLINE WIDE void NAME(store)(REAL *c, NAME(vector) sum, bool streams) {
    if (streams) {
        __builtin_nontemporal_store((NAME(aligned_vector))sum, (NAME(aligned_vector) *)c);
    } else {
        *(NAME(vector) *)c = sum;
    }
}

// Some rows of c, one or two vectors wide: what `start` holds, or 0, plus a·panel.
#define ROWS_OF_C(ROWS, VECTORS)                                                                                 \
    INLINE WIDE void NAME(rows_##ROWS##_##VECTORS)(const REAL *a, size_t down, size_t across, const REAL *panel, \
                                                   const REAL *start, size_t start_stride, REAL *c,              \
                                                   size_t c_stride, size_t k, bool streams) {                    \
        NAME(vector) sum[ROWS][VECTORS];                                                                         \
        for (size_t r = 0; r < ROWS; r++)                                                                        \
            for (size_t v = 0; v < VECTORS; v++)                                                                 \
                sum[r][v] = start ? *(const NAME(vector) *)(start + r * start_stride + v * LANES)                \
                                  : (NAME(vector)){0};                                                           \
        for (size_t i = 0; i < k; i++, panel += PANEL)                                                           \
            for (size_t r = 0; r < ROWS; r++)                                                                    \
                for (size_t v = 0; v < VECTORS; v++)                                                             \
                    sum[r][v] += a[r * down + i * across] * *(const NAME(vector) *)(panel + v * LANES);          \
        for (size_t r = 0; r < ROWS; r++)                                                                        \
            for (size_t v = 0; v < VECTORS; v++)                                                                 \
                NAME(store)(c + r * c_stride + v * LANES, sum[r][v], streams);                                   \
    }

ROWS_OF_C(8, 2)
ROWS_OF_C(4, 2)
ROWS_OF_C(1, 2)
ROWS_OF_C(8, 1)
ROWS_OF_C(1, 1)

// Asks for the next rows of c, which may come from far, while these are computed.
#define ALL_ROWS(VECTORS, ROWS)                                                                                  \
    for (; r + ROWS <= m; r += ROWS) {                                                                           \
        for (size_t q = r + ROWS; ROWS == 8 && !streams && q < r + 2 * ROWS && q < m; q++)                       \
            for (size_t v = 0; v < VECTORS; v++) __builtin_prefetch(c + q * c_stride + v * LANES, 1, 3);         \
        NAME(rows_##ROWS##_##VECTORS)(a + r / 8 * eight + r % 8 * down, down, across, panel,                     \
                                      start ? start + r * start_stride : NULL, start_stride, c + r * c_stride,   \
                                      c_stride, k, streams);                                                     \
    }

// One panel's width of c, all rows.
INLINE WIDE void NAME(full_panel)(const REAL *a, size_t eight, size_t down, size_t across, const REAL *panel,
                                  const REAL *start, size_t start_stride, REAL *c, size_t c_stride, size_t m, size_t k,
                                  bool streams) {
    size_t r = 0;
    ALL_ROWS(2, 8)
    ALL_ROWS(2, 4)
    ALL_ROWS(2, 1)
}

INLINE WIDE void NAME(half_panel)(const REAL *a, size_t eight, size_t down, size_t across, const REAL *panel,
                                  const REAL *start, size_t start_stride, REAL *c, size_t c_stride, size_t m, size_t k,
                                  bool streams) {
    size_t r = 0;
    ALL_ROWS(1, 8)
    ALL_ROWS(1, 1)
}

// The last n columns of c, fewer than a panel has, through rows that are as wide.
WIDE static void NAME(last_panel)(const REAL *a, size_t eight, size_t down, size_t across, const REAL *panel,
                                  const REAL *start, size_t start_stride, REAL *c, size_t c_stride, size_t m, size_t n, size_t k) {
    REAL rows[8 * PANEL] = {0};
    for (size_t r = 0; r < m; r += 8, a += eight, c += 8 * c_stride) {
        size_t count = m - r < 8 ? m - r : 8;
        for (size_t i = 0; start && i < count; i++)
            memcpy(rows + i * PANEL, start + (r + i) * start_stride, n * sizeof *rows);
        const REAL *from = start ? rows : NULL;
        if (n > LANES) {
            NAME(full_panel)(a, eight, down, across, panel, from, PANEL, rows, PANEL, count, k, false);
        } else {
            NAME(half_panel)(a, eight, down, across, panel, from, PANEL, rows, PANEL, count, k, false);
        }
        for (size_t i = 0; i < count; i++) memcpy(c + i * c_stride, rows + i * PANEL, n * sizeof *c);
    }
}

// An element of a lies `down` further in the next row, `across` further in the next column, and `eight` further in the
// eighth row; the next panel lies `panel` further.
INLINE WIDE void NAME(all_panels)(const REAL *a, size_t eight, size_t down, size_t across, const REAL *packed,
                                  size_t panel, const REAL *start, size_t start_stride, REAL *c, size_t c_stride,
                                  size_t m, size_t n, size_t k, bool streams) {
    for (size_t j = 0; j < n; j += PANEL, packed += panel, c += PANEL) {
        if (n - j >= PANEL) {
            NAME(full_panel)(a, eight, down, across, packed, start, start_stride, c, c_stride, m, k,
                             streams);
        } else {
            NAME(last_panel)(a, eight, down, across, packed, start, start_stride, c, c_stride, m, n - j, k);
        }
        if (start) start += PANEL;
    }
}

// c [m, n] ← start + a·b with the first n columns of b, and of its rows the `depth` from `first` on; b was packed as a
// whole and has k rows. `start` may be c itself; with a stride of 0 it is one row for all, and NULL is 0.
WIDE void NAME(ck_multiply_packed)(const REAL *a, size_t a_stride, bool a_transposed, const REAL *packed, size_t k,
                                   size_t first, size_t depth, const REAL *start, size_t start_stride, REAL *c,
                                   size_t c_stride, size_t m, size_t n) {
    packed += first * PANEL;
    if (a_transposed) {
        NAME(all_panels)(a, 8, 1, a_stride, packed, PANEL * k, start, start_stride, c, c_stride, m, n, depth,
                         false);
    } else {
        NAME(all_panels)(a, 8 * a_stride, a_stride, 1, packed, PANEL * k, start, start_stride, c, c_stride, m, n,
                         depth, false);
    }
}

// From [k, m] with rows `across` apart to blocks of eight columns, each of them [k, 8].
WIDE static void NAME(turn)(const REAL *a, size_t across, REAL *turned, size_t m, size_t k) {
    size_t whole = m / 8 * 8;
    for (size_t i = 0; i < k; i++, a += across) {
        for (size_t r = 0; i + AHEAD_TURNING < k && r < m; r += LANES)
            __builtin_prefetch(a + AHEAD_TURNING * across + r, 0, 2);
        for (size_t r = 0; r < whole; r += 8)
            *(NAME(eight) *)(turned + r * k + i * 8) = *(const NAME(eight) *)(a + r);
        for (size_t r = whole; r < m; r++) turned[whole * k + i * 8 + r - whole] = a[r];
    }
}

// How a product is cut: columns and rows of b that are laid out at a time, and whether rows of a are turned.
struct NAME(cut) {
    size_t width, depth;
    bool turns;
};

static struct NAME(cut) NAME(cut)(size_t a_stride, bool a_transposed, size_t n, size_t k) {
    bool turns = a_transposed && a_stride * sizeof(REAL) > NEAR;
    size_t most = turns ? WIDE_N : PANEL, parts = (k + DEPTH - 1) / DEPTH;
    return (struct NAME(cut)){.width = n < most ? n : most, .depth = parts > 1 ? (k + parts - 1) / parts : k, .turns = turns};
}

size_t NAME(ck_product_workspace)(size_t a_stride, bool a_transposed, size_t n, size_t k) {
    struct NAME(cut) cut = NAME(cut)(a_stride, a_transposed, n, k);
    return NAME(ck_packed_count)(cut.depth, cut.width) + (cut.turns ? cut.depth * TURNED : 0);
}

WIDE void NAME(ck_product)(const REAL *a, size_t a_stride, bool a_transposed, const REAL *b, size_t b_stride,
                           bool b_transposed, const REAL *start, size_t start_stride, REAL *c, size_t c_stride,
                           size_t m, size_t n, size_t k, REAL *workspace) {
    struct NAME(cut) cut = NAME(cut)(a_stride, a_transposed, n, k);
    REAL *packed = workspace, *turned = workspace + NAME(ck_packed_count)(cut.depth, cut.width);
    bool streams = !start && cut.depth == k && m * n * sizeof *c > STREAMED && (size_t)c % 64 == 0 && c_stride % LANES == 0;
    size_t down = a_transposed ? 1 : a_stride, across = a_transposed ? a_stride : 1;
    for (size_t j = 0; j < n; j += cut.width) {
        size_t columns = n - j < cut.width ? n - j : cut.width;
        for (size_t i = 0; i < k; i += cut.depth) {
            size_t depth = k - i < cut.depth ? k - i : cut.depth, panel = PANEL * depth;
            const REAL *part = b_transposed ? b + j * b_stride + i : b + i * b_stride + j;
            NAME(ck_pack)(part, b_stride, b_transposed, packed, depth, columns);
            // What the parts of k before have summed up goes on.
            const REAL *from = i > 0 ? c + j : start ? start + j : NULL;
            size_t from_stride = i > 0 ? c_stride : start_stride;
            if (!cut.turns) {
                NAME(all_panels)(a + i * across, 8 * down, down, across, packed, panel, from, from_stride, c + j, c_stride,
                                 m, columns, depth, streams);
                continue;
            }
            for (size_t r = 0; r < m; r += TURNED) {
                size_t rows = m - r < TURNED ? m - r : TURNED;
                NAME(turn)(a + i * a_stride + r, a_stride, turned, rows, depth);
                NAME(all_panels)(turned, 8 * depth, 1, 8, packed, panel, from ? from + r * from_stride : NULL,
                                 from_stride, c + r * c_stride + j, c_stride, rows, columns, depth, streams);
            }
        }
    }
    // Streamed stores are not in order with what tells another thread of them.
    if (streams) __sync_synchronize();
}

#undef LANES
#undef PANEL
#undef DEPTH
#undef TURNED
#undef WIDE_N
#undef NEAR
#undef STREAMED
#undef AHEAD
#undef AHEAD_TURNING
#undef ROWS_OF_C
#undef ALL_ROWS

#endif
