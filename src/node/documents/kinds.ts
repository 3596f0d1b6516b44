import type { DocumentKind } from '../../protocol/documents';

/** Where each kind of document lies in a project, by its path with forward slashes. */
const PLACES: readonly (readonly [kind: DocumentKind, place: RegExp])[] = [
  ['claude', /(?:^|\/)(?:CLAUDE(?:\.local)?\.md|\.claude\/rules\/.+\.md)$/i],
  ['agents', /(?:^|\/)AGENTS\.md$/i],
  ['copilot', /^\.github\/(?:copilot-instructions\.md|instructions\/.+\.instructions\.md)$/i],
  ['cursor', /(?:^|\/)(?:\.cursorrules|\.cursor\/rules\/.+\.mdc?)$/i],
  ['windsurf', /(?:^|\/)(?:\.windsurfrules|\.(?:windsurf|devin)\/rules\/.+\.md)$/i],
  ['cline', /^\.clinerules(?:\/.+\.(?:md|txt))?$/i],
  ['memory-bank', /^(?:memory-bank|\.clinerules\/memory-bank)\/.+\.md$/i],
  ['gemini', /(?:^|\/)GEMINI\.md$/i],
];

/** What a file of a project is by its place; undefined for all that is none of these. */
export function kindOfPlace(relative: string): DocumentKind | undefined {
  return PLACES.find(([, place]) => place.test(relative))?.[0];
}

/** Those that people leave out of git, and folders of them. */
export const USUAL_FILES = [
  ...['AGENTS.md', 'CLAUDE.md', 'CLAUDE.local.md', 'GEMINI.md', '.cursorrules', '.windsurfrules', '.clinerules'],
  '.github/copilot-instructions.md',
];
export const USUAL_FOLDERS = [
  ...[
    '.claude',
    '.cursor/rules',
    '.windsurf/rules',
    '.devin/rules',
    '.clinerules',
    '.github/instructions',
    'memory-bank',
  ],
];

/** Whether a file that somebody names may be read as text. */
export function isTextName(name: string): boolean {
  return /\.(?:mdc?|markdown|txt|jsonl?|ndjson)$|(?:^|[\\/])\.(?:cursor|windsurf|cline)rules$/i.test(name);
}
