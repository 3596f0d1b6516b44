// What the entrance removes, and what it leaves:
//   npm run bench -- secrets [--before DIR] [--per-kind 8] [--seed 1] [--json FILE] [--show]
// False positives and speed are measured on the folder that MEMORY_R1_DATA names (skipped where it is not set). --before: a checkout of an
// older commit with its packages, whose rules stand in the same table. --show prints what was missed.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { lintSource } from '@secretlint/core';
import { creator as recommended } from '@secretlint/secretlint-rule-preset-recommend';
import type { Redactor } from '../src/core/index';
import { wilson } from '../src/learning/statistics';
import { createRedactor } from '../src/node/redactor';
import { mergeRanges } from '../src/node/secrets/range';
import { table } from './report';
import { makePlants, type Plant, type Split } from './secrets/plants';
import { makeHarmlessTexts, makeRedTeamPlants } from './secrets/redTeam';
import { readRealTexts } from './secrets/realTexts';

const MARK = '[secret removed]';

/** Each split draws its own characters. */
const SEED_OF: Readonly<Record<Split | 'red team', number>> = {
  tuning: 0,
  'held-out': 1000,
  last: 2000,
  'red team': 3000,
};

interface Outcome {
  readonly plant: Plant;
  readonly removed: boolean;
  readonly damaged: boolean;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      before: { type: 'string' },
      'per-kind': { type: 'string', default: '8' },
      seed: { type: 'string', default: '1' },
      json: { type: 'string' },
      show: { type: 'boolean', default: false },
    },
  });
  const systems = new Map<string, Redactor>([
    ['product', createRedactor()],
    ['preset alone', presetAlone()],
  ]);
  if (values.before !== undefined) systems.set('before', await redactorOf(values.before));

  const report: Record<string, unknown> = {
    node: process.version,
    seed: Number(values.seed),
    perKind: Number(values['per-kind']),
  };
  for (const split of ['tuning', 'held-out', 'last', 'red team'] as const) {
    const seed = Number(values.seed) + SEED_OF[split];
    const plants = split === 'red team' ? makeRedTeamPlants(seed) : makePlants(split, seed, Number(values['per-kind']));
    const outcomes = new Map<string, Outcome[]>();
    for (const [name, redactor] of systems) outcomes.set(name, await outcomesOf(plants, redactor));
    process.stdout.write(
      `\n${split}: ${plants.length} plants of ${new Set(plants.map(({ kind }) => kind)).size} kinds\n\n${kindTable(outcomes)}\n`,
    );
    report[split] = summaryOf(outcomes);
    if (values.show) showMisses(outcomes.get('product') ?? [], await textsOf(plants, createRedactor()));
  }
  const harmless = makeHarmlessTexts(Number(values.seed));
  const { texts: kept } = await createRedactor().redact(harmless);
  const touched = harmless.filter((text, index) => kept[index] !== text);
  process.stdout.write(`\nharmless lookalikes: ${harmless.length}, changed: ${touched.length}\n`);
  if (values.show) for (const text of touched) process.stdout.write(`changed ${JSON.stringify(text)}\n`);
  report['lookalikes'] = { texts: harmless.length, changed: touched.length };

  const folder = process.env['MEMORY_R1_DATA'];
  if (folder === undefined)
    process.stdout.write('\nMEMORY_R1_DATA is not set: false positives and speed are not measured.\n');
  else {
    const real = await measureReal(folder, createRedactor(), values.show);
    process.stdout.write(`\n${JSON.stringify(real, null, 2)}\n`);
    report['real'] = real;
  }
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
}

async function redactorOf(checkout: string): Promise<Redactor> {
  const module = (await import(pathToFileURL(path.resolve(checkout, 'src/node/redactor.ts')).href)) as {
    createRedactor: () => Redactor;
  };
  return module.createRedactor();
}

/** The public rule set as it is, with the ranges it reports. */
function presetAlone(): Redactor {
  const config = { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: recommended, rules: [] }] };
  return {
    async redact(texts) {
      const redacted: string[] = [];
      for (const text of texts) {
        const source = { content: text, filePath: 'event.txt', ext: '.txt', contentType: 'text' } as const;
        const { messages } = await lintSource({ source, options: { config, noPhysicFilePath: true } });
        const ranges = mergeRanges(messages.map(({ range: [start, end] }) => ({ start, end })));
        redacted.push(
          ranges.toReversed().reduce((rest, { start, end }) => rest.slice(0, start) + MARK + rest.slice(end), text),
        );
      }
      return { texts: redacted, found: 0 };
    },
  };
}

async function textsOf(plants: readonly Plant[], redactor: Redactor): Promise<string[]> {
  const texts: string[] = [];
  for (const { text } of plants) texts.push((await redactor.redact([text])).texts[0] ?? '');
  return texts;
}

async function outcomesOf(plants: readonly Plant[], redactor: Redactor): Promise<Outcome[]> {
  const texts = await textsOf(plants, redactor);
  return plants.map((plant, index) => {
    const text = texts[index] ?? '';
    return {
      plant,
      removed: plant.secrets.every((secret) => isGone(secret, text, plant.text.replaceAll(secret, ''))),
      damaged: isDamaged(plant, text),
    };
  });
}

/** No run of 6 characters of a secret is left, of a short one none of 4, but where the text says it elsewhere ("secret"). */
function isGone(secret: string, text: string, around: string): boolean {
  const run = secret.length < 12 ? 4 : 6;
  const rest = text.replaceAll(MARK, ' ');
  for (let start = 0; start + run <= secret.length; start++) {
    const part = secret.slice(start, start + run);
    if (rest.includes(part) && !around.includes(part)) return false;
  }

  return secret.length >= run || !rest.includes(secret);
}

/** Whether a word is lost that stood apart from the secret, or the order of words has changed. */
function isDamaged({ text, secrets }: Plant, redacted: string): boolean {
  // The lines around a key and the id of an AWS key go with it.
  let rest = text.replaceAll(/-----[A-Z ]+-----|AKIA\w{16}|^Version: .*$|^=\w{4}$/gm, '\0');
  for (const secret of secrets) rest = rest.replaceAll(secret, '\0');
  // What touches a secret without a space may belong to it: the address of a webhook.
  const words = rest.split(/\s+/).filter((word) => !word.includes('\0') && !/^[+>-]*$/.test(word));
  let place = 0;
  for (const word of words) {
    place = redacted.indexOf(word, place);
    if (place < 0) return true;
    place += word.length;
  }
  return false;
}

function kindTable(outcomes: ReadonlyMap<string, readonly Outcome[]>): string {
  const names = [...outcomes.keys()];
  const kinds = [...new Set([...outcomes.values()].flatMap((all) => all.map(({ plant }) => plant.kind)))];
  const row = (title: string, isIn: (outcome: Outcome) => boolean): string[] => [
    title,
    ...names.flatMap((name) => {
      const own = (outcomes.get(name) ?? []).filter(isIn);
      return [
        `${own.filter(({ removed }) => removed).length}/${own.length}`,
        String(own.filter(({ damaged }) => damaged).length),
      ];
    }),
  ];
  return table(
    ['kind', ...names.flatMap((name) => [`${name}: removed`, 'rest damaged'])],
    [...kinds.map((kind) => row(kind, ({ plant }) => plant.kind === kind)), row('all', () => true)],
  );
}

function summaryOf(outcomes: ReadonlyMap<string, readonly Outcome[]>): Record<string, unknown> {
  return Object.fromEntries(
    [...outcomes].map(([name, all]) => {
      const removed = all.filter((outcome) => outcome.removed).length;
      const { low, high } = wilson(removed, all.length);
      const perKind: Record<string, string> = {};
      for (const kind of new Set(all.map(({ plant }) => plant.kind))) {
        const own = all.filter(({ plant }) => plant.kind === kind);
        perKind[kind] = `${own.filter((outcome) => outcome.removed).length}/${own.length}`;
      }
      const share = (value: number): number => Math.round(value * 10_000) / 10_000;
      return [
        name,
        {
          planted: all.length,
          removed,
          recall: share(removed / all.length),
          low: share(low),
          high: share(high),
          damaged: all.filter(({ damaged }) => damaged).length,
          perKind,
        },
      ];
    }),
  );
}

function showMisses(outcomes: readonly Outcome[], texts: readonly string[]): void {
  outcomes.forEach(({ plant, removed, damaged }, index) => {
    if (removed && !damaged) return;
    const said = removed ? 'damaged' : 'missed';
    process.stdout.write(
      `${said} ${plant.kind} / ${plant.context}\n  ${JSON.stringify(plant.text.slice(0, 400))}\n  ${JSON.stringify((texts[index] ?? '').slice(0, 400))}\n`,
    );
  });
}

async function measureReal(folder: string, redactor: Redactor, show: boolean): Promise<object> {
  const texts = readRealTexts(folder);
  const touched = { turn: 0, commit: 0 };
  for (const { kind, source, text } of texts) {
    const redacted = await redactor.redact([text]);
    if (redacted.found === 0) continue;
    touched[kind]++;
    if (show)
      process.stdout.write(
        `${kind} of ${source}: ${redacted.texts[0]?.slice(0, 2000).match(/.{0,80}\[secret removed\].{0,40}/)?.[0] ?? ''}\n`,
      );
  }
  const count = (kind: 'turn' | 'commit'): number => texts.filter((text) => text.kind === kind).length;
  const history = path.join(folder, 'chats', 'aider-history.md');
  const text = existsSync(history) ? readFileSync(history, 'utf8') : '';
  const start = performance.now();
  await redactor.redact([text]);
  const ms = Math.round(performance.now() - start);
  return {
    turns: count('turn'),
    turnsTouched: touched.turn,
    commits: count('commit'),
    commitsTouched: touched.commit,
    touchedPerThousand: wilsonOf(touched.turn + touched.commit, texts.length),
    historyBytes: text.length,
    historyMs: ms,
  };
}

function wilsonOf(hits: number, trials: number): object {
  const { low, high } = wilson(hits, trials);
  const perThousand = (share: number): number => Math.round(share * 100_000) / 100;
  return { rate: perThousand(hits / trials), low: perThousand(low), high: perThousand(high) };
}

void main();
