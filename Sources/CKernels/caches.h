#pragma once

#include <stddef.h>

/// Bytes of a core's second cache, as the system reports them; half a MiB where it does not.
size_t ck_second_cache(void) __attribute__((visibility("hidden")));
