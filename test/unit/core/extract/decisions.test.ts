import assert from 'node:assert/strict';
import { decisions } from '../../../../src/core/extract/decisions';
import { extractFacts } from '../../../../src/core/extract/extract';
import { cleanEvent } from '../../../../src/core/memory/clean';
import { commit } from './sample';

describe('decisions extractor', () => {
  it('leaves commits to the reader of changes', async () => {
    const event = await commit('Use esbuild instead of webpack, because builds took minutes');
    assert.deepEqual(extractFacts(event, [decisions]), []);
  });

  const said = {
    'We use pnpm instead of npm because installs are faster. Please run it.': [
      'We use pnpm instead of npm because installs are faster.',
    ],
    'Why do we use npm instead of pnpm because of CI?': [],
    'The app crashes because the token is missing.': [],
  };
  for (const [text, expected] of Object.entries(said))
    it(`in a chat: ${text}`, async () => {
      const raw = { kind: 'chat', session: 's', ref: '1', time: '2025-01-01T00:00:00Z', text } as const;
      const redactor = { redact: (texts: readonly string[]) => Promise.resolve({ texts: [...texts], found: 0 }) };
      const byUser = await cleanEvent({ ...raw, role: 'user' }, redactor);
      assert.deepEqual(
        extractFacts(byUser, [decisions]).map((fact) => fact.text),
        expected,
      );
      assert.deepEqual(extractFacts(await cleanEvent({ ...raw, role: 'assistant' }, redactor), [decisions]), []);
    });
});
