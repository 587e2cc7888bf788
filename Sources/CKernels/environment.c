#include "include/kernels.h"

// The control bits of MXCSR on x86-64 and of FPCR on arm64. The status flags beside them do not change.

#if defined(__x86_64__)

// Bits 0 to 5 of MXCSR are its flags. Subnormal inputs count as zeros by bit 6, results become zeros by bit 15; every
// processor of 64 bits has both.
enum { FLAGS = 0x3f, FLUSH = 1 << 6 | 1 << 15 };

static unsigned control(void) { return __builtin_ia32_stmxcsr(); }

uint64_t ck_environment(void) { return control() & ~FLAGS; }

void ck_set_environment(uint64_t environment) {
    unsigned now = control();
    // Reading it is cheaper than writing it.
    if ((now & ~FLAGS) != environment) __builtin_ia32_ldmxcsr((unsigned)environment | (now & FLAGS));
}

#elif defined(__aarch64__)

// FZ: inputs and results. The flags are in a register of their own.
enum { FLUSH = 1 << 24 };

uint64_t ck_environment(void) {
    uint64_t control;
    __asm__ __volatile__("mrs %0, fpcr" : "=r"(control));
    return control;
}

void ck_set_environment(uint64_t environment) {
    if (ck_environment() != environment) __asm__ __volatile__("msr fpcr, %0" : : "r"(environment));
}

#else

enum { FLUSH = 0 };

uint64_t ck_environment(void) { return 0; }

void ck_set_environment(uint64_t environment) { (void)environment; }

#endif

bool ck_is_flushing(uint64_t environment) { return (environment & FLUSH) != 0; }

uint64_t ck_flushing(uint64_t environment, bool flushes) {
    return flushes ? environment | FLUSH : environment & ~(uint64_t)FLUSH;
}
