import { findAll, type Range } from './range';
import { isEncodedLogin, isNoise, isPlaceholder, isVersion } from './value';

const SCHEMES =
  '(?:bearer|basic|token|digest|apikey|api-key|bot|key|jwt|negotiate|ntlm|splunk|genie-?key|oauth|ssws|zoho-oauthtoken|aws4-hmac-sha256|hmac|discogs|klaviyo-api-key|sso-key|ghost|deepl-auth-key)';

const AUTHORIZATION = new RegExp(
  String.raw`\b(?:proxy-|x-)?auth(?:orization)?["'\s\]]{0,3}(?:[:=,]|=>)\s*["'\x60]?(?:${SCHEMES}[\s:=]+)?(?:token=)?["']?(?<secret>[^\s"'\x60,;\\<>]{6,})`,
  'dgi',
);
const BEARER = /\bbearer[\s:=]+["'`]?(?<secret>[\w.~+/-]{12,}=*)/dgi;
const BASIC = /\bbasic\s+(?<secret>[A-Za-z0-9+/_-]{8,}={0,2})/dgi;
const DIGEST = /\bdigest\s+username=[^\n]{0,300}?\bresponse="?(?<secret>[0-9a-f]{16,})/dgi;
const COOKIES = /\b(?:set-)?cookie["'\]]{0,2}(?:\s*(?::|=>|=|,)\s*["'`]?|\s+["'])(?<cookies>[^\n"'`]{4,4000})/dgi;
const COOKIE_OPTION = /\bcurl\b[^\n]{0,300}?\s-b\s*["']?(?<cookies>[^\n"'`]{4,4000})/dg;
const COOKIE = /(?:^|;|,|\s)\s*(?<name>[\w.-]{1,80})=(?<secret>[^;\s"']{6,})/dg;
/** What a response sets beside the cookie's value, and cookies of taste. */
const NO_COOKIE =
  /^(?:expires|max-age|domain|path|samesite|version|comment|priority|theme|lang|language|locale|tz|timezone|consent\w*|currency|_ga\w*|_gid|_gat\w*|_fbp|utm_\w+)$/i;
const SESSION_NAME =
  /sess|sid\b|auth|token|jwt|login|remember|csrf|xsrf|secret|user|identity|ticket|connect|credential|access|refresh|key/i;

/** @returns credentials in HTTP headers, as they stand in requests, commands and logs. */
export function findInHeaders(text: string): Range[] {
  return [
    ...findAll(text, AUTHORIZATION, (value, { 0: header }) => isCredential(value, header)),
    ...findAll(
      text,
      BEARER,
      (value) => isCredential(value, '') && /\d/.test(value) && (isNoise(value, 12) || value.length >= 20),
    ),
    ...findAll(text, BASIC, isEncodedLogin),
    ...findAll(text, DIGEST),
    ...findAll(
      text,
      X_HEADER,
      (value) => !isPlaceholder(value) && /\d/.test(value) && !/[(){}]|^\w+\.\w+$/.test(value),
    ),
    ...findCookies(text),
  ];
}

const X_HEADER =
  /\b(?:x-[\w-]{0,40}(?:key|token|secret|auth|signature|password|credential|session)|[\w-]{1,40}-(?:api-?key|access-token|auth-token|token|secret)|api-?key|private-token|job-token|deploy-token|dd-api-key|dd-application-key|ocp-apim-subscription-key|circle-token|x-amz-security-token|apikey)["']?\s*[:=]\s*["'`]?(?<secret>[^\s"'`,;\\<>]{8,})/dgi;

function isCredential(value: string, header: string): boolean {
  if (/^(?:username|realm|nonce|uri|algorithm|credential)=/i.test(value)) return false;
  if (isPlaceholder(value) || isVersion(value) || /[(){}|]|^[[$]/.test(value)) return false;
  if (/^(?:bearer|basic|token|header|tokens?|null|undefined|required|expired|missing|invalid)[.,:]?$/i.test(value))
    return false;
  // Member access and plain words are code and talk; a scheme before them says nothing else.
  if (/^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*[.?!)]*$/.test(value) && !isNoise(value, 8))
    return /\d/.test(value) && / (?:basic|bearer|token) /i.test(header) && value.length >= 12;
  return /\d/.test(value) || isEncodedLogin(value) || /[!#$%^&*+/=~]/.test(value);
}

function findCookies(text: string): Range[] {
  const found: Range[] = [];
  for (const match of [...text.matchAll(COOKIES), ...text.matchAll(COOKIE_OPTION)]) {
    const [start = 0] = match.indices?.groups?.['cookies'] ?? [];
    for (const { start: from, end } of findAll(match.groups?.['cookies'] ?? '', COOKIE, (value, { groups }) => {
      const name = groups?.['name'] ?? '';
      if (NO_COOKIE.test(name) || isPlaceholder(value) || /[(){}]/.test(value)) return false;
      return (
        isNoise(value.slice(0, 200), 10) ||
        (SESSION_NAME.test(name) && /\d/.test(value) && /[A-Za-z]|\d{8}/.test(value)) ||
        value.length >= 40
      );
    })) {
      found.push({ start: start + from, end: start + end });
    }
  }
  return found;
}
