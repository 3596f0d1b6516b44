import type { Place, Statement } from './statement';

/** Only the project's own licence is told, not that of each of its packages. */
export function licenseStatement(license: unknown, place: Place, file: string, quote: string): Statement[] {
  if (typeof license !== 'string' || license === '' || license.length > 60) return [];
  if (place.scope !== '' || /^unlicensed$|^see /i.test(license)) return [];
  return [
    {
      kind: 'requirement',
      subject: 'license',
      attribute: 'name',
      value: license,
      text: `The project is licensed under ${license}.`,
      ending: `${file} names no license any more; the last was ${license}`,
      quote,
    },
  ];
}
