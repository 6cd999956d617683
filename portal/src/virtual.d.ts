// Modules that tools/test.mjs makes.
declare module 'virtual:contracts' {
  const modules: [path: string, module: Record<string, unknown>][];
  export default modules;
}
declare module 'virtual:words' {
  const modules: [path: string, module: Record<string, unknown>][];
  export default modules;
}
