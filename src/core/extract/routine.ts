import { isRevert } from './reverts';

/** Commits that tell nothing to remember: merges, releases, bots, small repairs, and reverts, which have their own extractor. */
export function isRoutine(subject: string): boolean {
  if (MINIMUM.test(subject)) return false;
  if (isRevert(subject) || BOOKKEEPING.test(subject) || DEPENDENCIES.test(subject)) return true;
  return TEXT_ONLY.test(subject) && !CHOOSES.test(subject);
}

/** What users need at least is no routine. */
const MINIMUM = /\b(?:minimum|msrv|min(?:imal)? (?:supported|required))\b/i;

/** One that only raises or pins a version. */
export function isUpgrade(subject: string): boolean {
  return DEPENDENCIES.test(subject) && !isRevert(subject) && !BOOKKEEPING.test(subject.replace(/^bump\b/i, ''));
}

const BOOKKEEPING =
  /^(?:merge\b|release\b|v?\d+\.\d+|\d+\s*$|bump\b|wip\b|fixup!|squash!|amend!|initial commit|prepare (?:for )?release|version\b|publish(?:\s+\S+)?$|changelog\b|cut \d|typo)|^(?:release)(?:\([^)]*\))?!?:|^chore: (?:release|publish|version|bump)(?:\s+(?:v?\d\S*|new|the|version|release|packages?|\S*@\S+|alpha|beta|rc\S*|next|canary))*$|^\w+\(release\): (?:v?\d|publish|release)/i;
const DEPENDENCIES =
  /^(?:chore|build|fix|ci|feat)\((?:deps|deps-dev|dev-deps)\): (?:bump|update|upgrade|lock|pin|roll)\b|^(?:update|upgrade) dependenc|^(?:\w+: )?(?:update|upgrade) \S+ (?:from \S+ )?to v?\d|\bbump\b.*\bfrom\b/i;
/** About the text of the documents or the looks of the code. */
const TEXT_ONLY =
  /\b(?:typos?|spelling|grammar|(?:fix|trailing|extra|unnecessary|remove) whitespaces?|prettier|lint(?:er|ing)?(?: errors?| fix(?:es)?)|read ?me|changelog|docs?|documentation|jsdocs?|code comments?|badges?|sponsors?)\b|^(?:docs?|style)(?:\([^)]*\))?!?:/i;
const CHOOSES = /^(?:[\w()/-]+!?: )?(?:update and )?(?:switch|migrat|mov|renam|replac|no \w+ |remov\S* .* in favou?r)/i;
