#include "sweep.h"

#ifndef REAL
#define REAL float
#define NAME(name) name##_f32
#include "images.c"
#undef REAL
#undef NAME
#define REAL double
#define NAME(name) name##_f64
#include "images.c"
#else

#include "typed.h"

static int64_t NAME(fit)(int64_t size, int64_t padding, int64_t kernel, int64_t stride) {
    return (size + 2 * padding - kernel) / stride + 1;
}

// A window that fits its image, which may be empty where there is padding.
static ck_window NAME(window)(int64_t most, int64_t most_stride, bool pools) {
    ck_window w = {.channels = 1 + below(4),
                   .kernel_height = 1 + below(4),
                   .kernel_width = 1 + below(4),
                   .stride_height = 1 + below(most_stride),
                   .stride_width = 1 + below(most_stride)};
    if (pools && below(2) == 0) w.kernel_height = w.kernel_width = w.stride_height = w.stride_width = 2;
    w.padding_height = below(pools ? w.kernel_height / 2 + 1 : 4);
    w.padding_width = below(pools ? w.kernel_width / 2 + 1 : 4);
    do w.height = odd_size(most);
    while (w.height + 2 * w.padding_height < w.kernel_height);
    do w.width = odd_size(most);
    while (w.width + 2 * w.padding_width < w.kernel_width);
    w.output_height = NAME(fit)(w.height, w.padding_height, w.kernel_height, w.stride_height);
    w.output_width = NAME(fit)(w.width, w.padding_width, w.kernel_width, w.stride_width);
    return w;
}

#define SHAPE "%lld channels of %lldx%lld, kernel %lldx%lld, stride %lldx%lld, padding %lldx%lld"
#define SHAPE_OF(w)                                                                                              \
    (long long)(w).channels, (long long)(w).height, (long long)(w).width, (long long)(w).kernel_height,          \
        (long long)(w).kernel_width, (long long)(w).stride_height, (long long)(w).stride_width,                  \
        (long long)(w).padding_height, (long long)(w).padding_width

// The pixel of a channel that a place of the output sees through a tap; −1 in the padding.
static int64_t NAME(seen)(const ck_window *w, int64_t place, int64_t tap) {
    int64_t v = place / w->output_width * w->stride_height - w->padding_height + tap / w->kernel_width;
    int64_t u = place % w->output_width * w->stride_width - w->padding_width + tap % w->kernel_width;
    return v < 0 || v >= w->height || u < 0 || u >= w->width ? -1 : v * w->width + u;
}

#define EACH(i, n) for (int64_t i = 0; i < (n); i++)

// Convolution by its definition. Padding is zeros, which meet an infinite weight as NaN, as in PyTorch's products.
static void NAME(define)(const ck_window *window, int64_t images, int64_t outputs, const REAL *x, const REAL *weight,
                         const REAL *bias, const REAL *dy, double *y, double *dx, double *dw) {
    const ck_window w = *window;
    const int64_t plane = w.height * w.width, places = w.output_height * w.output_width;
    const int64_t kernel = w.kernel_height * w.kernel_width;
    EACH(i, images)
        EACH(o, outputs) {
            double *result = y + (i * outputs + o) * places;
            const REAL *slope = dy + (i * outputs + o) * places;
            EACH(p, places) result[p] = bias ? bias[o] : 0;
            EACH(c, w.channels) {
                const REAL *image = x + (i * w.channels + c) * plane, *taps = weight + (o * w.channels + c) * kernel;
                double *image_slope = dx + (i * w.channels + c) * plane;
                double *tap_slope = dw + (o * w.channels + c) * kernel;
                EACH(p, places) EACH(t, kernel) {
                    const int64_t at = NAME(seen)(window, p, t);
                    double pixel = at < 0 ? 0 : image[at];
                    result[p] += pixel * taps[t];
                    tap_slope[t] += pixel * slope[p];
                    if (at >= 0) image_slope[at] += (double)taps[t] * slope[p];
                }
            }
        }
}

void NAME(sweep_convolution)(void) {
    const ck_window w = NAME(window)(below(8) == 0 ? 66 : 19, 1, false);
    const int64_t images = below(4), outputs = odd_size(9);
    describe(SHAPE ", %lld images, %lld outputs", SHAPE_OF(w), (long long)images, (long long)outputs);
    const int64_t inputs = images * w.channels * w.height * w.width;
    const int64_t weights = outputs * w.channels * w.kernel_height * w.kernel_width;
    const int64_t results = images * outputs * w.output_height * w.output_width;
    REAL *x = NAME(normals)(inputs), *weight = NAME(normals)(weights), *dy = NAME(normals)(results);
    REAL *bias = below(2) ? NAME(normals)(outputs) : NULL;
    NAME(spoil)(x, inputs);
    NAME(spoil)(weight, weights);
    NAME(spoil)(dy, results);

    REAL *y = NAME(empty)(results), *dx = NAME(normals)(inputs), *dw = NAME(empty)(weights);
    const bool adds = below(2);
    double *expected_y = calloc((size_t)results + 1, 8), *expected_dw = calloc((size_t)weights + 1, 8);
    double *expected_dx = calloc((size_t)inputs + 1, 8);
    if (adds) EACH(i, inputs) expected_dx[i] = dx[i];
    NAME(define)(&w, images, outputs, x, weight, bias, dy, expected_y, expected_dx, expected_dw);

    const int64_t scratch = (int64_t)ck_convolution_scratch(TYPE, w, (size_t)outputs, (size_t)images);
    const size_t out = (size_t)outputs, count = (size_t)images;
    ck_convolve(TYPE, x, weight, bias, y, w, out, count, NAME(empty)(scratch));
    ck_convolve_image_gradient(TYPE, dy, weight, dx, w, out, count, NAME(empty)(scratch), adds);
    ck_convolve_weight_gradient(TYPE, x, dy, dw, w, out, count, NAME(empty)(scratch));
    const double near = EPSILON * 200;
    EACH(i, results) expect("convolution", (size_t)i, y[i], expected_y[i], near);
    EACH(i, inputs) expect("image gradient", (size_t)i, dx[i], expected_dx[i], near);
    EACH(i, weights) expect("weight gradient", (size_t)i, dw[i], expected_dw[i], near * 10);
    free(expected_y), free(expected_dx), free(expected_dw);
}

void NAME(sweep_folding)(void) {
    const ck_window w = NAME(window)(33, 4, false);
    describe(SHAPE, SHAPE_OF(w));
    const int64_t plane = w.height * w.width, places = w.output_height * w.output_width;
    const int64_t kernel = w.kernel_height * w.kernel_width, columns = w.channels * kernel * places;
    REAL *image = NAME(normals)(w.channels * plane), *unfolded = NAME(empty)(columns);
    REAL *sums = NAME(normals)(w.channels * plane), *expected = NAME(copy)(sums, w.channels * plane);
    ck_unfold(TYPE, image, unfolded, w);
    ck_fold(TYPE, unfolded, sums, w);
    EACH(c, w.channels)
        EACH(p, places) EACH(t, kernel) {
            const int64_t column = (c * kernel + t) * places + p, at = NAME(seen)(&w, p, t);
            expect("unfold", (size_t)column, unfolded[column], at < 0 ? 0 : image[c * plane + at], 0);
            if (at >= 0) expected[c * plane + at] += image[c * plane + at];
        }
    EACH(i, w.channels * plane) expect("fold", (size_t)i, sums[i], expected[i], EPSILON * 100);
}

void NAME(sweep_pools)(void) {
    const ck_window w = NAME(window)(66, 3, true);
    const bool adds = below(2);
    describe(SHAPE "%s", SHAPE_OF(w), adds ? ", adding" : "");
    const int64_t plane = w.height * w.width, places = w.output_height * w.output_width;
    const int64_t inputs = w.channels * plane, results = w.channels * places;
    REAL *x = NAME(normals)(inputs), *dy = NAME(normals)(results), *y = NAME(empty)(results);
    NAME(spoil)(x, inputs);
    int32_t *chosen = memory(results * (int64_t)sizeof *chosen);
    REAL *dx = NAME(normals)(inputs), *expected = NAME(copy)(dx, inputs);
    ck_max_pool(TYPE, x, y, chosen, w);
    ck_max_pool_gradient(TYPE, dy, chosen, dx, w, adds);
    REAL *means = NAME(empty)(results), *slopes = NAME(normals)(inputs), *spread = NAME(copy)(slopes, inputs);
    ck_average_pool(TYPE, x, means, w);
    ck_average_pool_gradient(TYPE, dy, slopes, w);

    const double share = 1.0 / (double)(w.kernel_height * w.kernel_width);
    if (!adds && inputs > 0) memset(expected, 0, (size_t)inputs * sizeof *expected);
    EACH(c, w.channels) {
        const REAL *image = x + c * plane;
        EACH(p, places) {
            const int64_t place = c * places + p, found = chosen[place];
            double best = -INFINITY, sum = 0;
            EACH(t, w.kernel_height * w.kernel_width) {
                const int64_t at = NAME(seen)(&w, p, t);
                if (at < 0) continue;
                if (image[at] > best || isnan(image[at])) best = image[at];
                sum += image[at];
                spread[c * plane + at] += (REAL)share * dy[place];
            }
            expect("max pool", (size_t)place, y[place], best, 0);
            expect("mean pool", (size_t)place, means[place], sum * share, EPSILON * 10);
            if (found < 0 ? plane > 0 : found >= plane || !(image[found] == best || isnan(best)))
                wrong("max pool's place", (size_t)place, (double)found, best);
            if (found >= 0) expected[c * plane + found] += dy[place];
        }
    }
    EACH(i, inputs) {
        expect("max pool's gradient", (size_t)i, dx[i], expected[i], EPSILON * 100);
        expect("mean pool's gradient", (size_t)i, slopes[i], spread[i], EPSILON * 100);
    }
}

#undef SHAPE
#undef SHAPE_OF
#undef EACH
#endif
