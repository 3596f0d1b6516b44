import assert from 'node:assert/strict';
import { toTurns } from '../../../src/extension/turns';

describe('a request to a model of VS Code', () => {
  it('has its instructions at the head of the first message of the user, and the rest as it was', () => {
    const turns = toTurns([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Why?' },
      { role: 'assistant', content: 'Because.' },
      { role: 'user', content: 'Say it as JSON.' },
    ]);
    assert.deepEqual(turns, [
      { role: 'user', content: 'Be brief.\n\nWhy?' },
      { role: 'assistant', content: 'Because.' },
      { role: 'user', content: 'Say it as JSON.' },
    ]);
  });

  it('is left alone without instructions, and begins with a message of the user in any case', () => {
    const asked = [{ role: 'user', content: 'Why?' }] as const;
    assert.deepEqual(toTurns(asked), asked);
    assert.deepEqual(toTurns([{ role: 'system', content: 'Be brief.' }]), [{ role: 'user', content: 'Be brief.' }]);
  });
});
