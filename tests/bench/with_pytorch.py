"""Train with PyTorch's nn.LSTM and nn.GRU, as its users would write it.

Its GRU can only apply the reset gate after the product (less work: one product a step, not two).
"""

import turns

arguments, images, labels = turns.start()

import torch
from torch import nn

torch.set_num_threads(1)
torch.manual_seed(0)


class RowReader(nn.Module):
    def __init__(self, cell, layers, units):
        super().__init__()
        self.affine = nn.Linear(images.shape[2], units)
        self.recurrent = getattr(nn, cell.upper())(units, units, layers, batch_first=True)
        self.head = nn.Linear(units, turns.HEAD_UNITS)
        self.logits = nn.Linear(turns.HEAD_UNITS, 10)

    def forward(self, x):
        states, _ = self.recurrent(self.affine(x))
        return self.logits(torch.relu(self.head(torch.relu(states[:, -1]))))


model = RowReader(arguments.cell, arguments.layers, arguments.units)
optimizer = torch.optim.Adam(model.parameters(), turns.LEARNING_RATE, fused=True)
x, y = torch.from_numpy(images).float(), torch.from_numpy(labels).long()


order = torch.randperm(len(x)).split(turns.BATCH)


def train(turn):
    total = 0.0
    for chosen in order[turn * turns.STEPS : (turn + 1) * turns.STEPS]:
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(x[chosen]), y[chosen])
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total / turns.STEPS


turns.take(train)
