import { XMLParser } from 'fast-xml-parser';
import { escapeRegExp } from '../../base/text';
import {
  attempt,
  dependencyStatement,
  enumerate,
  findLine,
  isObject,
  objectOf,
  placeOf,
  placeOfFile,
  requirementOf,
  scalar,
  type StateFileReader,
  type Statement,
} from './statement';
import { toolStatements } from './tools';

/** Project files and central package versions of .NET: target frameworks and packages. */
export const dotnet: StateFileReader = {
  wants: (path) => /\.(?:cs|fs|vb)proj$|(?:^|\/)Directory\.(?:Packages|Build)\.props$/.test(path),
  read(text, path) {
    const file = /<\/Project>\s*$/.test(text) ? attempt(() => XML.parse(text) as unknown) : undefined;
    const project = isObject(file) ? file.Project : undefined;
    if (!isObject(project)) return undefined;
    const isCentral = path.endsWith('.props');
    const place = isCentral ? placeOf(path) : placeOfFile(path);
    const groups = asList(project.PropertyGroup).map(objectOf);
    const written = groups.map((group) => scalar(group.TargetFrameworks ?? group.TargetFramework)).find(Boolean);
    const frameworks = (written ?? '').split(';').filter((name) => name !== '' && !name.includes('$'));
    const packages = asList(project.ItemGroup)
      .map(objectOf)
      .flatMap((group) => [...asList(group.PackageReference), ...asList(group.PackageVersion)])
      .map(objectOf)
      .flatMap((entry) => {
        const name = scalar(entry['@Include']);
        return name === undefined ? [] : [{ name, version: scalar(entry['@Version'] ?? entry.Version) }];
      });
    const quoteOf = (name: string) => findLine(text, new RegExp(`["']${escapeRegExp(name)}["']`, 'i'));
    const names = packages.map(({ name }) => name.toLowerCase());
    return [
      ...packages.flatMap(({ name, version }): Statement[] =>
        version === undefined || version.includes('$')
          ? []
          : [
              dependencyStatement(
                { name, range: version, role: 'dependency', section: 'packages', quote: quoteOf(name) },
                place,
              ),
            ],
      ),
      ...(frameworks.length === 0
        ? []
        : [
            requirementOf(
              {
                subject: 'target framework',
                attribute: `name${place.scope}`,
                value: frameworks.join(', '),
                quote: findLine(text, /<TargetFrameworks?>/),
              },
              `${path} targets the .NET framework ${enumerate(frameworks)}.`,
              `${path} names no target framework any more; the last was ${enumerate(frameworks)}`,
            ),
          ]),
      ...toolStatements({
        place,
        language: '.NET',
        self: '',
        development: names,
        shipped: names,
        commands: [],
        quoteOf,
      }),
    ];
  },
};

const XML = new XMLParser({
  parseTagValue: false,
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  trimValues: true,
});

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : value === undefined ? [] : [value];
}
