// The terminal as Swift sees it: open and close, rows of cells out, keys and signals in.
// ncurses stays behind this header, since its macros and global variables do not reach Swift 6.
#pragma once

#include <stdbool.h>
#include <stdint.h>

// What tt_open() answers.
enum {
    TT_OPENED = 0,
    TT_NOT_A_TERMINAL = 1,  // standard output is no terminal
    TT_NO_KEYBOARD = 2,     // standard input is no terminal, and there is no /dev/tty
    TT_TERM_UNSET = 3,
    TT_TERM_UNKNOWN = 4,
    TT_TERM_DUMB = 5,       // the cursor cannot be placed
    TT_IN_USE = 6,
    TT_FAILED = 7,
};

// Takes the screen over: raw keys, the alternate screen, own signal handlers, standard error kept aside.
// Whatever ends the process, short of SIGKILL, gives the terminal back as it was.
// color: false never sends a colour.
int tt_open(bool color);

// Gives the terminal back and prints what was written to standard error meanwhile. Harmless when not open.
void tt_close(void);

// Colours the terminal has: 0 (none), 8, 256, or 16777216 where a colour number is an RGB value.
int tt_colors(void);

// Whether the locale's characters are UTF-8. Takes the locale's encoding from the environment.
bool tt_utf8(void);

int tt_columns(void);
int tt_rows(void);

enum { TT_BOLD = 1, TT_DIM = 2, TT_UNDERLINE = 4, TT_REVERSE = 8 };
enum { TT_STYLES = 64 };

// Says how cells of a style (0 up to TT_STYLES - 1) look. -1 is the terminal's own colour.
void tt_define_style(int style, int foreground, int background, unsigned attributes);

struct tt_cell {
    uint32_t glyph;
    uint32_t style;
};

// The glyph itself if it takes one place and is no control character, else '?'.
uint32_t tt_safe_glyph(uint32_t glyph);

// Writes one row, cut at the right edge or filled with blanks up to it.
void tt_put_row(int row, const struct tt_cell *cells, int count);

// Sends what changed to the terminal. The cursor is shown at its place, hidden for a negative row.
void tt_show(int cursor_row, int cursor_column);

enum {
    TT_NOTHING = 0,       // the time is over
    TT_BYTE = 1,          // value: a byte of input that is part of no known key
    TT_KEY = 2,           // value: one of the keys below
    TT_RESIZED = 3,       // the size may have changed and the screen wants drawing
    TT_SIGNALED = 4,      // value: SIGINT, SIGTERM or SIGHUP
    TT_WOKEN = 5,         // tt_wake() was called
    TT_INPUT_CLOSED = 6,  // no key will come any more; said once
};

enum {
    TT_KEY_OTHER = 0,
    TT_KEY_UP,
    TT_KEY_DOWN,
    TT_KEY_LEFT,
    TT_KEY_RIGHT,
    TT_KEY_HOME,
    TT_KEY_END,
    TT_KEY_PAGE_UP,
    TT_KEY_PAGE_DOWN,
    TT_KEY_DELETE,
    TT_KEY_BACKSPACE,
    TT_KEY_ENTER,
    TT_KEY_FUNCTION = 100,  // + n for Fn
};

struct tt_event {
    int kind;
    int value;
};

// The next event; waits up to so many milliseconds for one. A typed ^Z and SIGTSTP suspend in here.
struct tt_event tt_wait(int milliseconds);

// Ends a tt_wait() early. Callable from any thread, at any time, also after tt_close().
void tt_wake(void);
