// How soon this thread runs once a key has woken it, on a machine whose cores all compute.
#include "state.h"

#include <sched.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

// struct sched_attr of Linux, which older C libraries lack.
struct attributes {
    uint32_t size, policy;
    uint64_t flags;
    int32_t nice;
    uint32_t priority;
    uint64_t runtime, deadline, period;
};

// A thread that asks for short time slices gets the same share of the processor and gets it sooner. Linux before 6.12 takes
// the wish and does nothing about it. Threads that are made by this one do not inherit it.
void tt_ask_for_short_slices(void) {
    enum { RESET_ON_FORK = 1, SHORTEST_NANOSECONDS = 100000 };
    struct attributes attributes = {.size = sizeof attributes};
    if (syscall(SYS_sched_getattr, 0, &attributes, sizeof attributes, 0) != 0) return;
    if (attributes.policy != SCHED_OTHER) return;
    attributes.size = sizeof attributes;
    attributes.flags |= RESET_ON_FORK;
    attributes.runtime = SHORTEST_NANOSECONDS;
    syscall(SYS_sched_setattr, 0, &attributes, 0);
}
