#include "include/kernels.h"

static _Thread_local bool disabled = false;
static _Thread_local void *replay = NULL;

bool ck_grad_enabled(void) { return !disabled; }

void ck_set_grad_enabled(bool enabled) { disabled = !enabled; }

void *ck_replay(void) { return replay; }

void ck_set_replay(void *tape) { replay = tape; }
