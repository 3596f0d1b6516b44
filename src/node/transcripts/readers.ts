import { aider } from './aider';
import { claudeCode } from './claudeCode';
import { cline, roo } from './cline';
import { codex } from './codex';
import { continueDev } from './continue';
import { copilot } from './copilot';
import { cursor } from './cursor';
import { gemini } from './gemini';
import { specstory } from './specstory';
import { vscode } from './vscode';
import type { TranscriptReader } from './transcript';

/** Every assistant that can be read, in the order of `CHAT_APPS`. */
export const READERS: readonly TranscriptReader[] = [
  claudeCode,
  vscode,
  copilot,
  codex,
  aider,
  gemini,
  cline,
  roo,
  cursor,
  continueDev,
  specstory,
];
