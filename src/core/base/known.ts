/** For what must be there, because an id was taken from the same place: a missing one is a bug. */
export function known<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('Something that must be known is not.');
  return value;
}
