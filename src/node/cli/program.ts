import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { KnownError, errors, type ErrorCode } from '../../core/index';
import { MODEL_VARIABLES } from '../llm/environment';
import type { CliService, CommandOptions, CommandSpec, Result, Terminal } from './command';
import { COMMANDS } from './commands';
import { jsonLine, plain } from './text';

export const EXIT = { ok: 0, failed: 1, usage: 2 } as const;

export interface CliDeps {
  readonly terminal: Terminal;
  /** Called by commands that run, not for help or wrong usage. */
  readonly openService: () => CliService;
  readonly cwd: string;
  readonly signal: AbortSignal;
}

/**
 * Runs one command line.
 * @param args without the program's own name
 * @returns the exit code: 0 done (declining to answer is done), 1 failed, 2 wrong usage
 */
export async function runCli(args: readonly string[], deps: CliDeps): Promise<number> {
  let exitCode: number = EXIT.ok;
  const program = createProgram(deps.terminal, async (command, commandArgs, options) => {
    exitCode = await runCommand(command, commandArgs, options, deps);
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (deps.signal.aborted) {
      deps.terminal.writeError('Cancelled. What was saved before stays.\n');
      return EXIT.failed;
    }
    if (!KnownError.is(error)) throw error;
    deps.terminal.writeError(`${plain(ADVICE[error.code] ?? error.message)}\n`);
    return error.code === 'usage' ? EXIT.usage : EXIT.failed;
  }
}

/** Where the advice of a message is one for VS Code. */
const ADVICE: Readonly<Partial<Record<ErrorCode, string>>> = {
  'llm/none': 'No language model is set up. MEMORY_R1_ENDPOINT and MEMORY_R1_MODEL name one; see --help.',
  'llm/unauthorized': 'The server of the language model refused the key. Set it in MEMORY_R1_API_KEY.',
};

type GlobalOptions = { readonly repo?: string; readonly json?: true };
type Act = (command: CommandSpec, args: readonly string[], options: CommandOptions & GlobalOptions) => Promise<void>;

function createProgram(terminal: Terminal, act: Act): Command {
  const program = new Command('memory')
    .description('The memory of a project: what its commits and chats decided, with sources.')
    .addOption(new Option('--repo <dir>', 'the folder of the project (default: here)'))
    .addOption(new Option('--json', 'print JSON'))
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ writeOut: (text) => void terminal.write(text), writeErr: (text) => terminal.writeError(text) })
    .addHelpText('after', `\nEnvironment:\n${variablesText()}`)
    .exitOverride();
  for (const command of COMMANDS) {
    // `command` hands the settings above down to the new one.
    const sub = program.command(command.usage).description(command.summary);
    for (const option of command.options ?? []) sub.addOption(option);
    sub.action(async () => await act(command, sub.args, sub.optsWithGlobals<CommandOptions & GlobalOptions>()));
  }
  return program;
}

/** What a language model is set by, where somebody wants one. */
function variablesText(): string {
  const width = Math.max(...Object.keys(MODEL_VARIABLES).map((name) => name.length)) + 2;
  return Object.entries(MODEL_VARIABLES)
    .map(([name, text]) => `  ${name.padEnd(width)}${text}\n`)
    .join('');
}

async function runCommand(
  command: CommandSpec,
  args: readonly string[],
  options: CommandOptions & GlobalOptions,
  { terminal, openService, cwd, signal }: CliDeps,
): Promise<number> {
  const root = resolve(cwd, options.repo ?? '.');
  const isFolder = await stat(root).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) throw errors.usage(`${root} is no folder.`);

  const service = openService();
  try {
    const result = await command.run({ service, root, args, options, terminal, signal });
    if (result) await print(result, options.json === true, terminal);
    if (command.changes) await service.settle({ root }, signal);
    return result?.failed ? EXIT.failed : EXIT.ok;
  } finally {
    await service.dispose();
  }
}

async function print({ json, text }: Result, asJson: boolean, terminal: Terminal): Promise<void> {
  if (!asJson) await terminal.write(text);
  else if (json !== undefined) await terminal.write(jsonLine(json));
}
