#pragma once

// Loops over contiguous numbers, for float (_f32) and double (_f64). Nothing here allocates or keeps state between
// calls, and what is shared out to threads is cut by its size alone, so the same input gives the same bits on the same
// machine. `adds` chooses
// between storing a result and adding it to what is there; a destination may be the very same array as a source,
// never a shifted part of it.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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

/// SGD's settings as torch.optim.SGD has them. Here and below, `scale` multiplies each gradient before anything else, as
/// if it had been scaled and stored.
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

#define CK_DECLARE(REAL, S)                                                                                      \
    /* Element by element. */                                                                                    \
    void ck_fill##S(REAL *y, REAL value, size_t n);                                                              \
    void ck_map##S(ck_unary op, const REAL *x, REAL *y, REAL p, size_t n);                                       \
    void ck_map_gradient##S(ck_unary op, const REAL *x, const REAL *y, const REAL *dy, REAL *dx, REAL p,         \
                            size_t n, bool adds);                                                                \
    void ck_zip##S(ck_binary op, const REAL *a, const REAL *b, REAL *y, size_t n);                               \
    void ck_axpy##S(REAL alpha, const REAL *x, REAL *y, size_t n, bool adds);                                    \
    void ck_multiply##S(REAL alpha, const REAL *a, const REAL *b, REAL *y, size_t n, bool adds);                 \
    void ck_divisor_gradient##S(const REAL *y, const REAL *b, const REAL *dy, REAL *db, size_t n, bool adds);    \
    void ck_clamp##S(REAL *x, REAL low, REAL high, size_t n);                                                    \
    /* Over [outer, axis, inner] → [outer, inner]. */                                                            \
    double ck_sum##S(const REAL *x, size_t n);                                                                   \
    double ck_measure_of##S(ck_measure what, const REAL *x, double p, size_t n);                                 \
    void ck_sum_axis##S(const REAL *x, REAL *y, size_t outer, size_t axis, size_t inner, REAL scale, bool adds); \
    void ck_spread_axis##S(const REAL *dy, REAL *dx, size_t outer, size_t axis, size_t inner, REAL scale,        \
                           bool adds);                                                                           \
    void ck_max_axis##S(const REAL *x, REAL *y, int64_t *index, size_t outer, size_t axis, size_t inner);        \
    void ck_softmax##S(const REAL *x, REAL *y, size_t outer, size_t axis, size_t inner, bool logarithm);         \
    void ck_softmax_gradient##S(const REAL *y, const REAL *dy, REAL *dx, size_t outer, size_t axis,              \
                                size_t inner, bool logarithm, bool adds);                                        \
    double ck_cross_entropy##S(const REAL *logits, const int64_t *classes, int64_t ignored, REAL *probabilities, \
                               size_t rows, size_t columns);                                                     \
    void ck_cross_entropy_gradient##S(const REAL *probabilities, const int64_t *classes, int64_t ignored,        \
                                      REAL scale, REAL *dx, size_t rows, size_t columns, bool adds);             \
    double ck_squared_error##S(const REAL *a, const REAL *b, size_t n);                                          \
    void ck_squared_error_gradient##S(const REAL *x, const REAL *t, REAL scale, REAL dy, REAL *dx, size_t n,     \
                                      bool adds);                                                                \
    void ck_loss##S(ck_loss op, const REAL *x, const REAL *t, const REAL *positive, REAL *y, REAL p, size_t n);  \
    void ck_loss_gradient##S(ck_loss op, const REAL *x, const REAL *t, const REAL *positive, const REAL *dy,     \
                             REAL *dx, REAL p, size_t n, bool adds);                                             \
    void ck_share_entropy##S(const REAL *logits, const REAL *shares, REAL *probabilities, REAL *losses,          \
                             size_t rows, size_t columns);                                                       \
    void ck_share_entropy_gradient##S(const REAL *probabilities, const REAL *shares, const REAL *dy, REAL *dx,   \
                                      size_t rows, size_t columns, bool adds);                                   \
    void ck_layer_norm##S(const REAL *x, const REAL *weight, const REAL *bias, REAL *standard, REAL *scales, REAL *y,\
                          double epsilon, size_t rows, size_t columns);                                          \
    void ck_layer_norm_gradient##S(const REAL *standard, const REAL *scales, const REAL *weight, const REAL *dy, \
                                   REAL *dx, size_t rows, size_t columns, bool adds);                            \
    void ck_layer_norm_weight_gradient##S(const REAL *standard, const REAL *dy, REAL *dweight, REAL *dbias,      \
                                          size_t rows, size_t columns);                                          \
    /* Matrix products, where ck_has_products(). `start`: what is added to, or NULL; a stride of 0 is one row. */\
    size_t ck_packed_count##S(size_t k, size_t n);                                                               \
    void ck_pack##S(const REAL *b, size_t stride, bool transposed, REAL *packed, size_t k, size_t n);            \
    void ck_multiply_packed##S(const REAL *a, size_t a_stride, bool a_transposed, const REAL *packed, size_t k,  \
                               size_t first, size_t depth, const REAL *start, size_t start_stride, REAL *c,      \
                               size_t c_stride, size_t m, size_t n);                                             \
    size_t ck_product_workspace##S(size_t a_stride, bool a_transposed, size_t n, size_t k);                     \
    void ck_product##S(const REAL *a, size_t a_stride, bool a_transposed, const REAL *b, size_t b_stride,        \
                       bool b_transposed, const REAL *start, size_t start_stride, REAL *c, size_t c_stride, size_t m,\
                       size_t n, size_t k, REAL *workspace);                                                     \
    /* Recurrent steps; `before` is NULL for a state of zeros. */                                                \
    void ck_lstm_step##S(REAL *gates, const REAL *before, REAL *c, REAL *h, size_t batch, size_t hidden);        \
    void ck_lstm_step_gradient##S(const REAL *gates, const REAL *before, const REAL *c, const REAL *dh,          \
                                  REAL *dc, REAL *dsums, size_t batch, size_t hidden);                           \
    void ck_gru_step##S(REAL *gates, const REAL *recurrent, const REAL *before, REAL *h, size_t batch,           \
                        size_t hidden);                                                                          \
    void ck_gru_step_gradient##S(const REAL *gates, const REAL *recurrent, const REAL *before, REAL *dh,         \
                                 REAL *dsums, REAL *drecurrent, size_t batch, size_t hidden);                    \
    /* Attention: [rows, rows]. */                                                                               \
    void ck_causal_softmax##S(REAL *scores, REAL scale, size_t rows);                                            \
    void ck_causal_softmax_gradient##S(const REAL *shares, REAL *d, REAL scale, size_t rows);                    \
    /* Filters with a stride of 1, over `count` images; how many numbers the scratch memory of that many holds. */\
    size_t ck_convolution_scratch##S(const ck_window *window, size_t outputs, size_t count);                     \
    void ck_convolve##S(const REAL *images, const REAL *weight, const REAL *bias, REAL *y,                       \
                        const ck_window *window, size_t outputs, size_t count, REAL *scratch);                   \
    void ck_convolve_image_gradient##S(const REAL *dy, const REAL *weight, REAL *dx, const ck_window *window,    \
                                       size_t outputs, size_t count, REAL *scratch, bool adds);                  \
    void ck_convolve_weight_gradient##S(const REAL *images, const REAL *dy, REAL *dw, const ck_window *window,   \
                                        size_t outputs, size_t count, REAL *scratch);                            \
    /* Images; for pooling, the channels of all images are one row. */                                           \
    void ck_unfold##S(const REAL *image, REAL *columns, const ck_window *window);                                \
    void ck_fold##S(const REAL *columns, REAL *image, const ck_window *window);                                  \
    void ck_max_pool##S(const REAL *images, REAL *y, int32_t *places, const ck_window *window);                  \
    void ck_max_pool_gradient##S(const REAL *dy, const int32_t *places, REAL *dx, const ck_window *window,       \
                                 bool adds);                                                                     \
    void ck_average_pool##S(const REAL *images, REAL *y, const ck_window *window);                               \
    void ck_average_pool_gradient##S(const REAL *dy, REAL *dx, const ck_window *window);                         \
    /* Rows, layouts. */                                                                                         \
    void ck_repeat_row##S(const REAL *row, const REAL *second, REAL *y, size_t rows, size_t columns);            \
    void ck_scale_bytes##S(const uint8_t *x, REAL *y, REAL scale, size_t n);                                     \
    void ck_gather##S(const REAL *table, const int64_t *rows, REAL *y, size_t count, size_t columns);            \
    void ck_scatter##S(const REAL *dy, const int64_t *rows, REAL *table, size_t count, size_t columns);          \
    void ck_transpose##S(const REAL *x, REAL *y, size_t rows, size_t columns, bool adds);                        \
    void ck_expand##S(const REAL *x, REAL *y, const ck_layout *layout);                                          \
    void ck_collapse##S(const REAL *y, REAL *x, const ck_layout *layout);                                        \
    void ck_copy_block##S(const REAL *x, size_t x_stride, REAL *y, size_t y_stride, size_t rows, size_t columns, \
                          bool adds);                                                                            \
    /* One optimizer step of one parameter; NULL for a state that the settings do not ask for. */                \
    void ck_sgd_step##S(const ck_sgd *settings, REAL *parameter, const REAL *gradient, REAL *momentum, size_t n);\
    void ck_adam_step##S(const ck_adam *settings, REAL *parameter, const REAL *gradient, REAL *first,            \
                         REAL *second, REAL *largest, size_t n);                                                 \
    void ck_rmsprop_step##S(const ck_rmsprop *settings, REAL *parameter, const REAL *gradient, REAL *squares,    \
                            REAL *mean, REAL *momentum, size_t n);                                               \
    void ck_adagrad_step##S(const ck_adagrad *settings, REAL *parameter, const REAL *gradient, REAL *sum,        \
                            size_t n);

CK_DECLARE(float, _f32)
CK_DECLARE(double, _f64)
#undef CK_DECLARE

/// Whether operations of this thread are recorded for a backward pass; true at the start of every thread.
bool ck_is_recording(void);
void ck_set_recording(bool recording);

/// What this thread's operations note themselves in, to be done again; NULL at the start of every thread.
void *ck_replay(void);
void ck_set_replay(void *recording);

/// Whether this machine has the registers that the matrix products here are written for.
bool ck_has_products(void);

/// How many threads share out work from now on, the caller's own included; 1 at the start, at most 64.
void ck_use_threads(int count);
/// The number in force: fewer than asked for where the system gives no more.
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
