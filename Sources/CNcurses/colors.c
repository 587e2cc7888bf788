// Any red, green and blue on terminals whose description knows 256 numbers only.
//
// ncurses can send numbers, and redefine the terminal's own palette, which others share. So the numbers that it has written
// are replaced on their way out, by the forms that all terminals with such colors understand.
#include "state.h"
#include "include/terminal.h"

#include <ncurses.h>
#include <string.h>

enum { FIRST = 16, LAST = 255 };
// 0xRRGGBB + 1; 0 for numbers that stay what they are.
static int defined[LAST + 1];

void tt_define_color(int number, int rgb) {
    if (number >= FIRST && number <= LAST) defined[number] = rgb + 1;
}

static bool sends(const char *capability, const char *expected) {
    const char *text = tigetstr((char *)capability);
    if (!tt_is_text(text)) return false;
    const char *sent = tiparm(text, LAST);
    return sent != NULL && strcmp(sent, expected) == 0;
}

bool tt_redefines_colors(void) {
    return tt_colors() == 256 && sends("setaf", "\033[38;5;255m") && sends("setab", "\033[48;5;255m");
}

// The color number that a sequence such as ESC [38;5;NNNm sets, and its length; 0 for any other bytes.
static size_t color_sequence(const char *bytes, size_t count, int *number) {
    enum { PREFIX = 7 };
    if (count < PREFIX + 2 || bytes[0] != '\033') return 0;
    if (memcmp(bytes, "\033[38;5;", PREFIX) != 0 && memcmp(bytes, "\033[48;5;", PREFIX) != 0) return 0;
    size_t end = PREFIX;
    *number = 0;
    while (end < count && end < PREFIX + 3 && bytes[end] >= '0' && bytes[end] <= '9') {
        *number = 10 * *number + (bytes[end++] - '0');
    }
    return end < count && bytes[end] == 'm' && *number >= FIRST && *number <= LAST ? end + 1 : 0;
}

// Writes bytes with their colors replaced, and returns how many they have become: at most twice as many. The place may lie
// before the bytes in the same memory, by as many as there are.
size_t tt_translate_colors(const char *bytes, size_t count, char *place) {
    size_t length = 0;
    for (size_t i = 0; i < count;) {
        int number = 0;
        size_t taken = color_sequence(bytes + i, count - i, &number);
        if (taken == 0 || defined[number] == 0) {
            place[length++] = bytes[i++];
            continue;
        }
        int rgb = defined[number] - 1;
        // Read before it is written over.
        char layer = bytes[i + 2];
        length += (size_t)sprintf(
            place + length, "\033[%c8;2;%d;%d;%dm", layer, rgb >> 16 & 255, rgb >> 8 & 255, rgb & 255);
        i += taken;
    }
    return length;
}
