#include "include/kernels.h"

static _Thread_local bool paused = false;
static _Thread_local void *replay = NULL;

bool ck_is_recording(void) { return !paused; }

void ck_set_recording(bool recording) { paused = !recording; }

void *ck_replay(void) { return replay; }

void ck_set_replay(void *recording) { replay = recording; }
