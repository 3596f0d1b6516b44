import type * as vscode from 'vscode';

/** A signal that follows a VS Code token. */
export function toSignal(token: vscode.CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  else token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}

/** Whether a failure only says that somebody cancelled. */
export function isCancellation(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'Canceled');
}

/** A call that waits for quiet: of many calls in a row only the last one runs, `ms` later. */
export function debounce<A extends unknown[]>(
  run: (...args: A) => void,
  ms: number,
): ((...args: A) => void) & { dispose(): void } {
  let timer: NodeJS.Timeout | undefined;
  const later = (...args: A): void => {
    clearTimeout(timer);
    timer = setTimeout(() => run(...args), ms);
  };
  return Object.assign(later, { dispose: () => clearTimeout(timer) });
}
