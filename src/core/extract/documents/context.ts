import { words } from '../../base/words';
import { plainText } from './plainText';

/** What a statement must be read with, so that it can be read alone: its heading, or what introduces its list. */
export interface Context {
  /** Innermost first. */
  readonly headings: readonly string[];
  readonly lead?: string;
}

/**
 * "Testing" for "Run the linter first": the nearest label that says what a statement is about and that the statement does not say itself. Undefined where it
 * says enough, or nothing above it is of use.
 */
export function labelFor(text: string, { headings, lead }: Context): string | undefined {
  const said = new Set(words(text));
  const own = OWN_LABEL.exec(text);
  if (own) {
    // "Location: `build.gradle`" and "Print width: 120" say of what only with what stands above them
    const isBare = BARE.test(own.groups?.label ?? '');
    const isValue = text.slice(own[0].length).split(/\s+/).length <= 2;
    const above = isBare || isValue ? labelOf(lead ?? headings[0] ?? '') : undefined;
    const isSaid = above !== undefined && words(above).some((word) => said.has(word));
    return isSaid && !isBare ? undefined : above;
  }
  for (const above of [isLabel(lead) ? lead : undefined, ...headings.slice(0, LEVELS)]) {
    const label = above === undefined ? undefined : labelOf(above);
    if (label === undefined) continue;
    return words(label).some((word) => said.has(word)) ? undefined : label;
  }
  return undefined;
}

/**
 * "Do not" for "use `any`" in a section of what is not to be done: without it the statement would say the opposite. Undefined where nothing forbids it, or it says
 * so itself.
 * @param raw with its signs
 */
export function banOf(text: string, raw: string, { headings, lead }: Context): string | undefined {
  if (NEGATION.test(text)) return undefined;
  if (/^[\s\W]*[❌🚫⛔✗✘👎]/u.test(raw)) return 'Do not';
  const above = plainText(lead ?? headings[0] ?? '').replace(/\s*\([^)]*\)\s*$|[\s:.]+$/g, '');
  if (!BANS.test(above) || /\bdo['’]?s?\b\W+(?:and|&|or|\/)/i.test(above)) return undefined;
  return /^(?:do not|don['’]?ts?|never|what not to do|things (?:not to do|to avoid))\b/i.test(above) ? 'Do not' : above;
}

const NEGATION =
  /^(?:[^:]{1,40}:\s+)?(?:please )?(?:do not|don['’]t|never|avoid|no|not|stop|skip)\b|\b(?:must|should|can|may|is|are|do) not\b|\b(?:cannot|never|forbidden|prohibited)\b|n['’]t\b/i;
const BANS =
  /\b(?:do not|don['’]?ts?|never|avoid|not|no|forbidden|prohibited|disallowed|banned|anti-?patterns?|bad (?:practices?|patterns?)|deprecated|out of scope|unsupported|non-?goals?)\b/i;

/** What introduces a list may be a whole sentence. */
function isLabel(lead: string | undefined): boolean {
  return lead !== undefined && lead.split(/\s+/).length <= 5 && !/\b(?:these|this|those|following|below)\b/i.test(lead);
}

/** "Validation: never inline", "`src/`: sources" have one of their own. */
const OWN_LABEL = /^(?<label>[^\s:.](?:[^:.]|\.(?=\S)){0,40}?)(?::\s|\s[-–—]\s)/;

/** Labels that name a property, not the thing that has it. */
const BARE =
  /^(?:locations?|paths?|files?|folders?|formats?|keys?|names?|types?|defaults?|values?|versions?|ports?|urls?|windows|linux|macos|examples?|usage|purpose|owner|source|target|schema|description|entry ?point|commands?|run|build|test|prefix|suffix|pattern|structure|required|optional|limits?|timeouts?|status)$/i;

/** How far up a heading still tells what a statement is about. */
const LEVELS = 2;

/** A heading as a label: "3. Naming Conventions (strict)" -> "Naming". Undefined for one that every document has. */
function labelOf(heading: string): string | undefined {
  const label = plainText(heading)
    .replace(/`/g, '')
    .replace(/^(?:\d+(?:\.\d+)*[.)]?|step \d+:?)\s+/i, '')
    .replace(/\s*\([^)]*\)\s*$/, '')
    .replace(GENERIC, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(EVERYWHERE, '')
    .replace(
      /^(?:(?:and|or|for|of|the|a|&|when|on|in|to|with|your|our)\s+)+|(?:\s+(?:and|or|for|of|the|&|in|to|with))+$|^\W+|[\s:.,;&-]+$/gi,
      '',
    )
    .trim();
  const isUsable =
    /\p{L}{2}/u.test(label) &&
    !/^(?:that|which|who|you|this)\b/i.test(label) &&
    label.length <= LONGEST &&
    !/[.!?]$/.test(label);
  return isUsable ? label : undefined;
}

/** In characters. */
const LONGEST = 48;

/** Words that tell that rules follow, not what they are about. */
const GENERIC =
  /\b(?:(?:coding|code|style|development|developer|project|contribut(?:ion|ing)|engineering|team|general|key|core|critical|important|essential|basic|common|main|other|misc(?:ellaneous)?|additional|specific|mandatory|strict|golden|hard|non-negotiables?|quick|current|agent|ai|assistant|claude|copilot|cursor|codex|repo(?:sitory)?|codebase|house)(?:[ -](?=\w))?)*\b(?:guidelines?|rules?|conventions?|standards?|instructions?|(?:best )?practices?|style(?: guides?)?|guides?|guidance|principles?|patterns?|requirements?|constraints?|notes?|tips?|gotchas?|pitfalls?|quality|overview|summary|introduction|basics|preferences|decisions|points?|facts?|things to know|reminders?|expectations?|policy|policies|considerations|information|details|learnings|lessons(?: learned)?|commands?|overrides?)\b/gi;

/** Headings that every document has. */
const EVERYWHERE =
  /^(?:do(?: not|n['’]t)?|dos and don['’]ts|dos|don['’]ts|always|never|must|avoid|the following|(?:tech(?:nology)? )?stack|technologies|technical context|architecture|language (?:&|and) framework|frameworks?|languages?|structure|project|context|development|setup|background|usage|critical|important|read these first|other|misc|memory|memories|core|key|general|repository|code|coding|style|claude|agents?|skills?|about|what|why|how|summary)$/i;
