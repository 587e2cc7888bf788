// How the terminal's driver treats bytes while the screen is ours.
#include "state.h"

// Every byte typed arrives as it is and at once, and every byte sent leaves as it is.
void tt_set_modes(void) {
    struct termios modes = tt.shell_modes;
    modes.c_iflag &= ~(tcflag_t)(BRKINT | ICRNL | IGNCR | INLCR | INPCK | ISTRIP | IXON | PARMRK);
    modes.c_oflag &= ~(tcflag_t)OPOST;
    modes.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | IEXTEN | ISIG);
    modes.c_cc[VMIN] = 1;
    modes.c_cc[VTIME] = 0;
    // Not TCSADRAIN: a terminal that is not read never drains.
    tcsetattr(tt.tty, TCSANOW, &modes);
}
