#pragma once

// Loops over contiguous numbers, of the type that each call names. Nothing here allocates or keeps state between calls,
// and work for threads is divided by its size alone, so the same input gives the same bits on the same
// instruction set. `adds` chooses between storing a result and adding it to what is there; a destination may be the
// very same array as a source, never a shifted part of it.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// What the numbers of a kernel's arrays are.
typedef enum { CK_FLOAT, CK_DOUBLE } ck_type;

/// The instruction sets that kernels are written for, each a part of the next.
typedef enum {
    CK_BASELINE,    // every processor of its kind: SSE2, or NEON
    CK_AVX2,        // x86-64-v3: with FMA
    CK_AVX512,      // x86-64-v4
} ck_isa;

/// The set whose kernels compute: the last that the processor has, or the one that the environment's TRIMTAB_ISA names.
/// A set that the processor lacks ends the program before main, with a line and exit code 2.
ck_isa ck_isa_in_force(void);
/// The last set that the processor has, and so all before it.
ck_isa ck_isa_at_hand(void);
/// Its word: "baseline", "avx2", "avx512"; "neon" for arm64's baseline.
const char *ck_isa_name(ck_isa isa);

/// A function of one number; `p` is the kernel's parameter.
typedef enum {
    CK_NEGATE,
    CK_SCALE,       // x * p
    CK_OFFSET,      // x + p
    CK_EXP,
    CK_LOG,
    CK_SQRT,
    CK_POWER,       // x to the p
    CK_TANH,
    CK_SIGMOID,
    CK_RELU,        // NaN stays NaN
    CK_GELU,        // x times the normal distribution's share below x
    CK_SILU,
    CK_ELU,         // p is α
    CK_LEAKY_RELU,  // p is the slope below 0
    CK_SELU,
    CK_SOFTPLUS,
    CK_HARDTANH,
} ck_unary;

/// A function of two numbers.
typedef enum { CK_ADD, CK_SUBTRACT, CK_MULTIPLY, CK_DIVIDE } ck_binary;

/// The loss of one prediction x against its target t; `p` is the kernel's parameter.
typedef enum {
    CK_L1,
    CK_SMOOTH_L1,   // a parabola where |x − t| < p
    CK_HUBER,       // p times the same
    CK_BCE,         // x is a probability
    CK_BCE_LOGITS,  // x is a logit; `positive` weighs targets of 1, or is NULL
} ck_loss;

/// What to accumulate over the elements of a gradient.
typedef enum {
    CK_SUM_OF_SQUARES,
    CK_SUM_OF_MAGNITUDES,
    CK_SUM_OF_POWERS,       // of |x| to the p
    CK_LARGEST_MAGNITUDE,   // NaN if any is NaN
    CK_SMALLEST_MAGNITUDE,  // NaN if any is NaN
    CK_COUNT_OF_NONZERO,    // NaN counts
} ck_measure;

/// SGD's settings as torch.optim.SGD has them. Here and below, `scale` multiplies each gradient before anything else,
/// as if it had been scaled and stored.
typedef struct {
    double learning_rate, momentum, dampening, weight_decay, scale;
    bool nesterov, maximize;
    bool first;             // the momentum buffer has no content yet
} ck_sgd;

/// Adam's settings as torch.optim.Adam has them, and the number of this step counted from 1.
typedef struct {
    double learning_rate, beta1, beta2, epsilon, weight_decay;
    double scale;
    bool decoupled;         // AdamW: decay the weights, not the gradient
    bool maximize;
    int64_t step;
} ck_adam;

/// RMSprop's settings as torch.optim.RMSprop has them.
typedef struct {
    double learning_rate, decay, epsilon, weight_decay, momentum, scale;
    bool maximize;
} ck_rmsprop;

/// Adagrad's settings as torch.optim.Adagrad has them; the rate is that of this step.
typedef struct {
    double learning_rate, epsilon, weight_decay, scale;
    bool maximize;
} ck_adagrad;

/// How windows move over the channels of an image.
typedef struct {
    int64_t channels, height, width;
    int64_t kernel_height, kernel_width, stride_height, stride_width, padding_height, padding_width;
    int64_t output_height, output_width;
} ck_window;

/// Up to eight axes, for a copy that repeats some of them: a stride of 0 repeats.
enum { CK_MAX_RANK = 8 };
typedef struct {
    int64_t rank;
    int64_t extent[CK_MAX_RANK];
    int64_t stride[CK_MAX_RANK];
} ck_layout;

/// A matrix as it lies in memory, its rows `stride` numbers apart; `transposed` where its transpose is meant.
typedef struct {
    const void *at;
    size_t stride;
    bool transposed;
} ck_matrix;

#define CK_OPEN(...) __VA_ARGS__
#define CK_IN const void *
#define CK_OUT void *
#define CK_NUMBER double
#define CK_KERNEL(result, name, parameters, arguments) result ck_##name(ck_type type, CK_OPEN parameters);
#include "kernels.def"

/// Whether operations of this thread get a graph for a backward pass; true at the start of every thread.
bool ck_grad_enabled(void);
void ck_set_grad_enabled(bool enabled);

/// The tape that records this thread's operations for a replay; NULL at the start of every thread.
void *ck_replay(void);
void ck_set_replay(void *tape);

/// How many threads share out work from now on, the caller's own included; 1 at the start, at most 64.
void ck_use_threads(int count);
/// The number in use: fewer than requested where the system provides no more.
int ck_threads(void);
/// Calls body(context, part) once for every part from 0, on several threads, and returns when all have returned. Parts
/// must not depend on each other; each is computed in the caller's floating-point environment. Within a part, and while
/// another thread's work is shared out, it is a plain loop.
void ck_parallel(size_t parts, void *context, void (*body)(void *context, size_t part));

/// The floating-point environment of this thread: how it rounds, what it traps, and whether subnormal numbers count as
/// zeros. 0 on processors other than x86-64 and arm64, where there is nothing to set.
uint64_t ck_environment(void);
void ck_set_environment(uint64_t environment);
/// Whether subnormal inputs and results count as zeros in an environment.
bool ck_is_flushing(uint64_t environment);
/// The same environment with subnormal numbers counted as zeros or kept; as it was where the processor has no such choice.
uint64_t ck_flushing(uint64_t environment, bool flushes);
