import assert from 'node:assert/strict';
import { extractFacts } from '../../../../../src/core/extract/extract';
import { stateFiles } from '../../../../../src/core/extract/stateFiles';
import { readers } from '../../../../../src/core/extract/files/readers';
import type { FileChange } from '../../../../../src/core/memory/event';
import type { Fact } from '../../../../../src/core/memory/fact';
import { commit } from '../sample';

/** The facts of a commit that turns one text of a file into another; without a text before, it adds the file. */
export async function changeFacts(
  path: string,
  before: string | undefined,
  after: string | undefined,
  message = 'Change',
): Promise<Fact[]> {
  const status = before === undefined ? 'A' : after === undefined ? 'D' : 'M';
  const file: FileChange = {
    path,
    status,
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
  };
  return extractFacts(await commit(message, [file]), [stateFiles]);
}

/**
 * What a file says, in order. Also holds every reader to its duties: each statement is quoted from the text, Windows line ends change
 * nothing, and nothing follows from a commit that leaves the text as it is.
 */
export async function checkFile(path: string, text: string, expected: readonly string[]): Promise<void> {
  const statements = readers.find((reader) => reader.wants(path))?.read(text, path) ?? [];
  for (const { quote, text: sentence } of statements)
    assert.ok(quote !== '' && text.includes(quote), `"${sentence}" is not quoted: "${quote}"`);
  const textsOf = (facts: readonly Fact[]) => facts.map((fact) => fact.text);
  const added = textsOf(await changeFacts(path, undefined, text));
  assert.deepEqual(added, expected);
  assert.deepEqual(textsOf(await changeFacts(path, undefined, text.replaceAll('\n', '\r\n'))), added);
  assert.deepEqual(textsOf(await changeFacts(path, text, text)), []);
}

export async function checkChange(
  path: string,
  [before, after]: readonly [before: string | undefined, after: string | undefined],
  expected: readonly string[],
): Promise<void> {
  const facts = await changeFacts(path, before, after);
  assert.deepEqual(
    facts.map((fact) => fact.text),
    expected,
  );
}
