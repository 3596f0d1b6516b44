/** Which histories may be looked at while building (train), decide between settings (validation), or only measure (test). */
export type HistorySet = 'train' | 'validation' | 'test' | 'other';

export const HISTORY_SETS: readonly HistorySet[] = ['train', 'validation', 'test', 'other'];

const SPLITS: Readonly<Record<Exclude<HistorySet, 'other'>, readonly string[]>> = {
  train: [
    'axios_axios',
    'reduxjs_redux',
    'date-fns_date-fns',
    'yargs_yargs',
    'pinojs_pino',
    'colinhacks_zod',
    'sindresorhus_execa',
    'ai_nanoid',
    'koajs_koa',
    'chartjs_Chart.js',
    'microsoft_vscode-js-debug',
  ],
  validation: ['microsoft_vscode-hexeditor', 'sindresorhus_ky', 'iamkun_dayjs', 'microsoft_vscode-livepreview'],
  test: [
    'immerjs_immer',
    'fastify_fastify',
    'tj_commander.js',
    'pmndrs_zustand',
    'vercel_swr',
    'expressjs_express',
    'pmndrs_jotai',
    'vscode-elements_elements',
    'TypeFox_vscode-messenger',
    'sindresorhus_got',
    'kysely-org_kysely',
    'usernamehw_vscode-error-lens',
  ],
};

/** @param history name of a file of records, without its ending */
export function setOf(history: string): HistorySet {
  for (const [set, names] of Object.entries(SPLITS)) if (names.includes(history)) return set as HistorySet;
  return 'other';
}
