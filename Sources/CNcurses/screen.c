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
// Keys are read through a pad, since reading through a window refreshes it.
static WINDOW *keys;
static FILE *output;
static FILE *input;
static int colors;
static struct { attr_t attributes; short pair; } styles[TT_STYLES];

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

static int check_term(int file) {
    const char *name = getenv("TERM");
    if (name == NULL || *name == '\0') return TT_TERM_UNSET;
    int found = 0;
    if (setupterm(name, file, &found) != OK) return found == 1 ? TT_TERM_DUMB : TT_TERM_UNKNOWN;
    const char *place = tigetstr("cup");
    return place == NULL || place == (char *)-1 ? TT_TERM_DUMB : TT_OPENED;
}

static void forget_files(void) {
    if (output != NULL) fclose(output);
    if (input != NULL) fclose(input);
    output = NULL;
    input = NULL;
    if (tt.tty >= 0) close(tt.tty);
    if (tt.null >= 0) close(tt.null);
    tt.tty = tt.null = tt.input = tt.output = -1;
}

static int open_files(void) {
    tt.input = isatty(STDIN_FILENO) ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3) : open("/dev/tty", O_RDWR | O_CLOEXEC);
    if (tt.input < 0) return TT_NO_KEYBOARD;
    input = fdopen(tt.input, "r");
    tt.output = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    tt.tty = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    tt.null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    output = tt.output < 0 ? NULL : fdopen(tt.output, "w");
    if (input == NULL || output == NULL || tt.tty < 0 || tt.null < 0) return TT_FAILED;
    return tcgetattr(tt.tty, &tt.shell_modes) == 0 ? TT_OPENED : TT_FAILED;
}

static void set_up_colors(bool color) {
    colors = 0;
    if (!color || !has_colors() || start_color() != OK) return;
    if (use_default_colors() != OK) return;
    colors = COLORS > 256 ? 1 << 24 : COLORS >= 256 ? 256 : COLORS >= 8 ? 8 : 0;
}

int tt_open(bool color) {
    if (tt.open) return TT_IN_USE;
    if (!isatty(STDOUT_FILENO)) return TT_NOT_A_TERMINAL;
    set_locale();
    int answer = check_term(STDOUT_FILENO);
    if (answer == TT_OPENED) answer = open_files();
    if (answer != TT_OPENED) {
        forget_files();
        return answer;
    }
    fflush(stdout);
    use_env(FALSE);
    use_tioctl(TRUE);
    // Before newterm: ncurses leaves signals alone that already are caught.
    if (tt_install_signals()) screen = newterm(NULL, output, input);
    if (screen == NULL) {
        tt_remove_signals();
        forget_files();
        return TT_FAILED;
    }
    tt_prepare_restoring();
    atomic_store(&tt.on_screen, true);
    static bool registered;
    if (!registered) registered = atexit(tt_close) == 0;
    window = stdscr;
    keys = newpad(1, 1);
    set_escdelay(25);
    raw();
    noecho();
    nonl();
    keypad(keys, TRUE);
    nodelay(keys, TRUE);
    set_up_colors(color);
    memset(styles, 0, sizeof styles);
    tt_capture_stderr();
    tt.open = true;
    tt.resized = tt.input_closed = false;
    tt_adopt_size();
    tt.resized = false;
    wclear(window);
    tt_show(-1, 0);
    return TT_OPENED;
}

void tt_leave_screen(void) {
    if (!atomic_load(&tt.on_screen)) return;
    curs_set(1);
    endwin();
    atomic_store(&tt.on_screen, false);
    tt_release_stderr();
}

void tt_enter_screen(void) {
    tt_capture_stderr();
    atomic_store(&tt.on_screen, true);
    reset_prog_mode();
    tt_adopt_size();
    clearok(window, TRUE);
    tt_show(-1, 0);
}

void tt_close(void) {
    if (!tt.open) return;
    tt.open = false;
    tt_leave_screen();
    tt_remove_signals();
    delwin(keys);
    delscreen(screen);
    screen = NULL;
    window = keys = NULL;
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

void tt_show(int cursor_row, int cursor_column) {
    if (!tt.open || !atomic_load(&tt.on_screen)) return;
    bool visible = cursor_row >= 0 && cursor_row < tt_rows() && cursor_column >= 0 && cursor_column < tt_columns();
    if (visible) wmove(window, cursor_row, cursor_column);
    curs_set(visible ? 1 : 0);
    wnoutrefresh(window);
    doupdate();
}

int tt_read_key(int *value) {
    static const struct { int theirs, ours; } table[] = {
        {KEY_UP, TT_KEY_UP}, {KEY_DOWN, TT_KEY_DOWN}, {KEY_LEFT, TT_KEY_LEFT}, {KEY_RIGHT, TT_KEY_RIGHT},
        {KEY_HOME, TT_KEY_HOME}, {KEY_FIND, TT_KEY_HOME}, {KEY_A1, TT_KEY_HOME},
        {KEY_END, TT_KEY_END}, {KEY_SELECT, TT_KEY_END}, {KEY_C1, TT_KEY_END},
        {KEY_PPAGE, TT_KEY_PAGE_UP}, {KEY_A3, TT_KEY_PAGE_UP},
        {KEY_NPAGE, TT_KEY_PAGE_DOWN}, {KEY_C3, TT_KEY_PAGE_DOWN},
        {KEY_DC, TT_KEY_DELETE}, {KEY_BACKSPACE, TT_KEY_BACKSPACE}, {KEY_ENTER, TT_KEY_ENTER},
    };
    int code = wgetch(keys);
    // ncurses says KEY_RESIZE once more after resizeterm().
    while (code == KEY_RESIZE) code = wgetch(keys);
    if (code == ERR) return TT_NOTHING;
    if (code < KEY_MIN) {
        *value = code & 0xff;
        return TT_BYTE;
    }
    *value = TT_KEY_OTHER;
    if (code > KEY_F(0) && code <= KEY_F(63)) *value = TT_KEY_FUNCTION + code - KEY_F(0);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (table[i].theirs == code) *value = table[i].ours;
    }
    return TT_KEY;
}
