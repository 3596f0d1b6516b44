/** A seeded generator of numbers in [0, 1): mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Unit vectors around a few centres, as the texts of a project are. */
export function clustered(count: number, dimension: number, random: () => number): Float32Array[] {
  const noise = (): Float32Array =>
    Float32Array.from({ length: dimension }, () => random() + random() + random() - 1.5);
  const centres = Array.from({ length: 40 }, () => unit(noise()));
  return Array.from({ length: count }, () => {
    const centre = centres[Math.floor(random() * centres.length)];
    const offset = unit(noise());
    return unit(offset.map((value, k) => value + 0.8 * (centre?.[k] ?? 0)));
  });
}

export function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, k) => sum + value * (b[k] ?? 0), 0);
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(dot(vector, vector));
  return vector.map((value) => value / length);
}
