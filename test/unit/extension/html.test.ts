import assert from 'node:assert/strict';
import { pageHtml } from '../../../src/extension/html';

const FILES = {
  cspSource: 'https://own.example',
  script: 'https://own.example/webview.js',
  styles: [{ href: 'https://own.example/page.css' }],
};

describe('the frame of a page', () => {
  it('runs one script, by nonce, and loads nothing from elsewhere', () => {
    const html = pageHtml('proposals', FILES);
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1] ?? '';
    const nonce = /script-src 'nonce-([^']+)'$/.exec(policy)?.[1];
    assert.ok(nonce && nonce.length >= 22);
    assert.match(
      policy,
      /^default-src 'none'; style-src https:\/\/own\.example; font-src https:\/\/own\.example; script-src /,
    );
    assert.doesNotMatch(policy, /unsafe|\*|data:/);
    assert.equal(html.match(/<script/g)?.length, 1);
    assert.ok(html.includes(`<script nonce="${nonce}" src="${FILES.script}">`));
    assert.doesNotMatch(html, /<style|style=| on\w+=/);
  });

  it('has another nonce each time', () => {
    assert.notEqual(pageHtml('week', FILES), pageHtml('week', FILES));
  });

  it('says which page it is', () => {
    assert.match(pageHtml('memories', FILES), /<body data-page="memories">/);
  });
});
