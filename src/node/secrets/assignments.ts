import { beginsWord, HARMLESS_NAME, KEY_NAME, NAME_END, PASSWORD_NAME } from './names';
import { findAll, type Range } from './range';
import { isDigest, isEncodedLogin, isKey, isNoise, isPassword, isPlaceholder, isTypedPassword } from './value';

const NAME = `(?:(?<passwordName>${PASSWORD_NAME})|(?<keyName>${KEY_NAME}))${NAME_END}`;

/**
 * `=`, `:`, `=>`, `:=`, a type before `=`, a comma between the arguments of a function, or its opening bracket. Behind `=` the next line holds the value only
 * where it is quoted: `KEY=` alone is empty.
 */
const BETWEEN = String.raw`(?:["']\s{0,4}:\s{0,4}\{\s{0,8}["'](?:value|default|secret|stringValue|plaintext)["']\s{0,4}:\s{0,4}|["'\x60]?(?:\*\*|__)?\]?\)?\s{0,12}(?::[ \t]{0,2}[&\w.<>\[\]?| ]{1,40}?\s?=(?!=)\s{0,3}(?=["'\x60])|\s(?:string|String|str|\[\]byte)\s*:?=\s*(?=["'\x60])|=>|:=|\?=|===?|!==?|->|=|:)(?:\*\*|__)?(?:(?<![=>])\s{0,8}|\s{0,8}(?=["'\x60])|[ \t]{0,8})|["'\x60]\s*,\s*(?=["'\x60])|\((?=["'\x60]))`;

/** Functions around a value that change nothing about its being there: b"...", f"...", String("..."), Buffer.from("..."). */
const AROUND = String.raw`(?:!{1,2}[A-Za-z]\w{0,20}[ \t]+)?(?:(?:[bru]{1,2}|@)(?=["'])|[A-Za-z_][\w.]{0,40}\((?=["']))?`;

const VALUE =
  String.raw`(?:"(?<quotedA>(?:[^"\\\n]|\\.){1,600})"?|'(?<quotedB>(?:[^'\\\n]|\\.){1,600})'?|\x60(?<quotedC>[^\x60\n]{1,600})\x60|` +
  String.raw`[|>][+-]?[ \t]*\n[ \t>+-]*(?<block>\S{4,600})|(?<bare>[^\s"'\x60][^\s"\x60]{0,400}))`;

const ASSIGNMENT = new RegExp(String.raw`${NAME}${BETWEEN}${AROUND}${VALUE}`, 'dgi');

/** @returns values that are secret because of the name they are given to, in whatever language or format. */
export function findAssigned(text: string): Range[] {
  const found: Range[] = [];
  let rejected = 0;
  ASSIGNMENT.lastIndex = 0;
  for (let match = ASSIGNMENT.exec(text); match !== null; match = ASSIGNMENT.exec(text)) {
    const groups = match.groups ?? {};
    const quoted = groups['quotedA'] ?? groups['quotedB'] ?? groups['quotedC'];
    const name = groups['passwordName'] ?? groups['keyName'] ?? '';
    const before = text.slice(Math.max(0, match.index - 60), match.index);
    const whole = quoted ?? groups['block'] ?? groups['bare'] ?? '';
    const value = quoted === undefined ? bareValue(whole, before) : whole;
    const isFor = { before, name, lineStart: isLineStart(before) };
    const start = match.index + match[0].length - whole.length - (isClosed(match[0], quoted) ? 1 : 0);
    const isArgument = /,\s*["'`]/.test(match[0].slice(0, match[0].length - whole.length));
    const accepted =
      beginsWord(before, name) &&
      !(/\w\(["']?$/.test(text.slice(match.index, start)) && /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(value)) &&
      !(isArgument && /^[A-Za-z]+(?:[._-][A-Za-z]+)*$/.test(value)) &&
      (groups['passwordName'] === undefined
        ? isKeyOf(value, isFor, quoted !== undefined)
        : isPasswordOf(value, isFor, quoted !== undefined, text.slice(start + value.length, start + value.length + 2)));
    if (accepted) found.push({ start, end: start + value.length });
    // What is no secret may be a name itself: auth: { token: "..." }
    else if (rejected++ < MOST_LOOKED_INTO)
      ASSIGNMENT.lastIndex = Math.min(ASSIGNMENT.lastIndex, Math.max(match.index + name.length, start - 1));
  }
  return [
    ...found,
    ...PAIRS.flatMap((pattern) => findAll(text, pattern, isPairValue)),
    ...findAll(
      text,
      ODBC,
      (value) => !isPlaceholder(value) && (!/^[A-Za-z_][\w.]*$/.test(value) || isNoise(value, 10)),
    ),
    ...findAll(text, SETTING_LINE, isTypedPassword),
    ...findInserted(text),
    ...findInTables(text),
    ...findKubernetesSecrets(text),
  ];
}

/** A text with more values that are no secrets is made to take long: from here on it is not looked for names inside of them. */
const MOST_LOOKED_INTO = 2_000;

function isClosed(match: string, quoted: string | undefined): boolean {
  return quoted !== undefined && /["'`]$/.test(match);
}

interface Place {
  /** The characters before the word that names a secret. */
  readonly before: string;
  readonly name: string;
  /** Whether nothing but a name stands before it in its line, as in files of settings. */
  readonly lineStart: boolean;
}

function isLineStart(before: string): boolean {
  return /(?:^|\n)[ \t>+#/*$|-]*(?:(?:export|set|setx|ENV|ARG|env|const|let|var|private|static|final|\d+[:|])\s+)*(?:\$env:)?["']?[\w.$[\]"'-]*$/.test(
    before,
  );
}

function isPasswordOf(value: string, { before, lineStart, name }: Place, quoted: boolean, after: string): boolean {
  if (
    /(?:no|hide|show|forgot|reset|confirm|verify|hash|check|validate|compare|get|has|is|use|require|min|max|weak|strong)[_-]?$/i.test(
      before,
    ) &&
    !quoted &&
    !/\d/.test(value)
  )
    return false;
  if (/^(?:pass|pw)$/i.test(name) && !quoted && !/[\d!#%^&*@]/.test(value)) return false;
  if (/^(?:pass)$/i.test(name) && /^\d+(?:\.\d+)?(?:[sm%x]|ms)?$/.test(value)) return false;
  // In Spanish a key as well, of tables and maps
  if (/^clave$/i.test(name) && !isTypedPassword(value)) return false;
  // Server=x;Password=y;Encrypt=z
  const inConnectionString = /[;?&]\s?[\w ]*$/.test(before) && /^[;&]/.test(after);
  if (inConnectionString) return isPassword(value, { quoted, sure: true });
  const sure =
    !quoted &&
    lineStart &&
    !/^[;,)]/.test(after) &&
    (/[A-Z_]$/.test(before) || name === name.toUpperCase()) &&
    !/^[a-z]+[A-Z]/.test(value);
  return isPassword(value, { quoted, sure });
}

function isKeyOf(value: string, { before, name, lineStart }: Place, quoted: boolean): boolean {
  if (isEncodedLogin(value) && /auth|credential|cred|token|secret/i.test(name)) return true;
  const prefix = before.match(/[\w.-]*$/)?.[0] ?? '';
  if (HARMLESS_NAME.test(prefix) && !/secret|api|access|private|pepper|salt/i.test(name)) return false;
  if (/^(?:key|auth|dsn|salt|seed|signature|webhook|webhook.?url|pat|sas|jwt|hmac|cookie|host.?key)$/i.test(name))
    return (
      !isDigest(value) &&
      !/^[A-Za-z]+\d?$/.test(value) &&
      isNoise(value.replace(/[^\w+/=.~:-]/g, ''), 14) &&
      !isPlaceholder(value) &&
      !/[(){}]|\.\w+\(/.test(value)
    );
  if (/existing[_-]?$/i.test(prefix)) return false;
  if (quoted && /^secret$/i.test(name) && isTypedPassword(value)) return true;
  if (/^(?:tokens?|secrets?)$/i.test(name) && /^\d+$/.test(value)) return false;
  if (/^\d+$/.test(value)) return value.length >= 12;
  // "keyboard cat 42"
  if (quoted && /secret/i.test(name) && /\s/.test(value)) return /\d/.test(value) && isPassword(value, { quoted });
  if (/^session/i.test(name) && (isDigest(value) || !isNoise(value))) return false;
  const sure =
    /secret|token|api|access|private|signing|master|credential/i.test(name) &&
    lineStart &&
    (/[A-Z]$/.test(name) || quoted);
  return isKey(value, { quoted, sure });
}

/** Cuts what belongs to the text and not to a value without quotes: brackets, commas, the next parameter, the end of a sentence. */
function bareValue(value: string, before: string): string {
  let end = value.length;
  const isParameter = /[?&][\w.-]*$/.test(before);
  for (const cut of [
    isParameter ? /[&#]/ : /&(?=[\w.-]+=)/,
    /;(?=\s|$|[\w -]+=)/,
    /,(?=\s|$|["'\w-]+\s?[=:])/,
    /'(?=[\s,;)\]}]|$)/,
    /\\+[nr"']/,
    /&(?:quot|apos|lt|gt|#\d+|#x[0-9a-f]+);/i,
    /<\/?\w/,
    /\|(?=\s|$)/,
  ]) {
    const place = value.search(cut);
    if (place >= 0 && place < end) end = place;
  }
  const cut = value.slice(0, end);
  return cut.replace(/(?:[.,;:?'"]|(?<![({[].{0,300})[)}\]])+$/, '');
}

/** Names and values that stand apart: elements and attributes of XML, entries of lists, variables of Terraform. */
const NAMES = `(?:${PASSWORD_NAME}|${KEY_NAME})${NAME_END}`;
const PAIRS: readonly RegExp[] = [
  // What a program falls back to: env.API_KEY ?? "...", getenv("API_KEY") or '...', ${API_KEY:-...}
  new RegExp(
    String.raw`(?<name>${NAMES})["'\x60\])]{0,4}(?:\s*[:=]\s*[^\n"'\x60;]{0,80}?|\s*)(?:\?\?=?|\|\|=?|\bor\b|\belse\b)\s*["'\x60](?<secret>[^"'\x60\n]{4,600})["'\x60]`,
    'dgi',
  ),
  new RegExp(String.raw`\$\{[\w.]*?(?<name>${NAMES}):?[-=]["']?(?<secret>[^\s}"']{4,400})["']?\}`, 'dgi'),
  // Lines without a sign between name and value: Gradle, Ruby, settings of servers
  new RegExp(
    String.raw`^[ \t>+-]*(?:#[ \t]*define[ \t]+)?[\w.-]{0,60}?(?<name>${NAMES})[ \t]+(?:"(?<secretA>[^"\n]{4,200})"|'(?<secretB>[^'\n]{4,200})')[,;)]?[ \t]*$`,
    'dgim',
  ),
  // Elements that an attribute or the element before them names
  new RegExp(
    String.raw`\b(?:name|key|id)=["'][\w.:-]{0,80}?(?<name>${NAMES})["'][^<>\n]{0,120}>\s*(?:<value>)?\s*(?<secret>[^<>\s][^<>\n]{3,400}?)\s*<\/`,
    'dgi',
  ),
  new RegExp(
    String.raw`<key>[\w.:-]{0,80}?(?<name>${NAMES})<\/key>\s*<string>(?<secret>[^<>\n]{4,400})<\/string>`,
    'dgi',
  ),
  // Arguments that describe an option: add_argument("--password", default="...")
  new RegExp(
    String.raw`["'][\w.-]{0,60}?(?<name>${NAMES})["']\s*,[^\n"']{0,120}?(?:["'][^"'\n]{0,80}["'][^\n"']{0,80}?){0,3}\b(?:default|default_?value|fallback|initial|value)\s*[:=]\s*["'](?<secret>[^"'\n]{4,400})["']`,
    'dgi',
  ),
  // A place, a user and a password, in this order: getConnection(url, "...", "...")
  /\b(?:getConnection|PDO|mysqli(?:_\w+)?|pg_connect|ldap_bind|ssh2_auth_password|imap_open|ftp_login|connect|Sequelize|createConnection|FTP(?:_TLS)?|login)(?<name>\s*)\(\s*(?:"[^"\n]{0,200}"|'[^'\n]{0,200}'|[\w$.]{1,60}(?:\(\))?)\s*,\s*["'][^"'\n]{1,80}["']\s*,\s*["'](?<secret>[^"'\n]{4,200})["']/dg,
  // Forms that are filled in: page.fill('#password', '...'), field.sendKeys("...")
  new RegExp(
    String.raw`(?<name>${NAMES})[\w"'\x60\])#. -]{0,30}(?:,\s*|\.(?:sendKeys|send_keys|fill|type|setValue|set|value)\()["'](?<secret>[^"'\n]{4,400})["']\s*\)`,
    'dgi',
  ),
  // Attributes between the name and the value of an element
  new RegExp(
    String.raw`\b(?:name|id|key)=["'][\w.:-]*?(?<name>${NAMES})["'](?:\s+[\w:-]+=["'][^"'\n]{0,80}["']){1,4}?\s+(?:value|content)=["'](?<secret>[^"'\n]{4,600})["']`,
    'dgi',
  ),
  new RegExp(
    String.raw`<(?:[\w:.-]*?)(?<name>${NAMES})(?:\s[^<>\n]{0,200})?>\s*(?:<!\[CDATA\[)?(?<secret>[^<>\s][^<>\n]{2,400}?)\s*(?:\]\]>)?\s*<\/`,
    'dgi',
  ),
  new RegExp(
    String.raw`\b(?:name|key|id|property|option|setting|field|header|header_name|variable|label)["']?\s*[:=]\s*["']?[\w.-]*?(?<name>${NAMES})["']?\s*(?:,|\n|;|\s)[\s>+-]*["']?(?:value|val|content|default|data|secret|header_value|text)["']?\s*[:=]\s*(?:"(?<secretA>[^"\n]{3,400})"|'(?<secretB>[^'\n]{3,400})'|(?<secretC>[^\s"'<>,]{3,400}))`,
    'dgi',
  ),
  new RegExp(
    String.raw`\bvalue["']?\s*[:=]\s*["'](?<secret>[^"'\n]{3,400})["'],?\s*["']?(?:name|key)["']?\s*[:=]\s*["']?[\w.-]*?(?<name>${NAMES})["']`,
    'dgi',
  ),
  new RegExp(
    String.raw`\bvariable\s+["']?[\w.-]*?(?<name>${NAMES})["']?\s*\{[^{}]{0,400}?\bdefault\s*=\s*["'](?<secret>[^"'\n]{3,400})["']`,
    'dgi',
  ),
  new RegExp(
    String.raw`\b(?:ENV|setx|set\s+-gx|set\s+-Ux|set\s+-x|setenv|config\s+set|SetEnv|fastcgi_param|env|SET)\s+["']?[\w.-]*?(?<name>${NAMES})["']?\s+["']?(?<secret>[^\s"'=]{4,400})`,
    'dgi',
  ),
  new RegExp(
    String.raw`\b(?:auth|basic_?auth|credentials?|login|sign_?in|log_?in|authenticate|setBasicAuth|basicAuth|HTTPBasicAuth|HttpBasicAuth|BasicAuth|UsernamePasswordCredentials|PasswordAuthentication|BasicAWSCredentials|AwsBasicCredentials\.create|NetworkCredential|PlainTextAuthProvider|connect|PLAIN|starttls|ClientSecretCredential|AzureKeyCredential|StorageSharedKeyCredential)(?<name>\s*[=:]?\s*)[([]\s*["'][^"'\n]{1,100}["']\s*,\s*["'](?<secret>[^"'\n]{4,200})["']`,
    'dgi',
  ),
  // What is hashed, compared and checked is a password; so is the second word of a network
  /\b(?:hashSync|compareSync|hashpw|generate_password_hash|make_password|set_password|check_password|authenticate|(?:bcrypt|argon2)\.(?:hash|verify|compare)|GenerateFromPassword|WiFi\.begin\(\s*"[^"\n]{1,40}"\s*,)(?<name>\s*)\(?\s*(?:\[\]byte\()?b?["'](?<secret>[^"'\n]{6,200})["']/dg,
  /\bFernet\(\s*b?["'](?<secret>[\w-]{43}=)["']/dg,
  /\b(?:createHmac|createCipheriv|createDecipheriv)\(\s*["'][\w-]+["']\s*,\s*["'](?<secret>[^"'\n]{6,200})["']/dg,
  /\bjwt\.(?:sign|verify|encode|decode)\([^\n]{1,120}?,\s*["'](?<secret>[^"'\n]{6,200})["']/dg,
];

function isPairValue(value: string, { groups, 0: match }: RegExpExecArray): boolean {
  const name = groups?.['name'] ?? '';
  const quoted = true;
  if (
    /^(?:true|false|\d{1,5}|.*_REF|.*_NAME)$/i.test(value) ||
    /^[A-Z_]+$/.test(value) ||
    (isDigest(value) && /^key/i.test(name))
  )
    return false;
  if (/^[=:\s]*$/.test(name))
    return isPassword(value, { quoted }) && /\d|[!#$%^&*@]/.test(value) && !/^[\d.:]+$|^--?\w/.test(value);
  if (new RegExp(PASSWORD_NAME, 'i').test(name))
    return (
      isPassword(value, { quoted }) &&
      !/^[a-z]+(?:[-_.][a-z]+)*$/.test(value) &&
      !/^(?:new|old|your|enter|confirm|forgot|reset|change)/i.test(value)
    );
  return isKey(value, { quoted, sure: match.includes('<') });
}

/** PWD={...}: braces quote in connection strings. A name alone in them is a variable. */
const ODBC = /[;"'\s](?:PWD|Password)=\{(?<secret>[^{}\n]{4,200})\}/dgi;

/** Settings of servers: a name, a space and a value on a line of their own. */
const SETTING_LINE =
  /^[ \t>+-]*[a-z][\w.-]{0,40}[-_](?:password|passphrase|passwd|psk|secret)[ \t]+(?<secret>\S{6,200})[ \t]*$/dgim;

const INSERT = /\binsert\s+into\s+[\w."\x60[\]]{1,80}\s*\((?<columns>[^()]{1,600})\)\s*values\s*(?=\()/gi;
const TUPLE = /\s*,?\s*\((?<values>(?:[^()'"]|'(?:[^'\\]|\\.|'')*'|"[^"]*"|\([^()]*\)){1,2000})\)/y;
const ITEM = /(?:[^,'"()]|'(?:[^'\\]|\\.|'')*'|"[^"]*"|\([^()]*\))+/g;
const QUOTED_ITEM = /^\s*[NE]?['"](?<secret>.{4,400})['"]\s*$/ds;

/** Rows that SQL inserts: a column whose name says so makes its values secrets. */
function findInserted(text: string): Range[] {
  const found: Range[] = [];
  for (const { 0: head, index, groups } of text.matchAll(INSERT)) {
    const columns = (groups?.['columns'] ?? '')
      .split(',')
      .map((column) => SECRET_TITLE.test(column.replace(/[\s"\x60[\]]/g, '')));
    if (!columns.includes(true)) continue;
    TUPLE.lastIndex = index + head.length;
    for (let row = TUPLE.exec(text); row !== null; row = TUPLE.exec(text)) {
      const from = row.index + row[0].indexOf('(') + 1;
      [...(row.groups?.['values'] ?? '').matchAll(ITEM)].forEach((item, column) => {
        const [start, end] = QUOTED_ITEM.exec(item[0])?.indices?.groups?.['secret'] ?? [0, 0];
        const value = item[0].slice(start, end);
        if (
          columns[column] === true &&
          /[\d!#$%^&*@]/.test(value) &&
          (isPassword(value, { quoted: true }) || isKey(value, { quoted: true }))
        )
          found.push({ start: from + item.index + start, end: from + item.index + end });
      });
    }
  }
  return found;
}

/** Columns of Markdown, comma separated values: a header that names a secret makes its column one. */
function findInTables(text: string): Range[] {
  const found: Range[] = [];
  let end = 0;
  for (const match of text.matchAll(TABLE_HEAD)) {
    if (match.index < end) continue;
    const separator = match[0].includes('|') ? '|' : match[0].includes('\t') ? '\t' : ',';
    const columns = match[0]
      .split(separator)
      .flatMap((title, column) => (SECRET_TITLE.test(title.trim()) ? [column] : []));
    if (columns.length === 0) continue;
    let lineStart = match.index + match[0].length + 1;
    for (let row = 0; row < 200 && lineStart < text.length; row++) {
      const lineEnd = text.indexOf('\n', lineStart) < 0 ? text.length : text.indexOf('\n', lineStart);
      const cells = text.slice(lineStart, lineEnd).split(separator);
      if (cells.length < match[0].split(separator).length - 1 || cells.length < 2) break;
      let start = lineStart;
      cells.forEach((cell, column) => {
        const value = cell.trim().replace(/^["'`]+|["'`]+$/g, '');
        if (columns.includes(column) && value.length >= 4 && isTableSecret(value)) {
          const from = start + cell.indexOf(value);
          found.push({ start: from, end: from + value.length });
        }
        start += cell.length + 1;
      });
      lineStart = lineEnd + 1;
      end = lineStart;
    }
  }
  return [...found, ...findAll(text, ROW, (value) => isTableSecret(value))];
}

const SECRET_TITLE = new RegExp(
  `^["'\`*]*(?:[\\w -]{0,40}?[ _-])?(?:${PASSWORD_NAME}|api[ _-]?key|secret(?:[ _-]?(?:access[ _-]?)?key)?|token|key|access[ _-]?key)["'\`*]*$`,
  'i',
);
const TABLE_HEAD = /^[^\n]{0,200}(?:pass|pwd|secret|token|key)[^\n]{0,200}$/gim;
/** | password | x | */
const ROW = new RegExp(
  String.raw`\|\s*[\x60*"]*[\w .-]{0,40}?(?:${PASSWORD_NAME}|${KEY_NAME})[\x60*"]*\s*\|\s*[\x60*"]*(?<secret>[^\s|\x60*"]{4,300})[\x60*"]*\s*\|`,
  'dgi',
);

function isTableSecret(value: string): boolean {
  return (
    !isPlaceholder(value) &&
    (isPassword(value, { quoted: false }) || isKey(value, { quoted: true })) &&
    /\d/.test(value) &&
    /[A-Za-z]/.test(value) &&
    !/^\w+\.\w+/.test(value) &&
    !/^[\d.]+[a-z]{0,2}$/i.test(value)
  );
}

const KUBERNETES = /^[ \t>+-]*kind:\s*["']?Secret\b[\s\S]{0,3000}?(?=\n[ \t>+]*---|\n[ \t>+-]*kind:|$(?![\s\S]))/gm;
const ENTRY = /^[ \t>+-]{2,}[\w.-]+:\s*["']?(?<secret>[^\s"'|>][^\s"']{5,})["']?\s*$/dgm;

/** Everything under "data" of a manifest of kind Secret. */
function findKubernetesSecrets(text: string): Range[] {
  const found: Range[] = [];
  for (const { 0: manifest, index } of text.matchAll(KUBERNETES)) {
    const data = /\n[ \t>+-]*(?:stringData|data):/.exec(manifest);
    if (!data) continue;
    const offset = data.index + data[0].length;
    for (const { start, end } of findAll(
      manifest.slice(offset),
      ENTRY,
      (value) => !isPlaceholder(value) && value.length >= 6 && !/^[a-z-]+$/.test(value),
    )) {
      found.push({ start: index + offset + start, end: index + offset + end });
    }
  }
  return found;
}
