// The screen: opened, drawn, left for the shell, entered again, closed.
#include "state.h"
#include "include/terminal.h"

#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <ncurses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

// <term.h> would define macros named lines and columns.
extern int setupterm(const char *, int, int *);

static SCREEN *screen;
static WINDOW *window;
// ncurses draws into memory (see output.c), and reads nothing.
static FILE *sink;
static FILE *nothing;
static int colors;
static bool is_cursor_visible;
static struct { attr_t attributes; short pair; } styles[TT_STYLES];

static void show(int cursor_row, int cursor_column, bool is_new);

// Only how characters are encoded: numbers keep their decimal point.
static void set_locale(void) {
    if (setlocale(LC_CTYPE, "") == NULL) {
        const char *names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
        for (int i = 0; i < 3; i++) {
            const char *value = getenv(names[i]);
            if (value == NULL || *value == '\0') continue;
            // en_US.UTF-8 is often named and not installed; C.UTF-8 always is there.
            if (strcasestr(value, "utf-8") != NULL || strcasestr(value, "utf8") != NULL) setlocale(LC_CTYPE, "C.UTF-8");
            break;
        }
    }
}

bool tt_utf8(void) {
    set_locale();
    return strcasecmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

static int check_term(const char *name, int file) {
    int found = 0;
    if (setupterm(name, file, &found) != OK) return found == 1 ? TT_TERM_DUMB : TT_TERM_UNKNOWN;
    const char *place = tigetstr("cup");
    return tt_is_text(place) ? TT_OPENED : TT_TERM_DUMB;
}

static void forget_files(void) {
    tt_close_sink(sink);
    if (nothing != NULL) fclose(nothing);
    sink = nothing = NULL;
    int files[] = {tt.input, tt.output, tt.tty, tt.null};
    for (int i = 0; i < 4; i++) {
        if (files[i] >= 0) close(files[i]);
    }
    tt.input = tt.output = tt.tty = tt.null = -1;
}

// The terminal behind a descriptor, reopened so that it need not be waited for; else the descriptor's own copy,
// as after `su`, which leaves a terminal that belongs to another user.
static int open_again(int file, int access) {
    char path[32];
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    int opened = open(path, access | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    return opened >= 0 ? opened : fcntl(file, F_DUPFD_CLOEXEC, 3);
}

static int open_files(void) {
    tt.input = isatty(STDIN_FILENO) ? open_again(STDIN_FILENO, O_RDONLY)
                                    : open("/dev/tty", O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (tt.input < 0) return TT_NO_KEYBOARD;
    tt.output = open_again(STDOUT_FILENO, O_WRONLY);
    tt.tty = tt.output < 0 ? -1 : fcntl(tt.output, F_DUPFD_CLOEXEC, 3);
    tt.null = open("/dev/null", O_RDWR | O_CLOEXEC);
    sink = tt_open_sink();
    nothing = fopen("/dev/null", "re");
    if (tt.tty < 0 || tt.null < 0 || sink == NULL || nothing == NULL) return TT_FAILED;
    return tcgetattr(tt.tty, &tt.shell_modes) == 0 ? TT_OPENED : TT_FAILED;
}

static void set_up_colors(bool color) {
    colors = 0;
    if (!color || !has_colors() || start_color() != OK) return;
    if (use_default_colors() != OK) return;
    colors = COLORS > 256 ? 1 << 24 : COLORS >= 256 ? 256 : COLORS >= 16 ? 16 : COLORS >= 8 ? 8 : 0;
}

static void queue_capability(const char *capability) {
    char text[64];
    tt_queue(text, tt_add_capability(text, 0, sizeof text, capability));
}

// Text that other programs write stays within the rows that scroll. DECSTBM needs two.
static void queue_scrolling_rows(int first, int last) {
    const char *change = tigetstr("csr");
    if (tt_is_text(change)) queue_capability(tiparm(change, first, last));
}

enum { FOREIGN_ROWS = 2 };

// Others in the pipeline write their standard error to the same terminal. It lands where the cursor is left: at the
// beginning of the last row, in the only rows that scroll, which are sent again with every picture.
static bool is_for_others(void) { return tt.shared && tt_rows() > FOREIGN_ROWS; }

// Sends what ncurses has just written, from wherever the cursor and the colors were left: ncurses moves relative to
// where it believes the cursor to be.
static void send(int row, int column, bool is_new) {
    if (!is_new && !tt_has_drawn()) return;
    if (is_for_others()) queue_scrolling_rows(0, tt_rows() - 1);
    if (!is_new) {
        queue_capability(tigetstr("sgr0"));
        queue_capability(tiparm(tigetstr("cup"), row, column));
    }
    tt_collect();
    if (is_new) tt_queue(tt.entering, tt.entering_length);
    if (is_for_others()) {
        queue_scrolling_rows(tt_rows() - FOREIGN_ROWS, tt_rows() - 1);
        int cursor_row = is_cursor_visible ? getcury(curscr) : tt_rows() - 1;
        queue_capability(tiparm(tigetstr("cup"), cursor_row, is_cursor_visible ? getcurx(curscr) : 0));
    }
    tt_push();
}

bool tt_is_shared(void) { return tt.shared; }

static void begin_screen(void) {
    tt_capture_stderr();
    dup3(tt.tty, tt.output, O_CLOEXEC);
    tt_set_modes();
    atomic_store(&tt.on_screen, true);
}

int tt_open(const char *term, bool color, bool mouse) {
    if (tt.open) return TT_IN_USE;
    if (!isatty(STDOUT_FILENO)) return TT_NOT_A_TERMINAL;
    set_locale();
    int answer = check_term(term, STDOUT_FILENO);
    if (answer == TT_OPENED) answer = open_files();
    if (answer != TT_OPENED) {
        forget_files();
        return answer;
    }
    fflush(stdout);
    use_env(FALSE);
    use_tioctl(TRUE);
    // Before newterm: ncurses leaves signals alone that already are caught.
    // It also wants to see the terminal itself: some descriptions hold no size.
    if (tt_install_signals()) screen = newterm(term, sink, nothing);
    bool is_ready = screen != NULL && raw() == OK && noecho() == OK && nonl() == OK && tt_redirect_sink(sink);
    if (!is_ready) {
        tcsetattr(tt.tty, TCSANOW, &tt.shell_modes);
        tt_remove_signals();
        forget_files();
        return TT_FAILED;
    }
    tt.shared = !isatty(STDIN_FILENO);
    tt.mouse = mouse;
    tt_prepare_restoring();
    begin_screen();
    static bool registered;
    if (!registered) registered = atexit(tt_close) == 0;
    window = stdscr;
    // ncurses would leave a picture half sent as soon as a key is pressed.
    typeahead(-1);
    set_up_colors(color);
    memset(styles, 0, sizeof styles);
    tt.open = true;
    atomic_store(&tt.given_up, false);
    tt.resized = tt.input_closed = false;
    tt_adopt_size();
    tt.resized = false;
    wclear(window);
    show(-1, 0, true);
    return TT_OPENED;
}

// Lets ncurses forget the terminal: it redraws everything when the screen is entered again.
static void let_go(void) {
    endwin();
    tt_collect();
    tt_forget_output();
}

void tt_leave_screen(void) {
    if (!atomic_exchange(&tt.on_screen, false)) return;
    let_go();
    tt_give_back();
    tt_release_stderr();
    tt_print_kept_stderr();
}

void tt_enter_screen(void) {
    begin_screen();
    tt_adopt_size();
    clearok(window, TRUE);
    show(-1, 0, true);
}

void tt_close(void) {
    if (!tt.open) return;
    tt.open = false;
    tt_give_back_for_good(NULL);
    let_go();
    tt_remove_signals();
    delscreen(screen);
    screen = NULL;
    window = NULL;
    forget_files();
}

int tt_colors(void) { return colors; }

int tt_columns(void) { return window == NULL ? 0 : getmaxx(window); }

int tt_rows(void) { return window == NULL ? 0 : getmaxy(window); }

bool tt_adopt_size(void) {
    struct winsize size;
    if (ioctl(tt.tty, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0) return false;
    if (size.ws_row == tt_rows() && size.ws_col == tt_columns()) return false;
    resizeterm(size.ws_row, size.ws_col);
    // Terminals rearrange their lines on a change of width.
    clearok(window, TRUE);
    return true;
}

void tt_define_style(int style, int foreground, int background, unsigned attributes) {
    if (style < 0 || style >= TT_STYLES) return;
    attr_t set = A_NORMAL;
    if (attributes & TT_BOLD) set |= A_BOLD;
    if (attributes & TT_DIM) set |= A_DIM;
    if (attributes & TT_UNDERLINE) set |= A_UNDERLINE;
    if (attributes & TT_REVERSE) set |= A_REVERSE;
    styles[style].attributes = set;
    styles[style].pair = 0;
    bool colored = colors > 0 && (foreground >= 0 || background >= 0);
    if (colored && init_extended_pair(style + 1, foreground, background) == OK) styles[style].pair = (short)(style + 1);
    // What no cell covers looks like the first style.
    if (style == 0) {
        cchar_t blank;
        setcchar(&blank, L" ", styles[0].attributes, styles[0].pair, NULL);
        wbkgrndset(window, &blank);
    }
}

bool tt_has_flag(const char *name) { return tigetflag((char *)name) == 1; }

bool tt_ask(const char *question) {
    if (!tt.open || tt.entering_length == 0 || !atomic_load(&tt.on_screen)) return false;
    tt_queue(question, strlen(question));
    tt_push();
    return true;
}

uint32_t tt_safe_glyph(uint32_t glyph) {
    if (glyph >= ' ' && glyph < 0x7f) return glyph;
    // The soft hyphen has a width by the tables and none on many screens.
    return glyph != 0xad && wcwidth((wchar_t)glyph) == 1 ? glyph : '?';
}

static void put(int row, int column, const struct tt_cell *cells, int count) {
    enum { PIECE = 256 };
    cchar_t piece[PIECE];
    while (count > 0) {
        int length = count < PIECE ? count : PIECE;
        for (int i = 0; i < length; i++) {
            wchar_t text[2] = {(wchar_t)tt_safe_glyph(cells[i].glyph), 0};
            uint32_t style = cells[i].style < TT_STYLES ? cells[i].style : 0;
            setcchar(&piece[i], text, styles[style].attributes, styles[style].pair, NULL);
        }
        mvwadd_wchnstr(window, row, column, piece, length);
        cells += length;
        column += length;
        count -= length;
    }
}

void tt_put_row(int row, const struct tt_cell *cells, int count) {
    int width = tt_columns();
    if (row < 0 || row >= tt_rows()) return;
    if (count > width) count = width;
    put(row, 0, cells, count);
    if (count < width) {
        wmove(window, row, count);
        wclrtoeol(window);
    }
}

static void show(int cursor_row, int cursor_column, bool is_new) {
    if (!tt.open || !atomic_load(&tt.on_screen)) return;
    bool visible = cursor_row >= 0 && cursor_row < tt_rows() && cursor_column >= 0 && cursor_column < tt_columns();
    if (visible) wmove(window, cursor_row, cursor_column);
    is_cursor_visible = visible;
    if (is_for_others()) wredrawln(window, tt_rows() - FOREIGN_ROWS, FOREIGN_ROWS);
    int row = getcury(curscr), column = getcurx(curscr);
    curs_set(visible ? 1 : 0);
    wnoutrefresh(window);
    doupdate();
    send(row, column, is_new);
}

void tt_show(int cursor_row, int cursor_column) { show(cursor_row, cursor_column, false); }

void tt_spoil(bool clears) {
    if (!tt.open) return;
    if (clears) {
        clearok(window, TRUE);
    } else {
        redrawwin(window);
    }
}

void tt_beep(void) {
    if (!tt.open || !atomic_load(&tt.on_screen)) return;
    beep();
    tt_collect();
    tt_push();
}

const char *tt_key_string(const char *capability) {
    const char *text = tigetstr(capability);
    return text == (const char *)-1 ? NULL : text;
}
