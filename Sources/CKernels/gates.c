#ifndef REAL
#define TEXT "gates.c"
#include "variants.h"
#else

// One time step of an LSTM: sums [batch, 4·hidden] in the order i, f, g, o become gates in place;
// c = f·before + i·g, h = o·tanh c.
void NAME(ck_lstm_step)(REAL *gates, const REAL *before, REAL *c, REAL *h, size_t batch, size_t hidden) {
    for (size_t b = 0; b < batch; b++, gates += 4 * hidden, c += hidden, h += hidden) {
        REAL *i = gates, *f = gates + hidden, *g = gates + 2 * hidden, *o = gates + 3 * hidden;
        EACH_TWICE(u, hidden) {
            i[u] = NAME(sigmoid)(i[u]);
            f[u] = NAME(sigmoid)(f[u]);
            g[u] = NAME(tanh)(g[u]);
            o[u] = NAME(sigmoid)(o[u]);
            c[u] = f[u] * (before ? before[b * hidden + u] : 0) + i[u] * g[u];
            h[u] = o[u] * NAME(tanh)(c[u]);
        }
    }
}

// Its gradient: from dh and dc, that of the sums; dc becomes the gradient of the cell before.
void NAME(ck_lstm_step_gradient)(const REAL *gates, const REAL *before, const REAL *c, const REAL *dh, REAL *dc,
                                 REAL *dsums, size_t batch, size_t hidden) {
    for (size_t b = 0; b < batch; b++, gates += 4 * hidden, dsums += 4 * hidden) {
        const REAL *i = gates, *f = gates + hidden, *g = gates + 2 * hidden, *o = gates + 3 * hidden;
        REAL *di = dsums, *df = dsums + hidden, *dg = dsums + 2 * hidden, *d_o = dsums + 3 * hidden;
        EACH_TWICE(u, hidden) {
            size_t at = b * hidden + u;
            REAL t = NAME(tanh)(c[at]), d = dc[at] + dh[at] * o[u] * (1 - t * t);
            di[u] = d * g[u] * i[u] * (1 - i[u]);
            df[u] = d * (before ? before[at] : 0) * f[u] * (1 - f[u]);
            dg[u] = d * i[u] * (1 - g[u] * g[u]);
            d_o[u] = dh[at] * t * o[u] * (1 - o[u]);
            dc[at] = d * f[u];
        }
    }
}

// One time step of a GRU: gates hold the sums of the input [batch, 3·hidden] in the order r, z, n, and become the
// gates; recurrent holds the sums of the hidden state, whose reset gate acts after the product.
// h = (1 − z)·n + z·before, computed as n + z·(before − n), so that a state that is n already stays.
void NAME(ck_gru_step)(REAL *gates, const REAL *recurrent, const REAL *before, REAL *h, size_t batch, size_t hidden) {
    for (size_t b = 0; b < batch; b++, gates += 3 * hidden, recurrent += 3 * hidden, h += hidden) {
        REAL *r = gates, *z = gates + hidden, *n = gates + 2 * hidden;
        EACH_TWICE(u, hidden) {
            r[u] = NAME(sigmoid)(r[u] + recurrent[u]);
            z[u] = NAME(sigmoid)(z[u] + recurrent[hidden + u]);
            n[u] = NAME(tanh)(n[u] + r[u] * recurrent[2 * hidden + u]);
            h[u] = n[u] + z[u] * ((before ? before[b * hidden + u] : 0) - n[u]);
        }
    }
}

// Its gradient: of the sums of the input and of those of the hidden state; dh becomes the part of the state before that
// did not pass through the sums.
void NAME(ck_gru_step_gradient)(const REAL *gates, const REAL *recurrent, const REAL *before, REAL *dh, REAL *dsums,
                                REAL *drecurrent, size_t batch, size_t hidden) {
    for (size_t b = 0; b < batch; b++) {
        const REAL *r = gates + 3 * b * hidden, *z = r + hidden, *n = z + hidden;
        const REAL *new_sum = recurrent + (3 * b + 2) * hidden;
        REAL *dr = dsums + 3 * b * hidden, *dz = dr + hidden, *dn = dz + hidden, *d = drecurrent + 3 * b * hidden;
        EACH_TWICE(u, hidden) {
            size_t at = b * hidden + u;
            REAL inner = dh[at] * (1 - z[u]) * (1 - n[u] * n[u]);
            REAL reset = inner * new_sum[u] * r[u] * (1 - r[u]);
            REAL update = dh[at] * ((before ? before[at] : 0) - n[u]) * z[u] * (1 - z[u]);
            dr[u] = d[u] = reset;
            dz[u] = d[hidden + u] = update;
            dn[u] = inner;
            d[2 * hidden + u] = inner * r[u];
            dh[at] = dh[at] * z[u];
        }
    }
}

#endif
