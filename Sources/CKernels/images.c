#ifndef REAL
#define TEXT "images.c"
#include "variants.h"
#else

// The places of an image that a window sees, as columns: [channels, height, width] → [channels · window, outputs].
// What lies outside the image is 0.
void NAME(ck_unfold)(const REAL *image, REAL *columns, ck_window w) {
    for (int64_t c = 0; c < w.channels; c++)
        for (int64_t ky = 0; ky < w.kernel_height; ky++)
            for (int64_t kx = 0; kx < w.kernel_width; kx++)
                for (int64_t oy = 0; oy < w.output_height; oy++, columns += w.output_width) {
                    int64_t y = oy * w.stride_height - w.padding_height + ky;
                    bool inside = y >= 0 && y < w.height;
                    for (int64_t ox = 0; ox < w.output_width; ox++) {
                        int64_t x = ox * w.stride_width - w.padding_width + kx;
                        columns[ox] = inside && x >= 0 && x < w.width ? image[(c * w.height + y) * w.width + x] : 0;
                    }
                }
}

// Adds every number of the columns to the place of the image that it came from.
void NAME(ck_fold)(const REAL *columns, REAL *image, ck_window w) {
    for (int64_t c = 0; c < w.channels; c++)
        for (int64_t ky = 0; ky < w.kernel_height; ky++)
            for (int64_t kx = 0; kx < w.kernel_width; kx++)
                for (int64_t oy = 0; oy < w.output_height; oy++, columns += w.output_width) {
                    int64_t y = oy * w.stride_height - w.padding_height + ky;
                    if (y < 0 || y >= w.height) continue;
                    for (int64_t ox = 0; ox < w.output_width; ox++) {
                        int64_t x = ox * w.stride_width - w.padding_width + kx;
                        if (x >= 0 && x < w.width) image[(c * w.height + y) * w.width + x] += columns[ox];
                    }
                }
}

// Windows of 2 × 2, one beside the other.
static bool NAME(are_pairs)(const ck_window *w) {
    return w->kernel_height == 2 && w->kernel_width == 2 && w->stride_height == 2 && w->stride_width == 2 &&
           w->padding_height == 0 && w->padding_width == 0;
}

// A loop over windows side by side, as many as are lanes of a vector.
#define EACH_LANE(l, lanes)                                                                                      \
    _Pragma("clang loop unroll(disable) vectorize(assume_safety)") for (int l = 0; l < (lanes); l++)

// Calls for windows 0 to n in vectors, of 8 where there are so many and of 4 else. The last vector goes over some
// windows again, so what is called must store and not add.
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

// The largest number in each window, the first of equals and any NaN before all; `places` says where in its channel. A
// window of an empty image gives −∞ and the place −1.
void NAME(ck_max_pool)(const REAL *images, REAL *y, int32_t *places, ck_window w) {
    const bool are_pairs = NAME(are_pairs)(&w);
    const int32_t width = (int32_t)w.width;
    for (int64_t c = 0; c < w.channels; c++, images += w.height * w.width)
        for (int64_t oy = 0; oy < w.output_height; oy++, y += w.output_width, places += w.output_width) {
            if (are_pairs) {
                int32_t at = 2 * (int32_t)oy * width;
                EACH_VECTOR(i, w.output_width, lanes,
                            NAME(max_of_pairs)(images + at + 2 * i, y + i, places + i, width, at + 2 * (int32_t)i,
                                               lanes));
                continue;
            }
            for (int64_t ox = 0; ox < w.output_width; ox++) {
                REAL best = -(REAL)INFINITY;
                int64_t at = -1;
                for (int64_t ky = 0; ky < w.kernel_height; ky++)
                    for (int64_t kx = 0; kx < w.kernel_width; kx++) {
                        int64_t v = oy * w.stride_height - w.padding_height + ky;
                        int64_t u = ox * w.stride_width - w.padding_width + kx;
                        if (v < 0 || v >= w.height || u < 0 || u >= w.width) continue;
                        REAL value = images[v * w.width + u];
                        if (at < 0 || value > best || value != value) best = value, at = v * w.width + u;
                    }
                y[ox] = best;
                places[ox] = (int32_t)at;
            }
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

// The mean of each window, the padding counting as zeros.
void NAME(ck_average_pool)(const REAL *images, REAL *y, ck_window w) {
    const bool are_pairs = NAME(are_pairs)(&w);
    const double share = 1.0 / (double)(w.kernel_height * w.kernel_width);
    for (int64_t c = 0; c < w.channels; c++, images += w.height * w.width)
        for (int64_t oy = 0; oy < w.output_height; oy++, y += w.output_width) {
            if (are_pairs) {
                EACH_VECTOR(i, w.output_width, lanes,
                            NAME(mean_of_pairs)(images + 2 * oy * w.width + 2 * i, y + i, w.width, lanes));
                continue;
            }
            for (int64_t ox = 0; ox < w.output_width; ox++) {
                double sum = 0;
                for (int64_t ky = 0; ky < w.kernel_height; ky++)
                    for (int64_t kx = 0; kx < w.kernel_width; kx++) {
                        int64_t v = oy * w.stride_height - w.padding_height + ky;
                        int64_t u = ox * w.stride_width - w.padding_width + kx;
                        if (v >= 0 && v < w.height && u >= 0 && u < w.width) sum += images[v * w.width + u];
                    }
                y[ox] = (REAL)(sum * share);
            }
        }
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
            for (int64_t ox = 0; ox < w.output_width; ox++)
                for (int64_t ky = 0; ky < w.kernel_height; ky++)
                    for (int64_t kx = 0; kx < w.kernel_width; kx++) {
                        int64_t v = oy * w.stride_height - w.padding_height + ky;
                        int64_t u = ox * w.stride_width - w.padding_width + kx;
                        if (v >= 0 && v < w.height && u >= 0 && u < w.width) dx[v * w.width + u] += dy[ox] * share;
                    }
        }
}

#endif
