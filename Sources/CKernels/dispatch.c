#include "variants.h"

// Dispatches each kernel to the variant for the type of its numbers and the instruction set in use.

#define VARIANTS(isa, number, name, arguments)                                                                   \
    case 2 * number + CK_FLOAT: return ck_##name##_f32_##isa arguments;                                          \
    case 2 * number + CK_DOUBLE: return ck_##name##_f64_##isa arguments;

#define CK_IN const void *
#define CK_OUT void *
#define CK_NUMBER double
#define CK_KERNEL(result, name, parameters, arguments)                                                           \
    result ck_##name(ck_type type, CK_OPEN parameters) {                                                         \
        switch (2 * (int)ck_isa_now + (int)type) { EACH_ISA(VARIANTS, name, arguments) }                         \
        __builtin_unreachable();                                                                                 \
    }
#include "include/kernels.def"
