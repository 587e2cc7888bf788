// The terminal as Swift sees it: open and close, rows of cells out, keys and signals in.
// ncurses stays behind this header, since its macros and global variables do not reach Swift 6.
#pragma once

#include <stdbool.h>
#include <stdint.h>

// What tt_open() answers.
enum {
    TT_OPENED = 0,
    TT_NOT_A_TERMINAL = 1,  // standard output is not a terminal
    TT_NO_KEYBOARD = 2,     // standard input is not a terminal, and there is no /dev/tty
    TT_TERM_UNKNOWN = 3,
    TT_TERM_DUMB = 4,       // the cursor cannot be placed
    TT_IN_USE = 5,
    TT_FAILED = 6,
};

// Opens the screen: raw keys, the alternate screen, own signal handlers, standard error kept aside.
// Whatever ends the process, short of SIGKILL, gives the terminal back as it was.
// term: the terminal's type, for ncurses. color: false never sends a color. mouse: the mouse is reported, where the terminal
// is of xterm's family.
int tt_open(const char *term, bool color, bool mouse);

// Gives the terminal back and prints what was written to standard error meanwhile. Harmless when not open.
void tt_close(void);

// Colors the terminal has: 0 (none), 8, 16, 256, or 16777216 where a color number is an RGB value.
int tt_colors(void);

// Whether colors from 16 on may be redefined by tt_define_color().
bool tt_redefines_colors(void);

// Gives a color number, 16 to 255, a color 0xRRGGBB, which is sent in its place; -1 gives it up. The terminal's own palette
// stays as it is. Screens drawn before want a tt_spoil().
void tt_define_color(int number, int rgb);

// Whether the terminal's description has a flag.
bool tt_has_flag(const char *name);

// Sends a question to the terminal, where it is of xterm's family; false where it is not, and nothing is sent.
bool tt_ask(const char *question);

// Whether the locale's characters are UTF-8. Takes the locale's encoding from the environment.
bool tt_utf8(void);

int tt_columns(void);
int tt_rows(void);

enum { TT_BOLD = 1, TT_DIM = 2, TT_UNDERLINE = 4, TT_REVERSE = 8 };
enum { TT_STYLES = 64 };

// Says how cells of a style (0 up to TT_STYLES - 1) look. -1 is the terminal's own color.
void tt_define_style(int style, int foreground, int background, unsigned attributes);

struct tt_cell {
    uint32_t glyph;
    uint32_t style;
};

// The glyph itself if it is one column wide and no control character, else '?'.
uint32_t tt_safe_glyph(uint32_t glyph);

// Writes one row, cut at the right edge or filled with blanks up to it.
void tt_put_row(int row, const struct tt_cell *cells, int count);

// Sends what changed to the terminal, as fast as it accepts it; the rest goes out in tt_wait().
// The cursor is shown at its place, hidden for a negative row.
void tt_show(int cursor_row, int cursor_column);

// Rings the terminal's bell, or flashes where it has none.
void tt_beep(void);

// True while the terminal has not accepted all of the last picture.
bool tt_is_behind(void);

// True in a pipeline: the programs before this one may have the same terminal for their standard error. Their text then
// stays within the last two rows, as far as it is plain.
bool tt_is_shared(void);

// Lets the next tt_show() send every cell, for a screen that others have written on. clears: after clearing it.
void tt_spoil(bool clears);

enum {
    TT_NOTHING = 0,       // the time is over
    TT_INPUT = 1,         // there is something for tt_read()
    TT_CAUGHT_UP = 2,     // the terminal has taken all of the last picture
    TT_RESIZED = 3,       // the size may have changed and the screen wants drawing
    TT_SIGNALED = 4,      // value: SIGINT, SIGTERM or SIGHUP
    TT_WOKEN = 5,         // tt_wake() was called
    TT_INPUT_CLOSED = 6,  // no key will come any more; reported once
    TT_READY = 7,         // one of the watched descriptors is readable
};

// The most descriptors that are watched; further ones are not.
enum { TT_WATCHED_LIMIT = 16 };

struct tt_event {
    int kind;
    int value;
};

// The next event; waits for one, up to that number of milliseconds. SIGTSTP suspends in here.
struct tt_event tt_wait(int milliseconds, const int *watched, int count);

// Reads what the terminal has sent, as it is; 0 when there is nothing.
int tt_read(unsigned char *bytes, int size);

// Stops the process as a typed ^Z does, the whole pipeline or this process alone. Coming back is TT_RESIZED.
void tt_suspend(bool whole_group);

// What a key of the terminal's type sends, by the name of its terminfo capability; NULL when it has none.
const char *tt_key_string(const char *capability);

// Ends a tt_wait() early. Callable from any thread, at any time, also after tt_close().
void tt_wake(void);

// Catches the signals that end a process by a fault or by default. The terminal is given back first; then the last words
// are printed to standard error, then what was kept of it; then the signal takes its usual course, with no key asked for.
// Catching them twice does nothing.
void tt_catch_deadly_signals(void);

// Sets what is printed when the process dies by such a signal; an empty text prints nothing. One thread at a time.
void tt_set_last_words(const char *text);

// Gives the terminal back from any thread, for a process that is about to end without tt_close().
void tt_abandon(void);
