import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as z from 'zod';
import { parseList, parseObject } from '../../../../src/core/llm/json';

const item = z.object({ id: z.string(), size: z.number() });

/** What is read of an answer as a list of { id, size }: the ids, and what was left out. */
function checkList(answer: string, ids: readonly string[], dropped: readonly RegExp[] = []): void {
  const read = parseList(answer, 'items', item);
  assert.ok(!('problem' in read), `${'problem' in read ? read.problem : ''}\n${answer}`);
  assert.deepEqual(
    read.value.map(({ id }) => id),
    ids,
    answer,
  );
  assert.equal(read.dropped.length, dropped.length, read.dropped.join('\n'));
  dropped.forEach((pattern, index) => assert.match(read.dropped[index] ?? '', pattern));
}

function checkProblem(answer: string, problem: RegExp): void {
  const read = parseList(answer, 'items', item);
  assert.match('problem' in read ? read.problem : JSON.stringify(read), problem, answer);
}

const A = '{"id": "a", "size": 1}';
const B = '{"id": "b", "size": 2}';

describe('a list in the answer of a model', () => {
  it('is read however it is wrapped', () => {
    for (const answer of [
      `{"items": [${A}, ${B}]}`,
      `[${A}, ${B}]`,
      `\`\`\`json\n{"items": [${A}, ${B}]}\n\`\`\``,
      `\`\`\`\n[${A}, ${B}]\n\`\`\`\nI hope that this helps!`,
      `Sure! Here is the list [as asked]:\n{"items": [${A}, ${B}]}\nLet me know {if} more is needed.`,
      `{"memory": [${A}, ${B}]}`,
      `{"result": {"items": [${A}, ${B}]}}`,
      `[{"items": [${A}, ${B}]}]`,
      `[[${A}, ${B}]]`,
      `${A}\n${B}`,
      `<think>Maybe {"items": []}? No.</think>{"items": [${A}, ${B}]}`,
      `{"items": []}\nWait, that was wrong:\n{"items": [${A}, ${B}]}`,
      `{'items': [{'id': 'a', 'size': 1,}, {'id': 'b', 'size': 2}],}`,
      `{items: [{id: "a", size: 1} {id: "b", size: 2}]} // done`,
      `Take {this as it is: {"items": [${A}, ${B}]}`,
      `\uFEFF{"items": [${A}, ${B}]}`,
    ])
      checkList(answer, ['a', 'b']);
  });

  it('may be empty', () => {
    for (const answer of ['{"items": []}', '[]', 'Nothing lasting here:\n```json\n{"items": []}\n```'])
      checkList(answer, []);
  });

  it('loses only the items that do not fit', () => {
    checkList(
      `{"items": [${A}, {"id": 7, "size": 1}, "b", null, ${B}]}`,
      ['a', 'b'],
      [/^Item 2: "id"/, /^Item 3:/, /^Item 4:/],
    );
  });

  it('loses its last item where it was cut off, for that may be half a truth', () => {
    checkList(`{"items": [${A}, {"id": "b", "size": 2`, ['a'], [/cut off/]);
    checkList(`\`\`\`json\n{"items": [${A}, {"id": "a string that never en`, ['a'], [/cut off/]);
    checkProblem('{"items": [{"id": "a", "si', /cut off/);
  });

  it('is a problem where there is none', () => {
    checkProblem('', /empty/);
    checkProblem('   \n', /empty/);
    checkProblem('<think>Let me see. {"items": []} would', /empty/);
    checkProblem('I am sorry, I cannot do that.', /no JSON/);
    checkProblem('{"answer": "yes"}', /no list "items"/);
    checkProblem('{"items": [{"id": 1}]}', /Item 1/);
    checkProblem('42', /no JSON/);
  });

  it('may hold brackets, quotes and line ends in its texts', () => {
    checkList('{"items": [{"id": "a } ] \\" {", "size": 1}, {"id": "b\\n[", "size": 2}]}', ['a } ] " {', 'b\n[']);
  });

  it('is read in time that grows with its length', () => {
    const start = performance.now();
    parseList('['.repeat(20_000), 'items', item);
    parseList('{"a":'.repeat(5_000), 'items', item);
    parseList(`[sic] {x} `.repeat(5_000), 'items', item);
    assert.ok(performance.now() - start < 3000, `${performance.now() - start} ms`);
  });
});

describe('an object in the answer of a model', () => {
  const check = (answer: string, id: string) => {
    const read = parseObject(answer, item);
    assert.ok(!('problem' in read), answer);
    assert.equal(read.value.id, id);
  };

  it('is read however it is wrapped, the last one that fits', () => {
    check(A, 'a');
    check(`\`\`\`json\n${A}\n\`\`\``, 'a');
    check(`{"answer": ${A}}`, 'a');
    check(`[${A}]`, 'a');
    check(`First ${A}, or rather ${B}. See [1].`, 'b');
    check(`${A}\n{"note": "done"}`, 'a');
  });

  it('is a problem where it was cut off, does not fit, or is not there', () => {
    const problem = (answer: string): string => {
      const read = parseObject(answer, item);
      return 'problem' in read ? read.problem : '';
    };
    assert.match(problem('{"id": "a", "size": 1'), /cut off/);
    assert.match(problem('{"id": "a"}'), /"size"/);
    assert.match(problem('The answer is a.'), /no JSON/);
    assert.match(problem('["a", 1]'), /no JSON object/);
  });
});
