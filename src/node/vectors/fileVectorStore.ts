import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { silentLogger, type Logger, type VectorStore } from '../../core';

/** Begins every entry. After damage, reading goes on at the next place where these bytes stand. */
const MARK = Buffer.from('\u00ab1vec\u00bb\n', 'latin1');
const KEY_BYTES = 16;
const CHECKSUM_BYTES = 8;

/** Entries written at once, about half a megabyte: what is lost when a process dies while it writes. */
const ENTRIES_PER_WRITE = 256;

/**
 * Vectors in one file per model and dimension. The file only grows, by entries of one size:
 *
 *     mark [8] | key [16] | vector [4 * dimension, little endian] | checksum [8]
 *
 * The key is a hash of the text, so that no text stands here. The checksum covers the model and the dimension too: an
 * entry of another model is as good as damaged. What is damaged or torn is passed over, and its text embedded again.
 * Any number of processes may append, as every write is one call; what they wrote is found when something is missing.
 */
export class FileVectorStore implements VectorStore {
  readonly #file: string;
  readonly #kind: string;
  readonly #dimension: number;
  readonly #entryBytes: number;
  readonly #logger: Logger;
  readonly #vectors = new Map<string, Float32Array>();
  /** How far the file has been read. */
  #readBytes = 0;
  #writing: Promise<void> = Promise.resolve();

  /** Touches nothing yet: the file is read on the first `get`, and made on the first `put`. */
  constructor(folder: string, model: string, dimension: number, logger: Logger = silentLogger) {
    this.#file = join(folder, `vectors-${model.replace(/[^\w.-]+/g, '_')}-${dimension}.bin`);
    this.#kind = JSON.stringify([model, dimension]);
    this.#dimension = dimension;
    this.#entryBytes = MARK.length + KEY_BYTES + dimension * 4 + CHECKSUM_BYTES;
    this.#logger = logger;
  }

  get(text: string): Float32Array | undefined {
    const key = keyOf(text).toString('latin1');
    if (!this.#vectors.has(key)) this.#readNew();
    return this.#vectors.get(key);
  }

  /** A file that cannot be written is reported and otherwise ignored: the vectors are then known to this process only. */
  put(entries: readonly { readonly text: string; readonly vector: Float32Array }[]): Promise<void> {
    const encoded = entries.map(({ text, vector }) => {
      if (vector.length !== this.#dimension) {
        throw new RangeError(`A vector of ${vector.length} numbers in a file of ${this.#dimension}`);
      }
      const key = keyOf(text);
      this.#vectors.set(key.toString('latin1'), vector);
      return this.#encode(key, vector);
    });
    return (this.#writing = this.#writing.then(() => this.#append(encoded)));
  }

  async close(): Promise<void> {
    await this.#writing;
    this.#vectors.clear();
    this.#readBytes = 0;
  }

  async #append(encoded: readonly Buffer[]): Promise<void> {
    try {
      await mkdir(dirname(this.#file), { recursive: true });
      const file = await open(this.#file, 'a');
      try {
        for (let i = 0; i < encoded.length; i += ENTRIES_PER_WRITE) {
          await file.write(Buffer.concat(encoded.slice(i, i + ENTRIES_PER_WRITE)));
        }
      } finally {
        await file.close();
      }
    } catch (error) {
      this.#logger.warn(`Vectors could not be kept and will be made again: ${String(error)}`);
    }
  }

  /** Reads what the file holds beyond the last reading. */
  #readNew(): void {
    const { bytes, start } = readFrom(this.#file, this.#readBytes);
    let place = 0;
    while (place + this.#entryBytes <= bytes.length) {
      if (this.#decode(bytes.subarray(place, place + this.#entryBytes))) {
        place += this.#entryBytes;
        continue;
      }
      const next = bytes.indexOf(MARK, place + 1);
      // Without another mark all is passed over but the last bytes, which may be the beginning of one.
      place = next === -1 ? Math.max(place + 1, bytes.length - MARK.length + 1) : next;
    }
    this.#readBytes = start + place;
  }

  #encode(key: Buffer, vector: Float32Array): Buffer {
    const entry = Buffer.alloc(this.#entryBytes);
    MARK.copy(entry);
    key.copy(entry, MARK.length);
    const start = MARK.length + KEY_BYTES;
    for (let k = 0; k < vector.length; k++) entry.writeFloatLE(vector[k] ?? 0, start + 4 * k);
    this.#checksum(entry).copy(entry, this.#entryBytes - CHECKSUM_BYTES);
    return entry;
  }

  /** @returns false where the bytes are no whole entry of this model. */
  #decode(entry: Buffer): boolean {
    if (!entry.subarray(0, MARK.length).equals(MARK)) return false;
    if (!entry.subarray(-CHECKSUM_BYTES).equals(this.#checksum(entry))) return false;
    const start = MARK.length + KEY_BYTES;
    const view = new DataView(entry.buffer, entry.byteOffset + start);
    const vector = new Float32Array(this.#dimension);
    for (let k = 0; k < vector.length; k++) vector[k] = view.getFloat32(4 * k, true);
    this.#vectors.set(entry.toString('latin1', MARK.length, start), vector);
    return true;
  }

  #checksum(entry: Buffer): Buffer {
    const content = entry.subarray(MARK.length, this.#entryBytes - CHECKSUM_BYTES);
    return createHash('sha256').update(this.#kind).update(content).digest().subarray(0, CHECKSUM_BYTES);
  }
}

function keyOf(text: string): Buffer {
  return createHash('sha256').update(text).digest().subarray(0, KEY_BYTES);
}

/**
 * @returns nothing where there is no file, or none that can be read: the vectors are then made again. All of a file that is shorter than what
 * was read of it: it was removed, and another process began it anew.
 */
function readFrom(file: string, after: number): { readonly bytes: Buffer; readonly start: number } {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'r');
    const { size } = fstatSync(descriptor);
    const start = size < after ? 0 : after;
    const bytes = Buffer.allocUnsafe(size - start);
    return { bytes: bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, start)), start };
  } catch {
    return { bytes: Buffer.alloc(0), start: 0 };
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
