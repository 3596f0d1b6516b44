import { findAll, type Range } from './range';
import { isNoise, isPlaceholder } from './value';

/**
 * Secrets that show what they are. Each has a prefix or shape that its vendor gave it for exactly this purpose, so that nothing else
 * looks like it. The lengths are lower bounds: shortened ones count, and a longer one goes to its end.
 */
const TOKENS: readonly RegExp[] = [
  /\bAGE-SECRET-KEY-1[A-Z0-9]{20,}/g,
  /(?<![\w-])eyJ[\w-]{8,}\.eyJ[\w-]{4,}(?:\.[\w-]*)?/g, // JSON web tokens
  /(?<![\w-])eyJ[\w-]{8,}\.[\w-]*\.[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/g, // encrypted ones

  // Code hosts, registries, builds
  /(?<![A-Za-z0-9])gh[pousr]_[A-Za-z0-9]{10,}|(?<![A-Za-z0-9])github_pat_\w{20,}|(?<=\bv1\.)[0-9a-f]{40}\b/g,
  /(?<![A-Za-z0-9])(?:gl(?:pat|dt|rt|rtr|cbt|ptt|ft|imt|agent|oas|soat|ffct|wt)-|GR1348941)[\w.-]{10,}/g, // GitLab
  /\bATATT3[\w=+/-]{20,}|\bAT(?:BB|CTT3)[\w=-]{20,}/g, // Atlassian, Bitbucket
  /(?<![A-Za-z0-9])npm_[A-Za-z0-9]{20,}/g,
  /\bpypi-AgE[\w-]{30,}/g,
  /(?<![A-Za-z0-9])rubygems_[0-9a-f]{30,}/g,
  /\boy2[a-z0-9]{43}\b/g, // NuGet
  /\bdckr_(?:pat|oat)_[\w-]{20,}/g,
  /\bcio[A-Za-z0-9]{32}\b/g, // crates.io
  /\bCLOJARS_[a-z0-9]{40,}/g,
  /\bAKC[pb][A-Za-z0-9]{50,}|\bcmVmd[A-Za-z0-9]{50,}/g, // Artifactory
  /\bCCI(?:PAT|PRJ)_[A-Za-z0-9]{10,}_[0-9a-f]{30,}/g, // CircleCI
  /\bbk(?:ua|aj|ct)_[0-9a-f]{30,}/g, // Buildkite
  /\bsq[apu]_[0-9a-f]{40}\b/g, // SonarQube

  // Clouds
  /(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{12,16}(?![A-Za-z0-9])/g,
  /\bABSK[A-Za-z0-9+/]{60,}={0,2}|\bbedrock-api-key-[\w+/=-]{40,}/g, // AWS Bedrock
  /\bAIza[\w-]{16,}/g,
  /\bGOCSPX-[\w-]{20,}|\bya29\.[\w.-]{20,}|(?<![\w/])1\/\/0[\w-]{30,}/g, // Google OAuth
  /\b(?:AccountKey|SharedAccessKey|SharedSecret)\s*=\s*(?<secret>[A-Za-z0-9+/%]{30,}(?:={1,2}|%3D)*)/dgi,
  /(?<![A-Za-z0-9~._-])[\w.~-]{3}\dQ~[\w.~-]{30,}/g, // client secrets of Azure
  /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{38,80}(?:\+AMC|\+ABa|\+ASt|AzFu|AzSe|ACDb)[A-Za-z0-9+/]{4,6}={0,2}/g, // keys of Azure with their signature
  /\bdo[opr]_v1_[0-9a-f]{30,}/g, // DigitalOcean
  /\bHRKU-[\w-]{30,}/g,
  /(?<![A-Za-z0-9])nf[pcuo]_[A-Za-z0-9]{30,}/g, // Netlify
  /\bv(?:cp|ci|ca|cr|ck)_[A-Za-z0-9]{20,}|\bvercel_blob_rw_\w{20,}/g, // Vercel
  /\bfo1_[\w-]{30,}|\bfm[12][ar]?_[\w+/=-]{30,}/g, // Fly
  /\bdapi[0-9a-f]{32}(?:-\d)?\b/g, // Databricks
  /\bhv[sbr]\.[\w-]{20,}|(?<![\w.])s\.[A-Za-z0-9]{24}\b/g, // Vault
  /\bdp\.(?:pt|st|ct|sa|said|scim|audit)\.[\w.-]{30,}/g, // Doppler
  /\bpscale_(?:tkn|pw|oauth|otkn)_[\w.=-]{20,}/g,
  /\bsbp_[0-9a-f]{32,}|\bsb_secret_[\w-]{20,}/g, // Supabase
  /\bpul-[0-9a-f]{40}\b/g,
  /(?<![\w.])[A-Za-z0-9]{14}\.atlasv1\.[\w=-]{40,}/g, // Terraform
  /\bLTAI[A-Za-z0-9]{12,24}\b/g, // Alibaba
  /\bops_eyJ[\w+/=-]{40,}|\bA3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}/g, // 1Password
  /\bnapi_[a-z0-9]{40,}|\bnpg_[A-Za-z0-9]{10,}\b/g, // Neon
  /\brnd_[A-Za-z0-9]{28,}/g, // Render
  /\btskey-(?:auth|api|client|scim|webhook)-[\w-]{16,}/g, // Tailscale
  /(?<![\w-])v1\.0-[0-9a-f]{24}-[0-9a-f]{140,}/g, // Cloudflare origin
  /\bAVNS_[\w-]{15,}/g, // Aiven
  /\bapi_live\.[\w-]{20,}|\bnvapi-[\w-]{40,}/g,

  // Models
  /(?<![A-Za-z0-9_-])sk-(?:[a-z0-9]+-)*[A-Za-z0-9_-]{16,}/g, // OpenAI, Anthropic, OpenRouter, DeepSeek and those that follow them
  /(?<![A-Za-z0-9])hf_[A-Za-z0-9]{16,}|\bapi_org_[A-Za-z]{30,}/g,
  /(?<![A-Za-z0-9])(?:gsk|r8|fw|csk|e2b|jina|pa)[_-][A-Za-z0-9_]{28,}|(?<![A-Za-z0-9])(?:xai|pplx|tvly)-[A-Za-z0-9-]{28,}/g,
  /\blsv2_(?:pt|sk)_[0-9a-f]{24,}_[0-9a-f]{8,}/g, // LangSmith
  /\bpcsk_[A-Za-z0-9_]{40,}/g, // Pinecone

  // Payment
  /(?<![A-Za-z0-9])(?:[srp]k_(?:live|test|prod)_|whsec_)[A-Za-z0-9+/=_]{14,}/g, // Stripe, Clerk, svix
  /\bsq0(?:atp|csp|idp|idb)-[\w-]{20,}|\bEAAA[\w-]{56,}/g, // Square
  /\baccess_token\$(?:production|sandbox)\$[0-9a-z]{12,}\$[0-9a-f]{20,}/g, // Braintree
  /\bsh(?:pat|pca|ppa|pss|psa|ptka)_[0-9a-fA-F]{30,}/g, // Shopify
  /\bpdl_(?:live|sdbx)_(?:apikey|ntfset)_\w{20,}|\brzp_(?:live|test)_[A-Za-z0-9]{14,}|\bFLWSECK(?:_TEST)?-[\w-]{20,}/g, // Paddle, Razorpay, Flutterwave
  /(?<![\w+/])AQE[\w+/]{60,200}={0,2}(?![\w+/])/g, // Adyen

  // Mail, messages
  /\bSG\.[\w-]{16,}\.[\w-]{16,}/g,
  /(?<![A-Za-z0-9-])key-[0-9a-f]{32}\b|\b[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}\b|\bpubkey-[0-9a-f]{32}\b/g, // Mailgun
  /\b[0-9a-f]{32}-us\d{1,2}\b|\bmd-[\w-]{22}\b/g, // Mailchimp, Mandrill
  /\bxkeysib-[0-9a-f]{30,}-[A-Za-z0-9]{12,}|\bxsmtpsib-[0-9a-f]{30,}-[A-Za-z0-9]{12,}/g, // Brevo
  /(?<![A-Za-z0-9])re_[A-Za-z0-9]{6,}_[A-Za-z0-9]{16,}|\bPMU?-[0-9a-f]{30,}/g, // Resend
  /(?<![A-Za-z0-9])SK[0-9a-f]{32}\b/g, // Twilio
  /\bxox[a-z](?:\.xox[a-z])?-[\w-]{10,}|\bxapp-\d-[\w-]{20,}|\bxwfp-[\w-]{20,}/g, // Slack
  /(?<![\w.-])[MNO][\w-]{22,28}\.[\w-]{6}\.[\w-]{25,}|\bmfa\.[\w-]{60,}/g, // Discord
  /(?<![\w:])\d{8,10}:AA[\w-]{30,}|(?<=\/bot)\d{8,10}:[\w-]{30,}/g, // Telegram
  /\bEAA[A-Za-z0-9]{80,}|\bIGQV[\w-]{60,}/g, // Facebook, Instagram
  /\bAAAA[\w-]{7}:APA91b[\w-]{60,}/g, // Firebase messages
  /\b(?:pat|ddp|ddapp)-(?:na1|eu1)-[0-9a-f-]{36}/g, // HubSpot

  // Monitoring, search, flags
  /\bgl(?:sa|c)_[\w+/=]{30,}|\beyJrIjoi[A-Za-z0-9+/]{60,}={0,2}/g, // Grafana
  /\bNR(?:AK|II|RA|JS|IQ|SP)-[\w-]{18,}|\b[0-9a-f]{36}(?:NRAL|FFFFNRAL)\b|\b[0-9a-f]{32}FFFFNRAL\b|\beu01xx[0-9a-f]{30}NRAL\b/g,
  /\bsntry[su]_[\w+/=.-]{30,}/g,
  /\bdd[apw]_[A-Za-z0-9]{30,}|\bdt0c01\.[A-Z0-9]{24}\.[A-Z0-9]{40,}/g, // Datadog, Dynatrace
  /\bph[xc]_[A-Za-z0-9]{36,}/g, // PostHog
  /\b(?:sdk|mob|api)-[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/g, // LaunchDarkly
  /\bPMAK-[0-9a-f]{20,}-[0-9a-f]{30,}/g,

  // Work
  /\b[sp]k\.eyJ[\w-]{16,}\.[\w-]{16,}/g, // Mapbox
  /\bdjango-insecure-[^\s"'`<>]{16,}|\bbase64:[A-Za-z0-9+/]{40,}={0,2}/g, // frameworks
  /\blin_(?:api|oauth|wh)_\w{28,}/g,
  /(?<![A-Za-z0-9])ntn_[A-Za-z0-9]{36,}|(?<![A-Za-z0-9])secret_[A-Za-z0-9]{40,}\b/g, // Notion
  /\bpat[A-Za-z0-9]{14}\.[0-9a-f]{40,}|(?<![\w-])key(?=[A-Za-z]*\d)(?=\w*[A-Z])[A-Za-z0-9]{14}\b(?![-.])/g, // Airtable
  /\bfig[dou]r?_[\w-]{30,}/g,
  /\bdop?_[a-z]{3}_[A-Za-z0-9]{30,}|\bsl\.(?:u\.)?[\w-]{60,}|\bATCTT3\w{20,}/g, // Dropbox
  /(?<![\w/])\d\/\d{12,}(?:\/\d{12,})?:[0-9a-f]{32}\b/g, // Asana
  /\bPRIVATE-[A-Z0-9]{20,}|\bduffel_(?:test|live)_[\w-]{40,}|\bEZ[AT]K[A-Za-z0-9]{50,}|\bshippo_(?:live|test)_[0-9a-f]{40}/g,
  /\bCFPAT-[\w-]{40,}/g, // Contentful
  /\bpat-(?:na|eu)\d-[0-9a-f-]{36}/g,
  /\bsgp_(?:[0-9a-f]{16}_|local_)?[0-9a-f]{40}|\bslk_[0-9a-f]{60,}|\baio_[A-Za-z0-9]{28}\b/g, // Sourcegraph, Adafruit
  /\bSWMTKN-1-[a-z0-9]{40,}-[a-z0-9]{20,}/g, // Docker Swarm
  /\btfp_[\w-]{40,}|\brdme_[a-z0-9]{60,}|\bpnu_[A-Za-z0-9]{36}\b|\bBBDC-[\w+/]{40,}={0,2}/g, // Typeform, ReadMe, Prefect, Bitbucket
  /\b(?:waka_|amzn\.mws\.|(?:access|public)-(?:sandbox|development|production)-)[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g, // WakaTime, Amazon, Plaid
  /\bamzn1\.oa2-cs\.v1\.[0-9a-f]{60,}|\bdG9rOj[A-Za-z0-9+/]{50,}={0,2}|\bAQVN[\w-]{35,}|\bt1\.9eu[\w=-]{60,}\.[\w=-]{80,}/g, // Amazon, Intercom, Yandex
  /\bsonar\.(?:login|token)\s*=\s*(?<secret>[\w-]{30,})|\bmaster\.key\b["'\x60:]{0,2}\s{1,4}(?<secretB>[0-9a-f]{32})\b/dg, // SonarQube, Rails
  /(?<=\/private-)[0-9a-f]{32}(?=\/\w+\.ics)/g, // calendars
  /\bctx7sk-[0-9a-f-]{30,}|\bsm_[A-Za-z0-9_]{40,}|\bm0-[A-Za-z0-9]{36,}/g,
  /\bBot\s+(?<secret>[MNO][\w-]{20,}\.[\w-]{5,}\.[\w-]{20,})/dg,
];

const OKTA = /(?<![A-Za-z0-9_-])00[A-Za-z0-9_-]{40}(?![A-Za-z0-9_-])/g;

/** Prefixes that vendors of later days will choose in the way all of them do: `name_kind_` and a long run that is noise. */
const PREFIXED =
  /(?<![A-Za-z0-9_])(?:[a-z][a-z0-9]{1,12}_){0,2}(?:pat|sk|secret|token|key|live|test|prod|production|apikey|api|pw)_(?<noise>[A-Za-z0-9]{24,})(?![A-Za-z0-9_])/g;

/** @returns secrets that are recognised by their own form. */
export function findVendorTokens(text: string): Range[] {
  return [
    ...TOKENS.flatMap((pattern) =>
      findAll(text, pattern, (secret) => !isPlaceholder(secret) && !isMadeOfWords(secret)),
    ),
    ...findAll(text, OKTA, (token) => isNoise(token) && /[a-z]/.test(token) && /[A-Z]/.test(token)),
    ...findAll(text, PREFIXED, (_, { groups }) => {
      const noise = groups?.['noise'] ?? '';
      return (noise.match(/\d/g) ?? []).length >= 3 && /[a-z]/i.test(noise) && !isPlaceholder(noise);
    }),
  ];
}

/** "sk-learn-feature-union": words joined by dashes, of which no token consists. */
function isMadeOfWords(token: string): boolean {
  return /^[a-z]+(?:[-_.](?:[a-z]+\d{0,3}|\d{1,4}))+$/.test(token) && !/[a-z]{20}/.test(token);
}
