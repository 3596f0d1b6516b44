import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, beforeEach, describe, it } from 'mocha';
import { writeNotices } from '../../../src/node/build/thirdPartyNotices';

describe('The notices of third parties', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'memory-r1-notices-'));
  const out = path.join(folder, 'NOTICES.txt');
  const check = (...inputs: string[]): string => {
    writeNotices(
      out,
      inputs.map((input) => path.join(folder, input)),
    );
    return fs.readFileSync(out, 'utf8');
  };
  const addPackage = (name: string, license: string, files: Record<string, string> = {}): void => {
    const dir = path.join(folder, 'node_modules', name);
    fs.mkdirSync(dir, { recursive: true });
    fs.writeFileSync(
      path.join(dir, 'package.json'),
      JSON.stringify({ name, version: '1.0.0', license, author: 'Somebody' }),
    );
    for (const [file, text] of Object.entries(files)) fs.writeFileSync(path.join(dir, file), text);
  };

  beforeEach(() => fs.rmSync(path.join(folder, 'node_modules'), { recursive: true, force: true }));
  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  it('hold licence and notice of each package once', () => {
    addPackage('@scope/one', 'Apache-2.0', { 'LICENSE.txt': 'the terms', NOTICE: 'the notice' });
    const text = check('node_modules/@scope/one/a.js', 'node_modules/@scope/one/b.js', 'src/ours.ts');
    assert.equal(text.split('@scope/one 1.0.0 (Apache-2.0)').length, 2);
    assert.match(text, /the terms\n\nthe notice/);
  });

  it('name the inner one of two nested packages', () => {
    addPackage('outer', 'MIT');
    addPackage('outer/node_modules/inner', 'ISC', { LICENCE: 'inner terms' });
    assert.match(
      check('node_modules/outer/node_modules/inner/index.js'),
      /outer.node_modules.inner 1\.0\.0 \(ISC\)\n\ninner terms/,
    );
  });

  it('say who made a package that brings no licence text', () => {
    addPackage('bare', 'MIT');
    assert.match(check('node_modules/bare/index.js'), /Licensed under MIT, by Somebody\./);
  });

  it('stop at a licence that nobody has looked at', () => {
    addPackage('strange', 'GPL-3.0');
    addPackage('half', '(MIT AND GPL-3.0)');
    assert.throws(() => check('node_modules/strange/index.js'), /strange 1\.0\.0 \(GPL-3\.0\)/);
    assert.throws(() => check('node_modules/half/index.js'), /half/);
  });

  it('take a choice of licences when one of them is fine', () => {
    addPackage('choice', '(GPL-3.0 OR MIT)');
    assert.match(check('node_modules/choice/index.js'), /choice 1\.0\.0/);
  });
});
