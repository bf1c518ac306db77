"""The work of CudaRoundsBenchmark in PyTorch: networks 16-128-1, SGD with Nesterov momentum, batches of 1,024 gathered from an embedding.

Prints milliseconds of an epoch of 204,800 rows: all networks at once by bmm, eagerly and as a CUDA graph of a step, and one network alone.
"""
import time
import torch

ROWS, BATCH, VERTICES, DIM, HIDDEN = 204_800, 1024, 1_000_000, 8, 128
device = torch.device("cuda")
torch.backends.cuda.matmul.allow_tf32 = False
embedding = torch.rand(VERTICES, DIM, device=device) - 0.5
source = torch.randint(VERTICES, (ROWS,), device=device)
target = torch.randint(VERTICES, (ROWS,), device=device)
label = (torch.rand(ROWS, device=device) < 0.5).float()


def network(trials):
    bound1, bound2 = DIM ** -0.5 / 1.4142, HIDDEN ** -0.5
    shapes = [((trials, 2 * DIM, HIDDEN), bound1), ((trials, 1, HIDDEN), bound1), ((trials, HIDDEN, 1), bound2), ((trials, 1, 1), bound2)]
    return [((2 * torch.rand(s, device=device) - 1) * b).requires_grad_() for s, b in shapes]


def step(parameters, optimizer, index):
    x = torch.cat([embedding[source[index]], embedding[target[index]]], 1)
    w1, b1, w2, b2 = parameters
    trials = w1.shape[0]
    hidden = torch.relu(torch.baddbmm(b1, x.unsqueeze(0).expand(trials, -1, -1), w1))
    logits = torch.baddbmm(b2, hidden, w2).squeeze(2)
    y = label[index].expand(trials, -1)
    loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, y, reduction="sum") / index.shape[0]
    optimizer.zero_grad(set_to_none=False)
    loss.backward()
    optimizer.step()


def epoch_ms(trials, graph, epochs=3):
    parameters = network(trials)
    optimizer = torch.optim.SGD(parameters, lr=0.01, momentum=0.9, nesterov=True, weight_decay=5e-4, foreach=True)
    index = torch.randint(ROWS, (BATCH,), device=device)
    side = torch.cuda.Stream()
    with torch.cuda.stream(side):
        for _ in range(3):
            step(parameters, optimizer, index)
    torch.cuda.synchronize()
    captured = None
    if graph:
        captured = torch.cuda.CUDAGraph()
        with torch.cuda.graph(captured):
            step(parameters, optimizer, index)
    best = float("inf")
    for _ in range(epochs):
        torch.cuda.synchronize()
        start = time.perf_counter()
        order = torch.randperm(ROWS, device=device)
        for first in range(0, ROWS, BATCH):
            index.copy_(order[first:first + BATCH])
            if graph:
                captured.replay()
            else:
                step(parameters, optimizer, index)
        torch.cuda.synchronize()
        best = min(best, time.perf_counter() - start)
    return best * 1e3


if __name__ == "__main__":
    print(torch.__version__, torch.cuda.get_device_name())
    for trials in (1, 16, 132, 264):
        print(f"trials {trials}: eager {epoch_ms(trials, False):.1f} ms, graph {epoch_ms(trials, True):.1f} ms", flush=True)
