import { appendFile, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import {
  MODEL_PURPOSES,
  type Logger,
  type ModelPurpose,
  type ModelReply,
  type ModelRequest,
  type ModelUsage,
} from '../../core/index';
import type { ModelCount } from '../../protocol/model';
import { createFolder, hasCode } from '../store/files';
import type { ModelSource } from './modelSource';

const DAY_MS = 24 * 60 * 60_000;

/** How long it is remembered what was read, and with what result. In days. */
const KEPT_DAYS = 7;

/** What reading uses: the daily budget is for these. Answers and examinations happen because somebody asked for them. */
const READING: readonly ModelPurpose[] = ['extract', 'decide'];

/** What came of reading one event. The event is named and not quoted: its words stand in the journal alone, where `purge` finds them. */
export interface Outcome {
  readonly at: string;
  readonly event: string;
  readonly facts: number;
  readonly problem?: string;
}

/**
 * What language models did for one project: lines in one file a day, in the bank's folder. Any number of processes append, as every line is one write, and
 * nothing is ever rewritten; files are removed after a week. A line that is torn is passed over.
 */
export class Meter {
  readonly #folder: string;
  readonly #clock: () => Date;
  readonly #logger: Logger;
  #writing: Promise<void> = Promise.resolve();
  #day = '';

  /** @param bankFolder nothing is created before the first request */
  constructor(bankFolder: string, clock: () => Date, logger: Logger) {
    this.#folder = join(bankFolder, 'model-use');
    this.#clock = clock;
    this.#logger = logger;
  }

  /** The same model; each of its requests is counted. */
  counting(source: ModelSource): ModelSource {
    return {
      ...{ name: source.name },
      ...(source.contextTokens !== undefined && { contextTokens: source.contextTokens }),
      complete: async (request: ModelRequest, signal?: AbortSignal): Promise<ModelReply> => {
        let usage: ModelUsage = { input: 0, output: 0 };
        try {
          const reply = await source.complete(request, signal);
          usage = reply.usage;
          return reply;
        } finally {
          const { input, output } = usage;
          this.#add({ what: 'request', at: this.#now, purpose: request.purpose, input, output });
        }
      },
    };
  }

  /** The answer to a request was of no use, and the rule took over. */
  unusable(purpose: ModelPurpose): void {
    this.#add({ what: 'unusable', at: this.#now, purpose });
  }

  /** What came of reading an event. What a reason quotes may be the event's words, and is left out. */
  read({ problem, ...outcome }: Omit<Outcome, 'at'>): void {
    const reason = problem?.replace(/"[^"]*"/g, '"..."');
    this.#add({ what: 'reading', at: this.#now, ...outcome, ...(reason !== undefined && { problem: reason }) });
  }

  /** Of the last 24 hours. */
  async today(): Promise<Partial<Record<ModelPurpose, ModelCount>>> {
    const counts: Partial<Record<ModelPurpose, ModelCount>> = {};
    for (const line of await this.#lines(DAY_MS)) {
      if (line.what === 'reading') continue;
      const { requests, input, output, unusable } = (counts[line.purpose] ??= NOTHING);
      counts[line.purpose] =
        line.what === 'unusable'
          ? { requests, input, output, unusable: unusable + 1 }
          : { requests: requests + 1, input: input + line.input, output: output + line.output, unusable };
    }
    return counts;
  }

  /** Tokens that reading used in the last 24 hours, in all processes. */
  async spent(): Promise<number> {
    const today = await this.today();
    return READING.reduce((sum, purpose) => sum + (today[purpose]?.input ?? 0) + (today[purpose]?.output ?? 0), 0);
  }

  /** The last readings, newest first. */
  async readings(limit: number): Promise<Outcome[]> {
    const lines = await this.#lines(KEPT_DAYS * DAY_MS);
    const found = lines.flatMap((line) => (line.what === 'reading' ? [line] : []));
    return found
      .slice(-limit)
      .reverse()
      .map(({ at, event, facts, problem }) => ({ at, event, facts, ...(problem !== undefined && { problem }) }));
  }

  /** Resolves when everything is written. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  get #now(): string {
    return this.#clock().toISOString();
  }

  #add(line: Line): void {
    this.#writing = this.#writing.then(() => this.#append(line));
  }

  async #append(line: Line): Promise<void> {
    try {
      const day = line.at.slice(0, 10);
      if (day !== this.#day) {
        await createFolder(this.#folder);
        await this.#removeOld();
        this.#day = day;
      }
      await appendFile(join(this.#folder, `${day}.jsonl`), `${JSON.stringify(line)}\n`);
    } catch (error) {
      this.#logger.debug(`What the language model used was not kept: ${String(error)}`); // a count is worth no failure
    }
  }

  async #removeOld(): Promise<void> {
    const oldest = new Date(this.#clock().getTime() - (KEPT_DAYS + 1) * DAY_MS).toISOString().slice(0, 10);
    for (const name of await this.#files())
      if (name.slice(0, 10) < oldest) await rm(join(this.#folder, name), { force: true });
  }

  /** The lines of the last so many milliseconds, in the order of writing. */
  async #lines(ageMs: number): Promise<Line[]> {
    await this.#writing;
    const after = new Date(this.#clock().getTime() - ageMs).toISOString();
    const lines: Line[] = [];
    for (const name of await this.#files()) {
      if (name.slice(0, 10) < after.slice(0, 10)) continue;
      const text = await readFile(join(this.#folder, name), 'utf8').catch(() => ''); // removed by another process
      for (const json of text.split('\n')) {
        const line = parseLine(json);
        if (line && line.at > after) lines.push(line);
      }
    }
    return lines;
  }

  async #files(): Promise<string[]> {
    try {
      return (await readdir(this.#folder)).filter((name) => /^\d{4}-\d\d-\d\d\.jsonl$/.test(name)).sort();
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) this.#logger.debug(`Not read: ${String(error)}`); // counted as nothing
      return [];
    }
  }
}

const NOTHING: ModelCount = { requests: 0, input: 0, output: 0, unusable: 0 };

const at = z.iso.datetime();
const purpose = z.enum(MODEL_PURPOSES);
const count = z.number().nonnegative();
const line = z.discriminatedUnion('what', [
  z.object({ what: z.literal('request'), at, purpose, input: count, output: count }),
  z.object({ what: z.literal('unusable'), at, purpose }),
  z.object({ what: z.literal('reading'), at, event: z.string(), facts: count, problem: z.string().exactOptional() }),
]);
type Line = z.infer<typeof line>;

function parseLine(json: string): Line | undefined {
  if (json === '') return undefined;
  try {
    return line.safeParse(JSON.parse(json)).data;
  } catch {
    return undefined; // torn, or not ours
  }
}
