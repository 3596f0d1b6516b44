import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import { UNEXAMINED, type Logger, type ModelTrust } from '../../core/index';
import type { ModelChoice, ModelTrial } from '../../protocol/model';
import { createFolder, hasCode, replaceFile } from '../store/files';
import { readAddress } from './address';

/**
 * What examinations found, by model: one small file of the user, so that every window, the command line and every assistant treat a model alike. Read at each
 * use, for another process may have examined it since. Of two examinations at once the later one stays.
 */
export class Trials {
  readonly #file: string;
  readonly #logger: Logger;

  constructor(file: string, logger: Logger) {
    this.#file = file;
    this.#logger = logger;
  }

  /** @returns undefined for a model that was never examined */
  async get(choice: ModelChoice): Promise<ModelTrial | undefined> {
    const { [keyOf(choice)]: trial } = await this.#read();
    return trial;
  }

  async trust(choice: ModelChoice): Promise<ModelTrust> {
    return (await this.get(choice))?.trust ?? UNEXAMINED;
  }

  /** A file that cannot be written is reported and otherwise ignored: the model then counts as not examined. */
  async keep(choice: ModelChoice, trial: ModelTrial): Promise<void> {
    try {
      const models = { ...(await this.#read()), [keyOf(choice)]: trial };
      await createFolder(dirname(this.#file));
      await replaceFile(this.#file, Buffer.from(JSON.stringify({ format: FORMAT, models }, undefined, 1)));
    } catch (error) {
      this.#logger.warn(`What the language model can do was not kept: ${String(error)}`);
    }
  }

  async #read(): Promise<Found> {
    try {
      return file.parse(JSON.parse(await readFile(this.#file, 'utf8'))).models;
    } catch (error) {
      // A damaged file is worth no more than none: the models are examined again.
      if (!hasCode(error, 'ENOENT')) this.#logger.debug(`Not read: ${String(error)}`);
      return {};
    }
  }
}

/** Names a model and never a key: of an address only what is no query. */
export function keyOf(choice: ModelChoice): string {
  switch (choice.kind) {
    case 'none':
      return 'none';
    case 'vscode':
      return `vscode ${choice.id}`;
    case 'endpoint': {
      const url = readAddress(choice.url);
      return `endpoint ${url ? `${url.origin}${url.pathname}` : '?'} ${choice.model}`;
    }
  }
}

const FORMAT = 1;

const trial = z.object({
  name: z.string(),
  steps: z.array(z.object({ name: z.string(), passed: z.boolean(), problem: z.string().exactOptional() })),
  trust: z.object({ answers: z.enum(['no', 'words', 'distils']), decides: z.boolean(), extracts: z.boolean() }),
  answerMs: z.number(),
  tokens: z.number(),
});

const file = z.object({ format: z.literal(FORMAT), models: z.record(z.string(), trial) });

type Found = Readonly<Record<string, ModelTrial>>;
