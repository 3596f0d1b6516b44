import { capitalize } from '../../base/text';
import type { Change, Reader } from './change';
import { codeNames, onlyName, plainName, soleName, THING } from './names';
import { isVerb, passive, readVerb } from './verbs';

/** What is not there any more, or is on its way out: removed, dropped, deprecated. */
export const removals: Reader = (change) => {
  const { text } = change.clause;
  if (text.length > 280 || change.ground === 'tests' || change.ground === 'documents') return undefined;
  const loss = readImperative(change) ?? readPassive(change);
  if (!loss || isSmall(change, loss) || !isTelling(change, loss)) return undefined;
  const name = soleName(loss.object);
  if (name !== undefined && change.isPackage(name)) return undefined;
  const isKeyed = name !== undefined && !/^(?:from|in(?! favou?r)|of|on|when|if)\s/.test(loss.rest);
  const successor = replacement(change, loss);
  const use = successor === undefined || mentions(loss.rest, successor) ? '' : ` (use ${successor})`;
  const said = capitalize(
    `${passive(withSupport(loss), loss.verb, loss.rest.replace(ADVICE, '; $&')).replace(' ; ', '; ')}${use}`,
  );
  return {
    kind: 'feature',
    text: said,
    ...(isKeyed && {
      subject: name,
      attribute: 'status',
      ...(loss.verb === 'deprecate' ? { value: 'deprecated' } : { ends: true as const }),
      ...(successor !== undefined && { replacedBy: successor.replace(/`|\(\)/g, '') }),
    }),
  };
};

/** "Drop Node 10": the project stays, its support goes. */
function withSupport({ verb, object }: Loss): string {
  const isPlatform = PLATFORM.test(object) && !/\bsupport\b/i.test(object);
  return isPlatform && verb === 'drop' ? `support for ${object}` : object;
}

/** "deprecated, use x": what to do is not part of what was done. */
const ADVICE = /^(?:please\s+)?(?:use|prefer)\b/i;

interface Loss {
  /** "deprecate" or a verb of removal. */
  readonly verb: string;
  readonly object: string;
  /** From where, in favor of what, since when. */
  readonly rest: string;
}

const SEAM =
  /,?\s+(?=(?:from|in favou?r of|because|since|as|so|until|by|which|instead|when|with no|without|now|to (?:avoid|prevent|reduce|make|match|be|fix|simplify|keep|use|allow|improve))\b)|\s+[(–-]\s*|[:;]\s+|,\s+(?![\w.`$()<>=-]+(?:,|\s+(?:and|or|&)\s|\s+support\b|$))|\.\s+/i;
const VERBS = new Set(['remove', 'drop', 'delete', 'deprecate', 'discontinue']);

function readImperative({ clause }: Change): Loss | undefined {
  if (clause.place === 'sentence') return undefined;
  const idiom = /^(?:got rid of|stop(?:s|ped|ping)? support(?:ing)?|end support for|no longer support)\s+(.+)$/i.exec(
    clause.text,
  );
  const stops = /support/i.test(idiom?.[0].slice(0, 22) ?? '');
  const read = idiom
    ? { verb: stops ? 'drop' : 'remove', rest: `${stops ? 'support for ' : ''}${idiom[1] ?? ''}` }
    : readVerb(clause.text);
  if (!read || !VERBS.has(read.verb)) return undefined;
  return toLoss(read.verb, read.rest);
}

/** "onFinishCommand removed", "`a` has been deprecated, use `b`". */
function readPassive({ clause }: Change): Loss | undefined {
  const found =
    /^((?:`[^`]+`|[^\s,.;:]+)(?:\s(?:`[^`]+`|[^\s,.;:]+)){0,5}?)\s+(?:(?:is|are|was|were|has been|have been|will be)\s+)?(?:now\s+)?(removed|dropped|deleted|deprecated)\b[\s.,;:]*(.*)$/i.exec(
      clause.text,
    );
  const [, object = '', participle = '', rest = ''] = found ?? [];
  if (object === '' || (clause.place === 'sentence' && codeNames(object).length === 0)) return undefined;
  if (isVerb(object.split(/\s/)[0] ?? '')) return undefined;
  if (
    /\b(?:when|if|that|which|to|not|be|being|was|were|already|since|remains|stays|still|get|gets)\b|^(?:it|this|that|they|we|i|have|has|is|are)\b/i.test(
      object,
    )
  )
    return undefined;
  const verb =
    { removed: 'remove', dropped: 'drop', deleted: 'delete', deprecated: 'deprecate' }[participle.toLowerCase()] ??
    'remove';
  return { verb, object, rest: rest.replace(/[\s.]+$/, '') };
}

function toLoss(verb: string, said: string): Loss | undefined {
  const seam = SEAM.exec(said);
  const object = (seam ? said.slice(0, seam.index) : said).trim();
  const rest = seam
    ? `${/^[,\s]*[:(;–,.-]/.test(seam[0]) ? seam[0].trim() + ' ' : ''}${said.slice(seam.index + seam[0].length)}`
    : '';
  return object === ''
    ? undefined
    : {
        verb,
        object,
        rest: rest
          .trim()
          .replace(/^[,.]\s*/, '')
          .replace(/^\(\s/, '(')
          .replace(/[\s.]+$/, ''),
      };
}

/** Tidying up inside, which nobody outside can tell. */
const SMALL =
  /\b(?:variables?|vars?|tests?|specs?|assertions?|files?|folders?|director(?:y|ies)|imports?|examples?|leftovers?|duplicate[ds]?|unused|unnecessary|unneeded|redundant|useless|dead|old|extra|extraneous|whitespace|spaces?|semicolons?|code style|logs?|logging|console\.\w+|images?|screenshots?|icons?|links?|demos?|todos?|comments?|typos?|lines?|readme|changelog|docs?|documentation|jsdoc|badges?|sponsors?|debug(?:ger)?|checks?|conditions?|branch(?:es)?|calls?|code|stuff|hacks?|workarounds?|mentions?|references?|notes?|words?|sections?|entr(?:y|ies)|lock|snapshots?|fixtures?|casts?|any|quotes?|need|it|them|this|these|those|that|casting|assignments?|statements?|blocks?|loops?|parens|brackets|colons?|spam|mocha|travis|appveyor|greenkeeper|lint\w*|eslint\w*|prettier|jshint|tslint|scripts?|steps?|jobs?|paragraph|wip|temp\w*|merge|artifacts?|generated|copyright|polyfilling|indirection)\b|^\d+ \w+/i;
/** What users can tell. */
const OUTWARD = new RegExp(
  `\\b(?:support|deprecated|build|bundles?|distribution|exports?|commonjs|cjs|umd|esm|default|defaults|aliases|restriction|ability|requirement|compat(?:ibility)?|${THING.slice(3, -3)})s?\\b|\\b(?:node(?:\\.?js)?|python|ruby|php|java|go|rust|deno|bun|ie|internet explorer|safari|edge|chrome|firefox|windows|macos|linux|android|ios|react|vue|angular|typescript)\\s*[v@<>=]*\\s*\\d[\\w.]*`,
  'i',
);

const PLATFORM =
  /^(?:old |older |all )?(?:node(?:\.?js)?|python|ruby|php|java|go|deno|bun|ie|internet explorer|safari|edge|chrome|firefox|android|ios|react|vue|angular|typescript)\b(?:\s*[v@<>=]*\s*\d[\w.]*|(?:[\s,&/]|and)+)*(?:versions?)?$/i;

function isSmall({ clause, ground }: Change, { object }: Loss): boolean {
  if (object.split(/\s+/).length > 14) return true;
  if (clause.breaking)
    return /^(?:unused|unnecessary|redundant|useless|dead|some|it|them|this|these|those|that|all)\b/i.test(object);
  if (clause.type !== undefined && /^(?:tests?|style|docs?|lint|ci|release)$/.test(clause.type)) return true;
  const known = object.replace(/`[^`]*`/g, 'x');
  return SMALL.test(known) || ground === 'documents';
}

function isTelling({ clause, ground }: Change, { verb, object, rest }: Loss): boolean {
  if (clause.breaking || verb === 'deprecate') return object.length > 2;
  const isOutward =
    OUTWARD.test(object) ||
    /^from (?:the )?(?:\w+ )?(?:defaults?|(?:dev)?dependenc(?:y|ies)|exports?|public api|api|build|bundle|core)\b/i.test(
      rest,
    );
  const isInner = /^(?:chore|refactor(?:ing)?|perf|internal|build|test|ci|fix)$/.test(clause.type ?? '');
  if (verb === 'drop' && PLATFORM.test(object)) return clause.place === 'subject';
  if (ground !== 'code')
    return (
      isOutward &&
      /\b(?:support|build|bundle|distribution|commonjs|cjs|umd|esm|dependenc\w+|settings?|defaults?|commands?|keybindings?)\b/i.test(
        `${object} ${rest}`,
      ) &&
      clause.place === 'subject'
    );
  if (clause.place === 'subject') return isOutward || (codeNames(object).length > 0 && !isInner);
  return codeNames(object).length > 0 && (isOutward || clause.type !== undefined || /`/.test(object)) && !isInner;
}

/** What to use instead: said in the clause, or the only thing that the same line adds. */
function replacement({ clause }: Change, { rest }: Loss): string | undefined {
  const said =
    /(?:in favou?r of|\buse|replaced (?:by|with)|migrate to|switch to)\s+(?:the\s+)?(`[^`]+`|[\w$.@/-]+(?:\(\))?)/i.exec(
      rest,
    )?.[1];
  if (said !== undefined) return /^(?:the|a|an|of|in|it)$/i.test(said) ? undefined : said.replace(/\.$/, '');
  if (clause.line === clause.text) return undefined;
  const others = clause.line.replace(clause.text, '');
  const added = /^(?:add|introduce|implement|expose|create)(?:e?s|e?d|ing)?\s+(.+?)[\s,;.&]*(?:and\s*)?$/i.exec(
    others.trim(),
  )?.[1];
  if (added === undefined || codeNames(added).length === 0) return undefined;
  return codeNames(added).length === 1 ? onlyName(added) : added.replace(/,?\s+and\s+/, ' and ').replace(/[\s,]+$/, '');
}

function mentions(text: string, name: string): boolean {
  return text.includes(plainName(name));
}
