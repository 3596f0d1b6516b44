import { capitalize, findPassage, firstLine } from '../base/text';
import type { FactDraft } from '../memory/fact';
import { readMessage } from './changes/clauses';
import type { Extractor } from './extractor';
import { findReason } from './reasons';
import { isRevert } from './reverts';

/** What a commit did, in its own words, where no other extractor found something lasting in its subject. */
export const records: Extractor = {
  name: 'records',
  extract(event, said) {
    if (event.kind !== 'commit') return [];
    const title = firstLine(event.text);
    if (isRevert(title) || NOISE.test(title) || said.some((fact) => isFromTitle(fact, title))) return [];
    const message = readMessage(event.text);
    const { text: heading, scope } = message.heading;
    const statement = capitalize(heading.replace(/[\s.:;,…]+$/, ''));
    if (statement.split(/\s+/).length < LEAST_WORDS || NOISE.test(statement)) return [];
    const where = scope === undefined || statement.toLowerCase().includes(scope.toLowerCase()) ? '' : ` (${scope})`;
    const reason = findReason(message, heading, MAX_LENGTH - statement.length - where.length);
    const text = `${statement}${where}${reason ? `: ${capitalize(reason.text.replace(/[.\s]+$/, ''))}` : ''}.`;
    return [{ kind: 'change', text, quote: findPassage(event.text, heading) ?? title }];
  },
};

/** Fewer say nothing: "fix build", "more tests". */
const LEAST_WORDS = 3;

/** What still can be shown whole in an answer, with what stands around it. In characters. */
const MAX_LENGTH = 285;

/** Versions, merges, typing errors, formatting, dependencies (which manifests tell), and what is not finished. */
const NOISE =
  /^(?:merge[ds]?\b|release[ds]?\b|releasing\b|bump\w*\b|v?\d+\.\d+|wip\b|fixup!|squash!|amend!|initial commit|init$|prepar\w+ (?:for )?(?:the )?(?:next )?release|publish\w*\s+v?\d|version \d|update(?:d|s)? (?:the )?(?:change ?log|lock ?file|dependenc|deps|sponsors?|backers|contributors|snapshots?|submodule|\S+ to v?\d|\S+ (?:digest|monorepo|action))|(?:add|fix|improv|updat|tweak|clean)\w* (?:the |a |some |more |unit |missing |failing |broken |flaky )*(?:tests?|specs?)\b)|^\w+\((?:deps|deps-dev|dev-deps|release)\)|^(?:style|release|test|tests)(?:\([^)]*\))?!?:|\b(?:typos?|spelling|misspell\w*|grammar|grammatical|whitespaces?|indent(?:ation)?|prettier|lint(?:er|ing)? (?:errors?|fix(?:es)?|issues?|warnings?)|(?:fix|run|apply) lint\w*|code style|formatting|sponsors?|backers?|badges?|merge conflicts?|oops|changelog|\[skip ci\])\b/i;

/** It rests on words of the first line. */
function isFromTitle({ quote }: FactDraft, title: string): boolean {
  return quote.length >= LEAST_QUOTE && (title.includes(quote) || quote.includes(title));
}

/** In characters: shorter ones are found in other lines by chance. */
const LEAST_QUOTE = 8;
