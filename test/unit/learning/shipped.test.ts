import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'mocha';
import { setOf } from '../../../bench/splits';
import { weightsText } from '../../../bench/training/card';
import { parseWeights } from '../../../src/node/learning/inference';

const FOLDER = path.resolve(__dirname, '../../../media/weights');

/** In bytes: a file of weights goes into every package. */
const MOST = 200_000;

describe('the shipped weights', () => {
  for (const role of ['manager', 'distillation'] as const) {
    const file = path.join(FOLDER, `${role}.json`);
    if (!existsSync(file)) {
      it(`of ${role} fit this code (there are none: its rule decides)`);
      continue;
    }
    it(`of ${role} fit this code, are written as training writes them, and small`, () => {
      const text = readFileSync(file, 'utf8');
      const found = parseWeights(role, text);
      assert.ok('weights' in found, 'problem' in found ? found.problem : '');
      assert.equal(weightsText(JSON.parse(text) as typeof found.weights), text.replaceAll('\r\n', '\n'));
      assert.ok(statSync(file).size < MOST);
    });

    it(`of ${role} were trained on histories with a licence, none of them a test history, and are described on the card`, () => {
      const found = parseWeights(role, readFileSync(file, 'utf8'));
      assert.ok('weights' in found);
      const { card } = found.weights;
      const page = readFileSync(path.join(FOLDER, 'README.md'), 'utf8');
      assert.ok(card.data.length > 0);
      for (const { name, licence, commit } of card.data) {
        assert.notEqual(licence, '');
        assert.match(commit, /^[0-9a-f]{40}$/);
        assert.equal(setOf(name), 'train', name);
        assert.ok(page.includes(commit.slice(0, 12)), name);
      }
    });
  }
});
