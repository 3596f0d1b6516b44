import { cargo } from './cargo';
import { ciFiles } from './ci';
import { composeFile, dockerfile } from './containers';
import { dotnet } from './dotnet';
import { goMod } from './goMod';
import { gradle, pom } from './jvm';
import { packageJson } from './packageJson';
import { composer } from './php';
import { pipfile, pyproject, requirementsTxt, setupFiles } from './python';
import { gemfile } from './ruby';
import type { StateFileReader } from './statement';
import { tsconfig } from './tsconfig';
import { versionFiles } from './versionFiles';

/** One per format, each speaking for files that no other wants. */
export const readers: readonly StateFileReader[] = [
  packageJson,
  pyproject,
  requirementsTxt,
  setupFiles,
  pipfile,
  goMod,
  cargo,
  pom,
  gradle,
  gemfile,
  composer,
  dotnet,
  tsconfig,
  ciFiles,
  dockerfile,
  composeFile,
  versionFiles,
];
