import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Redactor } from '../../src/core/index';

/** A rule that came later: it knows what `secretOf` makes, where it stands behind "key=". */
export const plantedRedactor: Redactor = {
  redact: (texts) => {
    let found = 0;
    const cleaned = texts.map((text) => text.replace(/(?<=key=)hush\w+/g, () => (found++, '[secret removed]')));
    return Promise.resolve({ texts: cleaned, found });
  },
};

/** As long as its mark: so a journal keeps its length when it is taken out. */
export function secretOf(name: string): string {
  return `hush9${name}`.padEnd('[secret removed]'.length, '0');
}

/** No rule at all: what got in before there was one. */
export const noRules: Redactor = { redact: (texts) => Promise.resolve({ texts: [...texts], found: 0 }) };

/** Names of the files of a folder that hold these words, in any encoding that a tool of ours would write. */
export async function filesWith(folder: string, words: string): Promise<string[]> {
  const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const forms = [Buffer.from(words), Buffer.from(words, 'utf16le'), Buffer.from(words, 'utf16le').swap16()];
  const inBase64 = Buffer.from(words).toString('base64').slice(4, -4);
  const holding: string[] = [];
  for (const { name, parentPath } of names) {
    const bytes = await readFile(join(parentPath, name));
    if ([...forms, Buffer.from(inBase64)].some((form) => bytes.includes(form))) holding.push(name);
  }
  return holding.sort();
}
