import { parse as parseYaml } from 'yaml';
import {
  attempt,
  enumerate,
  findLine,
  isObject,
  objectOf,
  requirementOf,
  type StateFileReader,
  type Statement,
} from './statement';
import { escapeRegExp } from '../../base/text';

/** The images that a container is built on. */
export const dockerfile: StateFileReader = {
  wants: (path) => /(?:^|\/)(?:Dockerfile|Containerfile)(?:\.[\w-]+)?$|\.Dockerfile$/i.test(path),
  read(text, path) {
    const images = baseImages(text);
    const [first] = images;
    if (first === undefined) return [];
    const names = images.map(({ image }) => image);
    return [
      requirementOf(
        {
          subject: 'container image',
          attribute: `base image in ${path}`,
          value: names.join(', '),
          quote: first.line,
        },
        `The container image is built on ${enumerate(names)} (${path}).`,
        `The container image of ${path} is no longer built on ${enumerate(names)}`,
      ),
    ];
  },
};

/** Images with a tag that are no stage of the same file; build arguments take their defaults. */
function baseImages(text: string): { readonly image: string; readonly line: string }[] {
  const defaults = new Map<string, string>();
  const stages = new Set<string>();
  const found = new Map<string, string>();
  for (const line of text.split('\n').map((written) => written.trim())) {
    const argument = /^ARG\s+(\w+)=["']?([^"'\s]+)/i.exec(line);
    if (argument?.[1] !== undefined && argument[2] !== undefined) defaults.set(argument[1], argument[2]);
    const from = /^FROM\s+(?:--platform=\S+\s+)?(\S+)(?:\s+AS\s+(\S+))?/i.exec(line);
    if (from?.[1] === undefined) continue;
    const image = from[1]
      .replace(
        /\$\{?(\w+)(?::-([^}]*))?\}?/g,
        (whole, name: string, other?: string) => defaults.get(name) ?? other ?? whole,
      )
      .replace(/@sha256:.*$/, '');
    if (!image.includes('$') && image !== 'scratch' && !stages.has(image.toLowerCase()) && !found.has(image))
      found.set(image, line);
    if (from[2] !== undefined) stages.add(from[2].toLowerCase());
  }
  return [...found].map(([image, line]) => ({ image, line }));
}

/** The images that run beside the project: databases, queues, caches. */
export const composeFile: StateFileReader = {
  wants: (path) => /(?:^|\/)(?:docker-)?compose(?:\.[\w-]+)?\.ya?ml$/.test(path),
  read(text, path) {
    const file = attempt(
      () => parseYaml(text, { schema: 'failsafe', uniqueKeys: false, logLevel: 'silent' }) as unknown,
    );
    if (!isObject(file)) return undefined;
    return Object.entries(objectOf(file.services)).flatMap(([service, definition]): Statement[] => {
      const { image } = objectOf(definition);
      if (typeof image !== 'string' || image.includes('$')) return [];
      const [, name = image] = /([^/:@]+)(?::[^/]*)?$/.exec(image.replace(/@sha256:.*$/, '')) ?? [];
      return [
        requirementOf(
          {
            subject: name,
            attribute: `image in ${path}`,
            value: image,
            quote: findLine(text, new RegExp(`image:\\s*["']?${escapeRegExp(image)}`)),
          },
          `The service ${service} runs the container image ${image} (${path}).`,
          `The service ${service} no longer runs the container image ${image} (${path})`,
        ),
      ];
    });
  },
};
