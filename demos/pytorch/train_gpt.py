"""A small GPT that learns to write, character by character.

    python train_gpt.py [TEXT]

TEXT is any text file. Without one it learns from sums in words, such as "forty-one plus seven is forty-eight."; the
samples it prints show how it learns to spell, and what a sum looks like.
"""

import argparse
import math
import random

import torch
import torch.nn.functional as F
from torch import nn

CONTEXT = 64
WIDTH = 64
HEADS = 4
LAYERS = 3
BATCH = 16
STEPS = 1500
WARMUP = 100
LEARNING_RATE = 3e-3


class Block(nn.Module):
    """Attention over previous characters, then a perceptron at each; both add to their input."""

    def __init__(self):
        super().__init__()
        self.norm1 = nn.LayerNorm(WIDTH)
        self.attention = nn.Linear(WIDTH, 3 * WIDTH)
        self.projection = nn.Linear(WIDTH, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH)
        self.mlp = nn.Sequential(nn.Linear(WIDTH, 4 * WIDTH), nn.GELU(), nn.Linear(4 * WIDTH, WIDTH))

    def forward(self, x):
        batch, length, _ = x.shape
        heads = self.attention(self.norm1(x)).view(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        attended = F.scaled_dot_product_attention(*heads, is_causal=True)
        x = x + self.projection(attended.transpose(1, 2).reshape(batch, length, WIDTH))
        return x + self.mlp(self.norm2(x))


class GPT(nn.Module):
    def __init__(self, vocabulary):
        super().__init__()
        self.characters = nn.Embedding(vocabulary, WIDTH)
        self.positions = nn.Embedding(CONTEXT, WIDTH)
        self.blocks = nn.Sequential(*[Block() for _ in range(LAYERS)])
        self.norm = nn.LayerNorm(WIDTH)
        self.output = nn.Linear(WIDTH, vocabulary, bias=False)
        self.apply(self.initialize)
        self.output.weight = self.characters.weight

    @staticmethod
    def initialize(module):
        if isinstance(module, (nn.Linear, nn.Embedding)):
            nn.init.normal_(module.weight, std=0.02)

    def forward(self, x):
        x = self.characters(x) + self.positions(torch.arange(x.shape[1], device=x.device))
        return self.output(self.norm(self.blocks(x)))

    @torch.no_grad()
    def write(self, prompt, count):
        """Appends `count` characters to a row of characters."""
        for _ in range(count):
            logits = self(prompt[:, -CONTEXT:])[:, -1]
            prompt = torch.cat([prompt, torch.multinomial(logits.softmax(-1), 1)], dim=1)
        return prompt


def in_words(number):
    """A number below 200 in words."""
    ones = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen " \
        "seventeen eighteen nineteen"
    tens = "twenty thirty forty fifty sixty seventy eighty ninety"
    if number < 20:
        return ones.split()[number]
    if number < 100:
        rest = f"-{in_words(number % 10)}" if number % 10 else ""
        return tens.split()[number // 10 - 2] + rest
    return "one hundred" + (f" {in_words(number - 100)}" if number > 100 else "")


def sums(count):
    """Lines such as "forty-one plus seven is forty-eight."."""
    pick = random.Random(1)
    pairs = [(pick.randrange(100), pick.randrange(100)) for _ in range(count)]
    return "".join(f"{in_words(a)} plus {in_words(b)} is {in_words(a + b)}.\n" for a, b in pairs)


def learning_rate(step):
    """Rises over the warm-up, then falls to a tenth along a cosine."""
    if step < WARMUP:
        return (step + 1) / WARMUP
    progress = (step - WARMUP) / (STEPS - WARMUP)
    return 0.1 + 0.45 * (1 + math.cos(math.pi * progress))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("text", nargs="?", help="a text file to learn from; default: sums in words")
    parser.add_argument("--steps", type=int, default=STEPS)
    arguments = parser.parse_args()
    torch.manual_seed(1)
    device = "cuda" if torch.cuda.is_available() else "cpu"

    if arguments.text:
        with open(arguments.text, encoding="utf-8") as file:
            text = file.read()
    else:
        text = sums(8000)
    characters = sorted(set(text))
    index = {character: place for place, character in enumerate(characters)}
    data = torch.tensor([index[character] for character in text], device=device)
    if len(data) <= CONTEXT:
        parser.error(f"{arguments.text}: {len(data)} characters are too few, {CONTEXT + 1} are needed")

    model = GPT(len(characters)).to(device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=LEARNING_RATE, betas=(0.9, 0.99), weight_decay=0.1)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, learning_rate)
    print(f"{sum(p.numel() for p in model.parameters()):,} parameters, {len(text):,} characters")

    for step in range(arguments.steps):
        starts = torch.randint(len(data) - CONTEXT, (BATCH,))
        windows = torch.stack([data[start : start + CONTEXT + 1] for start in starts])
        logits = model(windows[:, :-1])
        loss = F.cross_entropy(logits.flatten(0, 1), windows[:, 1:].flatten())
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        if (step + 1) % 250 == 0:
            written = model.write(data[:1].view(1, 1), 120)[0].tolist()
            print(f"step {step + 1}, loss {loss.item():.3f}: {''.join(characters[place] for place in written)!r}")


if __name__ == "__main__":
    main()
