#include "real.h"

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

// The places of an image that a window sees, as columns: [channels, height, width] → [channels · window, outputs].
// What lies outside the image is 0.
void NAME(ck_unfold)(const REAL *image, REAL *columns, const ck_window *window) {
    const ck_window w = *window;
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
void NAME(ck_fold)(const REAL *columns, REAL *image, const ck_window *window) {
    const ck_window w = *window;
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

// The largest number in each window, the first of equals and any NaN before all; `places` says where in its channel.
void NAME(ck_max_pool)(const REAL *images, REAL *y, int64_t *places, const ck_window *window) {
    const ck_window w = *window;
    for (int64_t c = 0; c < w.channels; c++, images += w.height * w.width)
        for (int64_t oy = 0; oy < w.output_height; oy++)
            for (int64_t ox = 0; ox < w.output_width; ox++, y++, places++) {
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
                *y = best;
                *places = at;
            }
}

void NAME(ck_max_pool_gradient)(const REAL *dy, const int64_t *places, REAL *dx, const ck_window *window) {
    const ck_window w = *window;
    int64_t outputs = w.output_height * w.output_width;
    for (int64_t c = 0; c < w.channels; c++, dx += w.height * w.width)
        for (int64_t o = 0; o < outputs; o++) dx[*places++] += *dy++;
}

// The mean of each window, the padding counting as zeros.
void NAME(ck_average_pool)(const REAL *images, REAL *y, const ck_window *window) {
    const ck_window w = *window;
    const double share = 1.0 / (double)(w.kernel_height * w.kernel_width);
    for (int64_t c = 0; c < w.channels; c++, images += w.height * w.width)
        for (int64_t oy = 0; oy < w.output_height; oy++)
            for (int64_t ox = 0; ox < w.output_width; ox++) {
                double sum = 0;
                for (int64_t ky = 0; ky < w.kernel_height; ky++)
                    for (int64_t kx = 0; kx < w.kernel_width; kx++) {
                        int64_t v = oy * w.stride_height - w.padding_height + ky;
                        int64_t u = ox * w.stride_width - w.padding_width + kx;
                        if (v >= 0 && v < w.height && u >= 0 && u < w.width) sum += images[v * w.width + u];
                    }
                *y++ = (REAL)(sum * share);
            }
}

void NAME(ck_average_pool_gradient)(const REAL *dy, REAL *dx, const ck_window *window) {
    const ck_window w = *window;
    const REAL share = (REAL)(1.0 / (double)(w.kernel_height * w.kernel_width));
    for (int64_t c = 0; c < w.channels; c++, dx += w.height * w.width)
        for (int64_t oy = 0; oy < w.output_height; oy++)
            for (int64_t ox = 0; ox < w.output_width; ox++, dy++)
                for (int64_t ky = 0; ky < w.kernel_height; ky++)
                    for (int64_t kx = 0; kx < w.kernel_width; kx++) {
                        int64_t v = oy * w.stride_height - w.padding_height + ky;
                        int64_t u = ox * w.stride_width - w.padding_width + kx;
                        if (v >= 0 && v < w.height && u >= 0 && u < w.width) dx[v * w.width + u] += *dy * share;
                    }
}

#endif
