import { isObject, listOf, objectOf, scalar, type JsonObject, type Place, type Statement } from './statement';

/** What a VS Code extension contributes: its settings with their defaults, and its commands. */
export function contributions(manifest: JsonObject, place: Place, json: string): Statement[] {
  const { configuration, commands } = objectOf(manifest.contributes);
  const groups = Array.isArray(configuration) ? listOf(configuration) : [configuration];
  return [
    ...groups.flatMap((group) =>
      Object.entries(objectOf(objectOf(group).properties)).flatMap(([name, schema]) =>
        setting(name, schema, place, json),
      ),
    ),
    ...listOf(commands).flatMap((entry) => command(objectOf(entry), place, json)),
  ];
}

function setting(name: string, schema: unknown, place: Place, json: string): Statement[] {
  const quote = `"${name}"`;
  const value = isObject(schema) && 'default' in schema ? JSON.stringify(schema.default) : undefined;
  if (!json.includes(quote) || !isObject(schema)) return [];
  const isShort = value !== undefined && value.length <= LONGEST_DEFAULT;
  return [
    {
      kind: 'setting',
      subject: name,
      attribute: `default${place.scope}`,
      value: isShort ? plain(value) : 'set',
      text: isShort ? `The setting \`${name}\` is ${plain(value)} by default.` : `There is a setting \`${name}\`.`,
      ending: `The setting \`${name}\` was removed`,
      quote,
    },
  ];
}

/** In characters: longer defaults are tables, and no answer. */
const LONGEST_DEFAULT = 80;

/** Words without their quotes, as people write them. */
function plain(json: string): string {
  return json.replace(/^"([\w./-]+)"$/, '$1');
}

function command(entry: JsonObject, place: Place, json: string): Statement[] {
  const id = scalar(entry.command);
  const quote = `"${id ?? ''}"`;
  if (id === undefined || !json.includes(quote)) return [];
  const words = [entry.category, entry.title].map((part) => scalar(objectOf(part).value ?? part) ?? '');
  // "%key%" stands for a text in another file
  const title = words.filter((part) => part !== '' && !part.includes('%')).join(': ');
  return [
    {
      kind: 'feature',
      subject: id,
      attribute: `command${place.scope}`,
      value: title === '' ? id : title,
      text: title === '' ? `There is a command \`${id}\`.` : `There is a command "${title}" (\`${id}\`).`,
      ending: `The command \`${id}\` was removed`,
      quote,
    },
  ];
}
