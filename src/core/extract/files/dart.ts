import { parse as parseYaml } from 'yaml';
import { escapeRegExp } from '../../base/text';
import {
  attempt,
  dependencyStatement,
  findLineAfter,
  isObject,
  objectOf,
  placeOf,
  requirementStatement,
  scalar,
  type StateFileReader,
} from './statement';

/** pubspec.yaml: Dart, Flutter and packages. */
export const pubspec: StateFileReader = {
  wants: (path) => /(?:^|\/)pubspec\.yaml$/.test(path),
  read(text, path) {
    const file = attempt(() => parseYaml(text, { schema: 'failsafe', logLevel: 'silent' }) as unknown);
    if (!isObject(file)) return undefined;
    const place = placeOf(path);
    const quoteIn = (section: string, name: string) =>
      findLineAfter(text, new RegExp(`^${section}\\s*:`, 'm'), new RegExp(`^\\s+["']?${escapeRegExp(name)}["']?\\s*:`));
    const listed = (section: string, role: string) =>
      Object.entries(objectOf(file[section])).flatMap(([name, value]) => {
        const range = scalar(value) ?? scalar(objectOf(value).version);
        if (range === undefined) return []; // of an SDK, of git or of a folder
        return [dependencyStatement({ name, range, role, section, quote: quoteIn(section, name) }, place)];
      });
    return [
      ...listed('dependencies', 'runtime dependency'),
      ...listed('dev_dependencies', 'development dependency'),
      ...Object.entries(objectOf(file.environment)).flatMap(([key, value]) => {
        const range = scalar(value);
        const [subject, name] = key === 'sdk' ? ['dart', 'Dart'] : ['flutter', 'Flutter'];
        if (range === undefined || !['sdk', 'flutter'].includes(key)) return [];
        return [requirementStatement({ subject, name, range, quote: quoteIn('environment', key) }, place)];
      }),
    ];
  },
};
