import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Puts a text between `<!-- NAME -->` and `<!-- /NAME -->` of a page, so that its tables come from committed output and no hand.
 * @throws where the page lacks the markers
 */
export function between(page: string, name: string, text: string): string {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const start = page.indexOf(open);
  const end = page.indexOf(close, start);
  if (start === -1 || end === -1) throw new Error(`The page has no place called "${name}".`);
  return `${page.slice(0, start + open.length)}\n\n${text.trim()}\n\n${page.slice(end)}`;
}

/** @param texts by the name of their place; places that the page lacks are added at its end */
export function writePlaces(file: string, texts: Readonly<Record<string, string>>): void {
  const page = Object.entries(texts).reduce(
    (whole, [name, text]) =>
      between(
        whole.includes(`<!-- ${name} -->`) ? whole : `${whole.trimEnd()}\n\n<!-- ${name} -->\n<!-- /${name} -->\n`,
        name,
        text,
      ),
    readFileSync(file, 'utf8'),
  );
  writeFileSync(file, page);
}

/** A table in Markdown. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
