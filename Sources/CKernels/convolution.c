#ifndef REAL
#define TEXT "convolution.c"
#include "variants.h"
#else

// Filters at every position of an image, as sums of shifted rows, without copies of the windows.
//
// An image lies padded in the scratch memory, its rows one after the other: then output place p, counted in rows as
// wide as the padded image's, sees place p + shift of a channel through each tap of the filter, and many places in a row are
// one vector. The end of each row then has a few extra positions, which are skipped when the rows are copied.
//
// A place is summed in one order on every instruction set; a weight's gradient, lane by lane.

#include "vectors.h"

// A block of sums has as many rows, of as many vectors, that they, what a row of them is made of, a factor and a
// product fit into the registers.
#define MOST_ROWS 6
#define VECTORS(rows) ((REGISTERS - 2) / ((rows) + 1) < MOST_VECTORS ? (REGISTERS - 2) / ((rows) + 1) : MOST_VECTORS)
#define MOST_VECTORS 6
#define ROUNDED(n) (((n) + LANES - 1) / LANES * LANES)

// How an image lies in the scratch memory.
typedef struct {
    int64_t width, height;  // padded
    int64_t kernel_height, kernel_width;
    int64_t places;         // of the output, in rows of the padded width
    int64_t margin;         // from a place to its last tap
} NAME(field);

static NAME(field) NAME(field_of)(const ck_window *w) {
    NAME(field) f = {.width = w->width + 2 * w->padding_width,
                     .height = w->height + 2 * w->padding_height,
                     .kernel_height = w->kernel_height,
                     .kernel_width = w->kernel_width};
    f.places = (w->output_height - 1) * f.width + w->output_width;
    f.margin = (w->kernel_height - 1) * f.width + w->kernel_width - 1;
    return f;
}

// A row, mostly too short to call memcpy for: in pieces of one size, the last of which copies some numbers again.
INLINE void NAME(copy_row)(const REAL *from, REAL *to, int64_t columns) {
    const char *x = (const char *)from;
    char *y = (char *)to;
    size_t length = (size_t)columns * sizeof *from, i = 0;
    if (length >= 64) {
        for (; i + 64 < length; i += 64) memcpy(y + i, x + i, 64);
        memcpy(y + length - 64, x + length - 64, 64);
    } else if (length >= 32) {
        memcpy(y, x, 32);
        memcpy(y + length - 32, x + length - 32, 32);
    } else if (length >= 16) {
        memcpy(y, x, 16);
        memcpy(y + length - 16, x + length - 16, 16);
    } else {
        for (int64_t c = 0; c < columns; c++) to[c] = from[c];
    }
}

// The rows of a plane, put `pitch` apart.
INLINE void NAME(spread_rows)(const REAL *x, REAL *y, int64_t rows, int64_t columns, int64_t pitch) {
    for (int64_t r = 0; r < rows; r++, x += columns, y += pitch) NAME(copy_row)(x, y, columns);
}

// Of the height and width of this block the compiler makes constants, and of the sums registers.
INLINE void NAME(convolve_block)(const REAL *x, const int32_t *shifts, const REAL *weights, const REAL *start, REAL *y,
                                 int64_t pitch, int64_t taps, int rows, int vectors) {
    VECTOR sum[MOST_ROWS][MOST_VECTORS];
    UNROLL for (int r = 0; r < rows; r++)
        UNROLL for (int v = 0; v < vectors; v++) sum[r][v] = (VECTOR){0} + start[r];
    for (int64_t t = 0; t < taps; t++, weights += rows) {
        VECTOR seen[MOST_VECTORS];
        UNROLL for (int v = 0; v < vectors; v++) seen[v] = *(const VECTOR *)(x + shifts[t] + v * LANES);
        UNROLL for (int r = 0; r < rows; r++)
            UNROLL for (int v = 0; v < vectors; v++) sum[r][v] += seen[v] * weights[r];
    }
    UNROLL for (int r = 0; r < rows; r++)
        UNROLL for (int v = 0; v < vectors; v++) *(VECTOR *)(y + r * pitch + v * LANES) = sum[r][v];
}

INLINE void NAME(convolve_rows)(const REAL *x, const int32_t *shifts, const REAL *weights, const REAL *start, REAL *y,
                                int64_t places, int64_t taps, int rows) {
    const int vectors = VECTORS(rows);
    int64_t pitch = ROUNDED(places), p = 0;
    for (; p + vectors * LANES <= pitch; p += vectors * LANES)
        NAME(convolve_block)(x + p, shifts, weights, start, y + p, pitch, taps, rows, vectors);
    for (; p < pitch; p += LANES) NAME(convolve_block)(x + p, shifts, weights, start, y + p, pitch, taps, rows, 1);
}

// The rows of the next block, so that blocks are of about one size.
INLINE int64_t NAME(share)(int64_t left, int64_t most) {
    int64_t blocks = (left + most - 1) / most;
    return (left + blocks - 1) / blocks;
}

// Up to MOST_ROWS channels of sums at all places; `weights` holds a tap's weights of all of them together.
INLINE void NAME(convolve)(const REAL *x, const int32_t *shifts, const REAL *weights, const REAL *start, REAL *y,
                           int64_t places, int64_t taps, int64_t rows) {
    switch (rows) {
    case 1: NAME(convolve_rows)(x, shifts, weights, start, y, places, taps, 1); break;
    case 2: NAME(convolve_rows)(x, shifts, weights, start, y, places, taps, 2); break;
    case 3: NAME(convolve_rows)(x, shifts, weights, start, y, places, taps, 3); break;
    case 4: NAME(convolve_rows)(x, shifts, weights, start, y, places, taps, 4); break;
    case 5: NAME(convolve_rows)(x, shifts, weights, start, y, places, taps, 5); break;
    case 6: NAME(convolve_rows)(x, shifts, weights, start, y, places, taps, 6); break;
    }
}

// [channels, height, width] with the padding around it, and room behind it to read a vector too far.
INLINE void NAME(pad)(const REAL *image, REAL *x, const ck_window *w, NAME(field) f) {
    int64_t plane = f.height * f.width, edge = w->padding_height * f.width + w->padding_width;
    memset(x, 0, (size_t)(w->channels * plane + LANES) * sizeof *x);
    for (int64_t c = 0; c < w->channels; c++)
        NAME(spread_rows)(image + c * w->height * w->width, x + c * plane + edge, w->height, w->width, f.width);
}

// How many numbers a kernel keeps of each kind in the scratch memory, where they lie in this order.
typedef struct {
    int64_t shifts, weights, start, sums, images, gradients;
} NAME(room);

static NAME(room) NAME(forward_room)(const ck_window *w, NAME(field) f, int64_t outputs) {
    int64_t taps = w->channels * f.kernel_height * f.kernel_width;
    return (NAME(room)){.shifts = taps,
                        .weights = outputs * taps,
                        .start = MOST_ROWS,
                        .sums = MOST_ROWS * ROUNDED(f.places),
                        .images = w->channels * f.height * f.width + LANES};
}

static NAME(room) NAME(image_gradient_room)(const ck_window *w, NAME(field) f, int64_t outputs) {
    int64_t taps = outputs * f.kernel_height * f.kernel_width;
    return (NAME(room)){.shifts = taps,
                        .weights = w->channels * taps,
                        .start = MOST_ROWS,
                        .sums = MOST_ROWS * ROUNDED(w->height * f.width),
                        .gradients = outputs * (f.margin + f.height * f.width) + LANES};
}

static NAME(room) NAME(weight_gradient_room)(const ck_window *w, NAME(field) f, int64_t outputs, int64_t count) {
    return (NAME(room)){.shifts = w->channels * f.kernel_height * f.kernel_width,
                        .images = count * w->channels * f.height * f.width + LANES,
                        .gradients = count * outputs * ROUNDED(f.places)};
}

static int64_t NAME(total_room)(NAME(room) r) {
    return r.shifts + r.weights + r.start + r.sums + r.images + r.gradients;
}

size_t NAME(ck_convolution_scratch)(ck_window w, size_t outputs, size_t images) {
    const NAME(field) f = NAME(field_of)(&w);
    int64_t out = (int64_t)outputs, forward = NAME(total_room)(NAME(forward_room)(&w, f, out));
    int64_t image = NAME(total_room)(NAME(image_gradient_room)(&w, f, out));
    int64_t weight = NAME(total_room)(NAME(weight_gradient_room)(&w, f, out, (int64_t)images));
    int64_t most = forward > image ? forward : image;
    return (size_t)(most > weight ? most : weight);
}

WIDE void NAME(ck_convolve)(const REAL *images, const REAL *weight, const REAL *bias, REAL *y, ck_window w,
                            size_t outputs, size_t count, REAL *scratch) {
    const NAME(field) f = NAME(field_of)(&w);
    const int64_t kernel = f.kernel_height * f.kernel_width, taps = w.channels * kernel, out = (int64_t)outputs;
    const NAME(room) room = NAME(forward_room)(&w, f, out);
    int32_t *shifts = (int32_t *)scratch;
    REAL *weights = scratch + room.shifts, *start = weights + room.weights, *sums = start + room.start;
    REAL *x = sums + room.sums;
    for (int64_t t = 0; t < taps; t++)
        shifts[t] = (int32_t)(t / kernel * f.height * f.width + t % kernel / f.kernel_width * f.width +
                              t % f.kernel_width);
    for (int64_t o = 0, rows; o < out; o += rows) {
        rows = NAME(share)(out - o, MOST_ROWS);
        for (int64_t t = 0; t < taps; t++)
            for (int64_t r = 0; r < rows; r++) weights[o * taps + t * rows + r] = weight[(o + r) * taps + t];
    }
    for (size_t i = 0; i < count; i++, images += w.channels * w.height * w.width) {
        NAME(pad)(images, x, &w, f);
        for (int64_t o = 0, rows; o < out; o += rows) {
            rows = NAME(share)(out - o, MOST_ROWS);
            for (int64_t r = 0; r < rows; r++) start[r] = bias ? bias[o + r] : 0;
            NAME(convolve)(x, shifts, weights + o * taps, start, sums, f.places, taps, rows);
            for (int64_t r = 0; r < rows; r++)
                for (int64_t v = 0; v < w.output_height; v++, y += w.output_width)
                    NAME(copy_row)(sums + r * ROUNDED(f.places) + v * f.width, y, w.output_width);
        }
    }
}

INLINE bool NAME(are_finite)(const REAL *x, int64_t n) {
#pragma clang fp reassociate(on)
    // A number that is not finite gives NaN here, which remains.
    REAL zero = 0;
    for (int64_t i = 0; i < n; i++) zero += x[i] * 0;
    return zero == 0;
}

// The gradient of each place of the output, spread over the pixels that it saw and no others.
static void NAME(spread_gradient)(const REAL *dy, const REAL *weight, REAL *dx, const ck_window *w, int64_t outputs,
                                  int64_t count, bool adds) {
    const int64_t plane = w->height * w->width, places = w->output_height * w->output_width;
    const int64_t kernel = w->kernel_height * w->kernel_width;
    if (!adds) memset(dx, 0, (size_t)(count * w->channels * plane) * sizeof *dx);
    for (int64_t i = 0; i < count; i++, dy += outputs * places)
        for (int64_t c = 0; c < w->channels; c++, dx += plane)
            for (int64_t o = 0; o < outputs; o++)
                for (int64_t t = 0; t < kernel; t++) {
                    const REAL factor = weight[(o * w->channels + c) * kernel + t];
                    const int64_t right = t % w->kernel_width - w->padding_width;
                    const int64_t first = right < 0 ? -right : 0, room = w->width - right;
                    const int64_t end = room < w->output_width ? room : w->output_width;
                    for (int64_t v = 0; v < w->output_height; v++) {
                        const int64_t y = v + t / w->kernel_width - w->padding_height;
                        if (y < 0 || y >= w->height) continue;
                        const REAL *d = dy + o * places + v * w->output_width;
                        REAL *row = dx + y * w->width;
                        for (int64_t u = first; u < end; u++) row[u + right] += factor * d[u];
                    }
                }
}

// The image's place p had a part, through each tap, in the output's place p − shift: the same sums, over a gradient
// with zeros before, after, and at the end of each row. Where a weight is not finite these zeros would give NaN.
WIDE void NAME(ck_convolve_image_gradient)(const REAL *dy, const REAL *weight, REAL *dx, ck_window w, size_t outputs,
                                           size_t count, REAL *scratch, bool adds) {
    const NAME(field) f = NAME(field_of)(&w);
    const int64_t kernel = f.kernel_height * f.kernel_width, out = (int64_t)outputs, taps = out * kernel;
    const int64_t channel = f.margin + f.height * f.width, places = w.height * f.width;
    if (!NAME(are_finite)(weight, w.channels * taps)) {
        NAME(spread_gradient)(dy, weight, dx, &w, out, (int64_t)count, adds);
        return;
    }
    const NAME(room) room = NAME(image_gradient_room)(&w, f, out);
    int32_t *shifts = (int32_t *)scratch;
    REAL *weights = scratch + room.shifts, *start = weights + room.weights, *sums = start + room.start;
    REAL *g = sums + room.sums;
    for (int64_t t = 0; t < taps; t++)
        shifts[t] = (int32_t)(t / kernel * channel + f.margin - t % kernel / f.kernel_width * f.width -
                              t % f.kernel_width);
    for (int64_t c = 0, rows; c < w.channels; c += rows) {
        rows = NAME(share)(w.channels - c, MOST_ROWS);
        for (int64_t t = 0; t < taps; t++)
            for (int64_t r = 0; r < rows; r++)
                weights[c * taps + t * rows + r] = weight[(t / kernel * w.channels + c + r) * kernel + t % kernel];
    }
    memset(start, 0, (size_t)room.start * sizeof *start);
    memset(g, 0, (size_t)room.gradients * sizeof *g);
    for (size_t i = 0; i < count; i++, dy += out * w.output_height * w.output_width) {
        for (int64_t o = 0; o < out; o++)
            NAME(spread_rows)(dy + o * w.output_height * w.output_width, g + o * channel + f.margin, w.output_height,
                              w.output_width, f.width);
        for (int64_t c = 0, rows; c < w.channels; c += rows) {
            rows = NAME(share)(w.channels - c, MOST_ROWS);
            NAME(convolve)(g + w.padding_height * f.width, shifts, weights + c * taps, start, sums, places, taps, rows);
            for (int64_t r = 0; r < rows; r++)
                for (int64_t v = 0; v < w.height; v++, dx += w.width) {
                    const REAL *row = sums + r * ROUNDED(places) + v * f.width + w.padding_width;
                    if (adds) {
                        EACH(u, (size_t)w.width) dx[u] += row[u];
                    } else {
                        NAME(copy_row)(row, dx, w.width);
                    }
                }
        }
    }
}

// The sum of a vector's lanes, in pairs.
INLINE REAL NAME(total)(const VECTOR *v) {
    REAL lane[LANES];
    memcpy(lane, v, sizeof *v);
    UNROLL for (int width = LANES / 2; width > 0; width /= 2)
        UNROLL for (int i = 0; i < width; i++) lane[i] += lane[i + width];
    return lane[0];
}

INLINE void NAME(correlate_block)(const REAL *x, const REAL *g, const int32_t *shifts, REAL *dw, int64_t places,
                                  int64_t taps, int64_t image, int64_t gradient, int64_t count, int rows, int width) {
    VECTOR sum[MOST_ROWS][MOST_VECTORS];
    UNROLL for (int r = 0; r < rows; r++)
        UNROLL for (int t = 0; t < width; t++) sum[r][t] = (VECTOR){0};
    for (int64_t i = 0; i < count; i++, x += image, g += gradient)
        for (int64_t p = 0; p < places; p += LANES) {
            VECTOR seen[MOST_VECTORS];
            UNROLL for (int t = 0; t < width; t++) seen[t] = *(const VECTOR *)(x + p + shifts[t]);
            UNROLL for (int r = 0; r < rows; r++) {
                VECTOR d = *(const VECTOR *)(g + r * places + p);
                UNROLL for (int t = 0; t < width; t++) sum[r][t] += d * seen[t];
            }
        }
    UNROLL for (int r = 0; r < rows; r++)
        UNROLL for (int t = 0; t < width; t++) dw[r * taps + t] = NAME(total)(&sum[r][t]);
}

INLINE void NAME(correlate)(const REAL *x, const REAL *g, const int32_t *shifts, REAL *dw, int64_t places, int64_t taps,
                            int64_t image, int64_t gradient, int64_t count, int rows) {
    for (int64_t t = 0, width; t < taps; t += width, shifts += width, dw += width) {
        width = NAME(share)(taps - t, VECTORS(MOST_ROWS));
        switch (width) {
        case 1: NAME(correlate_block)(x, g, shifts, dw, places, taps, image, gradient, count, rows, 1); break;
        case 2: NAME(correlate_block)(x, g, shifts, dw, places, taps, image, gradient, count, rows, 2); break;
        case 3: NAME(correlate_block)(x, g, shifts, dw, places, taps, image, gradient, count, rows, 3); break;
        case 4: NAME(correlate_block)(x, g, shifts, dw, places, taps, image, gradient, count, rows, 4); break;
        }
    }
}

// The same for one tap and one channel, over the places of the output alone.
static REAL NAME(correlate_rows)(const REAL *x, const REAL *g, const ck_window *w, int64_t pitch, int64_t image,
                                 int64_t gradient, int64_t count) {
#pragma clang fp reassociate(on)
    REAL sum = 0;
    for (int64_t i = 0; i < count; i++)
        for (int64_t v = 0; v < w->output_height; v++) {
            const REAL *seen = x + i * image + v * pitch, *d = g + i * gradient + v * pitch;
            for (int64_t u = 0; u < w->output_width; u++) sum += d[u] * seen[u];
        }
    return sum;
}

// Stores the gradient from these images; a tap's is the gradient of the output times the tap's input.
WIDE void NAME(ck_convolve_weight_gradient)(const REAL *images, const REAL *dy, REAL *dw, ck_window w, size_t outputs,
                                            size_t count, REAL *scratch) {
    const NAME(field) f = NAME(field_of)(&w);
    const int64_t kernel = f.kernel_height * f.kernel_width, taps = w.channels * kernel, out = (int64_t)outputs;
    const int64_t places = ROUNDED(f.places), image = w.channels * f.height * f.width, gradient = out * places;
    const NAME(room) room = NAME(weight_gradient_room)(&w, f, out, (int64_t)count);
    int32_t *shifts = (int32_t *)scratch;
    REAL *x = scratch + room.shifts, *g = x + room.images, *const whole = dw;
    for (int64_t t = 0; t < taps; t++)
        shifts[t] = (int32_t)(t / kernel * f.height * f.width + t % kernel / f.kernel_width * f.width +
                              t % f.kernel_width);
    memset(g, 0, (size_t)room.gradients * sizeof *g);
    for (int64_t i = 0; i < (int64_t)count; i++) {
        NAME(pad)(images + i * w.channels * w.height * w.width, x + i * image, &w, f);
        for (int64_t o = 0; o < out; o++, dy += w.output_height * w.output_width)
            NAME(spread_rows)(dy, g + i * gradient + o * places, w.output_height, w.output_width, f.width);
    }
    const REAL *const gradients = g;
    for (int64_t o = 0, rows; o < out; o += rows, dw += rows * taps, g += rows * places) {
        rows = NAME(share)(out - o, MOST_ROWS);
        switch (rows) {
        case 1: NAME(correlate)(x, g, shifts, dw, places, taps, image, gradient, (int64_t)count, 1); break;
        case 2: NAME(correlate)(x, g, shifts, dw, places, taps, image, gradient, (int64_t)count, 2); break;
        case 3: NAME(correlate)(x, g, shifts, dw, places, taps, image, gradient, (int64_t)count, 3); break;
        case 4: NAME(correlate)(x, g, shifts, dw, places, taps, image, gradient, (int64_t)count, 4); break;
        case 5: NAME(correlate)(x, g, shifts, dw, places, taps, image, gradient, (int64_t)count, 5); break;
        case 6: NAME(correlate)(x, g, shifts, dw, places, taps, image, gradient, (int64_t)count, 6); break;
        }
    }
    // Between the rows a gradient of 0 met pixels, and 0 · ∞ is NaN.
    if (NAME(are_finite)(whole, out * taps)) return;
    for (int64_t n = 0; n < out * taps; n++)
        if (whole[n] != whole[n])
            whole[n] = NAME(correlate_rows)(x + shifts[n % taps], gradients + n / taps * places, &w, f.width, image,
                                            gradient, (int64_t)count);
}

#endif
