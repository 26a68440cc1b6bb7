"""The lab's plain study as one writes it well in NumPy: the same model, the same exact daily steps, all in float64.

    python3 lab_numpy.py '{"study": "futures", "paths": 65536, "seed": 1, ...}'

prints one line of JSON with what it found and its own wall time. Paths go in chunks that stay in the processor's cache,
results are written in place, and jumps of a chunk are drawn together: how many, whose, when, how large. The generator is
SFC64, the fastest that NumPy has. A first chunk warms up and is not timed.
"""

import json
import sys
import time

import numpy as np

CHUNK = 8192
DAYS = 252
MONTHS = 12


def main():
    given = json.loads(sys.argv[1])
    study = {"futures": futures, "hedge": hedge}[given["study"]]
    generator = np.random.Generator(np.random.SFC64(given["seed"]))
    study(given, generator, 1)
    chunks = -(-given["paths"] // CHUNK)
    begin = time.perf_counter()
    found = study(given, generator, chunks)
    seconds = time.perf_counter() - begin
    print(json.dumps({**found, "seconds": seconds, "paths": chunks * CHUNK}))


class Market:
    """One chunk of paths, stepped from day to day."""

    def __init__(self, given, generator):
        self.generator = generator
        self.start = given["start"]
        self.left = given["left"]
        self.pulls = given["pulls"]
        self.deviation = given["deviation"]
        self.reversion = given["reversion"]
        self.jumps = given["jumps"]
        self.x = np.empty(CHUNK)
        self.z = np.empty(CHUNK)

    def begin(self):
        self.x.fill(self.start)

    def step(self, day):
        x, z, generator, jumps = self.x, self.z, self.generator, self.jumps
        generator.standard_normal(out=z)
        np.multiply(z, self.deviation, out=z)
        np.multiply(x, self.left, out=x)
        np.add(x, self.pulls[day], out=x)
        np.add(x, z, out=x)
        times = generator.poisson(jumps["perYear"] * CHUNK / DAYS)
        if times:
            ago = generator.random(times) / DAYS
            size = jumps["mean"] + jumps["deviation"] * generator.standard_normal(times)
            np.add.at(x, generator.integers(0, CHUNK, times), size * np.exp(-self.reversion * ago))


def futures(given, generator, chunks):
    """The future of twelve months as the mean price at the end of daily paths."""
    market = Market(given, generator)
    total = squares = 0.0
    for _ in range(chunks):
        market.begin()
        for day in range(DAYS):
            market.step(day)
        price = np.exp(market.x)
        total += price.sum()
        squares += np.dot(price, price)
    paths = chunks * CHUNK
    mean = total / paths
    return {"value": mean, "standardError": float(np.sqrt((squares / paths - mean * mean) / paths))}


def hedge(given, generator, chunks):
    """The efficiency of a hedge of twelve purchases, with a basis that is drawn at their dates."""
    market = Market(given, generator)
    basis, ratio, settled = given["basis"], given["ratio"], given["futures"]
    b = np.empty(CHUNK)
    z = np.empty(CHUNK)
    means = np.zeros(2)
    products = np.zeros((2, 2))
    fourth = np.zeros((2, 2))
    paths = chunks * CHUNK
    for _ in range(chunks):
        market.begin()
        b.fill(0.0)
        unhedged = np.zeros(CHUNK)
        hedged = np.zeros(CHUNK)
        for month in range(MONTHS):
            for day in range(month * DAYS // MONTHS, (month + 1) * DAYS // MONTHS):
                market.step(day)
            generator.standard_normal(out=z)
            np.multiply(b, basis["left"], out=b)
            np.multiply(z, basis["deviation"], out=z)
            np.add(b, z, out=b)
            spot = np.exp(market.x)
            unhedged += spot * np.exp(b)
            hedged -= spot - settled[month]
        unhedged /= MONTHS
        hedged = unhedged + ratio * hedged / MONTHS
        costs = np.stack([hedged, unhedged])
        means += costs.sum(axis=1) / paths
        apart = costs - np.array([[given["means"][0]], [given["means"][1]]])
        squared = apart * apart
        products += apart @ apart.T / paths
        fourth += squared @ squared.T / paths
    variances = np.diag(products) - (means - np.array(given["means"])) ** 2
    left = variances[0] / variances[1]
    spread = fourth - np.outer(np.diag(products), np.diag(products))
    variance = spread[0, 0] - 2 * left * spread[0, 1] + left * left * spread[1, 1]
    return {"value": 1 - left, "standardError": float(np.sqrt(variance / paths) / variances[1])}


main()
