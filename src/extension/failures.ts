import { RemoteError } from '../protocol/rpc';

export const TEXTS = {
  noFolder: 'Open a folder to use its memory.',
  noGit: 'This folder has no git repository. Chats can still be remembered.',
  restricted: 'Restricted Mode: memory can be read, nothing is captured.',
  neverScanned: 'The history of this project has not been read yet.',
} as const;

/** A failure that has words for the user already. */
export class UserError extends Error {}

/** Any failure as one sentence. Those of the service are worded there; anything else is a bug, and says so. */
export function sentenceOf(error: unknown): string {
  // Known errors of core are told by their name: importing the class would load all of core when VS Code starts.
  const isWorded =
    error instanceof UserError ||
    error instanceof RemoteError ||
    (error instanceof Error && error.name === 'KnownError');
  if (isWorded) return error.message;
  return `Something went wrong in Project Memory: ${error instanceof Error ? error.message : String(error)}`;
}
