#ifndef REAL
#define TEXT "products.c"
#include "caches.h"
#include "variants.h"
#else

// Matrix products after Goto and van de Geijn (2008). b is read as it lies where that is near; else some rows and
// columns of it at a time are laid out in panels, which stay in the second cache while the rows of a go by.

#include "tiles.h"

#include "panels.h"

// The most rows of b at a time: the more, the less often c is read and written.
#define DEPTH 2048
// A b of fewer bytes than this lies near.
#define NEAR (128 << 10)
// Rows of a that are turned at a time, and the most columns of b that are laid out for them. Rows of a that lie no
// further apart than FAR bytes are read as they lie: further ones would share few sets of the caches.
#define TURNED (8 * MOST_ROWS)
#define TURNED_FOR (32 * PANEL)
#define FAR 3072
// A c of more bytes than this is written past the caches: it will have left them before anybody reads it.
#define STREAMED (16 << 20)

// The blocks of a product: columns and rows of b, and rows of a, processed at a time; which of them are packed.
typedef struct {
    size_t width, depth, height;
    bool packs, turns;
} NAME(cut);

static NAME(cut) NAME(cut_of)(ck_matrix a, ck_matrix b, size_t m, size_t n, size_t k) {
    const size_t parts = (k + DEPTH - 1) / DEPTH;
    NAME(cut) cut = {.width = n, .depth = parts > 1 ? (k + parts - 1) / parts : k, .height = m};
    cut.packs = b.transposed || n < LANES || (m > 2 * MOST_ROWS && k * b.stride * sizeof(REAL) > NEAR);
    cut.turns = a.transposed && a.stride * sizeof(REAL) > FAR && m > MOST_ROWS && n > PANEL;
    if (cut.packs && cut.depth > 0) {
        // A quarter leaves room for the streamed parts of a and c.
        const size_t columns = ck_second_cache() / 4 / (cut.depth * sizeof(REAL)) / PANEL * PANEL;
        const size_t most = cut.turns ? TURNED_FOR : columns > PANEL ? columns : PANEL;
        cut.width = SMALLER(n, most);
    }
    if (cut.turns) cut.height = SMALLER(m, TURNED);
    return cut;
}

// Numbers in the packed rows of a; the last tile is padded to a full one.
static size_t NAME(turned_count)(NAME(cut) cut) { return cut.turns ? (cut.height + MOST_ROWS) * cut.depth : 0; }

// A c so narrow is computed as its transpose, so that vectors go down its columns.
static bool NAME(is_narrow)(size_t m, size_t n) { return n <= LANES / 4 && m >= LANES; }

static ck_matrix NAME(transpose_of)(ck_matrix x) { return (ck_matrix){x.at, x.stride, !x.transposed}; }

size_t NAME(ck_product_workspace)(ck_matrix a, ck_matrix b, size_t m, size_t n, size_t k) {
    if (NAME(is_narrow)(m, n))
        return m * n + NAME(ck_product_workspace)(NAME(transpose_of)(b), NAME(transpose_of)(a), n, m, k);
    const NAME(cut) cut = NAME(cut_of)(a, b, m, n, k);
    return NAME(turned_count)(cut) + (cut.packs ? NAME(ck_packed_count)(cut.depth, cut.width) : 0);
}

static WIDE void NAME(wide_product)(ck_matrix a, ck_matrix b, const REAL *start, size_t start_stride, REAL *c,
                                    size_t c_stride, size_t m, size_t n, size_t k, REAL *workspace) {
    const NAME(cut) cut = NAME(cut_of)(a, b, m, n, k);
    REAL *turned = workspace, *packed = workspace ? workspace + NAME(turned_count)(cut) : NULL;
    const size_t down = a.transposed ? 1 : a.stride, across = a.transposed ? a.stride : 1;
    const bool streams = !start && cut.depth == k && m * n * sizeof *c > STREAMED && (size_t)c % VECTOR_BYTES == 0 &&
                         c_stride % LANES == 0;
    size_t i = 0;
    do {
        const size_t depth = SMALLER(k - i, cut.depth);
        for (size_t j = 0; j < n; j += cut.width) {
            const size_t columns = SMALLER(n - j, cut.width);
            const REAL *from = (const REAL *)b.at + (b.transposed ? j * b.stride + i : i * b.stride + j);
            NAME(panels) panels = {from, b.stride, PANEL, false};
            if (cut.packs) {
                NAME(ck_pack)((ck_matrix){from, b.stride, b.transposed}, packed, depth, columns);
                panels = (NAME(panels)){packed, PANEL, PANEL * depth, true};
            }
            NAME(target) target = {start ? start + j : NULL, start_stride, c + j, c_stride, streams};
            // What the parts of k before have summed up is added to.
            if (i > 0) target.start = c + j, target.start_down = c_stride;
            for (size_t r = 0; r < m; r += cut.height, NAME(move)(&target, cut.height, 0)) {
                const size_t rows = SMALLER(m - r, cut.height);
                const REAL *block = (const REAL *)a.at + r * down + i * across;
                if (cut.turns) {
                    const NAME(rows) tiles = NAME(turn)(block, a.stride, turned, rows, depth);
                    NAME(panel_by_panel)(tiles, panels, target, rows, columns, depth);
                } else {
                    const NAME(rows) tiles = NAME(as_it_lies)(block, a.stride, a.transposed, rows);
                    NAME(strips)(tiles, panels, target, rows, columns, depth);
                }
            }
        }
        i += cut.depth;
    } while (i < k);
    // Streamed stores are not ordered with the store that publishes them to another thread.
    if (streams) __sync_synchronize();
}

void NAME(ck_product)(ck_matrix a, ck_matrix b, const REAL *start, size_t start_stride, REAL *c, size_t c_stride,
                      size_t m, size_t n, size_t k, REAL *workspace) {
    if (!NAME(is_narrow)(m, n)) {
        NAME(wide_product)(a, b, start, start_stride, c, c_stride, m, n, k, workspace);
        return;
    }
    REAL *turned = workspace;
    for (size_t j = 0; start && j < n; j++)
        for (size_t i = 0; i < m; i++) turned[j * m + i] = start[i * start_stride + j];
    NAME(wide_product)
    (NAME(transpose_of)(b), NAME(transpose_of)(a), start ? turned : NULL, m, turned, m, n, m, k, workspace + m * n);
    for (size_t j = 0; j < n; j++)
        for (size_t i = 0; i < m; i++) c[i * c_stride + j] = turned[j * m + i];
}

void NAME(ck_multiply_packed)(ck_matrix a, const REAL *packed, size_t k, size_t first, size_t depth, const REAL *start,
                              size_t start_stride, REAL *c, size_t c_stride, size_t m, size_t n) {
    if (m == 0) return;
    const NAME(panels) panels = {packed + first * PANEL, PANEL, PANEL * k, true};
    const NAME(target) target = {start, start_stride, c, c_stride, false};
    NAME(strips)(NAME(as_it_lies)(a.at, a.stride, a.transposed, m), panels, target, m, n, depth);
}

#undef MOST_ROWS
#undef EACH_PIECE
#undef LOW
#undef HIGH
#endif
