import { spawn } from 'node:child_process';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import path from 'node:path';
import { findOnPath } from './browser';
import { CACHE_DIR } from './cache';

const DOWNLOADS = 'https://update.code.visualstudio.com/api/releases/stable';

/** How long to find out whether VS Code can be downloaded. */
const PROBE_TIMEOUT_MS = 4_000;

/** A desktop VS Code: the installed one, else one that is downloaded once; undefined where neither can be had. */
export async function findDesktop(): Promise<string | undefined> {
  const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
  // In the terminal of a remote window `code` is a stand-in that only hands files to that window.
  if (!hasDisplay || process.env.VSCODE_IPC_HOOK_CLI) return undefined;
  const installed = findOnPath(
    process.platform === 'win32' ? ['code.cmd', 'code-insiders.cmd'] : ['code', 'code-insiders'],
  );
  if (installed) return installed;
  if (!(await isReachable(DOWNLOADS))) return undefined;
  return await downloadAndUnzipVSCode({ version: 'stable', cachePath: path.join(CACHE_DIR, 'desktop') });
}

/** Starts a desktop VS Code with the extension under development on a folder. Resolves when the program that was started ends. */
export async function openDesktop(executable: string, extension: string, folder: string): Promise<void> {
  const args = ['--new-window', `--extensionDevelopmentPath=${extension}`, folder];
  const isScript = executable.endsWith('.cmd'); // Windows runs these through its shell only
  const quoted = isScript ? args.map((argument) => `"${argument}"`) : args;
  const code = spawn(isScript ? `"${executable}"` : executable, quoted, { stdio: 'inherit', shell: isScript });
  await new Promise((resolve, reject) => {
    code.once('exit', resolve);
    code.once('error', reject);
  });
}

async function isReachable(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) })).ok;
  } catch {
    return false; // offline, or too slow to be of use
  }
}
