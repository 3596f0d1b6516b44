import { aider } from './aider';
import { claudeCode } from './claudeCode';
import { vscode } from './vscode';
import type { TranscriptReader } from './transcript';

/** Every assistant that can be read, in the order of `CHAT_APPS`. */
export const READERS: readonly TranscriptReader[] = [claudeCode, vscode, aider];
