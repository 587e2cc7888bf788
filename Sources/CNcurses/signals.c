// Signals: some become events through a pipe, the deadly ones give the terminal back first.
#include "state.h"
#include "include/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const int eventful[] = {SIGINT, SIGTERM, SIGHUP, SIGWINCH, SIGTSTP, SIGCONT};
// Every signal that ends a process unless it is caught, SIGKILL aside; the real-time ones too (see below).
static const int deadly[] = {SIGSEGV, SIGABRT, SIGILL, SIGBUS, SIGFPE, SIGTRAP, SIGSYS, SIGQUIT, SIGPIPE, SIGUSR1,
                             SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGXCPU, SIGXFSZ, SIGIO, SIGPWR, SIGSTKFLT};
enum { EVENTFUL = sizeof eventful / sizeof *eventful, DEADLY = sizeof deadly / sizeof *deadly };

// What was in force before, by signal number.
static struct sigaction before[NSIG];
static bool installed[NSIG];

static atomic_bool arrived[NSIG];
static atomic_bool woken;
// Made once and never closed, so that a late tt_wake() cannot write into another file.
static int ends[2] = {-1, -1};

static void stir(void) {
    char byte = 0;
    // A full pipe already wakes the reader.
    if (write(ends[1], &byte, 1) < 0) return;
}

static bool is_caught(const struct sigaction *action) {
    return !(action->sa_flags & SA_SIGINFO) && action->sa_handler != SIG_DFL && action->sa_handler != SIG_IGN;
}

static void on_signal(int number) {
    int saved = errno;
    atomic_store(&arrived[number], true);
    stir();
    // An earlier handler still gets it, however long the screen takes.
    if (is_caught(&before[number])) before[number].sa_handler(number);
    errno = saved;
}

// Two texts, so that the one in force is never being written.
static char last_words[2][8192];
static atomic_int spoken;

void tt_set_last_words(const char *text) {
    int next = 1 - atomic_load(&spoken);
    strncpy(last_words[next], text, sizeof last_words[next] - 1);
    atomic_store(&spoken, next);
}

static void on_crash(int number, siginfo_t *info, void *context) {
    tt_give_back_for_good(last_words[atomic_load(&spoken)]);
    // Swift's own report of the crash would wait half a minute for a key.
    int nothing = open("/dev/null", O_RDONLY);
    if (nothing >= 0) dup2(nothing, STDIN_FILENO);
    const struct sigaction *other = &before[number];
    if (other->sa_flags & SA_SIGINFO) {
        other->sa_sigaction(number, info, context);
    } else if (is_caught(other)) {
        other->sa_handler(number);
    }
    // Not every handler before this one ends the process when nothing but kill() has sent the signal.
    signal(number, SIG_DFL);
    raise(number);
}

static void install(int number, const struct sigaction *action) {
    if (sigaction(number, NULL, &before[number]) != 0) return;
    // What the parent chose to ignore (nohup, a shell without job control) stays ignored.
    bool ignored = !(before[number].sa_flags & SA_SIGINFO) && before[number].sa_handler == SIG_IGN;
    if (ignored && number != SIGWINCH && number != SIGCONT) return;
    installed[number] = sigaction(number, action, NULL) == 0;
}

// A crash by stack overflow needs another stack to report from.
static void provide_stack(void) {
    static char *stack;
    enum { SIZE = 64 * 1024 };
    stack_t present;
    if (sigaltstack(NULL, &present) != 0 || !(present.ss_flags & SS_DISABLE)) return;
    if (stack == NULL) stack = malloc(SIZE);
    if (stack == NULL) return;
    stack_t ours = {.ss_sp = stack, .ss_size = SIZE};
    sigaltstack(&ours, NULL);
}

bool tt_install_signals(void) {
    if (ends[0] < 0 && pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return false;
    tt_drain_signal_pipe();
    for (int number = 0; number < NSIG; number++) atomic_store(&arrived[number], false);

    struct sigaction event = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    sigemptyset(&event.sa_mask);
    for (int i = 0; i < EVENTFUL; i++) install(eventful[i], &event);
    tt_catch_deadly_signals();
    return true;
}

void tt_catch_deadly_signals(void) {
    static bool caught;
    if (caught) return;
    caught = true;
    provide_stack();
    struct sigaction crash = {.sa_sigaction = on_crash, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigemptyset(&crash.sa_mask);
    for (int i = 0; i < DEADLY; i++) install(deadly[i], &crash);
    for (int number = SIGRTMIN; number <= SIGRTMAX; number++) install(number, &crash);
}

void tt_remove_signals(void) {
    for (int i = 0; i < EVENTFUL; i++) {
        int number = eventful[i];
        if (installed[number]) sigaction(number, &before[number], NULL);
        installed[number] = false;
    }
}

void tt_abandon(void) { tt_give_back_for_good(NULL); }

bool tt_take_signal(int number) { return atomic_exchange(&arrived[number], false); }

int tt_signal_pipe(void) { return ends[0]; }

void tt_drain_signal_pipe(void) {
    char bytes[64];
    while (read(ends[0], bytes, sizeof bytes) > 0) continue;
}

bool tt_take_wake(void) { return atomic_exchange(&woken, false); }

void tt_wake(void) {
    if (ends[1] >= 0 && !atomic_exchange(&woken, true)) stir();
}

void tt_stop_process(bool whole_group) {
    if (!installed[SIGTSTP]) return;
    struct sigaction ours;
    struct sigaction standard = {.sa_handler = SIG_DFL};
    sigemptyset(&standard.sa_mask);
    sigaction(SIGTSTP, &standard, &ours);
    tt_take_signal(SIGCONT);
    // A typed ^Z stops a whole pipeline, as the terminal driver would have done.
    kill(whole_group ? 0 : getpid(), SIGTSTP);
    // The stop may reach another thread first, and an orphaned group is not stopped at all.
    for (int turn = 0; turn < 20 && !atomic_load(&arrived[SIGCONT]); turn++) poll(NULL, 0, 5);
    tt_take_signal(SIGCONT);
    sigaction(SIGTSTP, &ours, NULL);
}
