/** One program that a shell line runs. */
export interface Command {
  /** Without path and extension: "mocha" of "node_modules/mocha/bin/mocha.js". */
  readonly program: string;
  /** All that follows it, as written. */
  readonly args: string;
}

/** The programs that a shell line runs, those inside of wrappers too: "cross-env A=1 nyc --all mocha && xo" -> nyc, mocha, xo. */
export function commandsOf(line: string): Command[] {
  return line.split(/&&|\|\||[;|&\n]/).flatMap((part) => readWords(part.match(/"[^"]*"|'[^']*'|[^\s"']+/g) ?? []));
}

/** Programs whose first argument is the program that does the work. */
const WRAPPERS = new Set(
  (
    'npx bunx pnpx cross-env cross-env-shell env dotenv time sudo nyc c8 istanbul isparta node tsx ts-node bun deno python python3 ' +
    'uv poetry pipenv pdm hatch rye bundle coverage esr babel-node better-npm-run dotenvx exec xvfb-run wsrun egg-bin'
  ).split(' '),
);
/** Words behind a wrapper that are no program yet: "pnpm exec", "poetry run", "istanbul cover", "python -m". */
const LINKS = new Set([
  'exec',
  'dlx',
  'x',
  'run',
  'cover',
  'report',
  '-m',
  '--',
  '-p',
  '-r',
  '--require',
  '--import',
  '--loader',
]);
/** "node retry.js mocha": a script of the project may run a program as well. */
const SCRIPT_FILE = /\.[cm]?[jt]s$/;
const MANAGERS = new Set(['pnpm', 'yarn', 'npm']);

function readWords(words: readonly string[]): Command[] {
  const found: Command[] = [];
  let index = 0;
  while (index < words.length) {
    const word = unquote(words[index] ?? '');
    index++;
    if (/^\w+=/.test(word)) continue;
    const program = nameOf(word);
    if (MANAGERS.has(program)) {
      // "yarn eslint" and "pnpm exec eslint" run a program, "npm run lint" a script that speaks for itself
      const next = words[index];
      if (next === 'exec' || next === 'dlx') index++;
      else if (program === 'npm' || next === undefined || next === 'run' || next.startsWith('-')) break;
      continue;
    }
    found.push({ program, args: words.slice(index).join(' ') });
    if (!WRAPPERS.has(program) && !SCRIPT_FILE.test(program)) break;
    index = skipOptions(words, index);
  }
  return found;
}

/** What stands between a wrapper and the program: options, with the value of those that load a module. */
function skipOptions(words: readonly string[], start: number): number {
  let index = start;
  for (; index < words.length; index++) {
    const word = words[index] ?? '';
    const takesValue = /^(?:-r|-p|--require|--import|--loader|--conditions|--env-file|-f|--reporter|--extension)$/.test(
      word,
    );
    if (takesValue && word !== '-p') index++;
    else if (!LINKS.has(word) && !word.startsWith('-') && !/^\w+=/.test(word)) break;
  }
  return index;
}

function nameOf(word: string): string {
  const inModules = /node_modules\/(?:\.bin\/)?((?:@[^/]+\/)?[^/]+)/.exec(word)?.[1];
  return inModules ?? word;
}

function unquote(word: string): string {
  return word.replace(/^["']|["']$/g, '');
}
