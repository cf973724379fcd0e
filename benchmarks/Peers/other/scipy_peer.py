#!/usr/bin/env python3
"""SciPy's answers to the cases of the Peers program: scipy_peer.py DATA [ONLY [REPEAT_MS]]. One JSON line a case."""
import array
import json
import os
import sys
import time

import numpy
from scipy.stats import mannwhitneyu

data, only = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else ""
repeat = float(sys.argv[3] if len(sys.argv) > 3 else 30) / 1000

def pairs(kind, n):
    values = array.array("d")
    with open(os.path.join(data, f"mwu-{kind}-{n}.f64"), "rb") as file:
        values.frombytes(file.read())
    samples = [values[i:i + n].tolist() for i in range(0, len(values), n)]

    samples = [numpy.array(sample) for sample in samples]
    return list(zip(samples[1::2], samples[0::2]))

def time_case(name, inputs, call):
    value = call(*inputs[0])
    calls, at, repeats, spent, began = 1, 0, [], 0.0, time.perf_counter()
    while len(repeats) < 5 or (time.perf_counter() - began < 3 and len(repeats) < 400):
        start = time.perf_counter()
        for _ in range(calls):
            call(*inputs[at % len(inputs)])
            at += 1
        spent = time.perf_counter() - start
        if spent < repeat:
            calls = max(calls + 1, int(calls * min(10, 1.1 * repeat / max(spent, 1e-9))))
        else:
            repeats.append(spent / calls)
    print(json.dumps({"peer": "SciPy", "case": name, "ns_per_op": round(min(repeats) * 1e9, 1), "value": float(value)}), flush=True)

for n in (10, 60, 600, 10_000, 100_000, 1_000_000):
    for kind in ("cont", "tied"):
        if only in f"mwu/{kind}/{n}":
            time_case(f"mwu/{kind}/{n}", pairs(kind, n), lambda x, y: mannwhitneyu(x, y, alternative="two-sided", method="asymptotic").pvalue)
for n in (10, 60):
    if only in f"mwu-exact/cont/{n}":
        time_case(f"mwu-exact/cont/{n}", pairs("cont", n), lambda x, y: mannwhitneyu(x, y, alternative="two-sided", method="exact").pvalue)
