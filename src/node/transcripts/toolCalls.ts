import type { Dialogue } from './dialogue';
import { commitsIn, isGitCommit } from './shell';

/** What a call of a tool does to the project, if it succeeds. */
export interface ToolCall {
  /** Files that it changes, as the transcript names them. */
  readonly files?: readonly string[];
  /** The command that it runs in a shell. */
  readonly command?: string | undefined;
}

/** Calls whose results are awaited. What a call was to do counts when it was done: the user may have refused it, or it failed. */
export class ToolCalls {
  readonly #awaited = new Map<string, ToolCall>();

  begin(id: string, { files = [], command = '' }: ToolCall): void {
    if (files.length > 0 || isGitCommit(command)) this.#awaited.set(id, { files, command });
  }

  end(
    id: string,
    { succeeded, output }: { readonly succeeded: boolean; readonly output: string },
    dialogue: Dialogue,
  ): void {
    const call = this.#awaited.get(id);
    this.#awaited.delete(id);
    if (call === undefined || !succeeded) return;
    for (const file of call.files ?? []) dialogue.touch(file);
    if (isGitCommit(call.command ?? '')) for (const sha of commitsIn(output)) dialogue.commit(sha);
  }
}
