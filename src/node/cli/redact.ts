import type { Call, Result } from './command';
import { readAll, readLines } from './lines';

/** Takes secrets out of standard input: as one text, or with `--jsonl` line by line, each a JSON string. */
export async function redact({ service, options, terminal, signal }: Call): Promise<Result | undefined> {
  const clean = async (text: string): Promise<string> => {
    const { texts } = await service.redact({ texts: [text] }, signal);
    return texts[0] ?? '';
  };
  if (!options.jsonl) {
    await terminal.write(await clean(await readAll(terminal.stdin)));
    return undefined;
  }

  let number = 0;
  let isBad = false;
  for await (const line of readLines(terminal.stdin)) {
    signal.throwIfAborted();
    number++;
    const text = parseString(line);
    if (text === undefined) {
      isBad = true;
      terminal.writeError(`Line ${number} is no JSON string.\n`);
    }
    // A line for each line, whatever it holds, so that readers can count; never the line itself, which was not cleaned.
    await terminal.write(`${text === undefined ? 'null' : JSON.stringify(await clean(text))}\n`);
  }
  return isBad ? { json: undefined, text: '', failed: true } : undefined;
}

function parseString(line: string): string | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined; // The caller names the line.
  }
}
