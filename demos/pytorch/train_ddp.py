"""Handwritten digits on two processes that average their gradients.

    torchrun --nproc-per-node 2 train_ddp.py
"""

import torch
import torch.distributed as dist
import torch.nn.functional as F
from torch import nn
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, TensorDataset
from torch.utils.data.distributed import DistributedSampler

from train_digits import accuracy, load_digits

EPOCHS = 120


def main():
    dist.init_process_group("gloo")
    torch.manual_seed(1)
    torch.set_num_threads(1)
    images, digits = load_digits()
    test_images, test_digits = images[-360:].view(-1, 1, 8, 8), digits[-360:]
    data = TensorDataset(images[:-360].view(-1, 1, 8, 8), digits[:-360])
    sampler = DistributedSampler(data)
    loader = DataLoader(data, batch_size=32, sampler=sampler)
    network = nn.Sequential(
        nn.Conv2d(1, 32, 3, padding=1), nn.ReLU(), nn.Conv2d(32, 64, 3, padding=1), nn.ReLU(),
        nn.MaxPool2d(2), nn.Flatten(), nn.Linear(1024, 10),
    )
    model = DistributedDataParallel(network)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)

    for epoch in range(EPOCHS):
        sampler.set_epoch(epoch)
        for x, y in loader:
            loss = F.cross_entropy(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
        if dist.get_rank() == 0 and (epoch + 1) % 5 == 0:
            print(f"epoch {epoch + 1}, test accuracy {accuracy(network, test_images, test_digits):.1%}")
    dist.destroy_process_group()


if __name__ == "__main__":
    main()
