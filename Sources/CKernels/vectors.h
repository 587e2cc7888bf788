// Vectors as texts write them out: of the size that the instruction set has, anywhere in memory. Included with REAL and
// NAME set.

typedef REAL NAME(vector) __attribute__((vector_size(VECTOR_BYTES), aligned(REAL_BYTES)));
#define VECTOR NAME(vector)
#define LANES (VECTOR_BYTES / REAL_BYTES)
#define UNROLL _Pragma("clang loop unroll(full)")
