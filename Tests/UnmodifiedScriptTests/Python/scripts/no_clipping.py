"""A script that never clips, with a recurrent network, frozen weights and sparse gradients among the others."""

import torch
from common import DEVICE, STEPS, digest, log, norm_left
from torch import nn


class Tagger(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(20, 6)
        self.rnn = nn.LSTM(6, 8, batch_first=True)
        self.output = nn.Linear(8, 20)

    def forward(self, tokens):
        return self.output(self.rnn(self.embedding(tokens))[0])


torch.manual_seed(1)
net = Tagger().to(DEVICE)
net.embedding.weight.requires_grad_(False)
optimizer = torch.optim.SGD(net.parameters(), lr=0.5)
for step in range(1, STEPS + 1):
    tokens = torch.randint(0, 20, (4, 7), generator=torch.Generator().manual_seed(step)).to(DEVICE)
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(net(tokens[:, :-1]).flatten(0, 1), tokens[:, 1:].flatten())
    loss.backward()
    log(step, loss=loss, grad_norm=norm_left(net.parameters()), clipped_norm=norm_left(net.parameters()), lr=0.5)
    optimizer.step()
digest(net)
