// What every softmax needs. Included with REAL and NAME set.

// The largest of a row, which softmax subtracts so that no exponential overflows. A NaN need not be found here: it
// reaches every sum through its own exponential.
INLINE REAL NAME(largest)(const REAL *x, size_t n, size_t stride) {
    REAL best = -(REAL)INFINITY;
    size_t i = 0;
    if (stride == 1) {
        // A lane each: comparisons have no order that a compiler may change.
        enum { WIDTH = 16 };
        REAL lanes[WIDTH];
        for (size_t l = 0; l < WIDTH; l++) lanes[l] = best;
        for (; i + WIDTH <= n; i += WIDTH)
            for (size_t l = 0; l < WIDTH; l++) lanes[l] = x[i + l] > lanes[l] ? x[i + l] : lanes[l];
        for (; i + WIDTH / 4 <= n; i += WIDTH / 4)
            for (size_t l = 0; l < WIDTH / 4; l++) lanes[l] = x[i + l] > lanes[l] ? x[i + l] : lanes[l];
        for (size_t l = 0; l < WIDTH; l++) best = lanes[l] > best ? lanes[l] : best;
    }
    for (; i < n; i++) best = x[i * stride] > best ? x[i * stride] : best;
    return best;
}

// e to the scale · (x − shift) of a row, which may be the row's own memory, and their sum.
INLINE double NAME(shifted_exp_sum)(const REAL *x, REAL *e, size_t n, REAL shift, REAL scale) {
#pragma clang fp reassociate(on)
    double sum = 0;
    EACH(i, n) e[i] = NAME(exp)(scale * (x[i] - shift));
    for (size_t i = 0; i < n; i++) sum += e[i];
    return sum;
}
