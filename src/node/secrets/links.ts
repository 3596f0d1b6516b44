import { findAll, type Range } from './range';
import { isDigest, isNoise, isPlaceholder } from './value';

/** scheme://user:password@host; a password may hold whatever its writer forgot to encode. */
const LOGIN =
  /\b[a-z][a-z0-9+.-]{1,20}:\/\/(?<user>[^\s:/?#@"'`<>]{0,100}):(?<secret>(?:(?!:\/\/)[^\s"'`<>]){1,300})@(?=[\w$[{<*-])/dgi;
/** The same without a name, as database drivers write it: user:password@tcp(host), user/password@host:1521. */
const DRIVER_LOGIN =
  /(?<![\w/])[\w.-]{1,60}[:/](?<secret>[^\s:/"'`<>@]{4,200})@(?:tcp\(|unix\(|\/\/[\w.-]+:\d+|\(DESCRIPTION|[\w.-]+:1521\b)/dg;
/** https://token@host */
const TOKEN_LOGIN = /\bhttps?:\/\/(?<secret>[\w.~+%-]{12,})@(?=[\w-])/dgi;

/** Links that are secrets as a whole: whoever knows one can post to it. */
const WEBHOOKS: readonly RegExp[] = [
  /https?:\/\/hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\/[\w/+-]{12,}/gi,
  /https?:\/\/(?:\w+\.)?discord(?:app)?\.com\/api\/(?:v\d+\/)?webhooks\/\d+\/[\w-]{16,}/gi,
  /https?:\/\/[\w.-]+\.webhook\.office\.com\/webhookb2\/[\w@/-]{30,}|https?:\/\/outlook\.office(?:365)?\.com\/webhook\/[\w@/-]{30,}/gi,
  /https?:\/\/hooks\.zapier\.com\/hooks\/(?:catch|standard)\/\d+\/\w{4,}\/?/gi,
  /https?:\/\/maker\.ifttt\.com\/trigger\/\w+\/(?:json\/)?with\/key\/(?<secret>[\w-]{10,})/dgi,
  /https?:\/\/hook\.(?:[a-z0-9]+\.)?(?:make|integromat)\.com\/[a-z0-9]{20,}/gi,
  /https?:\/\/chat\.googleapis\.com\/v1\/spaces\/[\w-]+\/messages\?key=[\w-]+&token=[\w%-]+/gi,
  /https?:\/\/api\.telegram\.org\/bot(?<secret>\d+:[\w-]{20,})/dgi,
  /https?:\/\/(?:[\w-]+\.)?(?:n8n|pipedream|mattermost)[\w.-]*\/(?:hooks|webhook)\/(?<secret>[\w-]{16,})/dgi,
  /https?:\/\/[\w.-]+\/hooks\/(?<secret>[a-z0-9]{26})\b/dg, // Mattermost
  /https?:\/\/[\w.-]+\.logic\.azure\.com[^\s"'<>]*?[?&]sig=(?<secret>[\w%-]{20,})/dgi,
  /https?:\/\/(?:open\.feishu\.cn|open\.larksuite\.com)\/open-apis\/bot\/v2\/hook\/(?<secret>[\w-]{16,})/dgi,
  /https?:\/\/oapi\.dingtalk\.com\/robot\/send\?access_token=(?<secret>[0-9a-f]{30,})/dgi,
  /https?:\/\/[\w.-]*splunkcloud\.com\S*?(?<secret>[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})/dgi,
];

/** Parameters that sign a link or stand for a login. */
const PARAMETERS: readonly RegExp[] = [
  /[?&;](?:x-amz-signature|x-goog-signature|signature|sig)=(?<secret>[\w%+/~.=-]{16,})/dgi,
  /[?&;](?:x-amz-security-token|x-amz-credential|awsaccesskeyid|x-goog-credential)=(?<secret>[\w%+/~.=-]{16,})/dgi,
  /otpauth(?:-migration)?:\/\/[^\s"'<>]*?[?&](?:secret|data)=(?<secret>[\w%+/=-]{8,})/dgi,
  /[?&#](?:access_token|refresh_token|id_token|auth_token|session_token|private_token|api_key|apikey|client_secret|auth|code_verifier|password|passwd|pwd|pass|secret|token|key|jwt|authkey|subscription-key|appid|hapikey|sas)=(?<secret>[^\s&#"'`<>\\]{6,})/dgi,
  /[?&]code=(?<secret>[\w%/.~-]{24,})/dgi,
];

/** @returns passwords, tokens and signatures in addresses, and addresses that are secrets themselves. */
export function findInLinks(text: string): Range[] {
  const isSecret = (value: string): boolean => !isPlaceholder(value) && !isPlaceholder(decodeURIComponentSafely(value));
  return [
    ...findAll(text, LOGIN, (password, { groups, index }) => {
      const user = groups?.['user'] ?? '';
      // A port and a path follow a host, not a user.
      if (/^\d{1,5}(?:[/?#]|$)/.test(password) && /[/?#]/.test(password)) return false;
      if (password === user || !isSecret(password) || /^[$({[<%]/.test(password)) return false;
      if (/[/?#]/.test(password) && !/\d/.test(password)) return false;
      return text.slice(index, index + 10).toLowerCase() !== 'javascript' && password.length >= 3;
    }),
    ...findAll(text, DRIVER_LOGIN, isSecret),
    ...findAll(text, TOKEN_LOGIN, (user) => isNoise(user, 12) || /^[0-9a-f]{32}$/.test(user)),
    ...WEBHOOKS.flatMap((pattern) => findAll(text, pattern, (link) => !/[xX]{6}|\.\.\.|<|T0{8}/.test(link))),
    ...PARAMETERS.flatMap((pattern) =>
      findAll(
        text,
        pattern,
        (value, { 0: parameter }) => isSecret(value) && (isSigned(parameter) || isParameterSecret(value)),
      ),
    ),
  ];
}

function isSigned(parameter: string): boolean {
  return /^[?&;](?:x-|sig|awsaccess)|^otpauth/i.test(parameter);
}

/** Keys of links are noise or mixed; ids of documents, which "key" and "token" name as well, are digests or words. */
function isParameterSecret(value: string): boolean {
  return (
    /\d/.test(value) &&
    /[A-Za-z]/.test(value) &&
    !/^[a-z]+[-_]?\d{1,2}$/i.test(value) &&
    !(isDigest(value) && value.length < 20)
  );
}

function decodeURIComponentSafely(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value; // A percent sign that encodes nothing is part of the value.
  }
}
