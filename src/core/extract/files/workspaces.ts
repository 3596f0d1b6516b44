import { parse as parseYaml } from 'yaml';
import { escapeRegExp } from '../../base/text';
import {
  attempt,
  dependencyStatement,
  findLine,
  isObject,
  listOf,
  objectOf,
  placeOfFile,
  stringsOf,
  type StateFileReader,
  type Statement,
} from './statement';

export function workspacesStatement(folders: readonly unknown[], quote: string): Statement[] {
  const names = folders.filter((folder) => typeof folder === 'string').join(', ');
  if (names === '') return [];
  return [
    {
      kind: 'convention',
      subject: 'workspaces',
      attribute: 'folders',
      value: names,
      text: `The repository is a monorepo with workspaces: ${names}.`,
      ending: 'The repository has no workspaces any more',
      quote,
    },
  ];
}

/** pnpm-workspace.yaml: the folders, and the versions that manifests take from its catalogs. */
export const pnpmWorkspace: StateFileReader = {
  wants: (path) => path === 'pnpm-workspace.yaml',
  read(text, path) {
    const file = attempt(() => parseYaml(text, { schema: 'failsafe', logLevel: 'silent' }) as unknown);
    if (!isObject(file)) return undefined;
    const place = placeOfFile(path);
    const catalogs = [
      ...stringsOf(file.catalog),
      ...Object.values(objectOf(file.catalogs)).flatMap((catalog) => stringsOf(catalog)),
    ];
    return [
      ...workspacesStatement(listOf(file.packages), findLine(text, /^packages\s*:/)),
      ...catalogs.map(([name, range]) => {
        const quote = findLine(text, new RegExp(`^\\s+["']?${escapeRegExp(name)}["']?\\s*:`));
        return dependencyStatement({ name, range, role: 'catalog entry', section: 'catalog', quote }, place);
      }),
    ];
  },
};
