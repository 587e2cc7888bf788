// Giving the terminal back without ncurses, for a process that is about to die.
#include "state.h"

#include <ncurses.h>
#include <string.h>
#include <unistd.h>

struct tt_state tt = {.input = -1, .output = -1, .tty = -1, .null = -1};

// Adds a capability without its padding ("$<5>"), which only hardware of long ago needs.
static void add(const char *capability) {
    if (capability == NULL || capability == (char *)-1) return;
    while (*capability != '\0') {
        if (capability[0] == '$' && capability[1] == '<') {
            const char *end = strchr(capability, '>');
            if (end != NULL) {
                capability = end + 1;
                continue;
            }
        }
        if (tt.restoring_length == sizeof tt.restoring) return;
        tt.restoring[tt.restoring_length++] = *capability++;
    }
}

void tt_prepare_restoring(void) {
    tt.restoring_length = 0;
    add(tigetstr("sgr0"));
    add(tigetstr("rmkx"));
    add(tigetstr("cnorm"));
    char *leave = tigetstr("rmcup");
    if (leave != NULL && leave != (char *)-1) {
        add(leave);
    } else {
        // Without an alternate screen the shell goes on below what was drawn: terminals clamp the row.
        add(tiparm(tigetstr("cup"), 998, 0));
        add("\r\n");
    }
}

// Runs in signal handlers: system calls only.
void tt_restore_at_once(void) {
    if (atomic_exchange(&tt.on_screen, false)) {
        // Another thread may be drawing at this moment.
        dup2(tt.null, tt.output);
        tt_write_all(tt.tty, tt.restoring, tt.restoring_length);
        tcsetattr(tt.tty, TCSANOW, &tt.shell_modes);
    }
    tt_release_stderr();
}
