import { readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { errors, type PolicyRole, type PolicyWeights } from '../../core/index';
import type { TrainingReport } from '../../protocol/learning';
import { createFolder, replaceFile, statIfThere } from '../store/files';

/** Which weights were chosen: those that came with the product, one of this project's, or none. */
export type Choice = { readonly source: 'shipped' | 'rule' } | { readonly source: 'project'; readonly version: string };

/** What a project knows of its learning. Of the last report only numbers are kept: questions hold words of the project, and stay in memory. */
export interface Kept {
  readonly current: Choice;
  /** What was chosen before; the way back. */
  readonly before?: Choice;
  /** The newest weights of this project, chosen or not. */
  readonly newest?: string;
  readonly last?: TrainingReport;
  /** The user has not said yet what is to become of `last`. */
  readonly isOpen: boolean;
  readonly failed?: string;
}

export const NOTHING_KEPT: Kept = { current: { source: 'shipped' }, isOpen: false };

/**
 * The weights of one project, in a folder of its bank: `kept.json` says which are chosen, each training that won has a file an agent.
 * Files are replaced as a whole, so that every process sees the old or the new ones.
 */
export class KeptWeights {
  readonly #folder: string;
  #kept: Kept = NOTHING_KEPT;
  #stamp = '';

  /** @param bankFolder of the bank; nothing is created before the first change */
  constructor(bankFolder: string) {
    this.#folder = join(bankFolder, 'weights');
  }

  get kept(): Kept {
    return this.#kept;
  }

  /** Reads what another process may have written. @returns whether it was anything new */
  async refresh(): Promise<boolean> {
    const found = await statIfThere(this.#keptFile).catch(() => undefined); // as good as none
    const stamp = found ? `${found.ino} ${found.mtimeMs} ${found.size}` : '';
    if (stamp === this.#stamp) return false;
    this.#kept = await this.#readKept();
    this.#stamp = stamp;
    return true;
  }

  /** @returns the text of a file of weights; undefined where there is none */
  async readWeights(version: string, role: PolicyRole): Promise<string | undefined> {
    return await readIfThere(this.#weightsFile(version, role));
  }

  /** @throws KnownError 'store/write-failed' */
  async addWeights(version: string, weights: Readonly<Record<PolicyRole, PolicyWeights>>): Promise<void> {
    await this.#saving(async () => {
      await createFolder(this.#folder);
      for (const role of ROLES)
        await replaceFile(this.#weightsFile(version, role), Buffer.from(JSON.stringify(weights[role])));
    });
  }

  /** Takes effect at once, here and in other processes. @throws KnownError 'store/write-failed' */
  async keep(kept: Kept): Promise<void> {
    await this.#saving(async () => {
      await createFolder(this.#folder);
      await replaceFile(this.#keptFile, Buffer.from(JSON.stringify({ format: FORMAT, ...withoutWords(kept) })));
    });
    await this.refresh();
    await this.#removeUnused();
  }

  async #readKept(): Promise<Kept> {
    const json = await readIfThere(this.#keptFile);
    if (json === undefined) return NOTHING_KEPT;
    try {
      const { format: _, ...kept } = keptSchema.parse(JSON.parse(json));
      return kept;
    } catch {
      return { ...NOTHING_KEPT, failed: 'what this project had learned could not be read' }; // damaged, or of another version
    }
  }

  /** Weights that nothing leads back to. */
  async #removeUnused(): Promise<void> {
    const { current, before, newest } = this.#kept;
    const used = new Set([current, before].map((choice) => choice?.source === 'project' && choice.version));
    const files = await readdir(this.#folder).catch(() => []);
    for (const name of files) {
      const version = WEIGHTS_FILE.exec(name)?.[1];
      if (version !== undefined && version !== newest && !used.has(version))
        await rm(join(this.#folder, name), { force: true });
    }
  }

  async #saving(write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      throw errors.writeFailed(error instanceof Error ? error.message : String(error), error);
    }
  }

  get #keptFile(): string {
    return join(this.#folder, 'kept.json');
  }

  #weightsFile(version: string, role: PolicyRole): string {
    return join(this.#folder, `${role}-${version}.json`);
  }
}

export const ROLES = ['manager', 'distillation'] as const satisfies readonly PolicyRole[];

const FORMAT = 1;

/** Of versions that `newVersion` made: nothing else may become a part of a path. */
const VERSION = /^\d{8}T\d{9}Z$/;
const WEIGHTS_FILE = /^(?:manager|distillation)-(\d{8}T\d{9}Z)\.json$/;

/** "20261122T230501123Z" */
export function newVersion(now: Date): string {
  return now.toISOString().replace(/[-:.]/g, '');
}

function withoutWords({ last, ...kept }: Kept): Kept {
  return last ? { ...kept, last: { ...last, changed: [] } } : kept;
}

/** @returns undefined for what cannot be read, whatever the reason: an answer needs no weights */
export async function readIfThere(path: string): Promise<string | undefined> {
  return await readFile(path, 'utf8').catch(() => undefined);
}

const version = z.string().regex(VERSION);
const choice = z.union([
  z.object({ source: z.enum(['shipped', 'rule']) }),
  z.object({ source: z.literal('project'), version }),
]);
const measured = z.object({ mean: z.number(), low: z.number(), high: z.number() });
const curvePoint = z.object({ step: z.number(), score: measured });
const count = z.number().int().min(0);

const report = z.object({
  at: z.string(),
  outcome: z.enum(['won', 'notWon']),
  verdict: z.string(),
  stopped: z.boolean(),
  questions: count,
  better: count,
  worse: count,
  same: count,
  rows: z.array(
    z.object({
      name: z.enum([
        'Right answers',
        'Right operations',
        'Rightly said that memory holds nothing',
        'Memories used per answer',
      ]),
      unit: z.enum(['share', 'count']),
      before: measured,
      after: measured,
      change: measured,
    }),
  ),
  changed: z.array(z.never()),
  curve: z.array(curvePoint),
  learnedFrom: z.object({ history: count, reviews: count }),
  seeds: count,
  minutes: z.number(),
});

const keptSchema = z.object({
  format: z.literal(FORMAT),
  current: choice,
  before: choice.exactOptional(),
  newest: version.exactOptional(),
  last: report.exactOptional(),
  isOpen: z.boolean(),
  failed: z.string().exactOptional(),
});
