import { readFile } from 'node:fs/promises';
import { isSystemError } from './folders';

/**
 * What was asked about a file; nothing where the file is gone or not ours to read. Reading it as a transcript tells what is wrong with it.
 * @throws the reason of the signal
 */
export async function ifThere<T>(answer: Promise<T>, signal?: AbortSignal): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    signal?.throwIfAborted();
    if (!isSystemError(error)) throw error;
    return undefined;
  }
}

/** The text of a small file; an empty one where there is none. */
export async function textIfThere(file: string): Promise<string> {
  return (await ifThere(readFile(file, 'utf8'))) ?? '';
}
