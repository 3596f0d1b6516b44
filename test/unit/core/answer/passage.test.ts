import assert from 'node:assert/strict';
import { detailIn, reasonIn, withPassage } from '../../../../src/core/answer/passage';
import { Idf } from '../../../../src/core/retrieval/idf';
import { tellingTerms } from '../../../../src/core/retrieval/telling';

const MESSAGE = `Drop the font cache

Rendering is done by the browser now. The cache is dropped because it held fonts
that were long gone. Run \`npm run clean\` once to free the disk.

See https://example.com/fonts because of reasons.

Signed-off-by: Ann Other <ann@example.com>`;

const idf = new Idf();

describe('the reason in a message', () => {
  const check = (question: string, expected: string | undefined, message = MESSAGE) =>
    assert.equal(reasonIn({ text: message, kind: 'commit', quote: '' }, tellingTerms(question), idf), expected);

  it('is the sentence below the first line that says why', () => {
    check('Why was the font cache dropped?', 'The cache is dropped because it held fonts that were long gone.');
  });

  it('is, of several, the one that says most of what is asked', () => {
    const two = 'Tidy\n\nThe parser moved because it is shared. The printer is gone because nobody prints.';
    check('Why did the parser move?', 'The parser moved because it is shared.', two);
    check('Why is the printer gone?', 'The printer is gone because nobody prints.', two);
  });

  it('is not given by every message', () => {
    check('Why was the font cache dropped?', undefined, 'Drop the font cache because it is old');
    check('Why was the font cache dropped?', undefined, 'Drop the font cache\n\nThe browser renders.');
    check('Why was the font cache dropped?', undefined, 'Drop the font cache\n\nIs that so because it is old?');
    check('Why?', undefined, '');
  });
});

describe('the detail in a message', () => {
  const detail = (question: string, said = 'Drop the font cache.') =>
    detailIn({ text: MESSAGE, kind: 'commit', quote: '' }, said, tellingTerms(question), idf);

  it('is the sentence that says what is asked and the memory does not say', () => {
    assert.equal(detail('How do I free the disk of the font cache?'), 'Run `npm run clean` once to free the disk.');
  });

  it('is left out where the memory says it all, or the message no more', () => {
    assert.equal(detail('How is the font cache dropped?'), undefined);
    assert.equal(detail('How do moons orbit?'), undefined);
  });
});

describe('withPassage', () => {
  it('puts the passage behind what is said, if there is room', () => {
    assert.equal(withPassage('Drop the cache.', 'it is old.', 100), 'Drop the cache: It is old.');
    assert.equal(withPassage('Drop the cache.', 'it is old.', 20), 'Drop the cache.');
    assert.equal(withPassage('Drop the cache.', undefined, 100), 'Drop the cache.');
  });
});
