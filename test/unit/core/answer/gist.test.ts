import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { missingGist } from '../../../../src/core/answer/gist';
import type { QuestionType } from '../../../../src/core/answer/question';

describe('What a wording must keep of the plain answer', () => {
  const missing = (type: QuestionType, plain: string, said: string, isYesNo = false): string | undefined =>
    missingGist(said, plain, { type, isYesNo });

  it('is yes or no where that was asked', () => {
    const plain = 'No. On 7 Jan 2021: The script `build` was removed.';
    assert.match(missing('still', plain, 'The script `build` was removed.', true) ?? '', /neither yes nor no/);
    assert.equal(missing('still', plain, 'No, the script `build` was removed.', true), undefined);
    assert.equal(missing('general', 'The script was removed.', 'It was removed.', true), undefined);
  });

  it('is the day where that was asked, in any way of writing', () => {
    const plain = '8 Apr 2021: The project uses typescript ^4.2.4 (development dependency).';
    assert.match(missing('when', plain, 'The project uses typescript ^4.2.4.') ?? '', /"8 Apr 2021"/);
    for (const day of ['8 April 2021', 'April 8, 2021', '2021-04-08'])
      assert.equal(missing('when', plain, `typescript has been used since ${day}.`), undefined, day);
    assert.match(missing('when', 'raw-body was removed on 21 Feb 2026.', 'It was removed in 2026.') ?? '', /21 Feb/);
  });

  it('is the person where that was asked', () => {
    const plain = 'Ana Weber, on 12 May 2024: The parser was rewritten.';
    assert.match(missing('who', plain, 'The parser was rewritten.') ?? '', /"Ana Weber"/);
    assert.equal(missing('who', plain, 'Ana rewrote the parser.'), undefined);
    const numbered = 'dev-1, on 5 May 2018: The project uses karma ^1.4.1 (development dependency).';
    assert.match(missing('who', numbered, 'The project uses karma ^1.4.1 (development dependency).') ?? '', /"dev-1"/);
    assert.equal(missing('who', numbered, 'dev-1 added it.'), undefined);
  });

  it('is the value where that was asked, and not what held before', () => {
    const plain = 'On 3 Mar 2024: The default timeout is 250 ms. Before: 100 ms.';
    assert.match(missing('default', plain, 'The timeout was changed.') ?? '', /"250"/);
    assert.match(missing('default', plain, 'It is 100 ms.') ?? '', /"250"/);
    assert.equal(missing('default', plain, 'It is 250 ms.'), undefined);
  });

  it('is nothing in particular where something else was asked', () => {
    assert.equal(missing('why', 'On 3 Mar 2024: pnpm, because CI took 4 minutes.', 'CI was slow.'), undefined);
  });
});
