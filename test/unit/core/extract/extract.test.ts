import assert from 'node:assert/strict';
import { extractFacts } from '../../../../src/core/extract/extract';
import type { Extractor } from '../../../../src/core/extract/extractor';
import type { FactDraft } from '../../../../src/core/memory/fact';
import { commit, manifestChange } from './sample';

const saying = (...drafts: FactDraft[]): Extractor => ({ name: 'test', extract: () => drafts });
const draft: FactDraft = { kind: 'decision', text: 'Use pnpm.', quote: 'pnpm' };

describe('extractFacts', () => {
  it('stamps event, time and order, and the same ids each time', async () => {
    const event = await commit('Use pnpm');
    const [fact] = extractFacts(event, [saying(draft)]);
    assert.equal(fact?.event, event.id);
    assert.equal(fact?.order, Date.parse(event.time) / 1000);
    assert.match(fact?.id ?? '', /^[0-9a-f]{12}$/);
    assert.deepEqual(extractFacts(event, [saying(draft)]), [fact]);
  });

  it('facts whose quote is not in the event are refused', async () => {
    const event = await commit('Use pnpm', [manifestChange({ name: 'old' }, { name: 'new' })]);
    const quotes = ['pnpm', '"old"', '"new"', 'yarn', '', ' '];
    const kept = extractFacts(event, [saying(...quotes.map((quote) => ({ ...draft, text: `By ${quote}`, quote })))]);
    assert.deepEqual(
      kept.map((fact) => fact.quote),
      ['pnpm', '"old"', '"new"'],
    );
  });

  it('the same statement of two extractors is one fact', async () => {
    assert.equal(
      extractFacts(await commit('Use pnpm'), [saying(draft), saying(draft, { ...draft, subject: 'pnpm' })]).length,
      2,
    );
  });

  it('long texts are cut at a word, at 300 characters', async () => {
    const [fact] = extractFacts(await commit('Use pnpm'), [saying({ ...draft, text: 'word '.repeat(100) })]);
    assert.ok(fact && fact.text.length <= 300 && fact.text.endsWith('word…'));
  });

  it('one commit may yield facts of all kinds', async () => {
    const event = await commit('Switch from chai to node:assert', [
      manifestChange({ dependencies: { chai: '4' } }, {}),
    ]);
    assert.deepEqual(
      extractFacts(event).map((fact) => fact.text),
      [
        'chai was removed from the runtime dependencies and replaced by node:assert.',
        'Switch from chai to node:assert.',
      ],
    );
  });
});
