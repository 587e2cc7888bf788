// One variant of the kernels; variants.h says what is set.

#define CK_IN const REAL *
#define CK_OUT REAL *
#define CK_NUMBER REAL
#define CK_KERNEL(result, name, parameters, arguments) result NAME(ck_##name) parameters;
#include "include/kernels.def"

#ifdef TEXT
#include "functions.h"
#include TEXT
#endif

#undef REAL
#undef REAL_BYTES
#undef NAME
