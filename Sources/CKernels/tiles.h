// Tiles of a matrix product: some rows of c by some vectors stay in registers while k goes by. Included by products.c.
//
// Each element of c begins with what it is added to and is summed in the order of k, so that its bits depend neither on
// how a product is cut nor on how its operands lie.

#include "vectors.h"

typedef REAL NAME(aligned_vector) __attribute__((vector_size(VECTOR_BYTES)));
// Columns of c that are computed together, and in which b is laid out.
#define PANEL (2 * LANES)
#define SMALLER(a, b) ((a) < (b) ? (a) : (b))

// The most rows of a tile, so that its sums, a row of b and a number of a are in registers together.
#if REGISTERS == 32
#define MOST_ROWS 8
#elif VECTOR_BYTES == 32
#define MOST_ROWS 6
#else
// Without FMA a product needs a register of its own.
#define MOST_ROWS 4
#endif

// a: numbers from one row of a tile to the next and from one column to the next; rows of a tile, and numbers from it to
// the next tile.
typedef struct {
    const REAL *at;
    size_t down, across, rows, step;
} NAME(rows);

// b: numbers from one row to the next and from one panel to the next. Where it was laid out, the last vector is whole
// even if columns are missing.
typedef struct {
    const REAL *at;
    size_t down, panel;
    bool is_whole;
} NAME(panels);

// What is added to, or NULL for 0, and where the sum is stored: either with the numbers from one row to the next.
typedef struct {
    const REAL *start;
    size_t start_down;
    REAL *at;
    size_t down;
    bool streams;   // past the caches
} NAME(target);

INLINE void NAME(move)(NAME(target) *c, size_t rows, size_t columns) {
    c->at += rows * c->down + columns;
    if (c->start) c->start += rows * c->start_down + columns;
}

// Fewer numbers than a vector has, in pieces of one, two, four and so on.
INLINE void NAME(copy_part)(const REAL *from, REAL *to, size_t n) {
    UNROLL for (size_t piece = LANES / 2; piece > 0; piece /= 2) {
        if (!(n & piece)) continue;
        memcpy(to, from, piece * sizeof *to);
        from += piece;
        to += piece;
    }
}

INLINE WIDE VECTOR NAME(load_part)(const REAL *x, size_t n) {
    REAL lane[LANES] = {0};
    NAME(copy_part)(x, lane, n);
    return *(const VECTOR *)lane;
}

// Of `rows` and `vectors` the compiler makes constants, and of the sums registers.
INLINE WIDE void NAME(tile)(NAME(rows) a, NAME(panels) b, NAME(target) c, size_t k, const size_t rows,
                            const size_t vectors) {
    VECTOR sum[MOST_ROWS][8];
    UNROLL for (size_t r = 0; r < rows; r++)
        UNROLL for (size_t v = 0; v < vectors; v++)
            sum[r][v] = c.start ? *(const VECTOR *)(c.start + r * c.start_down + v * LANES) : (VECTOR){0};
    for (size_t i = 0; i < k; i++, b.at += b.down, a.at += a.across)
        UNROLL for (size_t r = 0; r < rows; r++)
            UNROLL for (size_t v = 0; v < vectors; v++)
                sum[r][v] += a.at[r * a.down] * *(const VECTOR *)(b.at + v / 2 * b.panel + v % 2 * LANES);
    UNROLL for (size_t r = 0; r < rows; r++)
        UNROLL for (size_t v = 0; v < vectors; v++) {
            REAL *to = c.at + r * c.down + v * LANES;
            if (c.streams) {
                __builtin_nontemporal_store((NAME(aligned_vector))sum[r][v], (NAME(aligned_vector) *)to);
            } else {
                *(VECTOR *)to = sum[r][v];
            }
        }
}

// The last n columns, fewer than the vectors have. Where b is not whole, the last vector begins with columns before them,
// which it computes again and does not store.
INLINE WIDE void NAME(last_tile)(NAME(rows) a, NAME(panels) b, NAME(target) c, size_t k, size_t n, const size_t rows,
                                 const size_t vectors) {
    VECTOR sum[MOST_ROWS][2];
    const size_t first = (vectors - 1) * LANES, width = n - first;
    const ptrdiff_t before = b.is_whole ? 0 : (ptrdiff_t)(LANES - width), last = (ptrdiff_t)first - before;
    UNROLL for (size_t r = 0; r < rows; r++) {
        const REAL *start = c.start ? c.start + r * c.start_down : NULL;
        if (vectors == 2) sum[r][0] = start ? *(const VECTOR *)start : (VECTOR){0};
        sum[r][vectors - 1] = !start       ? (VECTOR){0}
                              : before > 0 ? *(const VECTOR *)(start + last)
                                           : NAME(load_part)(start + last, width);
    }
    for (size_t i = 0; i < k; i++, b.at += b.down, a.at += a.across)
        UNROLL for (size_t r = 0; r < rows; r++) {
            if (vectors == 2) sum[r][0] += a.at[r * a.down] * *(const VECTOR *)b.at;
            sum[r][vectors - 1] += a.at[r * a.down] * *(const VECTOR *)(b.at + last);
        }
    UNROLL for (size_t r = 0; r < rows; r++) {
        REAL *to = c.at + r * c.down, lane[LANES];
        if (vectors == 2) *(VECTOR *)to = sum[r][0];
        memcpy(lane, &sum[r][vectors - 1], sizeof lane);
        NAME(copy_part)(lane + before, to + first, width);
    }
}

// All columns of some rows. Few rows take more vectors at once, so that additions do not wait for each other.
INLINE WIDE void NAME(strip)(NAME(rows) a, NAME(panels) b, NAME(target) c, size_t k, size_t n, const size_t rows) {
    const size_t vectors = rows == 1 ? 8 : rows <= 3 ? 4 : 2;
#define TILES(count)                                                                                             \
    for (; n >= (count) * LANES; n -= (count) * LANES) {                                                         \
        NAME(tile)(a, b, c, k, rows, count);                                                                     \
        b.at += (count) / 2 * b.panel;                                                                           \
        NAME(move)(&c, 0, (count) * LANES);                                                                      \
    }
    TILES(vectors)
    if (vectors > 2) TILES(2)
#undef TILES
    if (n > LANES) {
        NAME(last_tile)(a, b, c, k, n, rows, 2);
    } else if (n == LANES) {
        NAME(tile)(a, b, c, k, rows, 1);
    } else if (n > 0) {
        NAME(last_tile)(a, b, c, k, n, rows, 1);
    }
}

// c ← start + a·b, strip by strip.
static WIDE void NAME(strips)(NAME(rows) a, NAME(panels) b, NAME(target) c, size_t m, size_t n, size_t k) {
    for (size_t r = 0; r < m; r += a.rows) {
        switch (SMALLER(m - r, a.rows)) {
#define STRIP(rows)                                                                                              \
    case rows: NAME(strip)(a, b, c, k, n, rows); break;
            STRIP(1) STRIP(2) STRIP(3) STRIP(4)
#if MOST_ROWS >= 6
            STRIP(5) STRIP(6)
#endif
#if MOST_ROWS >= 8
            STRIP(7) STRIP(8)
#endif
#undef STRIP
        }
        a.at += a.step;
        NAME(move)(&c, a.rows, 0);
    }
}

// The same, panel by panel: for more of b than the second cache holds.
static WIDE void NAME(panel_by_panel)(NAME(rows) a, NAME(panels) b, NAME(target) c, size_t m, size_t n, size_t k) {
    for (size_t j = 0; j < n; j += PANEL, b.at += b.panel, NAME(move)(&c, 0, PANEL))
        NAME(strips)(a, b, c, m, SMALLER(n - j, PANEL), k);
}
