import { escapeRegExp } from '../../base/text';
import { licenseStatement } from './license';
import {
  attempt,
  dependencyStatement,
  isObject,
  placeOf,
  requirementStatement,
  scalar,
  stringsOf,
  type StateFileReader,
} from './statement';
import { toolStatements } from './tools';

/** composer.json: PHP and packages; extensions of PHP are left out. */
export const composer: StateFileReader = {
  wants: (path) => /(?:^|\/)composer\.json$/.test(path),
  read(json, path) {
    const manifest = attempt(() => JSON.parse(json) as unknown);
    if (!isObject(manifest)) return undefined;
    const place = placeOf(path);
    const quoteOf = (name: string) => new RegExp(`"${escapeRegExp(name)}"\\s*:\\s*"[^"]*"`).exec(json)?.[0] ?? '';
    const packagesOf = (section: string) => stringsOf(manifest[section]).filter(([name]) => name.includes('/'));
    const listed = (section: string, role: string) =>
      packagesOf(section).map(([name, range]) =>
        dependencyStatement({ name, range, role, section, quote: quoteOf(name) }, place),
      );
    const php = stringsOf(manifest.require).find(([name]) => name === 'php')?.[1];
    return [
      ...listed('require', 'runtime dependency'),
      ...listed('require-dev', 'development dependency'),
      ...(php === undefined
        ? []
        : [requirementStatement({ subject: 'php', name: 'PHP', range: php, quote: quoteOf('php') }, place)]),
      ...licenseStatement(manifest.license, place, 'composer.json', quoteOf('license')),
      ...toolStatements({
        place,
        language: 'PHP',
        self: scalar(manifest.name) ?? '',
        development: packagesOf('require-dev').map(([name]) => name),
        shipped: packagesOf('require').map(([name]) => name),
        commands: [],
        quoteOf,
      }),
    ];
  },
};
