"""Times torch.distributed's gloo all_gather of float32 vectors among local processes, without TLS.

What it is for: `ringfed bench ring` moves the same vectors between the same number of silos on the same machine, but
signed, hashed in chunks and inside mutual TLS 1.3. This is what the plain collective of a public library takes. Run both
on an otherwise idle machine, one after the other.

Prints JSON: secondsMedian of one all_gather (the slowest process of each repeat counts), bytes that each process
receives, gigabytesPerSecond of those. Without torch or gloo it prints why it is skipped, and exits with 0.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time

SKIPPED = "skipped: {} (Debian: apt-get install python3-torch)"


def whole(low, high):
    def read(text):
        value = int(text)
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"must be from {low} to {high}, not {value}")
        return value

    return read


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--silos", type=whole(2, 64), default=4, help="processes (default 4)")
    parser.add_argument("--parameters", type=whole(1, 10**9), default=10_000_000, help="float32 values a process (default 10,000,000)")
    parser.add_argument("--repeats", type=whole(1, 1000), default=7, help="timed repeats, after one that is not counted (default 7)")
    parser.add_argument("--timeout", type=whole(1, 3600), default=300, help="seconds after which it gives up (default 300)")
    return parser.parse_args()


def gather(rank, options, rendezvous, results):
    """One process: all_gather its own vector with everybody's, and hand in the seconds of each repeat."""
    import datetime

    import torch
    import torch.distributed as dist

    torch.set_num_threads(1)
    dist.init_process_group(
        "gloo",
        init_method=f"file://{rendezvous}",
        rank=rank,
        world_size=options.silos,
        timeout=datetime.timedelta(seconds=options.timeout),
    )
    own = torch.full((options.parameters,), float(rank))
    everybody = [torch.empty(options.parameters) for _ in range(options.silos)]
    seconds = []
    for _ in range(options.repeats + 1):
        dist.barrier()
        started = time.perf_counter()
        dist.all_gather(everybody, own)
        seconds.append(time.perf_counter() - started)
    right = all(float(vector[0]) == sender and float(vector[-1]) == sender for sender, vector in enumerate(everybody))
    results.put((rank, right, seconds[1:]))
    dist.barrier()
    dist.destroy_process_group()


def main():
    options = arguments()
    try:
        import torch
        import torch.distributed as dist
        import torch.multiprocessing as processes
    except ImportError as missing:
        print(SKIPPED.format(missing))
        return 0
    if not dist.is_available() or not dist.is_gloo_available():
        print(SKIPPED.format("this torch was built without gloo"))
        return 0

    os.environ.setdefault("GLOO_SOCKET_IFNAME", "lo")
    with tempfile.TemporaryDirectory() as folder:
        results = processes.get_context("spawn").SimpleQueue()
        processes.spawn(gather, args=(options, os.path.join(folder, "rendezvous"), results), nprocs=options.silos)
        handed_in = [results.get() for _ in range(options.silos)]
    if not all(right for _, right, _ in handed_in):
        print("the vectors that arrived are not those that were sent", file=sys.stderr)
        return 1

    slowest = [max(repeat) for repeat in zip(*(seconds for _, _, seconds in handed_in))]
    median = statistics.median(slowest)
    received = (options.silos - 1) * options.parameters * 4
    print(
        json.dumps(
            {
                "what": "torch.distributed gloo all_gather, loopback, no TLS",
                "torch": torch.__version__,
                "silos": options.silos,
                "parameters": options.parameters,
                "repeats": options.repeats,
                "secondsMedian": median,
                "bytesInPerSilo": received,
                "gigabytesPerSecond": received / median / 1e9,
            },
            indent=2,
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
