import { defaultExtractors, type Material, type RawEvent } from '../../../../src/core/index';
import { streamOf, type StreamOptions } from '../../../../src/learning/questions/streamOf';
import type { Question, Stream } from '../../../../src/learning/types';
import { commit, openScripted } from '../../../support/scriptedMemory';

/** A commit with the root manifest that it leaves behind, where it changed that. */
export interface Step {
  readonly message: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly engines?: Readonly<Record<string, string>>;
  readonly author?: string;
}

/** What the product remembers of these commits, one a day. */
export async function remembered(steps: readonly Step[]): ReturnType<typeof openScripted> {
  const opened = await openScripted(undefined, { extractors: defaultExtractors });
  await opened.memory.ingest(eventsOf(steps), { kind: 'scan', accept: 'all' });
  return opened;
}

export async function materialOf(...steps: readonly (Step | string)[]): Promise<Material> {
  const { memory } = await remembered(steps.map((step) => (typeof step === 'string' ? { message: step } : step)));
  return memory.material();
}

export async function streamFrom(
  steps: readonly (Step | string)[],
  more: Partial<StreamOptions> = {},
): Promise<Stream> {
  return streamOf(await materialOf(...steps), { name: 'sample', seed: 1, ...more });
}

function* eventsOf(steps: readonly Step[]): Generator<RawEvent> {
  let before: string | undefined;
  for (const [day, { message, dependencies, engines, author }] of steps.entries()) {
    const after =
      dependencies || engines
        ? `${JSON.stringify({ name: 'sample', devDependencies: dependencies ?? {}, ...(engines && { engines }) }, null, 2)}\n`
        : before;
    const status = before === undefined ? 'A' : 'M';
    const manifest = {
      path: 'package.json',
      status,
      ...(before !== undefined && { before }),
      ...(after !== undefined && { after }),
    } as const;
    const files = after === before ? [{ path: 'src/index.ts', status: 'M' } as const] : [manifest];
    yield commit(`step${String(day)}`, day, message, { files, order: day + 1, author: author ?? 'Ada' });
    before = after;
  }
}

/** Questions of a kind that are right after a fact of the stream. */
export function asked({ questions }: Pick<Stream, 'questions'>, kind: string, after?: number): Question[] {
  return questions.filter(
    (question) =>
      question.kind === kind &&
      (after === undefined || (question.from <= after && (question.to === undefined || after < question.to))),
  );
}
