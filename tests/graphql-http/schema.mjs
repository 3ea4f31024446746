// Reads a schema as the tools of clients do, directives and all: `node schema.mjs schema.graphql`.
import { readFileSync } from 'node:fs';
import { buildSchema, validateSchema } from 'graphql';

const [file] = process.argv.slice(2);
const errors = validateSchema(buildSchema(readFileSync(file, 'utf8')));
for (const { message } of errors) console.error(message);
process.exit(errors.length === 0 ? 0 : 1);
