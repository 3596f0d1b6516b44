import { ROLES } from '../../base/roles';
import type { FactDraft } from '../../memory/fact';

/** A tool that a text names, and what it does for a project. */
export interface NamedTool {
  readonly name: string;
  readonly role: string;
}

/** The tool, where a phrase is nothing but its name: "pnpm", "`vitest`". */
export function readTool(phrase: string): NamedTool | undefined {
  return TOOLS.get(
    phrase
      .replace(/[`'"“”]/g, '')
      .trim()
      .toLowerCase(),
  );
}

/** The one other tool of the same role that a text names. */
export function findRival(tool: NamedTool, text: string): string | undefined {
  const named = new Set(
    [...text.toLowerCase().matchAll(/(?<![\w@/.-])@?[a-z][\w./-]*[a-z0-9]/g)].flatMap(([word]) => {
      const other = TOOLS.get(word);
      return other && other.role === tool.role && other.name !== tool.name ? other.name : [];
    }),
  );
  const [rival, ...others] = named;
  return others.length === 0 ? rival : undefined;
}

/** The key under which manifests tell of the same role. */
export function toolKey({ name, role }: NamedTool): Required<Pick<FactDraft, 'subject' | 'attribute' | 'value'>> {
  return { subject: role, attribute: 'name', value: name };
}

/** Words of everyday language that are also names of tools. */
const ORDINARY = new Set(
  'should expect must mm lab standard unexpected responses coverage blanket tap tape documentation request requests superagent tracing log next warp rocket click foundation-sites drone auto np thor slim'.split(
    ' ',
  ),
);

const TOOLS: ReadonlyMap<string, NamedTool> = new Map(
  ROLES.flatMap(({ name: role, tools }) =>
    tools.flatMap((name): [string, NamedTool][] => (ORDINARY.has(name) ? [] : [[name.toLowerCase(), { name, role }]])),
  ).reverse(), // of several roles the first counts
);
