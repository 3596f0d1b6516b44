import { aider } from './aider';
import { claudeCode } from './claudeCode';
import type { TranscriptReader } from './transcript';

/** Every assistant that can be read, in the order of `CHAT_APPS`. */
export const READERS: readonly TranscriptReader[] = [claudeCode, aider];
