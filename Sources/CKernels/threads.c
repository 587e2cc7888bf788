#include "include/kernels.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

// A pool of threads that share the parts of one task at a time. The thread that hands it out computes parts too, so a pool
// of n has n − 1 threads of its own.

enum { MOST_THREADS = 64, SPINS = 4000 };

static struct {
    pthread_mutex_t owner;  // held by the thread that hands out work
    pthread_mutex_t lock;   // of falling asleep and waking
    pthread_cond_t begun;
    atomic_int count;       // threads wanted, the caller's included
    int made;
    atomic_int asleep;

    // The work in hand. What stands here is read only by a thread that holds a part which is not done, and written
    // only when there is none.
    void (*body)(void *context, size_t part);
    void *context;
    uint64_t environment;  // of the thread that handed it out
    size_t parts;
    atomic_size_t untaken, undone;
} pool = {.owner = PTHREAD_MUTEX_INITIALIZER,
          .lock = PTHREAD_MUTEX_INITIALIZER,
          .begun = PTHREAD_COND_INITIALIZER,
          .count = 1};

// True in a thread that computes a part: work within work is not shared out again.
static _Thread_local bool is_inside = false;

static void relax(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ __volatile__("yield");
#endif
}

static void take_parts(void) {
    size_t left = atomic_load(&pool.untaken);
    while (left > 0) {
        if (!atomic_compare_exchange_weak(&pool.untaken, &left, left - 1)) continue;
        ck_set_environment(pool.environment);
        pool.body(pool.context, pool.parts - left);
        atomic_fetch_sub(&pool.undone, 1);
        left = atomic_load(&pool.untaken);
    }
}

// Whether there is work for the pool's own thread of this number, from 1.
static bool is_wanted(int thread) { return atomic_load(&pool.untaken) > 0 && thread < atomic_load(&pool.count); }

static void *work(void *number) {
    int thread = (int)(intptr_t)number;
    is_inside = true;
    for (;;) {
        // The next work often comes within microseconds, and only for so long does waiting awake pay.
        for (int spin = 0; spin < SPINS && !is_wanted(thread); spin++) relax();
        if (!is_wanted(thread)) {
            pthread_mutex_lock(&pool.lock);
            atomic_fetch_add(&pool.asleep, 1);
            while (!is_wanted(thread)) pthread_cond_wait(&pool.begun, &pool.lock);
            atomic_fetch_sub(&pool.asleep, 1);
            pthread_mutex_unlock(&pool.lock);
        }
        take_parts();
    }
    return NULL;
}

void ck_use_threads(int count) {
    pthread_mutex_lock(&pool.owner);
    int wanted = count < 1 ? 1 : count > MOST_THREADS ? MOST_THREADS : count;
    for (; pool.made < wanted - 1; pool.made++) {
        pthread_t thread;
        // With fewer threads than asked for the work is the same, only slower.
        if (pthread_create(&thread, NULL, work, (void *)(intptr_t)(pool.made + 1)) != 0) break;
        pthread_detach(thread);
    }
    atomic_store(&pool.count, wanted < pool.made + 1 ? wanted : pool.made + 1);
    pthread_mutex_unlock(&pool.owner);
}

int ck_threads(void) { return atomic_load(&pool.count); }

void ck_parallel(size_t parts, void *context, void (*body)(void *context, size_t part)) {
    if (parts < 2 || is_inside || atomic_load(&pool.count) == 1 || pthread_mutex_trylock(&pool.owner) != 0) {
        for (size_t part = 0; part < parts; part++) body(context, part);
        return;
    }
    pool.body = body;
    pool.context = context;
    pool.environment = ck_environment();
    pool.parts = parts;
    atomic_store(&pool.undone, parts);
    atomic_store(&pool.untaken, parts);
    if (atomic_load(&pool.asleep) > 0) {
        pthread_mutex_lock(&pool.lock);
        pthread_cond_broadcast(&pool.begun);
        pthread_mutex_unlock(&pool.lock);
    }
    is_inside = true;
    take_parts();
    is_inside = false;
    for (int spin = 0; atomic_load(&pool.undone) > 0; spin++) {
        if (spin < SPINS) {
            relax();
        } else {
            sched_yield();
        }
    }
    pthread_mutex_unlock(&pool.owner);
}
