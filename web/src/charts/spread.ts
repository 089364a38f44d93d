// SPDX-License-Identifier: MIT
// Labels in a column: as near as possible to where they belong, in the same order, without touching.

/**
 * The places of labels of this height that wish to stand at `wished`, in any order. They keep the order of their wishes;
 * the sum of squared distances is least (pooled neighbours), and all stay between `from` and `to` where they fit.
 */
export function spread(wished: readonly number[], height: number, from: number, to: number): number[] {
  const order = wished.map((_, index) => index).sort((a, b) => wished[a]! - wished[b]! || a - b);
  // With the room of the labels before it taken off, a label's place may only not fall below its neighbour's.
  const pools: { sum: number; count: number }[] = [];
  order.forEach((index, place) => {
    pools.push({ sum: wished[index]! - place * height, count: 1 });
    while (pools.length > 1 && mean(pools.at(-2)!) >= mean(pools.at(-1)!)) {
      const { sum, count } = pools.pop()!;
      pools.at(-1)!.sum += sum;
      pools.at(-1)!.count += count;
    }
  });
  const levels = pools.flatMap((pool) => Array<number>(pool.count).fill(mean(pool)));
  const highest = to - (wished.length - 1) * height;
  const places: number[] = [];
  order.forEach((index, place) => {
    places[index] = Math.max(from, Math.min(Math.max(from, highest), levels[place]!)) + place * height;
  });
  return places;
}

function mean({ sum, count }: { sum: number; count: number }): number {
  return sum / count;
}
