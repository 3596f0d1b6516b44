// Names that say that a value is a secret, alone or at the end of a longer name: DB_PASSWORD, spring.datasource.password, clientSecret.

export const PASSWORD_NAME =
  'passw(?:or)?d|passwd|passphrase|passcode|pass[_-]?code|passwort|kennwort|contrase(?:ñ|n)a|mot[ _-]de[ _-]passe|senha|wachtwoord|has[łl]o|heslo|l(?:ö|oe)senord|adgangskode|salasana|parola|şifre|пароль|密码|密碼|口令|パスワード|비밀번호|mdp|clave|pwd|psk|storepass|keypass|requirepass|masterauth|pin[_-]?code|pass|pw';

export const KEY_NAME =
  'secret[_-]?id|secrets?|tokens?|api[ _-]?keys?|apikeys?|access[ _-]?keys?|account[ _-]?key|private[ _-]?key|secret[ _-]?key|signing[ _-]?key|encryption[ _-]?key|master[ _-]?key|shared[ _-]?key|storage[ _-]?key|license[ _-]?key|licence[ _-]?key|app(?:lication)?[ _-]?key|admin[ _-]?key|deploy[ _-]?key|service[ _-]?(?:role[ _-]?)?key|server[ _-]?key|client[ _-]?key(?:[ _-]data)?|auth[ _-]?key|integration[ _-]?key|routing[ _-]?key|ingest(?:ion)?[ _-]?key|write[ _-]?key|webhook[ _-]?key|consumer[ _-]?key|subscription[ _-]?key|session[ _-]?key|cookie[ _-]?key|host[ _-]?key|instrumentation[ _-]?key|validation[ _-]?key|decryption[ _-]?key|machine[ _-]?key|sas[ _-]?key|primary[ _-]?key[ _-]?value|auth[_-]?token|credentials?|creds?|cookie[_-]?secret|session[ _-]?id|sessionid|connect\.sid|dsn|salt|pepper|nonce[ _-]?secret|webhook(?:[ _-]?url)?|sas|jwt|bearer|pat|seed(?:[ _-]?phrase)?|mnemonic|otp[ _-]?secret|totp(?:[ _-]?secret)?|hmac|signature|security[ _-]?code|recovery[ _-]?key|unseal[ _-]?key|cvv|key|auth';

/** What may stand after such a word in a name without making it the name of something else. "token_type" and "secretName" are something else. */
export const NAME_END =
  '(?:s|es)?(?:[_. -]?(?:\\d{1,2}|base|value|val|string|str|plain(?:text)?|raw|base64|b64|hex|hash|prod|production|dev|development|staging|stage|test|live|sandbox|old|new|current|previous|prev|backup|default|primary|secondary|main|encrypted|enc|env|override|fallback|confirm(?:ation)?|repeat))?';

/** Parts of names that make a "key" public, or something else than a key to a door. */
export const HARMLESS_NAME =
  /(?:public|pub|primary|foreign|partition|sort|cache|object|map|dict|json|row|column|col|group|index|registry|storage_?object|idempotency|query|search|locale|i18n|translation|message|event|sort|hot|arrow|enter|escape|tab|ctrl|shift|meta|alt|modifier|press|down|up|react|item|list|option|config|setting|feature|flag|node|field|property|prop|attribute|header|param|state|dataset|data|hash|lookup|unique|composite|natural|surrogate|range|route|bucket|s3|file|path|image|dedupe|dedup|metric|label|tag|theme|style|color|icon|next|page|cursor|continuation|sync|stop|start|end|begin|pad|eos|bos|unk|sep|cls|mask|special|max|min|num|total|count|used|input|output|prompt|completion|cached|per|of|window|budget|limit|ssh_?rsa|maps?_?id|trace|span|correlation|release|build|commit|git)[_.-]?$/i;

/** Names so short that longer words end with them: "bypass", "monkey", "compat". They must begin a word. */
const SHORT =
  /^(?:pass|pw|key|auth|salt|pepper|seed|pat|sas|jwt|dsn|hmac|cvv|psk|pwd|creds?|bearer|signature|webhook|mnemonic)$/i;

/** Whether a name begins where a word begins: after a sign, or as the next word of camelCase. Long names may follow anything: "dbpassword". */
export function beginsWord(before: string, name: string): boolean {
  return !SHORT.test(name) || !/[A-Za-z]$/.test(before) || (/[a-z]$/.test(before) && /^[A-Z]/.test(name));
}
