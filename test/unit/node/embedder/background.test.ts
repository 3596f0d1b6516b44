import assert from 'node:assert/strict';
import { loadBackground } from '../../../../src/node/embedder/background';
import { modelDir } from './model';

describe('The background word frequencies', () => {
  it('know common words from rare ones, in lower case', async () => {
    const background = await loadBackground(modelDir);
    const probability = (word: string): number => background.get(word) ?? 0;
    assert.ok(probability('the') > probability('because') && probability('because') > probability('database'));
    assert.ok(probability('database') > 0);
    assert.equal(background.get('typescript'), undefined);
    assert.equal(background.get('The'), undefined);
    assert.ok([...background.values()].every((value) => value > 0 && value < 0.1));
    assert.ok(background.size > 3000, String(background.size));
  });
});
