// One variant of the kernels; variants.h documents its macros.

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
