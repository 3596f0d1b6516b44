import { join } from 'node:path';
import { buildModel } from '../../../../src/node/embedder/buildModel';

/** The model as the build makes it, kept between runs. */
export const modelDir = join(__dirname, '../../../../out/model');
buildModel(modelDir);
