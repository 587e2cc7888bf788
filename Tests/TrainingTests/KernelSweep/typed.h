// Memory of one element type. Included with REAL and NAME set.

static inline REAL *NAME(empty)(int64_t count) { return memory(count * (int64_t)sizeof(REAL)); }

static inline REAL *NAME(normals)(int64_t count) {
    REAL *x = NAME(empty)(count);
    for (int64_t i = 0; i < count; i++) x[i] = (REAL)normal();
    return x;
}

static inline REAL *NAME(stranges)(int64_t count) {
    REAL *x = NAME(empty)(count);
    for (int64_t i = 0; i < count; i++) x[i] = (REAL)strange();
    return x;
}

static inline REAL *NAME(copy)(const REAL *x, int64_t count) {
    REAL *y = NAME(empty)(count);
    if (count > 0) memcpy(y, x, (size_t)count * sizeof *y);
    return y;
}

// One number of the array becomes infinite or NaN, in one try of three.
static inline void NAME(spoil)(REAL *x, int64_t count) {
    static const double spoilt[] = {INFINITY, -INFINITY, NAN};
    if (count > 0 && below(3) == 0) x[below(count)] = (REAL)spoilt[below(3)];
}
