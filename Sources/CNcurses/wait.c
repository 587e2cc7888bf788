// Waiting for whatever comes first: a key, a signal, a new size, another thread.
#include "state.h"
#include "include/terminal.h"

#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

// Milliseconds on a clock that only goes forward.
long long tt_now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000LL + time.tv_nsec / 1000000;
}

// In the background the terminal belongs to another process: touching it would stop the process.
static bool in_foreground(void) {
    pid_t owner = tcgetpgrp(tt.tty);
    return owner < 0 || owner == getpgrp();
}

void tt_suspend(bool whole_group) {
    if (!tt.open) return;
    tt_leave_screen();
    tt_stop_process(whole_group);
}

// Enters the screen again once the shell has put this process into the foreground (fg after ^Z or bg).
static void return_when_allowed(void) {
    if (atomic_load(&tt.on_screen) || atomic_load(&tt.given_up) || !in_foreground()) return;
    tt_enter_screen();
    tt.resized = true;
}

static bool next_signal(struct tt_event *event) {
    static const int delivered[] = {SIGTERM, SIGHUP, SIGINT};
    for (int i = 0; i < 3; i++) {
        if (!tt_take_signal(delivered[i])) continue;
        *event = (struct tt_event){TT_SIGNALED, delivered[i]};
        return true;
    }
    if (tt_take_signal(SIGTSTP)) tt_suspend(false);
    if (tt_take_signal(SIGCONT) && atomic_load(&tt.on_screen)) {
        // Stopped without warning (SIGSTOP): the shell has written over the screen and changed the modes.
        if (in_foreground()) {
            tt_enter_screen();
            tt.resized = true;
        } else {
            atomic_store(&tt.on_screen, false);
            tt_release_stderr();
            tt_print_kept_stderr();
        }
    }
    return_when_allowed();
    if (tt_take_signal(SIGWINCH) && atomic_load(&tt.on_screen) && tt_adopt_size()) tt.resized = true;
    if (tt.resized) {
        tt.resized = false;
        *event = (struct tt_event){TT_RESIZED, 0};
        return true;
    }
    if (tt_take_wake()) {
        *event = (struct tt_event){TT_WOKEN, 0};
        return true;
    }
    return false;
}

// In raw mode a readable terminal without a byte to read is one that has gone.
static bool input_has_ended(short happened) {
    int count = 0;
    return (happened & (POLLERR | POLLNVAL)) || ioctl(tt.input, FIONREAD, &count) != 0 || count == 0;
}

int tt_read(unsigned char *bytes, int size) {
    if (!tt.open || tt.input_closed || !atomic_load(&tt.on_screen)) return 0;
    ssize_t count = read(tt.input, bytes, (size_t)size);
    return count > 0 ? (int)count : 0;
}

struct tt_event tt_wait(int milliseconds, const int *watched, int count) {
    struct tt_event event = {TT_NOTHING, 0};
    if (!tt.open) return event;
    long long deadline = tt_now() + (milliseconds > 0 ? milliseconds : 0);
    for (bool last = false;; ) {
        if (next_signal(&event)) return event;
        if (last) return (struct tt_event){TT_NOTHING, 0};
        long long remaining = deadline - tt_now();
        last = remaining <= 0;
        if (remaining < 0) remaining = 0;
        // Nothing announces to a background process that it has come to the foreground.
        bool present = atomic_load(&tt.on_screen);
        if (!present && remaining > 100) remaining = 100;

        bool is_behind = present && tt_is_behind();
        struct pollfd files[3 + TT_WATCHED_LIMIT] = {
            {.fd = present && !tt.input_closed ? tt.input : -1, .events = POLLIN},
            {.fd = tt_signal_pipe(), .events = POLLIN},
            {.fd = is_behind ? tt.output : -1, .events = POLLOUT},
        };
        int others = count < TT_WATCHED_LIMIT ? count : TT_WATCHED_LIMIT;
        for (int i = 0; i < others; i++) files[3 + i] = (struct pollfd){.fd = watched[i], .events = POLLIN};
        if (poll(files, 3 + (nfds_t)others, (int)remaining) <= 0) continue;
        if (files[1].revents != 0) tt_drain_signal_pipe();
        if (files[2].revents != 0) {
            tt_push();
            if (!tt_is_behind()) return (struct tt_event){TT_CAUGHT_UP, 0};
        }
        if (files[0].revents != 0) {
            if (!input_has_ended(files[0].revents)) return (struct tt_event){TT_INPUT, 0};
            tt.input_closed = true;
            return (struct tt_event){TT_INPUT_CLOSED, 0};
        }
        for (int i = 0; i < others; i++) {
            if (files[3 + i].revents != 0) return (struct tt_event){TT_READY, 0};
        }
        last = false;
    }
}
