/**
 * The same value with every text in it replaced, in a fixed order; the value itself where no text changes.
 * @param map gets with each text the name of the field that it stands in, also of one that holds a list
 */
export function mapTexts(value: unknown, map: (text: string, field: string) => string, field = ''): unknown {
  if (typeof value === 'string') return map(value, field);
  if (typeof value !== 'object' || value === null) return value;
  let isChanged = false as boolean; // set inside of `mapPart`, which the compiler does not follow
  const mapPart = (part: unknown, name: string): unknown => {
    const mapped = mapTexts(part, map, name);
    isChanged ||= mapped !== part;
    return mapped;
  };
  const mapped = Array.isArray(value)
    ? value.map((part) => mapPart(part, field))
    : Object.fromEntries(Object.entries(value).map(([name, part]) => [name, mapPart(part, name)]));
  return isChanged ? mapped : value;
}
