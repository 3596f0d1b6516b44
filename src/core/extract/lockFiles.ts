import { firstLine } from '../base/text';
import type { Event } from '../memory/event';
import type { FactDraft } from '../memory/fact';

const PACKAGE_MANAGERS: Readonly<Record<string, string>> = {
  'package-lock.json': 'npm',
  'npm-shrinkwrap.json': 'npm',
  'yarn.lock': 'yarn',
  'pnpm-lock.yaml': 'pnpm',
  'bun.lock': 'bun',
  'bun.lockb': 'bun',
};

/**
 * The package manager that a new lock file at the root gives away, for manifests that do not name one. A lock file that
 * comes alone counts only where the commit shows such a manifest, or takes away the lock file of another manager.
 */
export function packageManagerOfLockFiles(event: Event): FactDraft[] {
  const managersWith = (status: string) =>
    new Set(event.files.filter((file) => file.status === status).flatMap((file) => PACKAGE_MANAGERS[file.path] ?? []));
  const [name, ...others] = managersWith('A');
  if (name === undefined || others.length > 0) return [];
  const manifest = event.files.find((file) => file.path === 'package.json')?.after;
  if (manifest?.includes('"packageManager"') === true) return [];
  const replacesAnother = [...managersWith('D')].some((removed) => removed !== name);
  if (manifest === undefined && !replacesAnother) return [];
  return [
    {
      kind: 'tool',
      subject: 'package manager',
      attribute: 'name',
      value: name,
      text: `The project uses ${name} as its package manager.`,
      quote: firstLine(event.text),
    },
  ];
}
