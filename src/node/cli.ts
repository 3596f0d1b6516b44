import type { ServiceNotices } from '../protocol/service';
import { silentLogger } from '../core/index';
import type { Terminal } from './cli/command';
import { createProgress } from './cli/progress';
import { runCli } from './cli/program';
import { hostFromEnvironment, optionsFromEnvironment } from './llm/environment';
import { createRedactor } from './redactor';
import { createService, type MemoryService } from './service';

/** The command line: the memory service in a process of its own. */
const terminal: Terminal = {
  stdin: process.stdin,
  write: (text) =>
    new Promise((resolve, reject) => {
      process.stdout.write(text, (error) => (error && !isBrokenPipe(error) ? reject(error) : resolve()));
    }),
  writeError: (text) => void process.stderr.write(text),
  isInteractive: process.stderr.isTTY,
};

// Whoever reads us has seen enough (`| head`): no reason to complain.
process.stdout.on('error', (error: Error) => {
  if (isBrokenPipe(error)) process.exit(0);
  throw error;
});

const stop = new AbortController();
process.once('SIGINT', () => {
  stop.abort();
  // Whoever waits for a line that will not come is woken.
  process.stdin.destroy();
  // A second Ctrl+C does not wait.
  process.once('SIGINT', () => process.exit(130));
});

const progress = createProgress(terminal);

async function main(): Promise<void> {
  process.exitCode = await runCli(process.argv.slice(2), {
    terminal: progress.terminal,
    cwd: process.cwd(),
    signal: stop.signal,
    openService,
  });
}

/** @throws KnownError 'usage' for an environment that names half a model */
function openService(): MemoryService {
  const options = optionsFromEnvironment(process.env);
  const service = createService({
    distDir: __dirname,
    redactor: createRedactor(),
    clock: () => new Date(),
    logger: {
      ...silentLogger,
      warn: (message) => progress.terminal.writeError(`${message}\n`),
      error: (message) => progress.terminal.writeError(`${message}\n`),
    },
    emit: (event, params) => {
      if (event === 'progress') progress.show(params as Parameters<ServiceNotices['progress']>[0]);
      if (event === 'training') progress.showTraining(params as Parameters<ServiceNotices['training']>[0]);
      if (event === 'examined') progress.showExamined(params as Parameters<ServiceNotices['examined']>[0]);
    },
    host: hostFromEnvironment(process.env),
  });
  void service.configure(options, stop.signal);
  return service;
}

function isBrokenPipe(error: Error): boolean {
  return (error as NodeJS.ErrnoException).code === 'EPIPE';
}

void main();
