import { contentId, type Memory, type Source } from '../../src/core/index';

/** What a test says of a memory; the rest is filled in. */
export type SomeMemory = Partial<Memory> & {
  readonly text: string;
  readonly author?: string;
  readonly ref?: string;
  readonly session?: string;
  readonly title?: string;
};

/** A memory with the source, id and dates that its text alone would have. */
export function someMemory({ author, ref, session, title, ...given }: SomeMemory): Memory {
  const id = given.id ?? contentId(given.text, given.validFrom, given.state);
  const validFrom = given.validFrom ?? '2024-01-01T00:00:00Z';
  const source: Source = {
    kind: session === undefined ? 'commit' : 'chat',
    ref: ref ?? contentId('ref', id),
    subject: title ?? given.text,
    time: validFrom,
    quote: given.text,
    ...(author !== undefined && { author }),
    ...(session !== undefined && { session }),
  };
  return {
    kind: 'decision',
    state: 'active',
    reviewed: true,
    decidedBy: 'rule',
    lineage: id,
    sources: [source],
    ...given,
    id,
    validFrom,
  };
}

/** The versions of a package, oldest first: [range, since]. The last one holds, unless `removed` says when and why it does not. */
export function somePackage(
  name: string,
  versions: readonly (readonly [string, string])[],
  removed?: { readonly on: string; readonly replacedBy?: string; readonly forgotten?: boolean },
): Memory[] {
  const lineage = contentId('package', name);
  return versions.map(([range, since], index) => {
    const next = versions[index + 1];
    const ended = next === undefined ? removed : undefined;
    const text = `The project uses ${name} ${range} (development dependency).`;
    const validTo = next?.[1] ?? ended?.on;
    return someMemory({
      text,
      kind: 'dependency',
      lineage,
      subject: name,
      attribute: 'version',
      value: range,
      validFrom: since,
      author: `author-${index + 1}`,
      state: next ? 'superseded' : ended ? 'deleted' : 'active',
      ...(validTo !== undefined && { validTo }),
      ...(ended && {
        ending: {
          text: `${name} was removed from the development dependencies`,
          time: ended.on,
          sources: [
            {
              kind: 'commit',
              ref: contentId('removal', name),
              subject: `Remove ${name}`,
              time: ended.on,
              author: 'the-remover',
              quote: name,
            },
          ],
          forgotten: ended.forgotten ?? false,
          ...(ended.replacedBy !== undefined && { replacedBy: ended.replacedBy }),
        },
      }),
    });
  });
}
