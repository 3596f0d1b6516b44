import { findAll, type Range } from './range';
import { isEncodedLogin, isPlaceholder, isTypedPassword } from './value';

/** A value of an option: in quotes, with their content as the secret, or up to the next space. */
const VALUE = String.raw`(?:"(?<secretA>(?:[^"\\\n]|\\.){3,200})"|'(?<secretB>[^'\n]{3,200})'|(?<secretC>[^\s"'\x60<>|;]{3,300}))`;
/** Of a login such as "user:password": what follows the colon. */
const LOGIN = String.raw`(?:"[^\s:"]{0,80}:(?<secretA>(?:[^"\\\n]|\\.){3,200})"|'[^\s:']{0,80}:(?<secretB>[^'\n]{3,200})'|[^\s:"'/]{0,80}:(?:["'](?<secretC>[^"'\n]{3,200})["']|(?<secretD>[^\s"'\x60<>|;]{3,200})))`;

/** A program that takes a password in an option whose name alone does not say so. */
function option(program: string, name: string, value = VALUE): RegExp {
  return new RegExp(String.raw`\b(?:${program})(?:\.exe)?\b[^\n]{0,300}?\s(?:${name})${value}`, 'dg');
}

const COMMANDS: readonly RegExp[] = [
  option(
    'curl|http|https|xh|wget|aria2c|lftp',
    String.raw`(?:-u|--user|--auth|-a|--proxy-user|-U)(?:\s+|=|(?=["'\w]))`,
    LOGIN,
  ),
  option('lftp', String.raw`-u\s+[^\s,]{1,60},`),
  option('ipmitool|mosquitto_pub|mosquitto_sub', String.raw`-P\s+`),
  option('plink|pscp|psftp', String.raw`-pw\s+`),
  option('xfreerdp|wfreerdp|mstsc|cmdkey', String.raw`\/p(?:ass)?:`),
  option('security (?:unlock-keychain|set-key-partition-list|create-keychain)', String.raw`-[pk]\s+`),
  option('put-parameter', String.raw`--value[=\s]+`),
  /\bassword[^\n]{0,40}(?:\n[^\n]{0,40})?\bsend(?:line)?\s*\(?\s*(?:--\s+)?["'](?<secret>[^"'\n$\\]{4,100})(?:\\[rn])?["']/dgi,
  option('mysql|mysqldump|mysqladmin|mysqlimport|mysqlcheck|mariadb|mariadb-dump', '-p'),
  option('mysql|mysqldump|mysqladmin|mariadb', String.raw`--password=`),
  option('sshpass', String.raw`-p\s*`),
  option(
    'mongo|mongosh|mongodump|mongorestore|mongoexport|mongoimport|docker login|podman login|helm registry login|oc login|az login|az acr login|skopeo login|buildah login|cf login|heroku login|nerdctl login|rabbitmqadmin|nuget|twine upload|arangosh|influx|clickhouse-client|vsql|twine',
    String.raw`-p\s+`,
  ),
  option('redis-cli|valkey-cli|keydb-cli', String.raw`-a\s*`),
  option('sqlcmd|bcp|isql|osql', String.raw`-P\s*`),
  option('ldapsearch|ldapmodify|ldapadd|ldapdelete|ldapwhoami', String.raw`-w\s*`),
  option('smbclient|rpcclient|mount\\.cifs|nmblookup', String.raw`-U\s*["']?[^\s%"']{1,60}%`),
  option('7z|7za|7zz|rar|unrar|x', String.raw`-p`),
  option('zip|unzip', String.raw`-P\s*`),
  option('openssl', String.raw`(?:-passin|-passout|-pass)\s+["']?pass:`),
  option('openssl', String.raw`-k\s+`),
  option('keytool|jarsigner|apksigner', String.raw`-(?:storepass|keypass|srcstorepass|deststorepass)\s+`),
  option('gpg|gpg2|rclone|restic|borg|duplicity|pass', String.raw`--passphrase[=\s]+`),
  option('net use', String.raw`\\\\\S+\s+(?:\/user:\S+\s+)?(?!\/)`),
  /\bnet\s+user\s+[\w.-]{1,60}\s+(?<secret>[^\s/*]\S{3,100})\s+\/(?:add|domain|active)/dgi,
  option('ssh-keygen|ssh-add|puttygen', String.raw`-[NP]\s+`),
  option('rabbitmqctl', String.raw`(?:add_user|change_password|authenticate_user)\s+\S+\s+`),
  option('composer config', String.raw`http-basic\.\S+\s+\S+\s+`),
  option('composer config', String.raw`(?:bearer|github-oauth|gitlab-token|bitbucket-oauth)\.\S+\s+`),
  /\bConvertTo-SecureString\s+(?:-String\s+)?["'](?<secret>[^"'\n]{4,200})["']/dgi,
  option('nmcli', String.raw`(?:wifi-sec\.psk|password)\s+`),
  option('wpa_passphrase', String.raw`\S+\s+`),
  option('htpasswd', String.raw`-[A-Za-z]*b[A-Za-z]*\s+(?:\S+\s+)?\S+\s+`),
  option('snmpwalk|snmpget', String.raw`-[cAX]\s+`),
  option('psql|pg_dump|pg_restore', String.raw`--password=`),
  option('cmdkey|runas|schtasks', String.raw`\/(?:pass|rp|p):?\s*`),
  option('aws configure set', String.raw`(?:aws_secret_access_key|aws_session_token)\s+`),
  option('npm config set|yarn config set|pnpm config set', String.raw`\S*(?:_authToken|_auth|_password)[\s=]+`),
  option(
    'heroku|dokku|flyctl|fly|railway|vercel|netlify|doppler|gh|wrangler|supabase|travis|eb|firebase',
    String.raw`(?:secrets?|env|variables?|config):?(?:set|add)?\s+(?:set|put|add)\s+[A-Z_]*(?:KEY|TOKEN|SECRET|PASS\w*|PWD)\s+(?:--body\s+|-b\s+)?`,
  ),
  option('gh secret set|gh variable set', String.raw`(?:--body|-b)[\s=]+`),
  option(
    'vault (?:kv put|write)|kubectl create secret|security add-generic-password|security add-internet-password',
    String.raw`(?:-w\s+|(?:password|token|secret|key|value)=)`,
  ),
  option('bw unlock|bw login|op signin', String.raw`(?:\S+@\S+\s+)?`),
  /\bvault\s+login\s+(?:-[\w-]+(?:=\S+)?\s+)*(?<secret>(?=[\w.-]*\d)[\w.-]{10,300})/dg,
  // A secret that is handed to the next program
  /\b(?:echo|printf)\s+(?:-[ne]+\s+)?(?:["']%s(?:\\n)?["']\s+)?["']?(?<secret>[^\s"'|$]{4,300})["']?\s*\|\s*(?:sudo\s+)?[^\n|]{0,80}(?:--password-stdin|--with-token|--passphrase-fd|passwd\b|sudo\s+-S|login\b[^\n]{0,40}-stdin|--token-stdin|secret\s+(?:set|put|create)\b)/dg,
  /\becho\s+["']?(?<secret>[^\s"'|$]{4,100})["']?\s*\|\s*sudo\s+-S/dg,
  /\b(?:echo|printf)\s+(?:-[ne]+\s+)?["']?[\w.@-]{1,60}:(?<secret>[^\s"'|$]{4,100})["']?\s*\|\s*(?:openssl\s+)?(?:base64|enc\b)/dg,
  /\becho\s+["']?[\w.-]+:(?<secret>[^\s"'|$]{4,100})["']?\s*\|\s*(?:sudo\s+)?chpasswd/dg,
  /(?:--with-token|--password-stdin|passwd\s+--stdin\s+\S+|login)\s*<<<\s*["']?(?<secret>[^\s"'$]{4,300})/dg,
  // SQL and servers
  /\bidentified\s+(?:with\s+\S+\s+)?by\s+(?:"(?<secretA>[^"\n]{3,200})"|(?<secretB>(?=[^\s;]*\d)[^\s;'"]{4,100}))/dgi,
  /\b(?:identified\s+(?:with\s+\S+\s+)?by|(?:with\s+)?(?:encrypted\s+)?password(?:\s*=)?|password\s+for\s+\S+\s*=|set\s+password)\s+(?:N|E)?'(?<secret>(?:[^'\n]|''){3,200})'/dgi,
  /\bPASSWORD\s*\(\s*['"](?<secret>[^'"\n]{3,200})['"]\s*\)/dgi,
  /(?:(?<![\w-])|(?<=\s--))(?:requirepass|masterauth|sentinel auth-pass \S+)\s+["']?(?<secret>[^\s"'#][^\s"']{3,300})/dg,
  /(?:^|[>\s"'])AUTH\s+(?:[a-z][\w.-]{0,40}\s+)?["']?(?<secret>[^\s"']{6,300})["']?\s*$/dgm,
  /\bconfig\s+set\s+requirepass\s+["']?(?<secret>[^\s"']{4,300})/dgi,
  /<auth-user-pass>\s*\n[^\n<]{1,100}\n(?<secret>[^\n<]{4,200})/dg, // OpenVPN
  /\buser\s+\w+\s+on\s+>(?<secret>[^\s]{4,200})/dg, // Redis lists of users
  /\bmachine\s+\S+\s+login\s+\S+\s+password\s+["']?(?<secret>[^\s"']+)/dgi, // .netrc
  /^[ \t>+-]*(?:[\w.*-]+):(?:\d{2,5}|\*):[\w.*-]+:[\w.*-]+:(?<secret>[^\s:]{4,200})$/dgm, // .pgpass
  /\b(?:enable|username\s+\S+)\s+(?:password|secret)\s+(?:\d\s+)?(?<secret>[^\s]{4,200})/dg, // routers
  /\b(?:snmp-server\s+community|r[ow]community)\s+(?<secret>[^\s]{4,60})/dg,
];

/** --password x, --api-key=x, -Dx.password=x: the option says what its value is. */
const NAMED_OPTION = new RegExp(
  String.raw`(?<![\w-])--?(?:[A-Za-z][\w.-]{0,60}?[-_.])?(?:password|passwd|passphrase|(?!by)[a-z]{0,12}pass|pwd|token|secret|api-?key|apikey|auth-?key|access-?key|private-?key|secret-?key|account-?key|client-?secret|authtoken|credentials?|sas|key|pat|license-?key|psk|pin)(?:=|\s+)${VALUE}`,
  'dgi',
);

/** Whatever the program: a user, and then -p. */
const USER_AND_PASSWORD = new RegExp(
  String.raw`\s(?:-u|--user(?:name)?)[=\s]+["']?[\w.@+-]{1,80}["']?\s+-p\s+(?![\d.:]+(?:\/\w+)?\b(?!\w))${VALUE}`,
  'dg',
);

/** @returns secrets on command lines, in SQL, and in files that are written like them. */
export function findInCommands(text: string): Range[] {
  return [
    ...COMMANDS.flatMap((pattern) => findAll(text, pattern, isArgument)),
    ...findAll(text, USER_AND_PASSWORD, isTypedPassword),
    ...findAll(text, NAMED_OPTION, (value, { 0: option }) => {
      if (!isArgument(value) || /^\S+\/\S*\.\w+$|^~|^\.{0,2}\//.test(value)) return false;
      const isPassword = /pass|pwd|psk|pin/i.test(option);
      if (isPassword) return /\d|[!#%^&*+@?]|[A-Z]/.test(value) || /["']$/.test(option) || value.length > 11;
      return (
        (/\d/.test(value) && /[A-Za-z]/.test(value) && value.length >= 8) ||
        (/=\S/.test(option) && /[!#%^&*@]/.test(value))
      );
    }),
  ];
}

/** Whether an option's value is a secret that was typed, and no variable, placeholder or further option. */
function isArgument(value: string): boolean {
  if (isEncodedLogin(value)) return true;
  return value.length >= 3 && !isPlaceholder(value) && !/^[-$`<({[]|^\\|^@/.test(value) && !/^[\w.-]+[=:]$/.test(value);
}
