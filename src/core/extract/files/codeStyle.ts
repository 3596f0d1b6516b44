import { parse as parseYaml } from 'yaml';
import { escapeRegExp } from '../../base/text';
import {
  attempt,
  findLine,
  isObject,
  scalar,
  type JsonObject,
  type StateFileReader,
  type Statement,
} from './statement';

/** Prettier's options at the root, in JSON or YAML (which JSON is, too). */
export const prettierrc: StateFileReader = {
  wants: (path) => /^\.prettierrc(?:\.json|\.ya?ml)?$/.test(path),
  read(text, path) {
    const options = attempt(() => parseYaml(text, { logLevel: 'silent' }) as unknown);
    if (!isObject(options)) return undefined;
    return rules(options, 'Prettier option', path, (name) =>
      findLine(text, new RegExp(`["']?${escapeRegExp(name)}["']?\\s*:`)),
    );
  },
};

/** What .editorconfig says of all files. */
export const editorconfig: StateFileReader = {
  wants: (path) => path === '.editorconfig',
  read(text, path) {
    const section = /^\[\*\]\s*\n((?:(?!\[).*(?:\n|$))*)/m.exec(text)?.[1] ?? '';
    const entries = section.split('\n').flatMap((line): [string, string][] => {
      const [, name, value] = /^\s*([\w-]+)\s*=\s*([^#;]+)/.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value.trim()]];
    });
    return rules(Object.fromEntries(entries), 'EditorConfig rule', path, (name) =>
      findLine(section, new RegExp(`^\\s*${escapeRegExp(name)}\\s*=`)),
    );
  },
};

function rules(options: JsonObject, what: string, path: string, quoteOf: (name: string) => string): Statement[] {
  return Object.entries(options).flatMap(([name, option]): Statement[] => {
    const value = typeof option === 'boolean' ? String(option) : scalar(option);
    if (value === undefined) return [];
    return [
      {
        kind: 'convention',
        subject: name,
        attribute: `value in ${path}`,
        value,
        text: `Code style: the ${what} \`${name}\` is ${value} (${path}).`,
        ending: `The ${what} \`${name}\` is no longer set in ${path}; it was ${value}`,
        quote: quoteOf(name),
      },
    ];
  });
}
