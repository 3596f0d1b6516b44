import assert from 'node:assert/strict';
import { extractFacts } from '../../../../src/core/extract/extract';
import { records } from '../../../../src/core/extract/records';
import type { FactDraft } from '../../../../src/core/index';
import { commit } from './sample';

describe('records extractor', () => {
  const recordOf = async (message: string): Promise<string | undefined> => {
    const event = await commit(message);
    const [fact, ...others] = extractFacts(event, [records]);
    assert.deepEqual(others, []);
    if (fact) assert.ok(fact.kind === 'change' && event.text.includes(fact.quote), fact.quote);
    return fact?.text;
  };
  const check = async (message: string, expected: string | undefined) =>
    assert.equal(await recordOf(message), expected, message);

  it('says what a commit did, as a sentence', async () => {
    await check('speed up parsing of dates', 'Speed up parsing of dates.');
    await check('Speed up parsing of dates.', 'Speed up parsing of dates.');
    await check('`parse` handles leap seconds (#12)', '`parse` handles leap seconds.');
  });

  it('says where, where the scope does and the subject does not', async () => {
    await check('fix(router): handle empty paths', 'Handle empty paths (router).');
    await check('fix(router): handle paths of the router', 'Handle paths of the router.');
  });

  it('says why, where the body does', () =>
    check(
      'Speed up parsing of dates\n\nThe old way is too slow, because it allocates for every date.',
      'Speed up parsing of dates: The old way is too slow, because it allocates for every date.',
    ));

  it('can be shown whole in an answer', async () => {
    const long = await recordOf(
      `Speed up parsing of dates\n\n${'It was slow because of the allocations. '.repeat(40)}`,
    );
    assert.ok(long !== undefined && long.length <= 300 && long.startsWith('Speed up parsing of dates'), long);
  });

  it('leaves out what tells nothing later', async () => {
    for (const message of [
      'Fix typo',
      'Fix typo in the readme of examples',
      '1.2.3',
      'v2.0.0-beta.1 is out today',
      'Release 4.0.0 of the library',
      'Merge branch main into next',
      'Bump lodash from 4 to 5',
      'chore(deps): update everything again today',
      'WIP: the new parser thing',
      'fixup! Speed up parsing of dates',
      'style: use single quotes everywhere',
      'test: cover the empty path',
      'Add missing tests for the router',
      'Update dependencies of the website',
      'Apply prettier to all files',
      'more tests',
    ])
      await check(message, undefined);
  });

  it('leaves reverts to their own extractor', () => check('Revert "Speed up parsing of dates"', undefined));

  it('says nothing where another extractor found something lasting in the first line', async () => {
    const event = await commit('Switch the parser to acorn\n\nUse meriyah never again.');
    const said = (quote: string): FactDraft[] => [{ kind: 'decision', text: 'Something.', quote }];
    assert.deepEqual(records.extract(event, said('Switch the parser to acorn')), []);
    assert.equal(records.extract(event, said('Use meriyah never again.')).length, 1);
  });
});
