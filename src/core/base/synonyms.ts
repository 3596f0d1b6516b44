import { terms } from './words';

/**
 * What developers call the same thing, or nearly the same: a question uses one word, a commit message another. A phrase counts where its
 * words stand side by side. Kept to words that mean the same in nearly every project; names of tools are no synonyms of each other.
 * Stop words of a phrase do not count: "turn on" would make a synonym of every "turn", and "not required" of "required".
 */
const GROUPS = `
remove, delete, drop, eliminate, strip, get rid, got rid, discard, retire, discontinue, gone
add, introduce, implement, create, bring in, brought in, land, arrive, contribute, ship
change, modify, alter
rename, call, name
replace, swap, substitute, supersede, switch, exchange, instead, favor
move, migrate, relocate, transfer, port, switch, convert, rewrite
upgrade, bump, raise, update
deprecate, obsolete
revert, undo, roll back, rolled back, take back
disable, deactivate, turn off, turned off, switch off, switched off, off
enable, activate
cancel, abort
kill, terminate, die, end, exit
stop, cease, quit, no longer
start, begin, launch, run
throw, error, exception, fail, raise
error, exception, failure
crash, panic
warn, warning
fix, repair, solve, resolve, correct
reject, refuse, disallow, forbid, deny
allow, permit, accept, support, welcome
prevent, avoid, block
require, need, mandatory
ignore, skip, disregard, exclude, omit
keep, preserve, retain
show, display, render, draw
hide, suppress
expose, export, public, publish
expose, export, import
publish, release, ship, deploy
find, search, locate, discover
detect, recognize, recognise
check, validate, verify, validation
ensure, make sure, guarantee
print, log, output
log, logging
directory, folder, dir
path, location
parameter, argument, param, arg
option, setting, preference, config, configuration, flag, property
function, method, func, helper, callback
callback, handler, listener, hook
command, cmd
test, spec
documentation, docs, doc, readme, guide
upgrade guide, migration guide
website, site, docs site
repository, repo
dependency, dep, package
environment variable, env, env var
timeout, delay, wait, debounce
limit, maximum, max, cap, threshold
minimum, min, lowest, oldest, at least
size, length
increase, raise, lift, bump
decrease, lower, reduce, shrink
typescript, ts
types, typings, type definitions, typedefs, type declarations, d.ts
javascript, js
commonjs, cjs, require
esm, es module, es modules, ecmascript modules, native modules, import
internet explorer, ie, ie11
regex, regexp, regular expression
database, db
performance, perf, speed
fast, quick, performant
asynchronous, async
synchronous, sync
concurrent, parallel, simultaneous
initialize, initialise, init, setup
authentication, auth, login
authorization, auth
browser, web
minify, minified, minification, compress, uglify
compress, compression, zip, gzip
example, sample, demo
duplicate, duplicated, dedupe, repeated
unhandled, uncaught
line break, linebreak, newline
whitespace, white space, space, blank
uppercase, upper case, capital
lowercase, lower case
prefix, prepend
suffix, append
descendant, child, grandchild, subprocess
subprocess, child process, process
parent, ancestor
translate, translation, locale, localization, language
translation, locale, i18n, internationalization
contributor, author
pull request, pr, merge request
ci, continuous integration, pipeline, workflow
nightly, preview, canary, prerelease
license, licence
color, colour
behavior, behaviour
optimize, optimise
serialize, serialise, stringify
deserialize, deserialise, parse
application, app
shortcut, keybinding, key binding, hotkey
editor, textbox
quick fix, code action
default, by default, out of the box
unit, measure
token, secret, credential
build, compile, bundle, dist, transpile
bundle, bundled, distribution
generate, generation, emit, produce, create
import, load
import path, entry point, entrypoint, entry, subpath
inherit, extend, derive
throttle, rate limit
retry, retries, attempt
cache, memoize, caching
singleton, global instance
global, application wide, whole application, app wide, globally
opposite, inverse, reverse, invert
immutable, frozen, readonly, read-only
array, list
string, text
number, integer, numeric
nullable, null
object, record
template, tagged template
mistyped, misspelled, unknown, typo
suggestion, recommendation
fallback, fall back
round, rounding
strict, stricter
`;

/** Of a word, or of two words that stand side by side and are joined by a space: what else may say it. All as `words` gives them. */
const SYNONYMS = new Map<string, Set<string>>();

for (const line of GROUPS.trim().split('\n')) {
  const members = new Set(line.split(',').map((phrase) => wholeWords(phrase).join(' ')));
  members.delete(''); // nothing but stop words
  for (const member of members) {
    const others = SYNONYMS.get(member) ?? new Set();
    for (const other of members) if (other !== member) others.add(other);
    SYNONYMS.set(member, others);
  }
}

/**
 * @param said one word, or two side by side joined by a space, as `words` gives them
 * @returns words, and pairs of words joined by a space
 */
export function synonymsOf(said: string): ReadonlySet<string> {
  return SYNONYMS.get(said) ?? NONE;
}

const NONE: ReadonlySet<string> = new Set();

function wholeWords(phrase: string): string[] {
  return terms(phrase).flatMap((term) => (term.stop ? [] : [term.whole]));
}
