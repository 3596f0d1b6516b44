import { dependencyStatement, placeOf, requirementStatement, type StateFileReader, type Statement } from './statement';
import { toolStatements } from './tools';

/** Go, its toolchain, and what the module requires by itself; what only others need (`// indirect`) is left out. */
export const goMod: StateFileReader = {
  wants: (path) => /(?:^|\/)go\.mod$/.test(path),
  read(text, path) {
    const lines = text.split('\n').map((line) => line.trim());
    if (!lines.some((line) => line.startsWith('module'))) return undefined;
    const place = placeOf(path);
    const statements: Statement[] = [];
    const names: string[] = [];
    let block: string | undefined;
    for (const line of lines) {
      const opened = /^(\w+)\s*\($/.exec(line)?.[1];
      if (opened !== undefined || line === ')') {
        block = opened;
        continue;
      }
      const [directive, entry] = block === undefined ? splitDirective(line) : [block, line];
      const [name = '', version = ''] = entry.split(/\s+/);
      if (directive === 'go' && name !== '')
        statements.push(requirementStatement({ subject: 'go', name: 'Go', range: name, quote: line }, place));
      else if (directive === 'toolchain' && name !== '')
        statements.push({
          kind: 'requirement',
          subject: 'go',
          attribute: `toolchain${place.scope}`,
          value: name,
          text: `${place.who} is built with the Go toolchain ${name}.`,
          ending: `${place.who} names no Go toolchain any more; the last was ${name}`,
          quote: line,
        });
      else if (directive === 'require' && /^v\d/.test(version) && !/\/\/\s*indirect/.test(line)) {
        const dependency = { name, range: version, role: 'dependency', section: 'require', quote: line };
        statements.push(dependencyStatement(dependency, place));
        names.push(name.replace(/\/v\d+$/, ''));
      }
    }
    const quoteOf = (name: string) => lines.find((line) => line.includes(name)) ?? '';
    // One list for all: development tools stand in it as well.
    const evidence = { place, self: '', development: names, shipped: names, commands: [], quoteOf };
    return [...statements, ...toolStatements({ ...evidence, language: 'Go' })];
  },
};

function splitDirective(line: string): [directive: string, entry: string] {
  const [directive = '', ...rest] = line.split(/\s+/);
  return [directive, rest.join(' ')];
}
