/** A seeded sample of what could be asked. */
export interface TaskOptions {
  readonly background: ReadonlyMap<string, number>;
  readonly limit: number;
  readonly seed: number;
}
