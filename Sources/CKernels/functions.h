// Functions that the loops of every kernel may call. Included for each variant of the kernels.

#if REAL_BYTES == 4

// exp, to 1.1e-7 relative: 2^k · e^r with |r| ≤ ln2/2 and a polynomial fitted to e^r; no table and no
// branch, so that the loop around it becomes vector code.
INLINE float NAME(exp)(float x) {
    x = x > 89.f ? 89.f : x;
    x = x < -104.f ? -104.f : x;
    const float shifter = 12582912.f;
    float shifted = x * 1.44269504f + shifter;
    float k = shifted - shifter;
    float r = x - k * 0.693145752f;
    r = r - k * 1.42860677e-6f;
    float q = 1.3926182e-3f;
    q = q * r + 8.363178e-3f;
    q = q * r + 4.1666556e-2f;
    q = q * r + 0.16666576f;
    q = q * r + 0.5f;
    float e = (r * r) * q + r + 1.f;
    // Two factors, so that neither overflows where the result is subnormal or infinite.
    int32_t bits;
    memcpy(&bits, &shifted, sizeof bits);
    // Of a NaN any two factors will do; they are shifted as unsigned numbers, for which that is defined.
    int32_t whole = bits - 0x4B400000, half = whole >> 1, rest = whole - half;
    uint32_t first = (uint32_t)(half + 127) << 23, second = (uint32_t)(rest + 127) << 23;
    float f, g;
    memcpy(&f, &first, sizeof f);
    memcpy(&g, &second, sizeof g);
    return e * f * g;
}

// tanh, to 1.1e-7 relative: a polynomial fitted up to 1, where 1 − 2/(e^2x + 1) has become as good.
INLINE float NAME(tanh)(float x) {
    float a = fabsf(x), z = x * x;
    float q = -4.8467104e-5f;
    q = q * z + 3.3768977e-4f;
    q = q * z - 1.2421574e-3f;
    q = q * z + 3.4783864e-3f;
    q = q * z - 8.82625e-3f;
    q = q * z + 2.1862576e-2f;
    q = q * z - 5.3967595e-2f;
    q = q * z + 0.13333331f;
    q = q * z - 0.33333334f;
    float small = x * z * q + x;
    float large = copysignf(1.f - 2.f / (NAME(exp)(2.f * a) + 1.f), x);
    return a < 1.f ? small : large;
}

// erf, to 1.8e-7 relative: a polynomial in x² fitted up to 0.9, and beyond it 1 − e^−q with a polynomial fitted to
// q = −log(1 − erf x). From 4 on it is 1.
INLINE float NAME(erf)(float x) {
    float a = fabsf(x), z = x * x;
    float s = -6.0903589e-4f;
    s = s * z + 5.0119627e-3f;
    s = s * z - 2.6778908e-2f;
    s = s * z + 0.11282141f;
    s = s * z - 0.37612525f;
    s = s * z + 1.1283791f;
    float b = a > 4.f ? 4.f : a;
    float q = -1.9718207e-4f;
    q = q * b + 3.0556107e-3f;
    q = q * b - 2.2277098e-2f;
    q = q * b + 0.10403738f;
    q = q * b + 0.63705975f;
    q = q * b + 1.1277496f;
    q = q * b + 1.7749185e-4f;
    float large = copysignf(1.f - NAME(exp)(-q), x);
    // NaN follows the first branch.
    return a > 0.9f ? large : x * s;
}

#define LIBRARY(name) name##f

#else

#define LIBRARY(name) name

INLINE double NAME(exp)(double x) { return exp(x); }
INLINE double NAME(tanh)(double x) { return tanh(x); }
INLINE double NAME(erf)(double x) { return erf(x); }

#endif

INLINE REAL NAME(sigmoid)(REAL x) { return 1 / (1 + NAME(exp)(-x)); }
INLINE REAL NAME(log)(REAL x) { return LIBRARY(log)(x); }
INLINE REAL NAME(sqrt)(REAL x) { return __builtin_elementwise_sqrt(x); }
INLINE REAL NAME(power)(REAL x, REAL p) { return LIBRARY(pow)(x, p); }
INLINE REAL NAME(expm1)(REAL x) { return LIBRARY(expm1)(x); }
INLINE REAL NAME(log1p)(REAL x) { return LIBRARY(log1p)(x); }
INLINE REAL NAME(magnitude)(REAL x) { return LIBRARY(fabs)(x); }

// a · b + c, rounded once where the processor can: in software that takes a hundred times as long, and
// PyTorch does not either.
INLINE REAL NAME(fused)(REAL a, REAL b, REAL c) {
#if FUSES
    return LIBRARY(__builtin_fma)(a, b, c);
#else
    return a * b + c;
#endif
}

#undef LIBRARY

// Sums run in double: over a million floats PyTorch's own are off by up to 4e-7, these are not.
INLINE double NAME(sum)(const REAL *x, size_t n) {
#pragma clang fp reassociate(on)
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += x[i];
    return sum;
}
