// Calls every kernel with odd shapes, on memory of exactly the size it may touch. Built with the address and the
// undefined-behavior sanitizers, it ends at the first byte read or written beyond, and at the first wrong number.
//
//     sweep SEED TRIES [FIRST]        TRIES of each kind, from try FIRST on

#include "sweep.h"

#include <stdarg.h>
#include <stdio.h>

#if __has_feature(address_sanitizer)
#include <sanitizer/common_interface_defs.h>
#endif

static char trying[512];
static struct {
    const char *kind;
    uint64_t seed;
    long attempt;
} now;
static uint64_t state;

static void confess(void) {
    fprintf(stderr, "kernel sweep: %s, seed %llu, try %ld: %s\n", now.kind, (unsigned long long)now.seed, now.attempt,
            trying);
}

void describe(const char *format, ...) {
    va_list values;
    va_start(values, format);
    vsnprintf(trying, sizeof trying, format, values);
    va_end(values);
}

void wrong(const char *what, size_t place, double ours, double expected) {
    fprintf(stderr, "%s, number %zu: %.17g, expected %.17g\n", what, place, ours, expected);
    confess();
    exit(1);
}

void expect(const char *what, size_t place, double ours, double expected, double tolerance) {
    if (isnan(ours) && isnan(expected)) return;
    if (ours == expected || fabs(ours - expected) <= tolerance) return;
    wrong(what, place, ours, expected);
}

// Steele, Lea and Flood's SplitMix64.
static uint64_t draw(void) {
    uint64_t mixed = state += 0x9e3779b97f4a7c15;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
    return mixed ^ (mixed >> 31);
}

int64_t below(int64_t n) { return (int64_t)(draw() % (uint64_t)n); }

int64_t odd_size(int64_t most) {
    static const int64_t sizes[] = {0, 1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 23, 31, 32, 33, 47, 48, 49, 63, 64, 65};
    if (below(4) == 0) return below(most + 1);
    int64_t size = sizes[below(sizeof sizes / sizeof *sizes)];
    return size <= most ? size : below(most + 1);
}

double normal(void) {
    double sum = -6;
    for (int i = 0; i < 12; i++) sum += (double)(draw() >> 11) * 0x1p-53;
    return sum;
}

double strange(void) {
    static const double numbers[] = {NAN,    -NAN, INFINITY, -INFINITY, 0,    -0.0,  1,      -1,    1e-45, -1e-40,
                                     3e38,   -3e38, 1e308,   -1e308,   5e-324, 88.7, -103.9, 20,    -20,   1e10};
    return below(2) == 0 ? normal() * 4 : numbers[below(sizeof numbers / sizeof *numbers)];
}

enum { MOST_BLOCKS = 64 };
static void *blocks[MOST_BLOCKS];
static int taken;

void *memory(int64_t bytes) {
    if (taken == MOST_BLOCKS) abort();
    void *block = malloc((size_t)bytes);
    if (bytes > 0) memset(block, 0xff, (size_t)bytes);
    return blocks[taken++] = block;
}

void free_all(void) {
    while (taken > 0) free(blocks[--taken]);
}

#define KIND(name) {#name " f32", sweep_##name##_f32}, {#name " f64", sweep_##name##_f64}

int main(int count, char **arguments) {
    static const struct {
        const char *name;
        void (*sweep)(void);
    } kinds[] = {KIND(convolution), KIND(folding), KIND(pools),  KIND(products), KIND(elements),
                 KIND(reductions),  KIND(losses),  KIND(layers), KIND(layouts),  KIND(optimizers)};
    if (count < 3) {
        fprintf(stderr, "usage: sweep SEED TRIES [FIRST]\n");
        return 2;
    }
#if __has_feature(address_sanitizer)
    __sanitizer_set_death_callback(confess);
#endif
    now.seed = strtoull(arguments[1], NULL, 10);
    long tries = atol(arguments[2]), first = count > 3 ? atol(arguments[3]) : 0;
    for (size_t kind = 0; kind < sizeof kinds / sizeof *kinds; kind++) {
        now.kind = kinds[kind].name;
        for (now.attempt = first; now.attempt < first + tries; now.attempt++) {
            // A try can be repeated alone.
            state = now.seed;
            state = draw() + (uint64_t)now.attempt * 0x9e3779b97f4a7c15 + kind;
            kinds[kind].sweep();
            free_all();
        }
    }
    printf("%ld tries of %zu kinds\n", tries, sizeof kinds / sizeof *kinds);
    return 0;
}
