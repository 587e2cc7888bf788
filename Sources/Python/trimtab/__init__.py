"""Watch and steer a training run from the terminal: the client of Trimtab for Python programs.

    import trimtab
    run = trimtab.start("my-run", optimizer=optimizer, model=model, max_norm=1.0, steps=20_000)
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        run.clip(model.parameters())
        optimizer.step()
        run.step(loss)
"""

from .run import Run, Stopped
from .settings import Setting, SettingError
from .start import start
from .training_run import TrainingRun

__all__ = ["Run", "Setting", "SettingError", "Stopped", "TrainingRun", "start"]
