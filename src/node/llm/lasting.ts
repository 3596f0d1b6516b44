import { KnownError } from '../../core/index';

const LASTING = ['llm/unauthorized', 'llm/none', 'llm/refused', 'usage'] as const;

/** Whether somebody has to do something before trying again makes sense. */
export function isLasting(error: unknown): boolean {
  return LASTING.some((code) => KnownError.is(error, code));
}
