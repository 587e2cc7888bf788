// Signals: some become events through a pipe, the deadly ones give the terminal back first.
#include "state.h"
#include "include/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static const int eventful[] = {SIGINT, SIGTERM, SIGHUP, SIGWINCH, SIGTSTP, SIGCONT};
static const int deadly[] = {SIGSEGV, SIGABRT, SIGILL, SIGBUS, SIGFPE, SIGTRAP, SIGSYS, SIGQUIT,
                             SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGXCPU, SIGXFSZ};
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

static void on_signal(int number) {
    int saved = errno;
    atomic_store(&arrived[number], true);
    stir();
    errno = saved;
}

static void on_crash(int number, siginfo_t *info, void *context) {
    (void)context;
    tt_restore_at_once();
    sigaction(number, &before[number], NULL);
    bool repeats = info->si_code > 0 && (number == SIGSEGV || number == SIGBUS || number == SIGILL || number == SIGFPE);
    // A fault happens again as soon as this returns, with its address; the others must be sent again.
    if (!repeats) raise(number);
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
    provide_stack();

    struct sigaction event = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    sigemptyset(&event.sa_mask);
    for (int i = 0; i < EVENTFUL; i++) install(eventful[i], &event);

    struct sigaction crash = {.sa_sigaction = on_crash, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigemptyset(&crash.sa_mask);
    for (int i = 0; i < DEADLY; i++) install(deadly[i], &crash);
    return true;
}

void tt_remove_signals(void) {
    for (int number = 1; number < NSIG; number++) {
        if (installed[number]) sigaction(number, &before[number], NULL);
        installed[number] = false;
    }
}

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
