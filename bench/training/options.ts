import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { PolicyWeights } from '../../src/core/index';
import { clonedHistory, recordedHistories, type History } from './histories';

export type Algorithm = PolicyWeights['algorithm'];

/** What is trained with, and what is chosen by. */
export interface Split {
  readonly train: readonly History[];
  readonly validation: readonly History[];
}

/**
 * @param data folder with commits/*.jsonl, split as bench/splits.ts says
 * @param without names of train histories that are left out
 */
export function splitOfData(data: string, without: readonly string[]): Split {
  const train = recordedHistories(data, 'train').filter(({ name }) => !without.includes(name));
  return { train, validation: recordedHistories(data, 'validation') };
}

/** Of local clones every fourth is held out to choose by, at least one. @param folders clones, or folders of clones @throws where there are fewer than two */
export async function splitOfClones(folders: readonly string[], without: readonly string[]): Promise<Split> {
  const clones = folders.flatMap((folder) => (isClone(folder) ? [folder] : clonesIn(folder)));
  const histories: History[] = [];
  for (const folder of [...new Set(clones.map((clone) => path.resolve(clone)))]) {
    const history = await clonedHistory(folder);
    if (!without.includes(history.name)) histories.push(history);
  }
  if (histories.length < 2) throw new Error('Two clones are needed at least: one to learn from and one to choose by.');
  const isHeldOut = (place: number): boolean =>
    place % HELD_OUT === HELD_OUT - 1 || (histories.length < HELD_OUT && place === histories.length - 1);
  return {
    train: histories.filter((_, place) => !isHeldOut(place)),
    validation: histories.filter((_, place) => isHeldOut(place)),
  };
}

const HELD_OUT = 4;

function isClone(folder: string): boolean {
  return readdirSync(folder).some((name) => name === '.git' || name === 'HEAD');
}

function clonesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => path.join(folder, name))
    .filter(isClone)
    .sort();
}

/** @throws for a word that is none of them */
export function algorithmsOf(option: string): readonly Algorithm[] {
  if (option === 'both') return ['grpo', 'ppo'];
  if (option === 'grpo' || option === 'ppo') return [option];
  throw new Error(`"${option}" is no algorithm: say grpo, ppo or both.`);
}

export function seedsOf(count: string): readonly number[] {
  const seeds = Number(count);
  if (!Number.isInteger(seeds) || seeds < 1) throw new Error(`"${count}" is no number of seeds.`);
  return Array.from({ length: seeds }, (_, i) => i + 1);
}
