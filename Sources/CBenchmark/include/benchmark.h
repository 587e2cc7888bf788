#pragma once

// What a benchmark asks of the machine: heap calls counted, threads kept to cores, and the speeds that bound a step.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Counts calls of malloc, calloc, realloc, aligned_alloc, memalign and posix_memalign in the whole process from here
/// on. They are counted only in an executable that links this, and never under a sanitizer, which has its own.
void cb_count_allocations(void);

/// Stops counting.
/// @return how many calls there were; −1 when they cannot be counted.
int64_t cb_counted_allocations(void);

/// @return the heap calls of the calling thread since its start; −1 when they cannot be counted.
int64_t cb_own_allocations(void);

/// Keeps the calling thread, and what it starts from now on, to `count` cores of those the process began with, the
/// last ones first; 0 gives all of them back.
/// @return false when there are fewer.
bool cb_keep_to_cores(int count);

/// The instructions that arithmetic may use: the newest that the processor has, or those of one level.
typedef enum { CB_ISA_ANY, CB_ISA_BASELINE, CB_ISA_AVX2, CB_ISA_AVX512 } cb_isa;

/// @return true when the processor can run code of that level; there are no others than the baseline but on x86-64.
bool cb_has_isa(cb_isa isa);

/// What one second of this machine can do, at most, on as many threads as asked, each on a core of its own.
typedef struct {
    /// Multiplications and additions of float at the level asked for, fused ones counted as two.
    double flops;
    /// Bytes read by a sum of squares.
    double read;
    /// Bytes read and written by a copy.
    double copy;
    /// Bytes read and written by a pass like Adam's: four arrays read, three of them written.
    double update;
} cb_speed;

/// Measures for about a tenth of a second; the arrays are several times larger than the last cache.
/// @param isa a level that the processor has; memory is moved by the newest instructions whatever it is.
/// @return zeros when there is no memory.
cb_speed cb_measure_speed(int threads, cb_isa isa);

/// Opens a pseudo-terminal of that size in cells.
/// @param path receives the path at which programs open it.
/// @return what is read and written by who plays the terminal; −1 when there is none.
int cb_open_terminal(unsigned short columns, unsigned short rows, char *path, size_t length);
