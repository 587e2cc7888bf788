// Operands of a matrix product, laid out again in the order in which its innermost loop reads them. Included by
// products.c.

// Numbers in 16 bytes, within which vectors of every size are shuffled alike.
#define PIECE (16 / REAL_BYTES)
// Rows between the one that is copied and the one that is asked for, which comes from far, and of which the processor
// does not see that it will be next.
#define AHEAD 16
#define AHEAD_TURNING 32
#define LINE (64 / REAL_BYTES)

#if VECTOR_BYTES == 64
#define EACH_PIECE(X) X(0), X(1), X(2), X(3)
#elif VECTOR_BYTES == 32
#define EACH_PIECE(X) X(0), X(1)
#else
#define EACH_PIECE(X) X(0)
#endif
#if REAL_BYTES == 4
#define LOW(q) 4 * q, LANES + 4 * q, 4 * q + 1, LANES + 4 * q + 1
#define HIGH(q) 4 * q + 2, LANES + 4 * q + 2, 4 * q + 3, LANES + 4 * q + 3
#else
#define LOW(q) 2 * q, LANES + 2 * q
#define HIGH(q) 2 * q + 1, LANES + 2 * q + 1
#endif
// The first and the second half of each piece of a, with those of b between them.
#define DEAL_LOW(a, b) __builtin_shufflevector(a, b, EACH_PIECE(LOW))
#define DEAL_HIGH(a, b) __builtin_shufflevector(a, b, EACH_PIECE(HIGH))

// In each piece, the rows of a square become its columns.
INLINE WIDE void NAME(turn_pieces)(VECTOR v[PIECE]) {
    for (size_t round = 1; round < PIECE; round *= 2) {
        VECTOR w[PIECE];
        UNROLL for (size_t p = 0; p < PIECE / 2; p++) {
            w[2 * p] = DEAL_LOW(v[p], v[p + PIECE / 2]);
            w[2 * p + 1] = DEAL_HIGH(v[p], v[p + PIECE / 2]);
        }
        memcpy(v, w, sizeof w);
    }
}

// [k, PANEL] with rows `stride` apart, as panel.
INLINE WIDE void NAME(pack_panel)(const REAL *b, size_t stride, REAL *packed, size_t k) {
    for (size_t i = 0; i < k; i++, b += stride, packed += PANEL) {
        if (i + AHEAD < k) {
            __builtin_prefetch(b + AHEAD * stride, 0, 2);
            __builtin_prefetch(b + AHEAD * stride + LANES, 0, 2);
        }
        VECTOR first = *(const VECTOR *)b, second = *(const VECTOR *)(b + LANES);
        *(VECTOR *)packed = first;
        *(VECTOR *)(packed + LANES) = second;
    }
}

// [k, width], fewer columns than a panel has; the others are 0.
INLINE WIDE void NAME(pack_part)(const REAL *b, size_t stride, REAL *packed, size_t k, size_t width) {
    const size_t whole = width / LANES * LANES;
    memset(packed, 0, PANEL * k * sizeof *packed);
    for (size_t i = 0; i < k; i++, b += stride, packed += PANEL) {
        if (whole > 0) *(VECTOR *)packed = *(const VECTOR *)b;
        NAME(copy_part)(b + whole, packed + whole, width - whole);
    }
}

// The transpose of [LANES, k], of whose rows `left` are there, as one vector of each row of a panel. In place of rows
// that are missing stands the last.
INLINE WIDE void NAME(pack_turned)(const REAL *b, size_t stride, REAL *packed, size_t k, size_t left) {
    const REAL *row[LANES];
    UNROLL for (size_t l = 0; l < LANES; l++) row[l] = b + SMALLER(l, left - 1) * stride;
    size_t i = 0;
    for (; i + PIECE <= k; i += PIECE) {
        VECTOR v[PIECE];
        UNROLL for (size_t l = 0; l < LANES; l++)
            memcpy((char *)&v[l % PIECE] + l / PIECE * 16, row[l] + i, 16);
        NAME(turn_pieces)(v);
        UNROLL for (size_t p = 0; p < PIECE; p++) *(VECTOR *)(packed + (i + p) * PANEL) = v[p];
    }
    for (; i < k; i++)
        UNROLL for (size_t l = 0; l < LANES; l++) packed[i * PANEL + l] = row[l][i];
}

size_t NAME(ck_packed_count)(size_t k, size_t n) { return (n + PANEL - 1) / PANEL * PANEL * k; }

WIDE void NAME(ck_pack)(ck_matrix matrix, REAL *packed, size_t k, size_t n) {
    const REAL *b = matrix.at;
    const size_t stride = matrix.stride;
    for (size_t j = 0; j < n; j += PANEL, packed += PANEL * k) {
        const size_t width = SMALLER(n - j, PANEL);
        if (matrix.transposed) {
            NAME(pack_turned)(b + j * stride, stride, packed, k, SMALLER(width, LANES));
            if (width > LANES) NAME(pack_turned)(b + (j + LANES) * stride, stride, packed + LANES, k, width - LANES);
        } else if (width == PANEL) {
            NAME(pack_panel)(b + j, stride, packed, k);
        } else {
            NAME(pack_part)(b + j, stride, packed, k, width);
        }
    }
}

// Rows of a tile, so that all tiles of m rows are of about one height.
INLINE size_t NAME(tile_rows)(size_t m) {
    const size_t tiles = (m + MOST_ROWS - 1) / MOST_ROWS;
    return (m + tiles - 1) / tiles;
}

INLINE NAME(rows) NAME(as_it_lies)(const REAL *a, size_t stride, bool transposed, size_t m) {
    const size_t rows = NAME(tile_rows)(m), down = transposed ? 1 : stride;
    return (NAME(rows)){a, down, transposed ? stride : 1, rows, rows * down};
}

// From [k, m] with rows `stride` apart to tiles, each of them [k, rows].
static WIDE NAME(rows) NAME(turn)(const REAL *a, size_t stride, REAL *turned, size_t m, size_t k) {
    const size_t rows = NAME(tile_rows)(m), whole = m / rows * rows;
    for (size_t i = 0; i < k; i++, a += stride) {
        for (size_t r = 0; i + AHEAD_TURNING < k && r < m; r += LINE)
            __builtin_prefetch(a + AHEAD_TURNING * stride + r, 0, 2);
        REAL *to = turned + i * rows;
        for (size_t r = 0; r < whole; r += rows, to += rows * k) {
            if (rows == MOST_ROWS) {
                memcpy(to, a + r, MOST_ROWS * sizeof *to);
            } else {
                for (size_t l = 0; l < rows; l++) to[l] = a[r + l];
            }
        }
        for (size_t r = whole; r < m; r++) to[r - whole] = a[r];
    }
    return (NAME(rows)){turned, 1, rows, rows, rows * k};
}
