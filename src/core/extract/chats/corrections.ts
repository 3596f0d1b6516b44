import { capitalize, escapeRegExp } from '../../base/text';
import type { Reader, Reading } from './heard';
import { readSpeech } from './speech';
import { isOneOff, isOpen, leans } from './talk';
import { findRival, readTool, toolKey } from './tools';

/** What the user sets right: "no, use pnpm", "not npm, pnpm", "actually it's port 8080", made readable alone by what it replies to. */
export const corrections: Reader = (heard) => {
  const said = heard.raw.replace(/[\s.!]+$/, '');
  if (/\?$/.test(said) || said.length > LONGEST) return undefined;
  const { text: rest, objects } = readObjection(said);
  if (isOpen(rest) || isOneOff(rest)) return undefined;
  const reply = heard.reply?.text ?? '';
  return (
    anymore(rest) ??
    (objects || CONTRASTS.test(rest)
      ? (contrast(rest, reply) ??
        value(rest, reply) ??
        (objects || /,\s/.test(AGAINST.exec(rest)?.[0] ?? '') ? stated(rest) : undefined))
      : undefined)
  );
};

/** In characters: who corrects is brief. */
const LONGEST = 200;

/** "No, that's wrong: use pnpm" -> "use pnpm". */
function readObjection(said: string): { readonly text: string; readonly objects: boolean } {
  let text = said.trim();
  let objects = false;
  for (let found = OBJECTION.exec(text)?.[0]; found !== undefined && found.length < text.length;) {
    text = text.slice(found.length);
    objects ||= !POLITE.test(found);
    found = OBJECTION.exec(text)?.[0];
  }
  return { text, objects };
}

const OBJECTION =
  /^(?:nope|no(?=[,.!:;–-]|\s+(?:use|it|it['’]s|the|our|we|not|that|that['’]s|i|you|please|don['’]t|wrong|actually|wait)\b)|nah|nein|wrong|incorrect|sorry|wait|hmm|oh|actually|(?:that|this|it)(?:['’]s| is| was)(?: (?:wrong|incorrect|outdated|a mistake|old)| not (?:right|correct|true|quite right|how .{3,40}|what i (?:meant|said|asked|want(?:ed)?)(?: for)?))|i (?:said|meant|told you)(?: to)?|you(?:['’]re| are) wrong|not (?:quite|really|exactly|right|correct)|please|rather|correction|instead)[\s,.!:;–-]+/i;

/** Said before a correction, but before other things, too. */
const POLITE = /^(?:please|rather|instead|oh|hmm)\b/i;

const CONTRASTS = /(?:^|[\s,(])not\s+\S/i;
const NAME = '[`\'"]?@?[A-Za-z][\\w./+#-]*[`\'"]?';

/** "We don't use jest anymore, vitest", "we no longer use moment, we use date-fns". */
function anymore(text: string): Reading | undefined {
  const { old, now } = ANYMORE.exec(text)?.groups ?? {};
  if (old !== undefined && now !== undefined) {
    const tool = readTool(now);
    const told = { text: `We use ${now}, not ${old} anymore.`, was: `We used ${old}.` };
    return tool ? { kind: 'tool', ...told, ...toolKey(tool) } : { kind: 'decision', ...told };
  }
  const gone = GONE.exec(text)?.groups?.old;
  if (gone === undefined || text.split(/\s+/).length > MOST_WORDS) return undefined;
  return { kind: 'decision', text: capitalize(text), was: `We used ${gone}.` };
}

const STOPS = `we (?:(?:do not|don['’]t) use (?=.*\\b(?:anymore|any more|any longer)\\b)|no longer use |stopped using )(?<old>${NAME})(?: (?:anymore|any more|any longer))?`;
const ANYMORE = new RegExp(
  `^${STOPS}[,;.:–-]+\\s*(?:(?:it['’]s|it is|but|we(?:['’]re| are)?|now|use|using|only|switched to|moved to)\\s+)*(?<now>${NAME})$`,
  'i',
);
const GONE = new RegExp(`^${STOPS}(?: .*)?$`, 'i');
const MOST_WORDS = 10;

/** "Use pnpm", "not npm, pnpm", "pnpm, not npm", "use tabs, not spaces". */
function contrast(text: string, reply: string): Reading | undefined {
  for (const pattern of FORMS) {
    const { now, not } = pattern.exec(text)?.groups ?? {};
    if (now === undefined) continue;
    const tool = readTool(now);
    const rival = not ?? (tool && findRival(tool, reply));
    const known = rival === undefined ? undefined : readTool(rival);
    const isKeyed = tool !== undefined && (known?.role === tool.role || not === undefined);
    if (!isKeyed && (rival === undefined || !isName(now) || !isName(rival))) {
      if (/^use\b/i.test(text) && rival !== undefined) continue;
      return undefined;
    }
    if (rival === undefined && !/^(?:we )?use\b/i.test(text)) return undefined;
    return {
      kind: isKeyed ? 'tool' : 'decision',
      text: `Use ${now}${rival === undefined ? '' : `, not ${rival}`}.`,
      ...(isKeyed && toolKey(tool)),
    };
  }
  return undefined;
}

const FORMS: readonly RegExp[] = [
  new RegExp(`^(?:we )?use (?<now>${NAME})$`, 'i'),
  new RegExp(
    `^(?:(?:we )?use |it['’]s |it is |go with )?(?<now>${NAME}),? (?:and )?(?:not|instead of) (?<not>${NAME})$`,
    'i',
  ),
  new RegExp(
    `^(?:(?:do )?not |don['’]t use |not with )(?<not>${NAME})[,;:.–-]*\\s+(?:but |use |rather |it['’]s |we use )*(?<now>${NAME})$`,
    'i',
  ),
];

/** A word that stands for a thing, not for a place in the code or the talk. */
function isName(word: string): boolean {
  return !/^(?:it|that|this|the|one|them|there|here|yet|now|sure|working|like|needed|found|enough|really|only|just|me|you|us|all|any|post|get|put|delete|patch)$/i.test(
    word,
  );
}

/** "It's port 8080", "the limit is 10 MB": what the reply says, with the right value in it. */
function value(text: string, reply: string): Reading | undefined {
  const { noun = '', value: right = '' } = VALUES.map((pattern) => pattern.exec(text)?.groups).find(Boolean) ?? {};
  if (right === '') return undefined;
  const whole = corrected(noun, right, reply);
  if (whole !== undefined) return { kind: 'decision', text: whole };
  return noun === '' || /^(?:it|that|this|answer|version|problem|issue|error|line|number|value)$/i.test(noun)
    ? undefined
    : { kind: 'decision', text: `The ${noun} is ${right}.` };
}

/** "No, the API runs on port 4000": it can be read alone. */
function stated(text: string): Reading | undefined {
  const isWhole = STATED.test(text) && !COMPLAINS.test(text.replace(AGAINST, '')) && !leans(text);
  return isWhole ? { kind: 'decision', text: capitalize(text) } : undefined;
}

/** "..., not Kubernetes": against what. */
const AGAINST = /,? (?:and )?not (?!(?:sure|yet|working|needed|found)\b)\S+(?: \S+){0,2}$/i;
const STATED =
  /^(?:(?:the|our|we|all|every|only|[a-z]+s?)\s+)(?<!^(?:it|this|that|there|they|i|you|he|she|nothing|everything|something|what|which|please|just|maybe|then)\s+)(?:\S+\s+){0,5}?(?:is|are|runs?|uses?|lives?|goes|go|listens?|starts?|stays?|belongs?|needs?|must|should|supports?|requires?|deploys?|keeps?|stores?|defaults?|takes?)\s+\S+/i;
const COMPLAINS =
  /\b(?:not|still|broken|wrong|fail\w*|errors?|bug|crash\w*|missing|empty|gone|weird|problem|failing|twice|now|too)\b|n['’]t\b|^the (?:tests?|build|output|page|button|result|problem|issue)\b/i;

const UNIT =
  '(?:ms|s|sec(?:ond)?s?|min(?:ute)?s?|hours?|days?|weeks?|[KMGT]i?B|bytes?|px|%|requests|users|items|characters|lines)';
const VALUE = `\\d[\\d.,_]*(?:\\s?${UNIT}\\b(?: per \\w+)?|%)?`;
const VALUES: readonly RegExp[] = [
  new RegExp(
    `^(?:it['’]s|it is|that['’]s|should be|it should be|we use|use|it runs on|on) (?:on )?(?<noun>[a-z]+) (?<value>\\d[\\w.]*)$`,
    'i',
  ),
  new RegExp(
    `^(?:the|our|its) (?<noun>[a-z]+(?: [a-z]+){0,3}?) (?:is|are|must be|should be|has to be) (?<value>${VALUE})(?:,? (?:and )?not .{1,20})?$`,
    'i',
  ),
  new RegExp(`^(?:it['’]s|it is|should be|it should be) (?<noun>)(?<value>\\d[\\d.,_]*\\s?${UNIT})$`, 'i'),
];

/** The sentence of the reply that gives another value of the same thing, with this one. Undefined unless there is just one. */
function corrected(noun: string, right: string, reply: string): string | undefined {
  const unit = /[A-Za-z%]+(?: per \w+)?$/.exec(right)?.[0] ?? '';
  const last = noun.split(' ').at(-1) ?? '';
  const wrong =
    unit === ''
      ? new RegExp(`(?<=\\b${escapeRegExp(last)}\\b(?:\\s+(?:is|of|to|at|=))?\\s+)\\d[\\w.]*\\b`, 'i')
      : new RegExp(`\\b\\d[\\d.,_]*\\s?${escapeRegExp(unit)}(?!\\w)`, 'i');
  const told = readSpeech(reply).filter(({ text }) => wrong.test(text) && !isOpen(text) && !leans(text));
  const [only, ...others] = told.filter(
    ({ text }) => last === '' || new RegExp(`\\b${escapeRegExp(last)}`, 'i').test(text),
  );
  if (only === undefined || others.length > 0 || only.text.length > LONGEST) return undefined;
  if (/^(?:i|let me|i['’](?:ll|ve|m))\b/i.test(only.text)) return undefined;
  return `${capitalize(only.text.replace(wrong, () => right))}.`;
}
