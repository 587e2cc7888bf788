// One instruction set's variants, for both types of numbers; variants.h says what is set, with ISA for the names' end.

#define NAME_OF(name, type, isa) name##_##type##_##isa
#define NAME_IN(name, type, isa) NAME_OF(name, type, isa)

#define REAL float
#define REAL_BYTES 4
#define NAME(name) NAME_IN(name, f32, ISA)
#include "variant.h"
#define REAL double
#define REAL_BYTES 8
#define NAME(name) NAME_IN(name, f64, ISA)
#include "variant.h"

#undef ISA
#undef VECTOR_BYTES
#undef REGISTERS
#undef FUSES
#undef WIDE
