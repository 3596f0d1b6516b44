import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { excerpt } from '../../../../src/core/answer/excerpt';
import { readQuestion } from '../../../../src/core/answer/question';
import { countTokens, Idf, Subjects } from '../../../../src/core/index';

const MESSAGE = `Rewrite the upload path

${'* Fixed a typo in some file or other.\n'.repeat(40)}Uploads go through the queue, because the proxy closes slow connections.
* Added throwing of a 405 error if the method is not GET.
${'* Updated some tests.\n'.repeat(40)}`;

const of = (question: string, tokens: number): string =>
  excerpt(MESSAGE, readQuestion(question, new Subjects([])), new Idf(), tokens);

describe('the excerpt of a message', () => {
  it('begins as the message does, and has what says most of the question', () => {
    assert.match(of('Which error comes for another method than GET?', 60), /^Rewrite the upload path .*405 error/);
    assert.match(of('Why do uploads use the queue?', 60), /^Rewrite the upload path .*because the proxy/);
  });

  it('fits, and marks what is left out', () => {
    for (const limit of [5, 20, 60, 200])
      assert.ok(countTokens(of('Why do uploads use the queue?', limit)) <= limit + 5);
    assert.match(of('Why do uploads use the queue?', 60), /… Uploads go/);
  });

  it('is the whole of a short message, and the beginning of one long sentence', () => {
    assert.equal(excerpt('Short.', readQuestion('Why?', new Subjects([])), new Idf(), 10), 'Short.');
    assert.match(excerpt('word '.repeat(500), readQuestion('Why?', new Subjects([])), new Idf(), 10), /^word word.*…$/);
  });
});
