import assert from 'node:assert/strict';
import { anchors, keyTokens, numbers, terms, words } from '../../../../src/core/base/words';

describe('words', () => {
  const check = (text: string, expected: string) => assert.deepEqual(words(text), expected.split(' ').filter(Boolean));

  it('stems, lowers case and leaves stop words out', () => {
    check('The upgraded caches were removed', 'upgrad cach remov');
    check("It doesn't depend on the project's caches, isn't it?", 'depend project cach');
    check('add adds added adding', 'add add add add');
    check('', '');
    check('... !? 🎉', '');
  });

  it('keeps names whole and finds them by their parts', () => {
    check('createServer', 'createserv creat server');
    check('XMLHttpRequest', 'xmlhttprequest xml http request');
    check('max_old_space', 'max_old_space max old space');
    check('get-stream', 'get-stream stream');
    check('Node.js', 'node.js node js');
    check('node:fs', 'node:fs node fs');
    check('http2-wrapper', 'http2-wrapper http 2 wrapper');
    check('$extendTables', '$extendtables extend tabl');
  });

  it('knows scoped packages and paths', () => {
    check('@types/node', '@types/node type node');
    check('@typescript-eslint/parser', '@typescript-eslint/parser typescript-eslint typescript eslint parser');
    check('src/core/words.ts', 'src/core/words.ts words.ts src core word ts');
    check('(see https://github.com/acme/tool)', 'see https github.com/acme/tool github.com github com acm tool');
  });

  it('finds a name written in another case', () => {
    assert.equal(words('TypeScript')[0], words('typescript')[0]);
    assert.equal(words('JavaScripts')[0], words('javascript')[0]);
  });

  it('keeps versions, whatever the range sign, and finds them by their leading parts', () => {
    check('^5.9.2', '5.9.2 5.9 5');
    check('>=20.11 || 22', '20.11 20 22');
    check('v1.0', '1.0 1');
    check('18.x', '18');
    check('typescript@5.9.2-beta.1', 'typescript 5.9.2-beta.1 5.9.2 5.9 5');
    check('timeout=250ms', 'timeout 250ms 250 ms');
  });

  it('takes hashes and references as one', () => {
    check('a06ac6c0d1', 'a06ac6c0d1');
    check('fixes #1234', 'fix #1234 1234');
  });

  it('finds languages by their signs', () => {
    assert.ok(words('written in C++ and C#').includes('c++'));
    assert.ok(words('written in C++ and C#').includes('c#'));
  });

  it('pairs the characters of scripts without spaces, and leaves names among them alone', () => {
    check('依赖管理', '依赖 赖管 管理');
    check('使用pnpm管理', '使用 pnpm 管理');
    check('データベース', 'デー ータ タベ ベー ース');
    check('我', '我');
  });

  it('does not tell accents and full-width letters apart', () => {
    check('Café', words('cafe').join(' '));
    check('ｐｎｐｍ', 'pnpm');
    check('обновили зависимость', 'обновили зависимость');
  });

  it('says where a term stands', () => {
    const text = 'Use 依赖管理 and get-stream';
    for (const term of terms(text)) assert.equal(text.slice(term.start, term.start + term.text.length), term.text);
  });

  it('reads a long line without spaces in reasonable time', () => {
    const begin = performance.now();
    words('aB1-'.repeat(5000));
    words('x'.repeat(100_000));
    words('依x'.repeat(20_000));
    words(`${'1.'.repeat(50_000)}x`);
    assert.ok(performance.now() - begin < 1000);
  });
});

describe('keyTokens', () => {
  const check = (text: string, expected: readonly string[]) => assert.deepEqual(keyTokens(text), expected);

  it('gives what a text may be about, without numbers and words for changes', () => {
    check('typescript was upgraded to ^5.9.2', ['typescript']);
    check('@types/node was removed', ['@types/node']);
    check('Default timeout changed from 100 to 250', ['timeout']);
    check('Bump get-stream, then get-stream again', ['get-stream', 'again']);
  });
});

describe('anchors', () => {
  const check = (text: string, expected: readonly string[]) => assert.deepEqual(anchors(text), expected);

  it('gives what a number is the number of', () => {
    check('node 20', ['node']);
    check('the timeout is 250 ms', ['timeout']);
    check('Pinned esbuild at 0.28.2', ['esbuild']);
    check('typescript was upgraded from 4.9 to 5.0', ['typescript']);
    check('node >=20.11, typescript 5.9', ['node', 'typescript']);
  });

  it('takes no issue, pull request or earlier sentence for an anchor', () => {
    check('After issue 4512, see PR 1290 (#77)', []);
    check('We use chalk. 250 is the limit', []);
    check('no numbers here', []);
  });
});

describe('numbers', () => {
  it('gives versions and values, but no references', () => {
    assert.deepEqual(numbers('typescript ^5.9.2, timeout 250, #12 and issue 13'), ['5.9.2', '250']);
  });
});
