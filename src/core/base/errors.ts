/** Every failure that a user can meet and act on. Anything else that is thrown is a bug. */
export type ErrorCode =
  | 'bank/not-found'
  | 'bank/ambiguous-id'
  | 'bank/nothing-to-undo'
  | 'bank/off'
  | 'store/read-only'
  | 'store/locked'
  | 'store/write-failed'
  | 'git/not-a-repository'
  | 'git/unavailable'
  | 'git/bad-revision'
  | 'git/failed'
  | 'model/damaged'
  | 'import/bad-file'
  | 'import/newer-format'
  | 'learning/too-little'
  | 'learning/running'
  | 'learning/no-weights'
  | 'llm/unreachable'
  | 'llm/unauthorized'
  | 'llm/rate-limited'
  | 'llm/timeout'
  | 'llm/refused'
  | 'llm/failed'
  | 'llm/none'
  | 'usage'
  | 'rpc/closed'
  | 'rpc/no-handler'
  | 'rpc/failed';

/** An expected failure: its message says what happened, what still works, and what to do. */
export class KnownError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = 'KnownError';
  }

  static is<C extends ErrorCode>(error: unknown, code?: C): error is KnownError & { code: C } {
    return error instanceof KnownError && (code === undefined || error.code === code);
  }
}

/** The catalogue: one function per failure, so that each is worded once. */
export const errors = {
  noSuchMemory: (id: string) =>
    new KnownError('bank/not-found', `No memory or proposal has the id "${id}". "list" and "review" show the ids.`),
  ambiguousId: (id: string, count: number) =>
    new KnownError('bank/ambiguous-id', `"${id}" fits ${count} ids. Give more of its digits.`),
  nothingToUndo: () => new KnownError('bank/nothing-to-undo', 'Nothing to undo.'),
  bankOff: () => new KnownError('bank/off', 'Memory is turned off for this project.'),
  readOnly: (reason: string) => new KnownError('store/read-only', `Not saved: ${reason}`),
  locked: (cause?: unknown) =>
    new KnownError('store/locked', 'Not saved: another process holds the memory of this project. Try again.', {
      cause,
    }),
  writeFailed: (reason: string, cause?: unknown) =>
    new KnownError('store/write-failed', `Not saved: ${reason}`, { cause }),
  notARepository: (folder: string) =>
    new KnownError('git/not-a-repository', `${folder} has no git repository. Chats and notes can still be remembered.`),
  gitUnavailable: (cause?: unknown) =>
    new KnownError('git/unavailable', 'git was not found. Install it, or put it on the PATH, to read commits.', {
      cause,
    }),
  badRevision: (revision: string) =>
    new KnownError('git/bad-revision', `"${revision}" names no commit of this repository.`),
  gitFailed: (command: string, reason: string, cause?: unknown) =>
    new KnownError('git/failed', `git ${command} failed: ${reason}`, { cause }),
  modelDamaged: (file: string, reason: string) =>
    new KnownError(
      'model/damaged',
      `The model file ${file} cannot be used (${reason}). Search goes on without it; reinstall to mend it.`,
    ),
  badImport: (file: string, reason: string) =>
    new KnownError('import/bad-file', `${file} is no export of a memory: ${reason}`),
  newerImport: (file: string) =>
    new KnownError('import/newer-format', `${file} was written by a newer version. Update to read it.`),
  tooLittle: (questions: number, needed: number) =>
    new KnownError(
      'learning/too-little',
      `Not enough to learn from: ${questions} of ${needed} reviews and questions. The current weights stay.`,
    ),
  trainingRuns: () => new KnownError('learning/running', 'A training on this project is running already.'),
  noWeights: (reason: string) => new KnownError('learning/no-weights', reason),
  modelUnreachable: (where: string, cause?: unknown) =>
    new KnownError('llm/unreachable', `${where} does not answer. Check that it runs, and its address.`, { cause }),
  modelUnauthorized: (where: string, cause?: unknown) =>
    new KnownError('llm/unauthorized', `${where} refused the key. Set it with "Memory: Set API Key".`, { cause }),
  modelBusy: (where: string, cause?: unknown) =>
    new KnownError('llm/rate-limited', `${where} is busy, or its quota is used up. It will be tried again.`, { cause }),
  modelTimeout: (where: string, seconds: number, cause?: unknown) =>
    new KnownError('llm/timeout', `${where} gave no answer within ${seconds} s.`, { cause }),
  modelRefused: (where: string, reason: string, cause?: unknown) =>
    new KnownError('llm/refused', `${where} refused: ${reason}`, { cause }),
  modelFailed: (where: string, reason: string, cause?: unknown) =>
    new KnownError('llm/failed', `${where} failed: ${reason}`, { cause }),
  modelGone: (name: string, cause?: unknown) =>
    new KnownError(
      'llm/none',
      `VS Code does not offer ${name} now. "Memory: Set Up Language Model..." chooses another.`,
      { cause },
    ),
  noModel: () =>
    new KnownError('llm/none', 'No language model is set up. "Memory: Set Up Language Model..." chooses one.'),
  usage: (message: string) => new KnownError('usage', message),
  rpcClosed: () => new KnownError('rpc/closed', 'The connection was closed.'),
  rpcNoHandler: (method: string) => new KnownError('rpc/no-handler', `Nothing answers "${method}".`),
};
