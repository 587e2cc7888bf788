#include "isa.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

ck_isa ck_isa_now = CK_BASELINE;

ck_isa ck_isa_in_force(void) { return ck_isa_now; }

ck_isa ck_isa_at_hand(void) {
#if defined(__x86_64__)
    // These words ask for all that the set consists of, and whether the system keeps its registers.
    if (__builtin_cpu_supports("x86-64-v4")) return CK_AVX512;
    if (__builtin_cpu_supports("x86-64-v3")) return CK_AVX2;
#endif
    return CK_BASELINE;
}

const char *ck_isa_name(ck_isa isa) {
    switch (isa) {
#if defined(__aarch64__)
    case CK_BASELINE: return "neon";
#else
    case CK_BASELINE: return "baseline";
#endif
    case CK_AVX2: return "avx2";
    case CK_AVX512: return "avx512";
    }
    return "";
}

// Before main, so that no kernel runs in another set than those after it.
__attribute__((constructor)) static void choose_isa(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
#endif
    const ck_isa last = ck_isa_at_hand();
    const char *wanted = getenv("TRIMTAB_ISA");
    ck_isa_now = last;
    if (!wanted || strcmp(wanted, ck_isa_name(last)) == 0) return;
    ck_isa_now = CK_BASELINE;
    if (strcmp(wanted, "baseline") == 0) return;
    for (; ck_isa_now < last; ck_isa_now++)
        if (strcmp(wanted, ck_isa_name(ck_isa_now)) == 0) return;
    fprintf(stderr, "TRIMTAB_ISA: \"%s\" is not an instruction set of this processor, which has", wanted);
    for (ck_isa isa = CK_BASELINE; isa <= last; isa++)
        fprintf(stderr, "%s%s", isa == CK_BASELINE ? " " : isa == last ? " and " : ", ", ck_isa_name(isa));
    fprintf(stderr, "\n");
    _exit(2);
}
