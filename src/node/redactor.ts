import { lintSource } from '@secretlint/core';
import { secretLintProfiler } from '@secretlint/profiler';
import { creator as recommended } from '@secretlint/secretlint-rule-preset-recommend';
import type { SecretLintCoreConfig } from '@secretlint/types';
import type { Redactor } from '../core/index';
import { findSecrets, REDACTED } from './secrets/findSecrets';
import type { Range } from './secrets/range';

/** How many texts are remembered: consecutive versions of a manifest come as "after" of one commit and "before" of the next. */
const REMEMBERED = 64;

/** The entrance's rules: secretlint's recommended set, and what it has no rule for (see `secrets/findSecrets.ts`). */
export function createRedactor(): Redactor {
  const known = new Map<string, Redacted>();
  return {
    async redact(texts) {
      const results: Redacted[] = [];
      for (const text of texts) {
        const result = known.get(text) ?? (await redactText(text));
        known.delete(text);
        known.set(text, result);
        if (known.size > REMEMBERED) known.delete(known.keys().next().value ?? '');
        results.push(result);
      }
      return {
        texts: results.map((result) => result.text),
        found: results.reduce((sum, result) => sum + result.found, 0),
      };
    },
  };
}

interface Redacted {
  readonly text: string;
  readonly found: number;
}

const CONFIG: SecretLintCoreConfig = {
  rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: recommended, rules: [] }],
};

// The profiler keeps every mark of the process for good and searches them one by one: a scan would slow down as it goes.
secretLintProfiler.mark = () => undefined;

async function redactText(text: string): Promise<Redacted> {
  if (text.length < SHORTEST_SECRET || isName(text)) return { text, found: 0 };
  const ranges = findSecrets(text, await findByRuleSet(text));
  let end = text.length;
  let redacted = '';
  for (const range of ranges.toReversed()) {
    redacted = REDACTED + text.slice(range.end, end) + redacted;
    end = range.start;
  }
  return { text: text.slice(0, end) + redacted, found: ranges.length };
}

/** "password=a1b2" is not shorter; most paths and names are. In characters. */
const SHORTEST_SECRET = 8;

async function findByRuleSet(text: string): Promise<Range[]> {
  // Comments that switch rules off are for source files of one's own; here they would be a way around the entrance.
  const content = text.replaceAll('secretlint-', 'secretlint_');
  const source = { content, filePath: 'event.txt', ext: '.txt', contentType: 'text' } as const;
  const { messages } = await lintSource({ source, options: { config: CONFIG, noPhysicFilePath: true } });
  return messages.map(({ range: [start, end] }) => ({ start, end }));
}

/** Whether a text is one word that no rule could fit: nearly every path of a file. Tokens are longer runs, with digits or without dashes. */
function isName(text: string): boolean {
  if (!/^[\w./\\()[\]{}+~,$-]*$/.test(text)) return false;
  return !(text.match(/[\w-]{18,}/g) ?? []).some((run) => /\d|\w{18}/.test(run));
}
