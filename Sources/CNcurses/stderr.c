// Standard error while the screen is up: kept in memory, printed when the screen is given back.
#include "state.h"

#include <fcntl.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static atomic_bool captured;
static atomic_int kept = -1;
static int original = -1;

static bool print(const char *bytes, size_t count) {
    enum { PATIENCE = 1000 };
    return tt_write_within(STDERR_FILENO, bytes, count, PATIENCE);
}

void tt_capture_stderr(void) {
    // Standard error that was sent to a file belongs there at once.
    if (atomic_load(&captured) || !isatty(STDERR_FILENO)) return;
    int file = memfd_create("stderr", MFD_CLOEXEC);
    original = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    if (file < 0 || original < 0 || dup2(file, STDERR_FILENO) < 0) {
        if (file >= 0) close(file);
        if (original >= 0) close(original);
        return;
    }
    atomic_store(&kept, file);
    atomic_store(&captured, true);
}

// Lets standard error go where it went before. What was kept waits for tt_print_kept_stderr().
// Runs in signal handlers: system calls only.
void tt_release_stderr(void) {
    if (!atomic_exchange(&captured, false)) return;
    dup2(original, STDERR_FILENO);
    close(original);
}

// Runs in signal handlers: system calls only.
void tt_print_kept_stderr(void) {
    int file = atomic_exchange(&kept, -1);
    if (file < 0) return;
    off_t end = lseek(file, 0, SEEK_END);
    const off_t longest = 64 * 1024;
    char bytes[1024];
    off_t place = end > longest ? end - longest : 0;
    for (;;) {
        ssize_t count = pread(file, bytes, sizeof bytes, place);
        if (count <= 0 || !print(bytes, (size_t)count)) break;
        place += count;
    }
    close(file);
}

// Runs in signal handlers: system calls only.
void tt_print_error(const char *text) {
    if (text != NULL) print(text, strlen(text));
}
