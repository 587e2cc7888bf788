// Stands before the C library's allocator in an executable that links it, and counts while counting is on.
#include "include/benchmark.h"

#include <errno.h>
#include <stdatomic.h>

#if __has_feature(thread_sanitizer) || __has_feature(address_sanitizer) || !defined(__GLIBC__)

void cb_count_allocations(void) {}
int64_t cb_counted_allocations(void) { return -1; }
int64_t cb_own_allocations(void) { return -1; }

#else

static atomic_bool counts;
static _Atomic int64_t calls;
static _Thread_local int64_t own_calls;

static void note(void) {
    own_calls++;
    if (atomic_load_explicit(&counts, memory_order_relaxed)) atomic_fetch_add(&calls, 1);
}

void cb_count_allocations(void) {
    atomic_store(&calls, 0);
    atomic_store(&counts, true);
}

int64_t cb_counted_allocations(void) {
    atomic_store(&counts, false);
    return atomic_load(&calls);
}

int64_t cb_own_allocations(void) { return own_calls; }

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

void *malloc(size_t size) {
    note();
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    note();
    return __libc_calloc(count, size);
}

void *realloc(void *block, size_t size) {
    note();
    return __libc_realloc(block, size);
}

void *memalign(size_t alignment, size_t size) {
    note();
    return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **block, size_t alignment, size_t size) {
    if (alignment % sizeof(void *) != 0 || (alignment & (alignment - 1)) != 0 || alignment == 0) return EINVAL;
    void *fresh = memalign(alignment, size);
    if (fresh == NULL) return ENOMEM;
    *block = fresh;
    return 0;
}

#endif
