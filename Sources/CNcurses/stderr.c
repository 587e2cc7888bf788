// Standard error while the screen is up: kept in memory, printed when the screen is given back.
#include "state.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

static atomic_bool captured;
static int kept = -1;
static int original = -1;

bool tt_write_all(int file, const char *bytes, size_t count) {
    while (count > 0) {
        ssize_t written = write(file, bytes, count);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        bytes += written;
        count -= (size_t)written;
    }
    return true;
}

void tt_capture_stderr(void) {
    // Somebody who sent it to a file wants it there at once.
    if (atomic_load(&captured) || !isatty(STDERR_FILENO)) return;
    kept = memfd_create("stderr", MFD_CLOEXEC);
    original = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    if (kept < 0 || original < 0 || dup2(kept, STDERR_FILENO) < 0) {
        if (kept >= 0) close(kept);
        if (original >= 0) close(original);
        return;
    }
    atomic_store(&captured, true);
}

// Runs in signal handlers: system calls only.
void tt_release_stderr(void) {
    if (!atomic_exchange(&captured, false)) return;
    dup2(original, STDERR_FILENO);
    off_t end = lseek(kept, 0, SEEK_END);
    const off_t longest = 64 * 1024;
    char bytes[1024];
    off_t place = end > longest ? end - longest : 0;
    for (;;) {
        ssize_t count = pread(kept, bytes, sizeof bytes, place);
        if (count <= 0 || !tt_write_all(STDERR_FILENO, bytes, (size_t)count)) break;
        place += count;
    }
    close(kept);
    close(original);
}
