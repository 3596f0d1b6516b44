import type { Random } from './kinds';
import type { Special } from './plants';

/** A kind that has a form of its own around its secrets. */
export function special(
  kind: string,
  context: string,
  secrets: (random: Random) => string[],
  text: (secrets: readonly string[]) => string,
  isWrapped = false,
): Special {
  return {
    kind,
    make: (random) => {
      const made = secrets(random);
      const written = text(made);
      // What a line end cut in two is two pieces in the text.
      return { context, text: written, secrets: isWrapped ? piecesOf(made, written) : made };
    },
  };
}

export function wrapAt(text: string, width: number): string {
  return text.match(new RegExp(`.{1,${width}}`, 'g'))?.join('\n') ?? text;
}

function piecesOf(secrets: readonly string[], text: string): string[] {
  return secrets.flatMap((secret) => {
    for (let cut = 1; cut < secret.length; cut++) {
      const pieces = [secret.slice(0, cut), secret.slice(cut)];
      if (text.includes(pieces.join('\n'))) return pieces;
    }
    return [secret];
  });
}
