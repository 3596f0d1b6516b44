import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Something real that was written without a secret in it: a turn of a chat, or a commit. */
export interface RealText {
  readonly kind: 'turn' | 'commit';
  readonly source: string;
  readonly text: string;
}

/**
 * All turns and commits of a folder with `chats/` and `commits/`, split roughly: whoever counts false positives needs no exact reader.
 * @returns nothing where the folder has neither
 */
export function readRealTexts(folder: string): RealText[] {
  return [
    ...readAider(path.join(folder, 'chats', 'aider-history.md')),
    ...readClaude(path.join(folder, 'chats', 'claude-code')),
    ...readCommits(path.join(folder, 'commits')),
  ];
}

/** In Aider's history the user's turns are headings of the fourth level; all that follows is the answer. */
function readAider(file: string): RealText[] {
  if (!existsSync(file)) return [];
  const source = path.basename(file);
  return readFileSync(file, 'utf8')
    .split(/^(?=#### )|^(?!#### )(?<=^#### [^\n]*\n)/m)
    .filter((text) => text.trim() !== '')
    .map((text) => ({ kind: 'turn', source, text }));
}

function readClaude(folder: string): RealText[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) =>
    readFileSync(path.join(folder, name), 'utf8')
      .split('\n')
      .flatMap((line) => stringsOf(parse(line)))
      .map((text): RealText => ({ kind: 'turn', source: name, text })),
  );
}

function readCommits(folder: string): RealText[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) =>
      readFileSync(path.join(folder, name), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line): RealText => {
          const { subject = '', body = '', files = [], manifest } = JSON.parse(line) as Commit;
          const said = [
            subject,
            body,
            ...files.map((file) => file.path),
            manifest ? JSON.stringify(manifest, null, 2) : '',
          ];
          return { kind: 'commit', source: name, text: said.filter((part) => part !== '').join('\n') };
        }),
    );
}

interface Commit {
  readonly subject?: string;
  readonly body?: string;
  readonly files?: readonly { readonly path: string }[];
  readonly manifest?: object;
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // A broken line holds no turn.
  }
}

/** One text of a turn: what was said and what tools said, each an own one, so that a turn counts more than once rather than too little. */
function stringsOf(line: unknown): string[] {
  if (typeof line !== 'object' || line === null || !('message' in line)) return [];
  const strings: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value === 'string' && value.length >= 12) strings.push(value);
    else if (Array.isArray(value)) value.forEach(visit);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit);
  };
  visit(line.message);
  return strings.length > 0 ? [strings.join('\n')] : [];
}
