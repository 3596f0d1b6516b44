import { firstLine } from '../base/text';
import type { Event } from '../memory/event';
import type { FactDraft } from '../memory/fact';

interface Ecosystem {
  /** Behind the attribute, so that languages that live side by side do not contradict each other. */
  readonly of: string;
  readonly manifest: string;
  /** A manifest that fits names the manager itself. */
  readonly named?: string;
  readonly managers: ReadonlyMap<string, string>;
}

const ECOSYSTEMS: readonly Ecosystem[] = [
  {
    of: '',
    manifest: 'package.json',
    named: '"packageManager"',
    managers: new Map(
      Object.entries({
        'package-lock.json': 'npm',
        'npm-shrinkwrap.json': 'npm',
        'yarn.lock': 'yarn',
        'pnpm-lock.yaml': 'pnpm',
        'bun.lock': 'bun',
        'bun.lockb': 'bun',
      }),
    ),
  },
  {
    of: ' for Python',
    manifest: 'pyproject.toml',
    managers: new Map(
      Object.entries({ 'poetry.lock': 'poetry', 'uv.lock': 'uv', 'pdm.lock': 'pdm', 'Pipfile.lock': 'pipenv' }),
    ),
  },
];

/**
 * The package managers that new lock files at the root give away, where no manifest of the commit names one. As lock files also come
 * by accident, one counts only where it comes with the manifest, takes the place of another's, or the message speaks of its manager.
 */
export function packageManagersOfLockFiles(event: Event, stated: readonly FactDraft[]): FactDraft[] {
  return ECOSYSTEMS.flatMap((ecosystem): FactDraft[] => {
    const attribute = `name${ecosystem.of}`;
    if (stated.some((fact) => fact.subject === SUBJECT && fact.attribute === attribute)) return [];
    const name = managerOfLockFile(event, ecosystem);
    if (name === undefined) return [];
    const text = `The project uses ${name} as its package manager${ecosystem.of}.`;
    return [{ kind: 'tool', subject: SUBJECT, attribute, value: name, text, quote: firstLine(event.text) }];
  });
}

const SUBJECT = 'package manager';

function managerOfLockFile(event: Event, { managers, manifest, named }: Ecosystem): string | undefined {
  const managersWith = (status: string) =>
    new Set(event.files.filter((file) => file.status === status).flatMap((file) => managers.get(file.path) ?? []));
  const [name, ...others] = managersWith('A');
  if (name === undefined || others.length > 0) return undefined;
  if ([...managersWith('M')].some((other) => other !== name)) return undefined; // one of the two is there by accident
  const change = event.files.find((file) => file.path === manifest);
  if (named !== undefined && change?.after?.includes(named) === true) return undefined;
  const replacesAnother = [...managersWith('D')].some((removed) => removed !== name);
  const isMeant = change?.status === 'A' || new RegExp(`\\b${name}\\b`, 'i').test(event.text);
  return replacesAnother || (change?.after !== undefined && isMeant) ? name : undefined;
}
