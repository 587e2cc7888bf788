#ifndef REAL
#define TEXT "images.c"
#include "variants.h"
#else

// The windows of a row that see a pixel through the taps of one column, and the column that the first of them sees.
typedef struct {
    int64_t first, end, column;
} NAME(span);

static NAME(span) NAME(span_of)(const ck_window *w, int64_t kx) {
    const int64_t stride = w->stride_width, left = w->padding_width - kx, room = w->width + left;
    const int64_t first = left > 0 ? (left + stride - 1) / stride : 0;
    const int64_t last = room > 0 ? (room + stride - 1) / stride : 0;
    const int64_t end = last < w->output_width ? last : w->output_width;
    return first < end ? (NAME(span)){first, end, first * stride - left} : (NAME(span)){0};
}

// The row that the windows of a row see through a tap's row; −1 in the padding.
INLINE int64_t NAME(row_of)(const ck_window *w, int64_t oy, int64_t ky) {
    const int64_t y = oy * w->stride_height - w->padding_height + ky;
    return y < w->height ? y : -1;
}

// The usual strides are constants in the loops that they are called in.
#define BY_STRIDE(stride, chosen, call)                                                                          \
    do {                                                                                                         \
        if ((stride) == 1) {                                                                                     \
            const int64_t chosen = 1;                                                                            \
            call;                                                                                                \
        } else if ((stride) == 2) {                                                                              \
            const int64_t chosen = 2;                                                                            \
            call;                                                                                                \
        } else {                                                                                                 \
            const int64_t chosen = (stride);                                                                     \
            call;                                                                                                \
        }                                                                                                        \
    } while (0)

INLINE void NAME(take)(const REAL *pixels, REAL *columns, int64_t stride, int64_t count) {
    EACH(i, (size_t)count) columns[i] = pixels[(int64_t)i * stride];
}

INLINE void NAME(give)(const REAL *columns, REAL *pixels, int64_t stride, int64_t count) {
    EACH(i, (size_t)count) pixels[(int64_t)i * stride] += columns[i];
}

// Runs the body for every row of columns [channels · window, outputs]: `s` are its windows, and `y` is the row of the
// image that they see, −1 in the padding.
#define EACH_COLUMN_ROW(w, image, columns, s, y, ...)                                                            \
    for (int64_t c = 0; c < (w).channels; c++, image += (w).height * (w).width)                                  \
        for (int64_t ky = 0; ky < (w).kernel_height; ky++)                                                       \
            for (int64_t kx = 0; kx < (w).kernel_width; kx++) {                                                  \
                const NAME(span) s = NAME(span_of)(&(w), kx);                                                    \
                for (int64_t oy = 0; oy < (w).output_height; oy++, columns += (w).output_width) {                \
                    const int64_t y = NAME(row_of)(&(w), oy, ky);                                                \
                    __VA_ARGS__                                                                                  \
                }                                                                                                \
            }

// The places of an image that a window sees, as columns: [channels, height, width] → [channels · window, outputs].
// What lies outside the image is 0.
void NAME(ck_unfold)(const REAL *image, REAL *columns, ck_window w) {
    EACH_COLUMN_ROW(w, image, columns, s, y, {
        const int64_t first = y < 0 ? w.output_width : s.first, end = y < 0 ? w.output_width : s.end;
        for (int64_t ox = 0; ox < first; ox++) columns[ox] = 0;
        BY_STRIDE(w.stride_width, stride,
                  NAME(take)(image + y * w.width + s.column, columns + first, stride, end - first));
        for (int64_t ox = end; ox < w.output_width; ox++) columns[ox] = 0;
    })
}

// Adds every number of the columns to the place of the image that it came from.
void NAME(ck_fold)(const REAL *columns, REAL *image, ck_window w) {
    EACH_COLUMN_ROW(w, image, columns, s, y, {
        if (y < 0) continue;
        BY_STRIDE(w.stride_width, stride,
                  NAME(give)(columns + s.first, image + y * w.width + s.column, stride, s.end - s.first));
    })
}

// Windows of 2 × 2, one beside the other.
static bool NAME(are_pairs)(const ck_window *w) {
    return w->kernel_height == 2 && w->kernel_width == 2 && w->stride_height == 2 && w->stride_width == 2 &&
           w->padding_height == 0 && w->padding_width == 0;
}

// A loop over windows side by side, as many as are lanes of a vector.
#define EACH_LANE(l, lanes)                                                                                      \
    _Pragma("clang loop unroll(disable) vectorize(assume_safety)") for (int l = 0; l < (lanes); l++)

// Calls for windows 0 to n in vectors, of 8 where that many are left, of 4 otherwise. The last vector repeats some
// windows, so the call must store and not add.
#define EACH_VECTOR(i, n, lanes, call)                                                                           \
    do {                                                                                                         \
        int64_t i = 0;                                                                                           \
        if ((n) >= 8) {                                                                                          \
            enum { lanes = 8 };                                                                                  \
            for (; i + 8 < (n); i += 8) call;                                                                    \
            i = (n) - 8;                                                                                         \
            call;                                                                                                \
        } else if ((n) >= 4) {                                                                                   \
            enum { lanes = 4 };                                                                                  \
            call;                                                                                                \
            i = (n) - 4;                                                                                         \
            call;                                                                                                \
        } else {                                                                                                 \
            enum { lanes = 1 };                                                                                  \
            for (; i < (n); i++) call;                                                                           \
        }                                                                                                        \
    } while (0)

INLINE void NAME(max_of_pairs)(const REAL *top, REAL *y, int32_t *places, int32_t width, int32_t at, int lanes) {
    const REAL *bottom = top + width;
    EACH_LANE(l, lanes) {
        REAL best = top[2 * l], value = top[2 * l + 1];
        int32_t place = at + 2 * l, found = place;
        bool better = value > best || value != value;
        best = better ? value : best, found = better ? place + 1 : found;
        value = bottom[2 * l], better = value > best || value != value;
        best = better ? value : best, found = better ? place + width : found;
        value = bottom[2 * l + 1], better = value > best || value != value;
        y[l] = better ? value : best;
        places[l] = better ? place + width + 1 : found;
    }
}

INLINE void NAME(max_of_pairs_gradient)(const REAL *dy, const int32_t *places, REAL *dx, int32_t width, int32_t at,
                                        int lanes) {
    for (int row = 0; row < 2; row++, dx += width, at += width)
        EACH_LANE(l, lanes) {
            REAL d = dy[l];
            int32_t place = places[l] - at - 2 * l;
            dx[2 * l] = place == 0 ? d : 0;
            dx[2 * l + 1] = place == 1 ? d : 0;
        }
}

// What windows side by side see through one more tap; `at` is the place of the first of these pixels.
INLINE void NAME(max_of_tap)(const REAL *pixels, REAL *y, int32_t *places, int32_t at, int64_t stride, int64_t count) {
    EACH(i, (size_t)count) {
        const REAL value = pixels[(int64_t)i * stride], best = y[i];
        const int32_t place = at + (int32_t)i * (int32_t)stride, found = places[i];
        const bool better = found < 0 || value > best || value != value;
        y[i] = better ? value : best;
        places[i] = better ? place : found;
    }
}

static void NAME(max_of_taps)(const REAL *image, REAL *y, int32_t *places, const ck_window *w) {
    EACH(o, (size_t)(w->output_height * w->output_width)) y[o] = -(REAL)INFINITY, places[o] = -1;
    for (int64_t ky = 0; ky < w->kernel_height; ky++)
        for (int64_t kx = 0; kx < w->kernel_width; kx++) {
            const NAME(span) s = NAME(span_of)(w, kx);
            for (int64_t oy = 0; oy < w->output_height; oy++) {
                const int64_t v = NAME(row_of)(w, oy, ky), at = v * w->width + s.column;
                const int64_t o = oy * w->output_width + s.first;
                if (v < 0) continue;
                BY_STRIDE(w->stride_width, stride,
                          NAME(max_of_tap)(image + at, y + o, places + o, (int32_t)at, stride, s.end - s.first));
            }
        }
}

// The largest number in each window, the first of equals and any NaN before all; `places` says where in its channel. A
// window of an empty image gives −∞ and the place −1.
void NAME(ck_max_pool)(const REAL *images, REAL *y, int32_t *places, ck_window w) {
    const bool are_pairs = NAME(are_pairs)(&w);
    const int32_t width = (int32_t)w.width;
    for (int64_t c = 0; c < w.channels; c++, images += w.height * w.width) {
        for (int64_t oy = 0; are_pairs && oy < w.output_height; oy++) {
            const int64_t o = (c * w.output_height + oy) * w.output_width;
            const int32_t at = 2 * (int32_t)oy * width;
            EACH_VECTOR(i, w.output_width, lanes,
                        NAME(max_of_pairs)(images + at + 2 * i, y + o + i, places + o + i, width, at + 2 * (int32_t)i,
                                           lanes));
        }
        const int64_t o = c * w.output_height * w.output_width;
        if (!are_pairs) NAME(max_of_taps)(images, y + o, places + o, &w);
    }
}

void NAME(ck_max_pool_gradient)(const REAL *dy, const int32_t *places, REAL *dx, ck_window w, bool adds) {
    // Windows that see padding alone chose no place.
    if (w.height * w.width == 0) return;
    const size_t outputs = (size_t)(w.output_height * w.output_width);
    const bool writes_all = !adds && NAME(are_pairs)(&w);
    const bool is_covered = writes_all && w.height % 2 == 0 && w.width % 2 == 0;
    if (!adds && !is_covered) memset(dx, 0, (size_t)(w.channels * w.height * w.width) * sizeof *dx);
    for (int64_t c = 0; c < w.channels; c++, dx += w.height * w.width) {
        if (!writes_all) {
            for (size_t o = 0; o < outputs; o++) dx[*places++] += *dy++;
            continue;
        }
        for (int64_t oy = 0; oy < w.output_height; oy++, dy += w.output_width, places += w.output_width) {
            int32_t width = (int32_t)w.width, at = 2 * (int32_t)oy * width;
            EACH_VECTOR(i, w.output_width, lanes,
                        NAME(max_of_pairs_gradient)(dy + i, places + i, dx + at + 2 * i, width, at + 2 * (int32_t)i,
                                                    lanes));
        }
    }
}

INLINE void NAME(mean_of_pairs)(const REAL *top, REAL *y, int64_t width, int lanes) {
    const REAL *bottom = top + width;
    EACH_LANE(l, lanes) {
        double sum = (double)top[2 * l] + top[2 * l + 1];
        sum += bottom[2 * l];
        sum += bottom[2 * l + 1];
        y[l] = (REAL)(sum * 0.25);
    }
}

INLINE void NAME(add_pixels)(const REAL *pixels, double *sums, int64_t stride, int64_t count) {
    EACH(i, (size_t)count) sums[i] += pixels[(int64_t)i * stride];
}

// Some windows of row oy, side by side, whose sums are at hand.
static void NAME(mean_of_taps)(const REAL *image, REAL *y, const ck_window *w, int64_t oy, int64_t from) {
    const int64_t to = w->output_width - from < MOST_COLUMNS ? w->output_width : from + MOST_COLUMNS;
    const double share = 1.0 / (double)(w->kernel_height * w->kernel_width);
    double sums[MOST_COLUMNS] = {0};
    for (int64_t ky = 0; ky < w->kernel_height; ky++)
        for (int64_t kx = 0; kx < w->kernel_width; kx++) {
            const NAME(span) s = NAME(span_of)(w, kx);
            const int64_t v = NAME(row_of)(w, oy, ky), first = s.first > from ? s.first : from;
            const int64_t end = s.end < to ? s.end : to;
            if (v < 0 || first >= end) continue;
            const REAL *pixels = image + v * w->width + s.column + (first - s.first) * w->stride_width;
            BY_STRIDE(w->stride_width, stride, NAME(add_pixels)(pixels, sums + (first - from), stride, end - first));
        }
    for (int64_t o = from; o < to; o++) y[o] = (REAL)(sums[o - from] * share);
}

// The mean of each window, the padding counting as zeros.
void NAME(ck_average_pool)(const REAL *images, REAL *y, ck_window w) {
    const bool are_pairs = NAME(are_pairs)(&w);
    for (int64_t c = 0; c < w.channels; c++, images += w.height * w.width)
        for (int64_t oy = 0; oy < w.output_height; oy++, y += w.output_width) {
            if (are_pairs) {
                EACH_VECTOR(i, w.output_width, lanes,
                            NAME(mean_of_pairs)(images + 2 * oy * w.width + 2 * i, y + i, w.width, lanes));
                continue;
            }
            for (int64_t first = 0; first < w.output_width; first += MOST_COLUMNS)
                NAME(mean_of_taps)(images, y, &w, oy, first);
        }
}

INLINE void NAME(give_share)(const REAL *dy, REAL *pixels, REAL share, int64_t stride, int64_t count) {
    EACH(i, (size_t)count) pixels[(int64_t)i * stride] += dy[i] * share;
}

void NAME(ck_average_pool_gradient)(const REAL *dy, REAL *dx, ck_window w) {
    const bool are_pairs = NAME(are_pairs)(&w);
    const REAL share = (REAL)(1.0 / (double)(w.kernel_height * w.kernel_width));
    for (int64_t c = 0; c < w.channels; c++, dx += w.height * w.width)
        for (int64_t oy = 0; oy < w.output_height; oy++, dy += w.output_width) {
            if (are_pairs) {
                REAL *row = dx + 2 * oy * w.width;
                for (int half = 0; half < 2; half++, row += w.width)
                    EACH(ox, (size_t)w.output_width) {
                        row[2 * ox] += dy[ox] * share;
                        row[2 * ox + 1] += dy[ox] * share;
                    }
                continue;
            }
            // Windows that see one pixel add to it in their order.
            for (int64_t ky = 0; ky < w.kernel_height; ky++)
                for (int64_t kx = w.kernel_width - 1; kx >= 0; kx--) {
                    const NAME(span) s = NAME(span_of)(&w, kx);
                    const int64_t v = NAME(row_of)(&w, oy, ky);
                    if (v < 0) continue;
                    BY_STRIDE(w.stride_width, stride,
                              NAME(give_share)(dy + s.first, dx + v * w.width + s.column, share, stride,
                                               s.end - s.first));
                }
        }
}

#endif
