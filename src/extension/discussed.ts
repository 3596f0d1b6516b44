import type { Source } from '../core/index';
import type { App } from './app';
import { sentenceOf } from './failures';
import type { Discussed } from './sourceText';
import { isCancellation } from './cancel';

/** Commits of one memory that are looked at: the newest. */
const MOST_COMMITS = 24;

/** The chats that led to the commits among these sources. Where they cannot be had there are none: nothing rests on them. */
export async function discussedIn(
  app: App,
  root: string,
  sources: readonly Source[],
  signal?: AbortSignal,
): Promise<Discussed> {
  const refs = [...new Set(sources.filter(({ kind }) => kind === 'commit').map(({ ref }) => ref))];
  try {
    const found = await Promise.all(
      refs.slice(0, MOST_COMMITS).map(async (ref) => {
        const chats = await app.service.call('chatsOf', { root, ref }, signal);
        return chats.length > 0 ? [[ref, chats] as const] : [];
      }),
    );
    return new Map(found.flat());
  } catch (error) {
    if (!isCancellation(error)) app.log.warn(`Chats of commits were not found: ${sentenceOf(error)}`);
    return new Map();
  }
}
