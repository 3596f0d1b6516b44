// How many questions about recorded histories are answered rightly, beside plain searches (bench/README.md says what is counted):
//   npm run bench -- questions --data DIR [--json FILE] [--show wrong|all] [--only NAME] [--set train] [--origin hand|generated]
//     [--questions FILE]... [--per-kind 15] [--seed 1] [--without embedder]... [--ablate] [--sweep] [--alone] [--brief] [--plot FILE.svg]
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Answer } from '../src/core/index';
import { ablate, openBanks } from './ablations';
import { calibrate, drawCurve, sweepCoverage } from './calibration';
import { eventsOf, named, openModel, openRecall, takeIn, type Model } from './histories';
import { judge, type Question, type Said } from './judge';
import { PRODUCT, summarise, type Outcome, type SystemOutcome } from './outcomes';
import { provenanceOf } from './provenance';
import { readQuestioned, type QuestionedHistory } from './questionFiles';
import { ablationTable, calibrationTable, outcomeLines, summaryTable } from './report';
import { createBm25, openEmbeddingSearch, saidBySearch, type Search } from './searches';
import { without, type Variant } from './variants';
import { openVectors } from './vectors';

/** Candidates per question, as in the product. */
const CANDIDATES = 60;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      json: { type: 'string' },
      plot: { type: 'string' },
      show: { type: 'string' },
      only: { type: 'string' },
      set: { type: 'string' },
      origin: { type: 'string' },
      questions: { type: 'string', multiple: true, default: [] },
      'per-kind': { type: 'string', default: '15' },
      seed: { type: 'string', default: '1' },
      without: { type: 'string', multiple: true, default: [] },
      ablate: { type: 'boolean', default: false },
      brief: { type: 'boolean', default: false },
      sweep: { type: 'boolean', default: false },
      alone: { type: 'boolean', default: false },
    },
  });
  if (values.data === undefined) throw new Error('usage: npm run bench -- questions --data DIR [OPTIONS]');
  const { histories, files } = readQuestioned({
    data: values.data,
    files: values.questions,
    perKind: Number(values['per-kind']),
    seed: Number(values.seed),
    ...(values.only !== undefined && { only: values.only }),
    ...(values.set !== undefined && { set: values.set }),
    ...(values.origin !== undefined && { origin: values.origin }),
  });
  const model = await openModel();
  if (values.ablate) {
    const ablations = await ablate(await openBanks(histories, model, openVectors), model);
    print(ablationTable(ablations));
    if (values.json !== undefined) save(values.json, { ...provenanceOf(files, values), ablations });
    return;
  }
  if (values.sweep) {
    const calibration = await sweepCoverage(await openBanks(histories, model, openVectors), model);
    print(calibrationTable(calibration));
    if (values.plot !== undefined) writeFileSync(values.plot, drawCurve(calibration));
    if (values.json !== undefined) save(values.json, { ...provenanceOf(files, values), calibration });
    return;
  }

  const variant = without(...values.without);
  const outcomes: Outcome[] = [];
  for (const history of histories) {
    process.stderr.write(`${history.name}: ${history.questions.length} questions\n`);
    outcomes.push(...(await askAll(history, { model, variant, alone: values.alone })));
  }
  if (values.show !== undefined) print(outcomeLines(outcomes, values.show === 'all'));
  const summaries = summarise(outcomes);
  print(summaryTable(summaries));
  const calibration = calibrate(outcomes);
  if (calibration) print(calibrationTable(calibration));
  if (calibration && values.plot !== undefined) writeFileSync(values.plot, drawCurve(calibration));
  if (values.json !== undefined)
    save(values.json, {
      ...provenanceOf(files, values),
      retrieval: variant,
      summaries,
      calibration,
      ...(values.brief ? {} : { outcomes }),
    });
}

interface AskOptions {
  readonly model: Model;
  readonly variant: Variant;
  /** Without the searches beside it. */
  readonly alone: boolean;
}

async function askAll(
  { name, set, commits, questions }: QuestionedHistory,
  { model, variant, alone }: AskOptions,
): Promise<Outcome[]> {
  const { background, embedder } = model;
  const vectors = openVectors(name, model);
  const memory = await takeIn(eventsOf(commits), { background });
  const { weights, hasEmbedder } = variant;
  const recall = await openRecall(memory, {
    background,
    weights,
    vectors,
    ...named(commits),
    ...(hasEmbedder && { embedder }),
  });
  const embeddings = alone ? undefined : await openEmbeddingSearch(commits, model, name);
  const searches: Search[] = embeddings ? [createBm25(commits), embeddings] : [];
  const outcomes: Outcome[] = [];
  for (const question of questions) {
    const answer = await recall.ask(question.q, CANDIDATES);
    const { confidence } = answer as Answer & { readonly confidence?: number };
    const bySystem: Record<string, SystemOutcome> = {
      [PRODUCT]: outcomeOf(question, saidByProduct(answer), confidence),
    };
    for (const search of searches) {
      const found = await search.find(question.q);
      bySystem[`${search.name}, first hit`] = outcomeOf(question, saidBySearch(found, 1));
      bySystem[`${search.name}, three joined`] = outcomeOf(question, saidBySearch(found, 3));
    }
    const { origin, kind, q, accept } = question;
    outcomes.push({ history: name, set, origin, kind, question: q, isAbsent: accept.length === 0, bySystem });
  }
  embeddings?.dispose();
  recall.dispose();
  await memory.close();
  return outcomes;
}

function outcomeOf(question: Question, said: Said, confidence?: number): SystemOutcome {
  const { answer, declined } = said;
  return { answer, declined, ...(confidence !== undefined && { confidence }), ...judge(question, said) };
}

function saidByProduct({ answer, declined, used }: Answer): Said {
  return { answer, declined, used: used.map(({ sources }) => sources.map(({ ref }) => ref)) };
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Lists stand one item a line, so that two results can be compared line by line. */
function save(file: string, value: Readonly<Record<string, unknown>>): void {
  const lines = Object.entries(value).map(([key, field]) => {
    const items = Array.isArray(field) ? field.map((item) => `\n  ${JSON.stringify(item)}`).join(',') : undefined;
    return `${JSON.stringify(key)}: ${items === undefined ? JSON.stringify(field ?? null) : `[${items}\n]`}`;
  });
  mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
  writeFileSync(file, `{\n${lines.join(',\n')}\n}\n`);
}

void main();
