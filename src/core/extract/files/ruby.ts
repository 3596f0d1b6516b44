import { dependencyStatement, placeOf, requirementStatement, type StateFileReader, type Statement } from './statement';
import { toolStatements } from './tools';

/** Gemfile: Ruby and gems by group. */
export const gemfile: StateFileReader = {
  wants: (path) => /(?:^|\/)(?:Gemfile|gems\.rb)$/.test(path),
  read(text, path) {
    const place = placeOf(path);
    const statements: Statement[] = [];
    const development: string[] = [];
    const shipped: string[] = [];
    const quotes = new Map<string, string>();
    const groups: string[] = [];
    for (const line of text.split('\n').map((written) => written.trim())) {
      const ruby = /^ruby\s+["']([^"']+)["']/.exec(line)?.[1];
      if (ruby !== undefined)
        statements.push(requirementStatement({ subject: 'ruby', name: 'Ruby', range: ruby, quote: line }, place));
      const opened = /^(?:group\b(.*)|\w.*)\bdo\b(?:\s*\|.*\|)?$/.exec(line);
      if (opened) groups.push(opened[1] ?? '');
      else if (line === 'end') groups.pop();
      const [, name, rest = ''] = /^gem\s+["']([\w.-]+)["'](.*)$/.exec(line) ?? [];
      if (name === undefined) continue;
      const isDevelopment = /:(?:development|test|lint|docs?)\b|\b(?:development|test):/.test(
        `${groups.join(' ')} ${rest}`,
      );
      const ranges = [...rest.replace(/#.*$/, '').matchAll(/(?:^|,)\s*["']([^"']+)["']/g)].map(
        ([, range = '']) => range,
      );
      const role = isDevelopment ? 'development dependency' : 'runtime dependency';
      statements.push(dependencyStatement({ name, range: ranges.join(', '), role, section: role, quote: line }, place));
      quotes.set(name, line);
      (isDevelopment ? development : shipped).push(name);
    }
    const quoteOf = (name: string) => quotes.get(name) ?? '';
    const evidence = { place, self: '', development, shipped, commands: [], quoteOf };
    return [...statements, ...toolStatements({ ...evidence, language: 'Ruby' })];
  },
};
