import { defineConfig, type Plugin } from 'vite'

/** The loader runs as a classic script in a stranger's page: inside a block of its own it leaves no names behind. */
const withoutTraces: Plugin = {
  name: 'without-traces',
  generateBundle(_options, bundle) {
    const loader = bundle['hollyhock.js']
    if (loader?.type === 'chunk') loader.code = `(()=>{${loader.code.trimEnd()}})();\n`
  },
}

// Two files: the loader, which imports nothing, and the call module that it loads when used.
export default defineConfig({
  base: './',
  plugins: [withoutTraces],
  build: {
    target: 'es2022',
    modulePreload: false,
    rollupOptions: {
      input: { hollyhock: 'src/loader.ts', call: 'src/call.ts' },
      preserveEntrySignatures: 'exports-only',
      output: { format: 'es', entryFileNames: '[name].js' },
    },
  },
})
