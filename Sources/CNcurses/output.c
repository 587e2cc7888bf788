// What ncurses draws, on its way to the terminal.
//
// ncurses writes into memory; from there the bytes go out as fast as the terminal accepts them. A terminal that nobody
// reads therefore stops the pictures and nothing else.
#include "state.h"
#include "include/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static int memory = -1;
static struct { char *bytes; size_t start, end, size; } queue;

FILE *tt_open_sink(void) {
    memory = memfd_create("screen", MFD_CLOEXEC);
    int file = fcntl(tt.output, F_DUPFD_CLOEXEC, 3);
    return memory < 0 || file < 0 ? NULL : fdopen(file, "w");
}

bool tt_redirect_sink(FILE *sink) { return dup3(memory, fileno(sink), O_CLOEXEC) >= 0; }

void tt_close_sink(FILE *sink) {
    if (sink != NULL) fclose(sink);
    if (memory >= 0) close(memory);
    memory = -1;
    free(queue.bytes);
    memset(&queue, 0, sizeof queue);
}

// Room for more bytes at the end of the queue; NULL when there is no memory, and the bytes are lost with the picture.
static char *room(size_t count) {
    if (queue.start > 0) {
        memmove(queue.bytes, queue.bytes + queue.start, queue.end - queue.start);
        queue.end -= queue.start;
        queue.start = 0;
    }
    if (queue.end + count > queue.size) {
        size_t size = 2 * (queue.end + count);
        char *bytes = realloc(queue.bytes, size);
        if (bytes == NULL) return NULL;
        queue.bytes = bytes;
        queue.size = size;
    }
    return queue.bytes + queue.end;
}

void tt_queue(const char *bytes, size_t count) {
    char *place = room(count);
    if (place == NULL) return;
    memcpy(place, bytes, count);
    queue.end += count;
}

bool tt_has_drawn(void) { return lseek(memory, 0, SEEK_CUR) > 0; }

// Puts what ncurses has written since the last call at the end of the queue.
void tt_collect(void) {
    off_t count = lseek(memory, 0, SEEK_CUR);
    if (count <= 0) return;
    // Colors take more room once they are translated: at most twice as much, so that it can be done in one place.
    char *place = room(2 * (size_t)count);
    if (place != NULL && pread(memory, place + count, (size_t)count, 0) == count) {
        queue.end += tt_translate_colors(place + count, (size_t)count, place);
    }
    lseek(memory, 0, SEEK_SET);
    if (ftruncate(memory, 0) != 0) return;
}

bool tt_is_behind(void) { return queue.end > queue.start; }

void tt_forget_output(void) { queue.start = queue.end = 0; }

static bool takes_more(int file, int milliseconds) {
    struct pollfd terminal = {.fd = file, .events = POLLOUT};
    return poll(&terminal, 1, milliseconds) == 1 && (terminal.revents & POLLOUT);
}

// Sends as much as the terminal accepts now.
void tt_push(void) {
    while (tt_is_behind()) {
        // Where the terminal could not be reopened a write may block; a short one after poll() hardly ever does.
        if (!takes_more(tt.output, 0)) return;
        size_t count = queue.end - queue.start;
        ssize_t written = write(tt.output, queue.bytes + queue.start, count < 1024 ? count : 1024);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0 && errno != EAGAIN) tt_forget_output();
        if (written <= 0) return;
        queue.start += (size_t)written;
    }
}

// Writes all of the bytes unless the file is too slow to accept them. Also runs in signal handlers: system calls only.
bool tt_write_within(int file, const char *bytes, size_t count, int milliseconds) {
    long long deadline = tt_now() + milliseconds;
    while (count > 0) {
        long long remaining = deadline - tt_now();
        if (!takes_more(file, remaining > 0 ? (int)remaining : 0)) {
            if (errno == EINTR && remaining > 0) continue;
            return false;
        }
        ssize_t written = write(file, bytes, count < 256 ? count : 256);
        if (written < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (written <= 0) return false;
        bytes += written;
        count -= (size_t)written;
    }
    return true;
}
