import { startGit } from './run';

/** Larger files are left out: no manifest is, and an event is kept in memory whole. */
const MAX_BYTES = 1 << 20;
/** Consecutive versions come twice, as "after" and as "before". */
const REMEMBERED = 256;
const MISSING = Promise.resolve(undefined);

/** File contents by object id, from one git process that lives as long as the reader. */
export class BlobReader {
  readonly #known = new Map<string, Promise<string | undefined>>();
  readonly #waiting: ((text: string | undefined) => void)[] = [];
  readonly #child;
  #pending: Buffer = Buffer.alloc(0);
  /** What is being received: how many bytes of it, with the line end behind, are still to come. */
  #receiving: { readonly chunks: Buffer[] | undefined; left: number } | undefined;
  #ended = false;

  constructor(root: string, signal?: AbortSignal) {
    this.#child = startGit(root, ['cat-file', '--batch'], signal);
    this.#child.stdout.on('data', (chunk: Buffer) => this.#receive(chunk));
    this.#child.stdin.on('error', () => this.#end());
    this.#child.on('error', () => this.#end());
    this.#child.on('close', () => this.#end());
    this.#child.stderr.resume();
  }

  /** @returns undefined when the object is missing (a partial clone), no text, or too large. */
  read(id: string): Promise<string | undefined> {
    if (this.#ended || /^0+$/.test(id)) return MISSING;
    const known = this.#known.get(id);
    if (known) return known;
    const text = new Promise<string | undefined>((resolve) => this.#waiting.push(resolve));
    this.#child.stdin.write(`${id}\n`);
    this.#known.set(id, text);
    if (this.#known.size > REMEMBERED) this.#known.delete(this.#known.keys().next().value ?? '');
    return text;
  }

  dispose(): void {
    this.#end();
    this.#child.kill();
  }

  #receive(chunk: Buffer): void {
    let rest = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    for (;;) {
      if (this.#receiving) {
        const part = rest.subarray(0, this.#receiving.left);
        this.#receiving.chunks?.push(part);
        this.#receiving.left -= part.length;
        rest = rest.subarray(part.length);
        if (this.#receiving.left > 0) break;
        this.#answer(this.#receiving.chunks && toText(Buffer.concat(this.#receiving.chunks).subarray(0, -1)));
        this.#receiving = undefined;
      }
      const lineEnd = rest.indexOf(10);
      if (lineEnd === -1) break;
      const [, type, size] = rest.toString('latin1', 0, lineEnd).split(' ');
      rest = rest.subarray(lineEnd + 1);
      if (size === undefined)
        this.#answer(undefined); // "<id> missing"
      else
        this.#receiving = {
          chunks: type === 'blob' && Number(size) <= MAX_BYTES ? [] : undefined,
          left: Number(size) + 1,
        };
    }
    this.#pending = rest;
  }

  #answer(text: string | undefined): void {
    this.#waiting.shift()?.(text);
  }

  /** Who still waits gets nothing, rather than waiting for good. */
  #end(): void {
    this.#ended = true;
    for (const resolve of this.#waiting.splice(0)) resolve(undefined);
  }
}

function toText(bytes: Buffer): string | undefined {
  return bytes.includes(0) ? undefined : bytes.toString('utf8');
}
