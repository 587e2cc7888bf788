"""Two networks and two optimizers in turn, in the manner of DCGAN; the discriminator is clipped."""

import torch
from common import DEVICE, STEPS, batch, digest, log, model, norm_left

netD, netG = model(), torch.nn.Linear(4, 8).to(DEVICE)
optimizerD = torch.optim.Adam(netD.parameters(), lr=2e-3, betas=(0.5, 0.999))
optimizerG = torch.optim.Adam(netG.parameters(), lr=1e-3, betas=(0.5, 0.999))
criterion = torch.nn.BCEWithLogitsLoss()
generator = {}
for step in range(1, STEPS + 1):
    x, _ = batch(step)
    netD.zero_grad()
    errD_real = criterion(netD(x), torch.ones(16, 1, device=DEVICE))
    errD_real.backward()
    fake = netG(torch.randn(16, 4, device=DEVICE))
    errD_fake = criterion(netD(fake.detach()), torch.zeros(16, 1, device=DEVICE))
    errD_fake.backward()
    norm = torch.nn.utils.clip_grad_norm_(netD.parameters(), 0.5)
    left = norm_left(netD.parameters())
    optimizerD.step()
    netG.zero_grad()
    errG = criterion(netD(fake), torch.ones(16, 1, device=DEVICE))
    errG.backward()
    # The generator steps after the discriminator, whose steps are the run's: its numbers come with the next of these.
    log(step, loss=errD_real.item() + errD_fake.item(), grad_norm=norm, clipped_norm=left, lr=2e-3, **generator)
    generator = {"optimizerG_loss": errG.item(), "optimizerG_grad_norm": norm_left(netG.parameters())}
    optimizerG.step()
digest(netD, netG)
