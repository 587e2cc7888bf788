"""JAX's side: jax_side.py WORKLOAD THREADS. The whole step is one compiled function that takes over its arguments' memory.

Weights are laid out as is usual in JAX, [inputs, outputs], and images as [N, H, W, C]; they are drawn in PyTorch's layout."""

import os
import re
import sys

workload = sys.argv[1]

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

import dialogue
import draws
import ynnpack

allowed = os.environ.get("YNNPACK_FLAGS")
YNNPACK = ynnpack.kernels(allowed and int(allowed, 0))


def cross_entropy(logits, classes):
    chosen = jnp.take_along_axis(jax.nn.log_softmax(logits), classes[:, None], axis=1)
    return -chosen.mean()


def linear(p, name, x):
    return x @ p[name + ".weight"] + p[name + ".bias"]


def mlp(p, x, layers):
    for layer in layers[:-1]:
        x = jax.nn.relu(linear(p, layer, x))
    return linear(p, layers[-1], x)


def gates(p, x):
    """The inputs' part of the gates, for all time steps at once."""
    return x @ p["weight_ih_l0"] + p["bias_ih_l0"] + p["bias_hh_l0"]


def inner(p, prefix):
    return {name.removeprefix(prefix): value for name, value in p.items() if name.startswith(prefix)}


def char_lstm(p, letters):
    layer = inner(p, "lstm.")

    def step(state, now):
        h, c = state
        i, f, g, o = jnp.split(now + h @ layer["weight_hh_l0"], 4, axis=1)
        c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
        h = jax.nn.sigmoid(o) * jnp.tanh(c)
        return (h, c), h

    zeros = jnp.zeros((letters.shape[1], 256))
    _, hidden = lax.scan(step, (zeros, zeros), gates(layer, p["embedding.weight"][letters]))
    return linear(p, "output", hidden).reshape(-1, 65)


def char_rnn(p, one_hot):
    layer = inner(p, "rnn.")

    def step(h, now):
        h = jnp.tanh(now + h @ layer["weight_hh_l0"])
        return h, h

    _, hidden = lax.scan(step, jnp.zeros((one_hot.shape[1], 128)), gates(layer, one_hot))
    return linear(p, "output", hidden).reshape(-1, 65)


def layer_norm(x, weight):
    mean = x.mean(axis=-1, keepdims=True)
    variance = jnp.square(x - mean).mean(axis=-1, keepdims=True)
    return (x - mean) * lax.rsqrt(variance + 1e-5) * weight


def gpt(p, letters):
    x = p["wte.weight"][letters] + p["wpe.weight"]
    for place in range(4):
        b = inner(p, f"h.{place}.")
        joined = layer_norm(x, b["ln_1.weight"]) @ b["attn.c_attn.weight"]
        q, k, v = (part.reshape(12, 64, 4, 32) for part in jnp.split(joined, 3, axis=-1))
        mixed = jax.nn.dot_product_attention(q, k, v, is_causal=True).reshape(12, 64, 128)
        x = x + mixed @ b["attn.c_proj.weight"]
        wide = jax.nn.gelu(layer_norm(x, b["ln_2.weight"]) @ b["mlp.c_fc.weight"], approximate=False)
        x = x + wide @ b["mlp.c_proj.weight"]
    return (layer_norm(x, p["ln_f.weight"]) @ p["wte.weight"].T).reshape(-1, 65)


def convolved(p, name, x, padding):
    x = lax.conv_general_dilated(
        x, p[name + ".weight"], (1, 1), padding, dimension_numbers=("NHWC", "HWIO", "NHWC")
    )
    x = jax.nn.relu(x + p[name + ".bias"])
    return lax.reduce_window(x, -jnp.inf, lax.max, (1, 2, 2, 1), (1, 2, 2, 1), "VALID")


def le_net(p, x):
    x = convolved(p, "0", x, "SAME")
    x = convolved(p, "3", x, "VALID")
    return mlp(p, x.reshape(64, 400), ["7", "9", "11"])


def layers(**sizes):
    """Shapes of weights, [outputs, inputs], and biases by name, as in PyTorch."""
    shapes = {}
    for name, (outputs, inputs) in sizes.items():
        shapes |= {f"{name}.weight": (outputs, inputs), f"{name}.bias": (outputs,)}
    return shapes


def recurrent(prefix, width, inputs, hidden):
    return {
        f"{prefix}.weight_ih_l0": (width, inputs),
        f"{prefix}.weight_hh_l0": (width, hidden),
        f"{prefix}.bias_ih_l0": (width,),
        f"{prefix}.bias_hh_l0": (width,),
    }


def network():
    """The logits, the parameters' shapes as in PyTorch, and the update."""
    match workload:
        case "W1" | "W1c":
            shapes = layers(**{"0": (128, 64), "2": (10, 128)})
            update = adam(1e-3) if workload == "W1c" else sgd(0.05, momentum=0.9)
            return lambda p, x: mlp(p, x, ["0", "2"]), shapes, update
        case "W2":
            shapes = {"embedding.weight": (65, 256)} | recurrent("lstm", 1024, 256, 256) | layers(output=(65, 256))
            return char_lstm, shapes, adam(1e-3)
        case "W3":
            shapes = recurrent("rnn", 128, 65, 128) | layers(output=(65, 128))
            return char_rnn, shapes, sgd(0.1)
        case "W4":
            shapes = {"wte.weight": (65, 128), "wpe.weight": (64, 128)}
            for place in range(4):
                shapes |= {
                    f"h.{place}.ln_1.weight": (128,),
                    f"h.{place}.attn.c_attn.weight": (384, 128),
                    f"h.{place}.attn.c_proj.weight": (128, 128),
                    f"h.{place}.ln_2.weight": (128,),
                    f"h.{place}.mlp.c_fc.weight": (512, 128),
                    f"h.{place}.mlp.c_proj.weight": (128, 512),
                }
            return gpt, shapes | {"ln_f.weight": (128,)}, adam(1e-3, betas=(0.9, 0.99), decay=0.1)
        case "W5":
            shapes = layers(**{"0": (4096, 1024), "2": (4096, 4096), "4": (1024, 4096)})
            return lambda p, x: mlp(p, x, ["0", "2", "4"]), shapes, adam(1e-4)
        case "W6":
            shapes = {"0.weight": (6, 1, 5, 5), "0.bias": (6,), "3.weight": (16, 6, 5, 5), "3.bias": (16,)}
            shapes |= layers(**{"7": (120, 400), "9": (84, 120), "11": (10, 84)})
            return le_net, shapes, sgd(0.01, momentum=0.9)


def sgd(rate, momentum=0.0):
    def update(number, p, g, state):
        if momentum == 0:
            return {n: p[n] - rate * g[n] for n in p}, state
        # PyTorch's buffer starts as the first gradient; one of zeros gives the same.
        state = {n: momentum * state[n] + g[n] for n in p}
        return {n: p[n] - rate * state[n] for n in p}, state

    return update, 0 if momentum == 0 else 1


def adam(rate, betas=(0.9, 0.999), decay=0.0):
    def update(number, p, g, state):
        number = number.astype(jnp.float32) + 1
        # 1 − βᵗ; computed directly in float32, it would lose half of its digits.
        first, second = (-jnp.expm1(number * np.log(beta)) for beta in betas)
        m = {n: betas[0] * state[0][n] + (1 - betas[0]) * g[n] for n in p}
        v = {n: betas[1] * state[1][n] + (1 - betas[1]) * jnp.square(g[n]) for n in p}

        def moved(n):
            # Only matrices decay, as in nanoGPT.
            shrunk = p[n] * (1 - rate * decay) if p[n].ndim > 1 else p[n]
            return shrunk - rate / first * m[n] / (jnp.sqrt(v[n] / second) + 1e-8)

        return {n: moved(n) for n in p}, (m, v)

    return update, 2


def clip_coefficient(gradients, max_norm):
    """The coefficient of torch.nn.utils.clip_grad_norm_."""
    norm = jnp.sqrt(sum(jnp.vdot(g, g) for g in gradients.values()))
    return jnp.minimum(max_norm / (norm + 1e-6), 1)


def as_jax(name, values):
    """Converts from PyTorch's layout to JAX's."""
    if values.ndim == 4:
        return values.transpose(2, 3, 1, 0)
    if values.ndim == 2 and name not in ("embedding.weight", "wte.weight", "wpe.weight"):
        if (workload, name) == ("W6", "7.weight"):
            # Its input is a flattened image, whose layout differs too.
            values = values.reshape(120, 16, 5, 5).transpose(0, 2, 3, 1).reshape(120, 400)
        return values.T
    return values


class Training:
    def __init__(self):
        logits, self.shapes, (update, moments) = network()

        def step(number, p, state, x, y):
            loss, g = jax.value_and_grad(lambda p: cross_entropy(logits(p, x), y))(p)
            coefficient = clip_coefficient(g, 1.0)
            g = {name: coefficient * value for name, value in g.items()}
            p, state = update(number, p, g, state)
            return number + 1, p, state, loss

        self.compiled = jax.jit(step, donate_argnums=(0, 1, 2))
        self.weights = {name: jnp.array(values) for name, values in self.start().items()}
        zeros = tuple({name: jnp.zeros_like(w) for name, w in self.weights.items()} for _ in range(moments))
        self.state = zeros[0] if moments == 1 else zeros
        self.batches = [(jnp.array(self.image(x)), jnp.array(y)) for x, y in draws.batches(workload)]
        self.number = 0
        self.counter = jnp.array(0)
        self.parameters = sum(w.size for w in self.weights.values())
        self.operations = {"step": self.step}

    @staticmethod
    def image(x):
        return x.transpose(0, 2, 3, 1) if x.ndim == 4 else x

    def start(self):
        return {name: as_jax(name, values) for name, values in draws.weights(self.shapes).items()}

    def step(self):
        x, y = self.batches[self.number % len(self.batches)]
        self.number += 1
        self.counter, self.weights, self.state, loss = self.compiled(self.counter, self.weights, self.state, x, y)
        return loss

    def value(self, loss):
        return float(loss)

    def finish(self, loss):
        jax.block_until_ready((loss, self.weights))

    def distance(self):
        start = self.start()
        apart = (np.asarray(w, dtype=np.float64) - start[name] for name, w in self.weights.items())
        return float(np.sqrt(sum(np.square(d).sum() for d in apart)))


class Clipping:
    """200 parameters with constant gradients, clipped, and updated by Adam, which scales them as it reads."""

    def __init__(self):
        self.parameters = {"adam10M": 10_000_000, "adam100M": 100_000_000}[workload]
        self.weights, self.gradients = {}, {}
        for place, (start, gradient) in enumerate(draws.tensors(self.parameters)):
            self.weights[f"{place:03}"], self.gradients[f"{place:03}"] = jnp.array(start), jnp.array(gradient)
        self.state = tuple({name: jnp.zeros_like(w) for name, w in self.weights.items()} for _ in range(2))
        self.max_norms = draws.max_norms(self.parameters)
        update, _ = adam(1e-3)

        def scaled(g, max_norm):
            coefficient = clip_coefficient(g, max_norm)
            return {name: coefficient * value for name, value in g.items()}

        def step(number, p, g, state, max_norm):
            p, state = update(number, p, scaled(g, max_norm), state)
            return number + 1, p, state

        self.scaled = jax.jit(scaled, donate_argnums=0)
        self.updated = jax.jit(step, donate_argnums=(0, 1, 3))
        self.counter = jnp.array(0)
        self.operations = {"clip+adam": self.step, "clip": self.clip, "clip-idle": self.clip_idle}

    def clip(self):
        self.gradients = self.scaled(self.gradients, next(self.max_norms))
        return self.gradients

    def clip_idle(self):
        self.gradients = self.scaled(self.gradients, 1e9)
        return self.gradients

    def step(self):
        self.counter, self.weights, self.state = self.updated(
            self.counter, self.weights, self.gradients, self.state, next(self.max_norms)
        )
        return self.weights

    def value(self, _):
        return self.distance(1)

    def distance(self, count=20):
        start = draws.tensors(self.parameters, count)
        apart = (np.asarray(w, dtype=np.float64) - s for w, (s, _) in zip(self.weights.values(), start))
        return float(np.sqrt(sum(np.square(d).sum() for d in apart)))

    def finish(self, result):
        jax.block_until_ready(result)


def kernels():
    flag = re.search(r"xla_cpu_max_isa=(\w+)", os.environ.get("XLA_FLAGS", ""))
    fate = dialogue.fate(jax.jit(lambda x: x * 0.1)(jnp.float32(2e-38)))
    return f"XLA {flag[1] if flag else 'as it chooses'}, YNNPACK {YNNPACK}, subnormal numbers {fate}"


dialogue.serve(f"JAX {jax.__version__}", Clipping if workload.startswith("adam") else Training, kernels)
