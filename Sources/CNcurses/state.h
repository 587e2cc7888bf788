// What the C files share.
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <termios.h>

struct tt_state {
    bool open;
    // True while the screen is ours; false before, after, and while suspended.
    atomic_bool on_screen;
    bool resized;
    bool input_closed;

    int input;   // keys come from here
    int output;  // ncurses writes here
    int tty;     // the restoring bytes go here, also when `output` is cut off
    int null;

    struct termios shell_modes;
    char restoring[512];
    size_t restoring_length;
};

extern struct tt_state tt;

// restore.c
void tt_prepare_restoring(void);
void tt_restore_at_once(void);

// stderr.c
void tt_capture_stderr(void);
void tt_release_stderr(void);
bool tt_write_all(int file, const char *bytes, size_t count);

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
int tt_read_key(int *value);
