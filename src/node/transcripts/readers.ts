import { aider } from './aider';
import { claudeCode } from './claudeCode';
import { codex } from './codex';
import { copilot } from './copilot';
import { vscode } from './vscode';
import type { TranscriptReader } from './transcript';

/** Every assistant that can be read, in the order of `CHAT_APPS`. */
export const READERS: readonly TranscriptReader[] = [claudeCode, vscode, copilot, codex, aider];
