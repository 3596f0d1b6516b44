import { capitalize } from '../../base/text';
import type { Change, Reader } from './change';

/** How the project is worked on: what contributors must, may or never do. */
export const conventions: Reader = (change) => {
  const { text, place, type } = change.clause;
  if (text.length > 280 || NO_RULE.test(text) || text.split(/\s+/).length < 3) return undefined;
  const isAboutWork = aboutWork(change);
  const isRule = RULE.test(text) || (isAboutWork && place === 'subject' && POLICY.test(text));
  if (!isRule || /^(?:fix|bugfix|perf)$/.test(type ?? '')) return undefined;
  if (place !== 'subject' && !RULE_SPOKEN.test(text)) return undefined;
  return { kind: 'convention', text: capitalize(text) };
};

const WORK =
  /commits?|commit messages?|pull requests?|prs?|contribut(?:ions?|ors?|ing)|changelogs?|branch(?:es|ing)?|releases?|versioning|reviews?|code style|lint(?:ing)?|rules?|type (?:checks?|imports?)|strict mode|coverage|tests?|issues?|bots?/
    .source;
const RULE = new RegExp(
  [
    `^(?:enforce|require|forbid|disallow|ban|mandate)(?:s|d|ing|ned)?\\s+(?:.{0,60}\\b)?(?:${WORK})\\b`,
    `^(?:use|adopt|follow|switch to|start using)(?:s|ed|ing)?\\s+(?:the\\s+)?(?:conventional|semantic|angular|karma)\\b.{0,60}\\b(?:commits?|releases?|versioning|commit messages?|convention)`,
    '^(?:use|adopt|follow|switch to)(?:s|ed|ing)?\\s+(?:the\\s+)?(?:trunk-based|git ?flow|github flow|squash merg|rebase|semver|calver|semantic versioning|keep a changelog|feature branch)',
    '^(?:rename|move|switch)(?:s|d|ed|ing)?\\s+(?:the\\s+)?(?:\\S+\\s+){0,2}branch\\s+(?:from\\s+\\S+\\s+)?to\\s+\\S+$',
    `^(?:all|every|new)\\s+(?:${WORK}|code|features?|files?)\\b.{0,80}\\b(?:must|should|need to|have to|are|is)\\b`,
    '^(?:never|always)\\s+(?:use|commit|push|import|export|write|run|rebase|squash)\\b',
    '^(?:enable|turn on|use|enforce|activate)\\s+(?:the\\s+)?(?:`[\\w@/-]+`|[\\w@/-]+)\\s+(?:eslint|tslint|lint|biome|ruff|clippy|rubocop)\\s+rules?',
    '^(?:add|adopt|adding|added|create|introduce)\\s+(?:an?\\s+|the\\s+)?(?:code of conduct|contributor covenant|security policy|governance|contributor licen[sc]e agreement|support policy|cla\\b|dco\\b)',
    '^no\\s+[\\w -]{2,40}\\s+(?:allowed|accepted|permitted|please)$',
  ].join('|'),
  'i',
);
/** Inside of prose only what is said to people counts. */
const RULE_SPOKEN = new RegExp(
  `^(?:all|every|new|we (?:now )?(?:require|enforce)|(?:${WORK}) (?:must|have to|need to))\\b.{0,120}\\b(?:must|required?|have to|need to|enforce)\\b`,
  'i',
);
const POLICY =
  /\b(?:allowed|not accept|must|should|requires?|policy|policies|conventions?|from now on|no longer (?:accept|allow))\b/i;
const NO_RULE =
  /\?|^(?:enhance|improve|clarify|document|rewrite|revise|refine)|\b(?:typos?|grammar|wording|links?|fix(?:e[sd])?|updates?|changelog for|tests? pass|pass(?:es|ing)? tests?|so that tests?|should (?:now|pass|fail|work|be (?:fixed|able|more|less))|test cases?|badges?|hooks?|require\(|missing)\b|['"`]use strict|^requires? (?:node|npm|only|tests? to)/i;

function aboutWork({ paths, ground }: Change): boolean {
  return (
    ground !== 'code' &&
    paths.length > 0 &&
    paths.length <= 6 &&
    paths.some((path) =>
      /(?:^|\/)(?:CONTRIBUTING|CODE_OF_CONDUCT|GOVERNANCE|SECURITY|MAINTAIN|DEVELOP|STYLE|AGENTS|CLAUDE|RELEASING|PULL_REQUEST_TEMPLATE|ISSUE_TEMPLATE|\.?commitlint|copilot-instructions)/i.test(
        path,
      ),
    )
  );
}
