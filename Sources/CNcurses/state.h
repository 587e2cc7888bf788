// What the C files share.
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <termios.h>

struct tt_state {
    bool open;
    // True while the screen is ours; false before, after, and while suspended.
    atomic_bool on_screen;
    // True from when the terminal was given back for good: no thread may open it again.
    atomic_bool given_up;
    // Whether other programs of a pipeline may write to the terminal, too.
    bool shared;
    // Whether the mouse is to be reported.
    bool mouse;
    bool resized;
    bool input_closed;

    // Reopened where the system allows it, so that waiting for the terminal can be declined without changing what the
    // shell shares with this process.
    int input;   // keys come from here
    int output;  // pictures go here
    int tty;     // the restoring bytes go here, also when `output` is cut off
    int null;

    struct termios shell_modes;
    char entering[64];
    size_t entering_length;
    char restoring[512];
    size_t restoring_length;
};

extern struct tt_state tt;

// modes.c
void tt_set_modes(void);

// output.c
FILE *tt_open_sink(void);
bool tt_redirect_sink(FILE *sink);
void tt_close_sink(FILE *sink);
bool tt_has_drawn(void);
void tt_collect(void);
void tt_queue(const char *bytes, size_t count);
void tt_push(void);
void tt_forget_output(void);
bool tt_write_within(int file, const char *bytes, size_t count, int milliseconds);

// colors.c
size_t tt_translate_colors(const char *bytes, size_t count, char *place);

// wait.c
long long tt_now(void);

// Whether the terminal's description has a capability: what tigetstr returns is NULL without one, and -1 for a name that is
// no text's.
static inline bool tt_is_text(const char *capability) {
    return capability != NULL && capability != (const char *)-1;
}

// restore.c
void tt_prepare_restoring(void);
size_t tt_add_capability(char *text, size_t length, size_t size, const char *capability);
bool tt_give_back(void);
void tt_give_back_for_good(const char *last_words);

// stderr.c
void tt_capture_stderr(void);
void tt_release_stderr(void);
void tt_print_kept_stderr(void);
void tt_print_error(const char *text);

// signals.c
bool tt_install_signals(void);
void tt_remove_signals(void);
bool tt_take_signal(int number);
int tt_signal_pipe(void);
void tt_drain_signal_pipe(void);
bool tt_take_wake(void);
void tt_stop_process(bool whole_group);

// screen.c
void tt_leave_screen(void);
void tt_enter_screen(void);
bool tt_adopt_size(void);
