import { capitalize, escapeRegExp } from '../../base/text';
import type { Heard, Reader, Reading } from './heard';
import { readAsked, withSubject, type Asked } from './asked';
import { readSpeech } from './speech';
import { isOneOff, isOpen, leans } from './talk';
import { findRival, readTool, toolKey } from './tools';
import { AGAINST_VALUE, changedValue, VALUE, valueKey } from './values';

/** What the user sets right: "no, use pnpm", "not npm, pnpm", "actually it's port 8080", made readable alone by what it replies to. */
export const corrections: Reader = (heard) => {
  const said = heard.raw.replace(/[\s.!]+$/, '');
  if (/\?$/.test(said) || said.length > LONGEST) return undefined;
  const { text: rest, objects } = readObjection(said);
  if (isOpen(rest) || isOneOff(rest)) return undefined;
  const reply = heard.reply?.text ?? '';
  return (
    changedValue(rest, heard.event.before ?? []) ??
    anymore(rest) ??
    (objects || CONTRASTS.test(rest)
      ? (contrast(rest, reply) ??
        value(rest, heard, objects) ??
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
  const { old: unused, verb = '', gone = unused } = GONE.exec(text)?.groups ?? {};
  if (gone === undefined || text.split(/\s+/).length > MOST_WORDS) return undefined;
  // "we don't need tests anymore" is about the task at hand
  if (verb !== '' && !readTool(gone) && !/[`A-Z@\d.]/.test(gone)) return undefined;
  return { kind: 'decision', text: capitalize(text), was: `We ${verb === '' ? 'used' : `${verb}ed`} ${gone}.` };
}

const STOPS = `we (?:(?:do not|don['’]t) use (?=.*\\b(?:anymore|any more|any longer)\\b)|no longer use |stopped using )(?<old>${NAME})(?: (?:anymore|any more|any longer))?`;
const ANYMORE = new RegExp(
  `^${STOPS}[,;.:–-]+\\s*(?:(?:it['’]s|it is|but|we(?:['’]re| are)?|now|use|using|only|switched to|moved to)\\s+)*(?<now>${NAME})$`,
  'i',
);
const GONE = new RegExp(
  `^(?:${STOPS}|we (?:(?:do not|don['’]t) (?=.*\\b(?:anymore|any more|any longer)\\b)|no longer )(?<verb>need|support) (?<gone>${NAME}))(?: .*)?$`,
  'i',
);
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

/** "It's port 8080", "the limit is 10 MB": what the question or the reply says, with the right value in it. */
function value(text: string, { event, reply }: Heard, objects: boolean): Reading | undefined {
  const { noun = '', value: right = '' } = VALUES.map((pattern) => pattern.exec(text)?.groups).find(Boolean) ?? {};
  if (right === '' || (noun === '' && !objects)) return undefined;
  const question = event.before?.at(-2);
  const answered = reply?.role === 'assistant' && question?.role === 'user' ? readAsked(question.text) : undefined;
  const whole = corrected(noun, right, reply?.text ?? '', answered);
  if (whole !== undefined) return { kind: 'decision', text: whole, ...valueKey(whole) };
  if (noun === '' || /^(?:it|that|this|answer|version|problem|issue|error|line|number|value)$/i.test(noun))
    return undefined;
  return { kind: 'decision', text: `The ${noun} is ${right}.`, ...valueKey(`The ${noun} is ${right}.`) };
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

const VALUES: readonly RegExp[] = [
  new RegExp(
    `^(?:it['’]s|it is|that['’]s|should be|it should be|we use|use|it (?:runs|listens) on|on) (?:on )?(?<noun>[a-z]+) (?<value>\\d[\\w.]*)${AGAINST_VALUE}$`,
    'i',
  ),
  new RegExp(
    `^(?:the|our|its) (?<noun>[a-z]+(?: [a-z]+){0,3}?) (?:is|are|must be|should be|has to be) (?<value>${VALUE})${AGAINST_VALUE}$`,
    'i',
  ),
  new RegExp(
    `^(?:it['’]s|it is|should be|it should be|it (?:runs|listens) on|make (?:it|that))? ?(?<noun>)(?<value>${VALUE})${AGAINST_VALUE}$`,
    'i',
  ),
];

/** Fewer are no sentence: "port 3000". */
const LEAST_WORDS = 4;

/** The sentence that gives another value of the same thing, with this one: the reply's, read with what was asked. Undefined unless there is just one. */
function corrected(noun: string, right: string, reply: string, asked: Asked | undefined): string | undefined {
  const unit = /[A-Za-z%]+(?: per \w+)?$/.exec(right)?.[0] ?? '';
  const last = noun.split(' ').at(-1) ?? '';
  const wrong =
    unit !== ''
      ? new RegExp(`\\b\\d[\\d.,_]*\\s?${escapeRegExp(unit)}(?!\\w)`, 'i')
      : last === ''
        ? /(?<![\w.])\d[\d.,_]*(?![\w.])/
        : new RegExp(`(?<=\\b${escapeRegExp(last)}\\b(?:\\s+(?:is|of|to|at|=))?\\s+)\\d[\\w.]*\\b`, 'i');
  const told = readSpeech(reply).filter(({ text }) => wrong.test(text) && !isOpen(text));
  const [only, ...others] = told.filter(
    ({ text }) => last === '' || new RegExp(`\\b${escapeRegExp(last)}`, 'i').test(text),
  );
  if (only === undefined || others.length > 0 || only.text.length > LONGEST) return undefined;
  const old = wrong.exec(only.text)?.[0] ?? '';
  const against = old.toLowerCase() === right.toLowerCase() ? '' : `, not ${old}`;
  const subject = asked && withSubject(only.text, asked);
  const whole = subject ?? only.text;
  if (
    !leans(whole) &&
    whole.split(/\s+/).length >= LEAST_WORDS &&
    !/^(?:i|let me|i['’](?:ll|ve|m))\b/i.test(whole) &&
    (last !== '' || unit !== '' || subject !== undefined)
  )
    return `${capitalize(whole.replace(wrong, () => right))}${against}.`;
  return asked && `${capitalize(noun === '' ? right : `${noun} ${right}`)}${against} (${asked.question}).`;
}
