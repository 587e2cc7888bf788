// Includes TEXT, the kernel file that asks for it, once for each type of numbers and instruction set. The text finds
//
//     REAL, REAL_BYTES        the type of its numbers, and its size
//     NAME(name)              the name in this variant, name_f32_avx2
//     VECTOR_BYTES, REGISTERS the size of a vector, and how many the processor holds
//     FUSES                   whether it multiplies and adds in one instruction
//     WIDE                    what a function that writes such vectors out is marked with
//
// and its functions are compiled for the set. Without a TEXT there are the kernels' declarations alone.

#include "isa.h"
#include "real.h"

#if defined(__x86_64__)

#define VECTOR_BYTES 16
#define REGISTERS 16
#define FUSES 0
#define WIDE
#define ISA baseline
#include "set.h"

// The sets as lists of their parts: "arch=x86-64-v4" would also tune the compiler's loops for one processor that has the
// set, and a GRU's gates then took half as long again.
#define AVX2 "avx2,bmi,bmi2,f16c,fma,lzcnt,movbe"
#define AVX512 AVX2 ",avx512f,avx512bw,avx512cd,avx512dq,avx512vl"

#pragma clang attribute push(__attribute__((target(AVX2))), apply_to = function)
#define VECTOR_BYTES 32
#define REGISTERS 16
#define FUSES 1
#define WIDE
#define ISA avx2
#include "set.h"
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target(AVX512))), apply_to = function)
#define VECTOR_BYTES 64
#define REGISTERS 32
#define FUSES 1
#define WIDE __attribute__((min_vector_width(512)))
#define ISA avx512
#include "set.h"
#pragma clang attribute pop

#else

// What the compiler's target has; on arm64 that is NEON.
#define VECTOR_BYTES 16
#define REGISTERS 32
#define FUSES 1
#define WIDE
#define ISA baseline
#include "set.h"

#endif
