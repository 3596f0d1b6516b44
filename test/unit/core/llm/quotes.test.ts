import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { findQuote } from '../../../../src/core/llm/quotes';

const TEXT = 'Don’t use `npm` here –\n  * it is slow\n\n> and *Renovate*\n> breaks (see docs/ci.md).';

function check(said: string, found: string | undefined): void {
  assert.equal(findQuote(TEXT, said), found, said);
}

describe('a quote of a model', () => {
  it('is found as it is written', () => {
    check('it is slow', 'it is slow');
    check('docs/ci.md', 'docs/ci.md');
  });

  it('is forgiven its white space, case, quotation marks and dashes, and comes back verbatim', () => {
    check("don't use 'npm' here - it is slow", 'Don’t use `npm` here –\n  * it is slow');
    check('"IT IS SLOW"', 'it is slow');
    check('...it is slow…', 'it is slow');
    check('and *Renovate* breaks', 'and *Renovate*\n> breaks');
  });

  it('is not found where a word is another one, is left out, or nothing is quoted', () => {
    check('it is fast', undefined);
    check('Don’t use here', undefined);
    check('', undefined);
    check('  ', undefined);
    check('it', undefined);
    check('(see (docs', undefined);
    check('.*', undefined);
  });
});
