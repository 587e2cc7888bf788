#include "caches.h"

#include <unistd.h>

enum { USUAL = 512 << 10, LEAST = 128 << 10, MOST = 8 << 20 };

static size_t second_cache = USUAL;

size_t ck_second_cache(void) { return second_cache; }

// Before main, as the system may have to look it up.
__attribute__((constructor)) static void measure(void) {
#if defined(_SC_LEVEL2_CACHE_SIZE)
    const long bytes = sysconf(_SC_LEVEL2_CACHE_SIZE);
    if (bytes >= LEAST) second_cache = bytes < MOST ? (size_t)bytes : MOST;
#endif
}
