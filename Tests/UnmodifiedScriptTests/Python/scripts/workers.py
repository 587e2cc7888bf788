"""A DataLoader with worker processes, and a process of its own that computes gradients and steps nothing."""

import torch
import torch.multiprocessing
from common import DEVICE, STEPS, batch, digest, log, model, norm_left
from torch.utils.data import DataLoader, TensorDataset


def explain():
    net = model().eval()
    x = batch(1)[0].requires_grad_()
    net(x).sum().backward()


def main():
    torch.manual_seed(3)
    x, y = (torch.cat(parts).cpu() for parts in zip(*(batch(step) for step in range(25))))
    loader = DataLoader(TensorDataset(x, y), batch_size=16, shuffle=True, num_workers=2)
    net = model()
    optimizer = torch.optim.Adagrad(net.parameters(), lr=1e-2)
    step = 0
    for epoch in range(2):
        for x, y in loader:
            step += 1
            optimizer.zero_grad()
            loss = torch.nn.functional.l1_loss(net(x.to(DEVICE)), y.to(DEVICE))
            loss.backward()
            norm = torch.nn.utils.clip_grad_norm_(net.parameters(), 0.5)
            log(step, loss=loss, grad_norm=norm, clipped_norm=norm_left(net.parameters()), lr=1e-2)
            optimizer.step()
    assert step == STEPS
    # A forked process cannot compute gradients if its parent has on a GPU.
    if DEVICE == "cpu":
        child = torch.multiprocessing.get_context("fork").Process(target=explain)
        child.start()
        child.join()
        assert child.exitcode == 0
    digest(net)


if __name__ == "__main__":
    main()
