import { defineConfig } from 'vite';

// Packages mark modules for servers that render React; here is none.
const isNoise = ({ code }) => code === 'MODULE_LEVEL_DIRECTIVE';

// The server shows the page under this path.
export default defineConfig({
  base: '/graphiql/',
  build: {
    chunkSizeWarningLimit: 8192,
    rolldownOptions: {
      onLog: (level, log, otherwise) => isNoise(log) || otherwise(level, log),
    },
  },
  worker: { format: 'es' },
});
