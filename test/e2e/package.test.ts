import assert from 'node:assert/strict';
import fs from 'node:fs';
import { before, describe, it } from 'mocha';
import JSZip from 'jszip';
import { packagedVsix } from './setup';

const MAX_BYTES = 25 * 1024 * 1024;

describe('The package', () => {
  let bytes: Buffer;
  let zip: JSZip;
  let names: string[];

  before(async () => {
    bytes = fs.readFileSync(packagedVsix());
    zip = await JSZip.loadAsync(bytes);
    names = Object.values(zip.files).flatMap((file) => (file.dir ? [] : [file.name.replace(/^extension\//, '')]));
  });

  it('holds every program, and what they read at run time', () => {
    const wanted = [
      'dist/extension.js',
      'dist/worker.js',
      'dist/cli.js',
      'dist/mcp.js',
      'dist/webview.js',
      'dist/sql-wasm.wasm',
      'dist/codicon.css',
    ];
    wanted.push('dist/codicon.ttf', 'dist/model/manifest.json', 'dist/model/weights.bin', 'dist/model/vocab.json');
    assert.deepEqual(
      wanted.filter((name) => !names.includes(name)),
      [],
    );
  });

  it('holds what a person reads, and an icon', async () => {
    const manifest = JSON.parse(await text('package.json')) as { icon?: string };
    const wanted = [
      'readme.md',
      'changelog.md',
      'LICENSE.txt',
      'dist/THIRD-PARTY-NOTICES.txt',
      manifest.icon ?? 'an icon',
    ];
    assert.deepEqual(
      wanted.filter((name) => !names.includes(name)),
      [],
    );
    assert.match(await text('readme.md'), /^# /m);
    assert.match(await text('changelog.md'), /^## /m);
  });

  it('holds no sources, tests, maps, benches or modules', () => {
    const allowed =
      /^(\[Content_Types\]\.xml|extension\.vsixmanifest|package(\.nls)?\.json|readme\.md|changelog\.md|LICENSE\.txt|media\/.+|dist\/.+)$/;
    const forbidden = /\.(map|ts|tsbuildinfo)$|(^|\/)(node_modules|src|test|bench|out)\//;
    assert.deepEqual(
      names.filter((name) => !allowed.test(name) || forbidden.test(name)),
      [],
    );
  });

  it('names the licences of what is bundled', async () => {
    const notices = await text('dist/THIRD-PARTY-NOTICES.txt');
    for (const name of ['@vscode/codicons', 'sql.js', 'hnswlib-wasm', 'minisearch', '@vscode-elements/elements']) {
      assert.ok(notices.includes(`\n${name} `), `no notice for ${name}`);
    }
    assert.match(await text('dist/model/LICENSE'), /Apache License/);
    assert.match(await text('dist/model/NOTICE'), /Universal Sentence Encoder/);
  });

  it('needs no network, no Copilot and no proposed API by its manifest', async () => {
    const manifest = JSON.parse(await text('package.json')) as Record<string, unknown>;
    assert.deepEqual(manifest['extensionKind'], ['workspace']);
    assert.equal(manifest['enabledApiProposals'], undefined);
    assert.deepEqual(manifest['dependencies'] ?? {}, {});
    assert.doesNotMatch(JSON.stringify(manifest['extensionDependencies'] ?? []), /copilot/i);
  });

  it('is small enough', () => {
    assert.ok(bytes.length <= MAX_BYTES, `${(bytes.length / 1024 / 1024).toFixed(1)} MB`);
  });

  const text = (name: string): Promise<string> =>
    zip.file(`extension/${name}`)?.async('string') ?? assert.fail(`${name} is not in the package`);
});
