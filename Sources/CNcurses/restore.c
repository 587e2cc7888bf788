// Giving the terminal back without ncurses, for a process that leaves and for one that is about to die.
#include "state.h"
#include "include/terminal.h"

#include <ncurses.h>
#include <string.h>
#include <unistd.h>

struct tt_state tt = {.input = -1, .output = -1, .tty = -1, .null = -1};

// Adds a capability to a text without its padding ("$<5>"), which only hardware of long ago needs; returns the new length.
size_t tt_add_capability(char *text, size_t length, size_t size, const char *capability) {
    if (!tt_is_text(capability)) return length;
    while (*capability != '\0' && length < size) {
        const char *end = capability[0] == '$' && capability[1] == '<' ? strchr(capability, '>') : NULL;
        if (end != NULL) {
            capability = end + 1;
        } else {
            text[length++] = *capability++;
        }
    }
    return length;
}

static void add(const char *capability) {
    tt.restoring_length = tt_add_capability(tt.restoring, tt.restoring_length, sizeof tt.restoring, capability);
}

static void add_entering(const char *text) {
    tt.entering_length = tt_add_capability(tt.entering, tt.entering_length, sizeof tt.entering, text);
}

void tt_prepare_restoring(void) {
    tt.restoring_length = tt.entering_length = 0;
    // Terminals of other families than xterm's accept no private modes; those of the family ignore the ones they lack.
    const char *place = tigetstr("cup");
    if (tt_is_text(place) && strncmp(place, "\033[", 2) == 0) {
        // Buttons and what moves with one held down (1002), in numbers (1006); and brackets around pastes.
        if (tt.mouse) add_entering("\033[?1002h\033[?1006h");
        add_entering("\033[?2004h");
        if (tt.mouse) add("\033[?1006l\033[?1002l");
        add("\033[?2004l");
        if (tt.shared) add("\033[r");
    }
    add(tigetstr("sgr0"));
    add(tigetstr("cnorm"));
    char *leave = tigetstr("rmcup");
    if (tt_is_text(leave)) {
        add(leave);
    } else {
        // Without an alternate screen the shell continues below what was drawn: terminals clamp the row.
        add(tiparm(tigetstr("cup"), 998, 0));
        add("\r\n");
    }
}

// Runs in signal handlers: system calls only.
bool tt_give_back(void) {
    enum { PATIENCE = 1000, MOMENT = 100 };
    // Another thread may be drawing at this moment.
    dup2(tt.null, tt.output);
    bool is_read = tt_write_within(tt.tty, tt.restoring, tt.restoring_length, PATIENCE);
    if (!is_read) {
        // The rest of a picture makes room for what sets the terminal right as soon as it is read again.
        tcflush(tt.tty, TCOFLUSH);
        tt_write_within(tt.tty, tt.restoring, tt.restoring_length, MOMENT);
    }
    tcsetattr(tt.tty, TCSANOW, &tt.shell_modes);
    return is_read;
}

// Runs in signal handlers: system calls only.
void tt_give_back_for_good(const char *last_words) {
    bool is_read = true;
    atomic_store(&tt.given_up, true);
    if (atomic_exchange(&tt.on_screen, false)) is_read = tt_give_back();
    tt_release_stderr();
    if (!is_read) {
        // Whatever is printed after this would wait for a terminal that is not read.
        if (isatty(STDOUT_FILENO)) dup2(tt.null, STDOUT_FILENO);
        if (isatty(STDERR_FILENO)) dup2(tt.null, STDERR_FILENO);
    }
    tt_print_error(last_words);
    tt_print_kept_stderr();
}
