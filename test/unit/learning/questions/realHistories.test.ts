import assert from 'node:assert/strict';
import path from 'node:path';
import { eventsOf, readRecords, type CommitRecord } from '../../../../bench/histories';
import { defaultExtractors, type Material } from '../../../../src/core/index';
import { namesAnswer } from '../../../../src/learning/questions/phrase';
import { questionsAtEnd, streamOf } from '../../../../src/learning/questions/streamOf';
import type { Stream } from '../../../../src/learning/types';
import { openScripted } from '../../../support/scriptedMemory';

const DATA = process.env['MEMORY_R1_DATA'];
/** Training histories: others are not to be looked at. */
const HISTORIES = ['ai_nanoid', 'sindresorhus_execa', 'koajs_koa', 'axios_axios'];

(DATA === undefined ? describe.skip : describe)('questions about real histories (MEMORY_R1_DATA)', function () {
  this.timeout(120_000);
  const histories = new Map<
    string,
    { readonly commits: CommitRecord[]; readonly material: Material; readonly stream: Stream }
  >();

  before(async () => {
    for (const name of HISTORIES) {
      const commits = readRecords(path.join(DATA ?? '', 'commits', `${name}.jsonl`));
      const { memory } = await openScripted(undefined, { extractors: defaultExtractors });
      await memory.ingest(eventsOf(commits), { kind: 'scan', accept: 'all' });
      const material = memory.material();
      histories.set(name, { commits, material, stream: streamOf(material, { name, seed: 1 }) });
    }
  });

  for (const name of HISTORIES) {
    const of = () => histories.get(name) ?? assert.fail(name);

    it(`${name}: every fact is asked about`, () => {
      const { facts, questions } = of().stream;
      const asked = new Set(questions.flatMap(({ about }) => about));
      assert.ok(facts.length > 50);
      assert.deepEqual(
        facts.flatMap(({ text }, index) => (asked.has(index) ? [] : [text])),
        [],
      );
    });

    it(`${name}: no question names its answer`, () => {
      const naming = of().stream.questions.filter(({ text, gold }) => namesAnswer(text, gold));
      assert.deepEqual(naming, []);
    });

    it(`${name}: every question is right for some time, and rests on facts told by then`, () => {
      const { facts, questions } = of().stream;
      for (const { kind, from, to, about, gold, text } of questions) {
        assert.ok(from >= 0 && from < facts.length && (to === undefined || (to > from && to < facts.length)), text);
        assert.ok(gold.answers.length > 0 ? about.length > 0 : about.length === 0, text);
        assert.ok(
          gold.answers.every((answer) => answer.trim() !== ''),
          text,
        );
        assert.ok(about.length === 0 || about.some((index) => index <= from), `${kind}: ${text}`);
      }
      assert.equal(new Set(questions.map(({ id }) => id)).size, questions.length);
    });

    it(`${name}: what is asked at the end agrees with the last manifest`, () => {
      const { commits, stream } = of();
      const packages = dependenciesOf(commits.findLast(({ manifest }) => manifest !== undefined));
      let checked = 0;
      for (const { kind, text, gold } of questionsAtEnd(stream)) {
        if (kind === 'version') {
          assert.ok(
            [...packages.values()].some((range) => gold.answers.includes(range)),
            text,
          );
          checked++;
        }
        if (kind === 'still used') {
          const subject = [...text.matchAll(/[@\w`./-]+/g)]
            .map(([word]) => word.replace(/`|\.$/g, ''))
            .find((word) => packages.has(word));
          if (subject !== undefined) assert.deepEqual(gold.answers, ['yes'], text);
          checked++;
        }
      }
      assert.ok(checked > 5);
    });
  }

  it('is quick', () => {
    const { material } = histories.get('axios_axios') ?? assert.fail();
    const start = performance.now();
    streamOf(material, { name: 'axios_axios', seed: 2 });
    assert.ok(performance.now() - start < 3000);
  });
});

function dependenciesOf(commit: CommitRecord | undefined): Map<string, string> {
  const manifest = commit?.manifest ?? {};
  const sections = ['peerDependencies', 'devDependencies', 'dependencies'].map(
    (section) => (manifest[section] ?? {}) as Record<string, string>,
  );
  return new Map(sections.flatMap((section) => Object.entries(section)));
}
